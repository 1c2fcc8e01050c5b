"""What a file is, by its content alone."""

import re
from collections.abc import Sequence
from mmap import mmap
from pathlib import Path

import filetype

from core.files import causes
from core.files.inspection.archives import main_type, open_archive
from core.files.kinds import Kind
from core.files.signatures import OLE, ZIP

HEAD = 4096
PDF_HEAD = 1024  # as far as viewers look for the header
BLANK = re.compile(rb"(\xef\xbb\xbf)?[\s\x00]*")
# Streams of old Office files, as their directory spells them.
OLD_OFFICE = {
    "WordDocument": ("DOC", Kind.DOCX),
    "Workbook": ("XLS", Kind.XLSX),
    "Book": ("XLS", Kind.XLSX),
    "PowerPoint Document": ("PPT", Kind.PDF),
}
NAMES = {
    "exe": "Windows程序", "elf": "Linux程序", "gif": "GIF图片", "bmp": "BMP图片", "tif": "TIFF图片", "webp": "WEBP图片",
    "heic": "HEIC图片", "avif": "AVIF图片", "ico": "图标", "psd": "PSD图片", "dwg": "CAD图纸", "rar": "RAR压缩包", "7z": "7Z压缩包",
    "gz": "GZ压缩包", "bz2": "BZ2压缩包", "xz": "XZ压缩包", "tar": "TAR压缩包", "cab": "CAB压缩包", "rtf": "RTF文档",
    "ps": "PostScript文档", "mp4": "视频", "mov": "视频", "avi": "视频", "mp3": "音频",
    "wav": "音频", "swf": "Flash动画", "sqlite": "数据库文件",
}  # fmt: skip
TEXTS = (
    (re.compile(rb"<svg\b", re.I), "SVG图片"),
    (re.compile(rb"<!doctype html|<html\b|<head\b|<body\b|<script\b|<iframe\b", re.I), "HTML网页"),
    (re.compile(rb"MIME-Version:", re.I), "MHT网页"),
    (re.compile(rb"^\s*<\?xml", re.I), "XML文件"),
    (re.compile(rb"^\s*(#!|@echo|<\?php|powershell)", re.I), "脚本"),
)


def recognise(path: Path, data: mmap, allowed: Sequence[Kind]) -> Kind:
    """Return the kind of the file when it is an allowed one; otherwise refuse and say what it is."""
    head = data[:HEAD]
    if head.startswith(OLE):
        raise _old_office(data, allowed)
    found = _kind(path, head)
    if isinstance(found, Kind):
        if found in allowed:
            return found
        found = found.label
    raise causes.wrong_type(found, allowed)


def _kind(path: Path, head: bytes) -> Kind | str:
    """The kind, or the name of what the house does not take."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(ZIP):
        with open_archive(path) as archive:
            return main_type(archive)
    start = head.find(b"%PDF-", 0, PDF_HEAD)
    if start >= 0 and BLANK.fullmatch(head[:start]):
        return Kind.PDF
    if start >= 0:
        raise causes.Refused("mixed")
    return _foreign(head)


def _foreign(head: bytes) -> str:
    guessed = filetype.guess(head)
    if guessed:
        return NAMES.get(guessed.extension, f"{guessed.extension.upper()}文件")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    for pattern, name in TEXTS:
        if pattern.search(head):
            return name
    return "未知格式" if b"\x00" in head else "文本文件"


def _old_office(data: mmap, allowed: Sequence[Kind]) -> causes.Refused:
    """An encrypted new one hides in the same container as the old ones."""
    if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
        return causes.Refused("encrypted")
    for stream, (name, successor) in OLD_OFFICE.items():
        if data.find(stream.encode("utf-16-le")) >= 0:
            return causes.legacy(name, successor if successor in allowed else allowed[0])
    return causes.wrong_type("未知的复合文档", allowed)
