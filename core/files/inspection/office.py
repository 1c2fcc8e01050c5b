"""DOCX and XLSX: no macro, no control, no foreign object, nothing fetched from elsewhere."""

import io
import re
from mmap import mmap
from pathlib import Path
from zipfile import ZipFile

from core.files.causes import Refused
from core.files.inspection.archives import main_type, members, open_archive
from core.files.inspection.markup import parse
from core.files.kinds import Kind
from core.files.signatures import FOREIGN, OLE, ZIP

MACRO_NAME = re.compile(r"vba(project|data)|/macrosheets/|/dialogsheets/|/activex/|/ctrlprops/|customui/", re.I)
MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|macrosheet|activeX", re.I)
EXTERNAL_NAME = re.compile(r"^xl/(externallinks/|connections\.xml|querytables/)", re.I)
XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.I)
EMBEDDED_DOCUMENT = re.compile(r"/embeddings/[^/]+\.(xlsx|docx)$", re.I)  # what a chart keeps its numbers in
# What a field may not do in Word; a field's text may be cut into many runs.
FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.I)
COMMAND = re.compile(r"^[^\"|]*\|\s*'")  # =cmd|'/c calc'!A0
LOCAL_FILE = re.compile(r"^(file:///+)?[A-Za-z]:[\\/]|^file:///(?!/)", re.I)
SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):")
HARMLESS = {"http", "https", "mailto", "tel", "ftp"}


def inspect(path: Path, data: mmap) -> None:
    with open_archive(path) as archive:
        _check(archive, depth=0)


def _check(archive: ZipFile, *, depth: int) -> None:
    for name, content in members(archive):
        if MACRO_NAME.search(name):
            raise Refused("macro")
        if name == "[Content_Types].xml" and MACRO_TYPE.search(content):
            raise Refused("macro")
        if EXTERNAL_NAME.search(name):
            raise Refused("external")
        _check_content(name, content, depth)


def _check_content(name: str, content: bytes, depth: int) -> None:
    if content.startswith(ZIP) and EMBEDDED_DOCUMENT.search(name) and depth == 0:
        with open_archive(io.BytesIO(content)) as inner:
            if main_type(inner) not in (Kind.DOCX, Kind.XLSX):
                raise Refused("embedded")
            _check(inner, depth=depth + 1)
    elif content.startswith((OLE, *ZIP, *FOREIGN)):
        raise Refused("embedded")
    elif name.endswith(".rels"):
        parse(content, start=_relationship)
    elif XML_NAME.search(name):
        _check_part(content)


def _relationship(name: str, attributes: dict) -> None:
    if name != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "")
    if kind in ("aFChunk", "oleObject"):
        raise Refused("embedded" if attributes.get("TargetMode") != "External" else "external")
    if kind in ("vbaProject", "wordVbaData", "control", "activeXControlBinary"):
        raise Refused("macro")
    outside = attributes.get("TargetMode") == "External" or SCHEME.match(target) or target.startswith("\\\\")
    if outside and not _harmless(kind, target):
        raise Refused("external")


def _harmless(kind: str, target: str) -> bool:
    """A link that is only followed when it is clicked, or the name of a template on the author's own disk."""
    if kind == "attachedTemplate":
        return bool(LOCAL_FILE.match(target))
    if kind != "hyperlink" or target.startswith(("\\\\", "//")):
        return False
    scheme = SCHEME.match(target)
    return not scheme or scheme[1].lower() in HARMLESS or bool(LOCAL_FILE.match(target))


def _check_part(content: bytes) -> None:
    """Fields of Word and formulas of Excel that start programs or fetch files."""
    fields: list[str] = []

    def start(name, attributes):
        if name in ("ddeLink", "oleLink"):
            raise Refused("external")
        if name in ("OLEObject", "oleObject"):
            raise Refused("embedded")
        if name == "fldSimple":
            fields.append(attributes.get("instr", "") + " ")
        if name == "fldChar":
            fields.append(" ")

    def text(name, data):
        if name == "instrText":
            fields.append(data)
        if name == "f" and COMMAND.search(data):
            raise Refused("external")

    parse(content, start=start, text=text)
    if FIELD.search("".join(fields)):
        raise Refused("external")
