"""Where the bytes lie: by their own hash, through Django's storage, written once. Nothing here comes from a person."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from core.files.kinds import MEGABYTE
from core.files.refusals import Unavailable

QUARANTINE = "quarantine"
log = logging.getLogger("security.files")


def place(sha256: str) -> str:
    """Return the name in the storage: `ab/cd/abcd…`."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep(content: File, sha256: str) -> None:
    """Write the content under its hash unless it is there whole; durable on return where the storage is a disk."""
    _put(content, place(sha256), sha256, mode=0o640)


def quarantine(path: Path, sha256: str) -> None:
    """Keep a refused sample beside the good files, under a name that no stored file has."""
    with path.open("rb") as file:
        _put(File(file), f"{QUARANTINE}/{sha256}.bin", sha256, mode=0o600)


def opened(sha256: str) -> File:
    return default_storage.open(place(sha256), "rb")


def found_hash(sha256: str) -> str | None:
    """Hash what lies there; None where nothing does."""
    try:
        with opened(sha256) as file:
            return _hash(file)
    except FileNotFoundError:
        return None


def _put(content: File, name: str, sha256: str, *, mode: int) -> None:
    """A storage that is full or away takes nothing in: 503, and the same again later."""
    try:
        if not isinstance(default_storage, FileSystemStorage):
            _put_elsewhere(content, name)
            return
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _is_whole(target, sha256):
            _write(content, target, mode)
        for folder in target.parents[:3]:
            _sync(folder)
    except Exception as error:  # every storage fails in its own words
        log.exception("a file could not be kept")
        raise Unavailable from error


def _is_whole(target: Path, sha256: str) -> bool:
    """A damaged file is written anew by the next person who hands in the same bytes."""
    if not target.exists():
        return False
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _write(content: File, target: Path, mode: int) -> None:
    """Whoever comes second replaces the file by the same bytes: a rename is whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in content.chunks(MEGABYTE):
                file.write(piece)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _put_elsewhere(content: File, name: str) -> None:
    if default_storage.exists(name):
        return
    content.seek(0)
    saved = default_storage.save(name, content)
    if saved != name:  # another was quicker with the same bytes, and this storage never replaces
        default_storage.delete(saved)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(file: File) -> str:
    hashed = hashlib.sha256()
    for piece in file.chunks(MEGABYTE):
        hashed.update(piece)
    return hashed.hexdigest()
