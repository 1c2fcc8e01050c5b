"""The kinds of files the house takes, and the sets a caller chooses from. No Django here: the inspecting process reads it."""

from collections.abc import Sequence
from enum import Enum

MEGABYTE = 1024 * 1024
LIMIT = 50 * MEGABYTE


class Kind(Enum):
    """A kind by its content: how it is called, the endings its names may have, the media type it is served with."""

    PDF = ("PDF", (".pdf",), "application/pdf")
    JPG = ("JPG", (".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg")
    PNG = ("PNG", (".png",), "image/png")
    DOCX = ("DOCX", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    XLSX = ("XLSX", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    OFD = ("OFD", (".ofd",), "application/ofd")

    def __init__(self, label: str, endings: tuple[str, ...], media_type: str) -> None:
        self.label = label
        self.endings = endings
        self.media_type = media_type


EVIDENCE = (Kind.PDF, Kind.JPG, Kind.PNG, Kind.DOCX, Kind.XLSX, Kind.OFD)
SCAN = (Kind.PDF, Kind.JPG, Kind.PNG)
SHEET = (Kind.XLSX,)


def listed(allowed: Sequence[Kind]) -> str:
    """Return 「PDF、JPG、PNG」."""
    return "、".join(kind.label for kind in allowed)


def help_text(allowed: Sequence[Kind], limit: int = LIMIT) -> str:
    """Return what stands beside every upload: kinds, size, and the warning that procedure §5 asks for."""
    return f"{listed(allowed)}，单个文件不超过{limit // MEGABYTE}MB。不得上传涉密材料。"
