"""The check of an upload: size, viruses, content. Every refusal names its cause in one sentence."""

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File

from core.files import storage
from core.files.causes import Refused, too_large
from core.files.kinds import LIMIT, MEGABYTE, Kind
from core.files.names import cleaned, ending
from core.files.refusals import FileRefused, Unavailable
from core.files.viruses import Signature, daemon

SECONDS = 18  # of the clock; the inspecting process limits its own work to fewer
PATIENCE = 10  # seconds in the queue
AT_ONCE = threading.BoundedSemaphore(2)  # each inspection may take the memory that its limit allows
log = logging.getLogger("security.files")


@dataclass(frozen=True)
class Verdict:
    """What an honest file is."""

    kind: Kind
    sha256: str
    size: int
    name: str


def check(upload: File, *, allowed: Sequence[Kind], limit: int = LIMIT, by: object = None) -> Verdict:
    """Return the verdict on a good file, and leave it rewound; raise FileRefused with the cause, or Unavailable.

    Takes up to twenty seconds: never under a lock. A virus is kept in quarantine and told to the security log.
    """
    name = cleaned(upload.name or "")
    try:
        if not upload.size:
            raise Refused("empty")
        if upload.size > limit:
            raise too_large(limit)
        with tempfile.NamedTemporaryFile(prefix="inspect-") as copy:
            return _check_copy(upload, copy, name=name, allowed=allowed, limit=limit, by=by)
    except Refused as refused:
        upload.infected = refused.code == "virus"  # whoever answers the request raises the alarm
        raise FileRefused(refused) from refused
    except OSError as error:
        log.exception("a file could not be checked")
        raise Unavailable from error
    finally:
        upload.seek(0)


def _check_copy(upload: File, copy, *, name: str, allowed: Sequence[Kind], limit: int, by: object) -> Verdict:
    hashed, size = hashlib.sha256(), 0
    try:
        with daemon() as scanner:
            signature = Signature()
            for piece in upload.chunks(MEGABYTE):
                size += len(piece)
                if size > limit:
                    raise too_large(limit)
                hashed.update(piece)
                signature.feed(piece)
                scanner.feed(piece)
                copy.write(piece)
            copy.flush()
            if signature.found:
                raise Refused("virus")
            scanner.judge()
        kind = inspect(Path(copy.name), ending(name), allowed)
    except Refused as refused:
        if refused.code == "virus":
            copy.flush()
            _quarantine(Path(copy.name), name=name, sha256=hashed.hexdigest(), by=by)
        raise
    return Verdict(kind, hashed.hexdigest(), size, name)


def inspect(path: Path, ending: str, allowed: Sequence[Kind]) -> Kind:
    """Have the content looked at by a process of its own, with little time, little memory and no secrets."""
    command = [sys.executable, "-m", "core.files.inspection", str(path), ending, *(kind.name for kind in allowed)]
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Unavailable
    try:
        done = subprocess.run(command, cwd=settings.BASE_DIR, env={"LANG": "C.UTF-8"}, capture_output=True, timeout=SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError) as error:  # it limits its own time, so a late answer is a busy machine
        log.error("no inspection: %s", error)
        raise Unavailable from error
    finally:
        AT_ONCE.release()
    if done.returncode < 0:  # killed for its time or memory, or crashed over the content
        log.warning("an inspection died of signal %d over %s", -done.returncode, ending or "a file without ending")
        raise Refused("bomb")
    if done.returncode:
        log.error("the inspection failed: %s", done.stderr.decode(errors="replace")[-2000:])
        raise Unavailable
    return _verdict(json.loads(done.stdout))


def _verdict(answer: dict) -> Kind:
    if "kind" in answer:
        return Kind[answer["kind"]]
    raise Refused(answer["code"], answer["sentence"])


def _quarantine(path: Path, *, name: str, sha256: str, by: object) -> None:
    """Keep the sample where nothing serves it. The name is quoted: a log line has one line."""
    storage.quarantine(path, sha256)
    log.critical("virus refused and quarantined: sha256=%s name=%r by=%s", sha256, name, getattr(by, "ref", "unknown"))
