"""One file, one process: `python -m core.files.inspection PATH ENDING KIND…` prints the verdict as JSON.

A parser that is fed hostile bytes may hang, eat memory or crash; here it takes down nothing but itself. The process gets
no secrets (an empty environment), little time and little memory. An answer is printed for every file; anything else means
that the parser died, or that the installation is at fault (exit code 1).
"""

import importlib
import json
import logging
import mmap
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from core.files import causes
from core.files.inspection.recognition import recognise
from core.files.kinds import MEGABYTE, Kind

SECONDS = 15
MEMORY = 1536 * MEGABYTE
# Only the parser that is needed is loaded: pypdf and Pillow cost more time than most files.
PARSERS = {
    Kind.PDF: ("core.files.inspection.pdf", "inspect"),
    Kind.JPG: ("core.files.inspection.images", "inspect_jpg"),
    Kind.PNG: ("core.files.inspection.images", "inspect_png"),
    Kind.DOCX: ("core.files.inspection.office", "inspect"),
    Kind.XLSX: ("core.files.inspection.office", "inspect"),
    Kind.OFD: ("core.files.inspection.ofd", "inspect"),
}


def inspect(path: Path, ending: str, allowed: Sequence[Kind]) -> Kind:
    """Return the kind of an honest file; raise `Refused` with the cause for any other."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        kind = recognise(path, data, allowed)
        module, name = PARSERS[kind]
        getattr(importlib.import_module(module), name)(path, data)
    if ending and ending not in kind.endings:
        raise causes.wrong_ending(ending, kind)
    return kind


def verdict(path: Path, ending: str, allowed: Sequence[Kind]) -> dict:
    try:
        return {"kind": inspect(path, ending, allowed).name}
    except causes.Refused as refused:
        return {"code": refused.code, "sentence": refused.sentence}
    except MemoryError:
        return {"code": "bomb", "sentence": causes.SENTENCES["bomb"]}
    except ImportError:
        raise
    except Exception:  # a parser choked: whatever it was, nobody else will open the file either
        return {"code": "broken", "sentence": causes.SENTENCES["broken"]}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for nothing in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(nothing, (0, 0))
    logging.disable()  # pypdf has an opinion on every odd file
    path, ending, *allowed = sys.argv[1:]
    sys.stdout.write(json.dumps(verdict(Path(path), ending, [Kind[name] for name in allowed])))


if __name__ == "__main__":
    main()
