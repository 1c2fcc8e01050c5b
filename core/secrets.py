"""Secrets of the embedded mode: made on first use, kept in a file that only the owner reads."""

import os
import secrets
import tempfile
from pathlib import Path


def lasting_secret(path: Path) -> str:
    """Return the 32-byte secret in `path` as hex; make it when there is none. Safe when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)  # readable by the owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)  # refuses when the other process was first, and is never seen half written
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text()
