"""The typefaces of papers: where they are, what they hold, how wide their letters are.

Fandol stands for 仿宋, 楷体, 黑体 and 小标宋 (there is no open 小标宋; `PAPER_TITLE_FONT` may name a licensed file).
What a face lacks is taken, glyph by glyph, from Noto CJK and from any other font file the office puts into var/fonts.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

from core.papers import cut

log = logging.getLogger(__name__)

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/usr/share/texlive/texmf-dist/fonts/opentype"))
SERIF, SERIF_BOLD, SANS = "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"
# Role, what it is called here, its file, the Noto file that stands in for it.
ROLES = (
    ("fang", "仿宋", "FandolFang-Regular.otf", SERIF),
    ("kai", "楷体", "FandolKai-Regular.otf", SERIF),
    ("hei", "黑体", "FandolHei-Regular.otf", SANS),
    ("title", "小标宋", "FandolSong-Bold.otf", SERIF_BOLD),
    ("song", "宋体", "FandolSong-Regular.otf", SERIF),
)
# The letters and digits of these faces are a Helvetica's, which does not go with their strokes: 宋体's stand there instead.
LATIN = {"fang": "song", "kai": "song"}


@dataclass(frozen=True)
class Face:
    """A font file (and which of a collection), the characters it holds, the widths of its letters in cells."""

    role: str
    path: Path
    number: int
    holds: frozenset[int] = field(repr=False)
    advances: tuple[tuple[str, float], ...] = field(repr=False)


@dataclass(frozen=True)
class Faces:
    """The face of each role, and those that may lend a character, in their order."""

    roles: tuple[Face, ...]
    spares: tuple[Face, ...]

    def __getitem__(self, role: str) -> Face:
        return next(face for face in (*self.roles, *self.spares) if face.role == role)

    def holder(self, character: str, role: str) -> Face | None:
        """Return the face a character is printed in where `role` is asked for; none where no face holds it."""
        own = self[LATIN.get(role, role)] if _latin(character) else self[role]
        spares = self.spares[::-1] if role == "hei" else self.spares
        return next((face for face in (own, *spares) if ord(character) in face.holds), None)

    def width(self, role: str) -> Callable[[str], float]:
        """Return the function that measures a character of this role in cells."""
        known = dict(self[LATIN.get(role, role)].advances)
        return lambda character: known.get(character, 0.0 if rides(character) else 1.0)


def _latin(character: str) -> bool:
    return " " <= character < "\x7f" or "À" <= character <= "ɏ"


def rides(character: str) -> bool:
    """True for what stands on the character before it: accents and variation selectors."""
    return "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def faces() -> Faces:
    """Return the typefaces as they are found on this machine; looked up once a process."""
    return _faces(_folders(), _title())


def _folders() -> tuple[Path, ...]:
    """Where font files are looked for, best first: FONT_DIR is where script/setup puts them in an image."""
    named = [Path(os.environ["FONT_DIR"])] if os.environ.get("FONT_DIR") else []
    return tuple(dict.fromkeys([*named, settings.VAR_DIR / "fonts", settings.BASE_DIR / "var" / "fonts"]))


def _title() -> Path | None:
    path = getattr(settings, "PAPER_TITLE_FONT", "")
    return Path(path) if path else None


@lru_cache(maxsize=4)
def _faces(own: tuple[Path, ...], title: Path | None) -> Faces:
    roles = []
    for role, name, file, stand_in in ROLES:
        path = title if role == "title" and title and title.is_file() else _find(file, own)
        if path is None:
            log.warning("字体文件%s（%s）不存在，公文改用%s；请运行 script/setup。", file, name, stand_in)
            path = _find(stand_in, own)
        if path is None:
            raise FileNotFoundError(f"公文字体{file}及其替代字体{stand_in}都不存在，请运行 script/setup。")
        roles.append(_face(role, path))
    noto = [_face(role, path) for role, file in (("serif", SERIF), ("sans", SANS)) if (path := _find(file, own))]
    return Faces(tuple(roles), (*noto[:1], *_extra(own), *noto[1:]))


def _extra(own: tuple[Path, ...]) -> list[Face]:
    files = sorted({path for folder in own if folder.is_dir() for path in folder.iterdir() if path.suffix.lower() in (".otf", ".ttf")})
    return [_face(f"extra{number}", path) for number, path in enumerate(files) if not path.name.startswith("Fandol")]


def _face(role: str, path: Path) -> Face:
    return Face(role, path, *_measures(path))


@cache
def _measures(path: Path) -> tuple[int, frozenset[int], tuple[tuple[str, float], ...]]:
    """Return which font of a collection it is, the characters it holds, and the widths of its letters in cells."""
    number = _number(path)
    with TTFont(path, lazy=True, fontNumber=number) as font:
        names = font.getBestCmap()
        unit = font["head"].unitsPerEm
        latin = [code for code in (*range(0x20, 0x7F), *range(0xC0, 0x250)) if code in names]
        return number, frozenset(names), tuple((chr(code), font["hmtx"][names[code]][0] / unit) for code in latin)


def _number(path: Path) -> int:
    """In a collection, the simplified Chinese member."""
    if path.suffix.lower() != ".ttc":
        return -1
    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(1) or "" for font in collection.fonts]
    return next((number for number, name in enumerate(names) if name.endswith(" SC")), 0)


@cache
def _find(file: str, own: tuple[Path, ...]) -> Path | None:
    here = [folder / file for folder in own if (folder / file).is_file()]
    everywhere = (path for folder in SYSTEM if folder.is_dir() for path in sorted(folder.rglob(file)))
    return here[0] if here else next(everywhere, None)


def fonts_missing() -> list[str]:
    """Name what papers should have and this machine lacks; empty when all is well."""
    own, title = _folders(), _title()
    missing = [f"{name}（{file}）" for _, name, file, _ in ROLES if _find(file, own) is None]
    missing += [f"后备字体（{file}，fonts-noto-cjk）" for file in (SERIF, SANS) if _find(file, own) is None]
    if title and not title.is_file():
        missing.append(f"标题字体（{title}）")
    if cut.library() is None:
        missing.append("HarfBuzz 子集库（libharfbuzz-subset0），缺少时每份公文要多用数秒")
    return missing


def unprintable(text: str) -> list[str]:
    """Return the characters of `text` that no typeface of papers holds, each once, in their order."""
    found = faces()
    wanted = (character for character in dict.fromkeys(text) if not character.isspace() and not rides(character))
    return [character for character in wanted if found.holder(character, "fang") is None]
