"""Names of files as people give them: cleaned for display, never used for a place on disk."""

import re
import unicodedata

from core.fields import DIRECTION, INVISIBLE

LONGEST = 150
NAMELESS = "未命名"
# What a disk of any system takes for something else than a name.
SPECIAL = re.compile(r'[:*?"<>|]')


def cleaned(name: str) -> str:
    """Return the last part of the name without anything invisible, shortened in the middle so that the ending stays."""
    name = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(character for character in name if _visible(character))
    visible = SPECIAL.sub("_", visible).strip(". \u3000")
    if not visible.rpartition(".")[0]:
        visible = f"{NAMELESS}.{visible}" if name.lstrip().startswith(".") and visible else visible or NAMELESS
    stem, end = _parts(visible)
    return stem[: LONGEST - len(end)] + end


def ending(name: str) -> str:
    """Return the ending in lower case with its dot, or nothing."""
    return _parts(cleaned(name))[1].lower()


def _parts(name: str) -> tuple[str, str]:
    """An ending is short and has letters or digits only: 「附件3.二期」 has none."""
    stem, dot, end = name.rpartition(".")
    return (stem, dot + end) if stem and re.fullmatch(r"[A-Za-z0-9]{1,10}", end) else (name, "")


def _visible(character: str) -> bool:
    if character in DIRECTION or character in INVISIBLE or character in "\u2028\u2029":
        return False
    return unicodedata.category(character) not in ("Cc", "Cs")
