"""Zip containers, opened with suspicion: nothing is unpacked to disk, everything is counted while it is read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.files.causes import Refused
from core.files.kinds import MEGABYTE, Kind
from core.files.signatures import EICAR

MOST_ENTRIES = 5000
MOST_TOTAL = 200 * MEGABYTE
MOST_RATIO = 200  # text packs 5 to 40 times; a bomb up to 1032
RATIO_FROM = 4 * MEGABYTE
CHUNK = MEGABYTE
LOCAL_HEADER = 30
END_RECORD = 22
UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\\]")
MAIN_TYPES = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    b"application/vnd.ms-word.document.macroEnabled.main+xml": Kind.DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml": Kind.XLSX,
    b"presentationml": "PPT演示文稿",
    b"wordprocessingml.template": "Word模板",
    b"ms-word.template": "Word模板",
    b"spreadsheetml.template": "Excel模板",
    b"ms-excel.template": "Excel模板",
    b"ms-excel.sheet.binary": "XLSB表格",
}


def open_archive(source: Path | BinaryIO) -> ZipFile:
    """Open and look at the directory only: count, names, sizes, places."""
    try:
        archive = ZipFile(source)
    except (BadZipFile, NotImplementedError) as error:
        raise Refused("broken") from error
    try:
        _check_directory(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_directory(archive: ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_TOTAL:
        raise Refused("bomb")
    for entry in entries:
        _check_entry(entry)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise Refused("archive")
    _check_places(archive, entries)


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refused("encrypted")
    if UNSAFE_NAME.search(entry.orig_filename) or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("archive")
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:  # a symbolic link
        raise Refused("archive")
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise Refused("bomb")


def _check_places(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Entries may not share bytes (a bomb of little weight), and nothing stands before or behind the container."""
    places = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset for entry in places[1:]] + [archive.start_dir]
    for entry, end in zip(places, ends, strict=True):
        if entry.header_offset + LOCAL_HEADER + entry.compress_size > end:
            raise Refused("bomb")
    size = archive.fp.seek(0, 2)
    archive.fp.seek(max(0, size - END_RECORD - len(archive.comment)))
    if (places and places[0].header_offset) or archive.fp.read(4) != b"PK\x05\x06":
        raise Refused("mixed")


def main_type(archive: ZipFile) -> Kind | str:
    """Tell which kind of document the container is, by what it declares."""
    names = set(archive.namelist())
    if "OFD.xml" in names:
        return Kind.OFD
    if "[Content_Types].xml" in names:
        declared = read(archive, archive.getinfo("[Content_Types].xml"))
        return next((found for mark, found in MAIN_TYPES.items() if mark in declared), "未知的Office文件")
    if "mimetype" in names:
        return "ODF文档" if b"opendocument" in read(archive, archive.getinfo("mimetype")) else "电子书"
    if "AndroidManifest.xml" in names:
        return "安卓程序"
    return "JAR程序" if "META-INF/MANIFEST.MF" in names else "ZIP压缩包"


def members(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Read every member once, by name and content."""
    for entry in archive.infolist():
        if not entry.is_dir():
            yield entry.filename, read(archive, entry)


def read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Read in pieces, so that a size that lies costs one piece."""
    pieces, total = [], 0
    try:
        with archive.open(entry) as source:
            while piece := source.read(CHUNK):
                total += len(piece)
                if total > entry.file_size:
                    raise Refused("bomb")
                pieces.append(piece)
    except (BadZipFile, EOFError, OSError, NotImplementedError) as error:
        if "verlapped" in str(error):
            raise Refused("bomb") from error
        raise Refused("broken") from error
    content = b"".join(pieces)
    if EICAR in content:
        raise Refused("virus")
    return content
