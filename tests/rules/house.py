"""The files of the house, as they lie on the disk."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("core", "accounts", "procedure", "applications", "review", "publicity", "awards", "jinzhong_award")
NOT_OURS = {".git", ".venv", "node_modules", "var", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis"}
NOT_TEXT = {".png", ".jpg", ".woff2", ".ttf", ".otf", ".pdf", ".sqlite3", ".pyc", ".xlsx", ".docx"}

Files = dict[str, str]


@cache
def files() -> Files:
    """Return every text file of the repository by its path."""
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in _walk(ROOT)}


def _walk(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.is_symlink():
            continue
        if path.is_dir():
            found += _walk(path)
        elif path.suffix not in NOT_TEXT and path.name != ".env":
            found.append(path)
    return found


def app_of(path: str) -> str:
    """Return the app that a Python file belongs to, or nothing."""
    top = path.partition("/")[0]
    return top if top in APPS else ""


def is_migration(path: str) -> bool:
    return "/migrations/" in path


def ours(files: Files, suffix: str = ".py", *, migrations: bool = False) -> Files:
    """Return the files of our apps with this suffix."""
    return {path: text for path, text in files.items() if app_of(path) and path.endswith(suffix) and (migrations or not is_migration(path))}
