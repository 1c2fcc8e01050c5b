"""PDF: opens without a password, has pages, runs nothing, carries nothing, and does not swell."""

import re
import zlib
from collections.abc import Iterator
from mmap import mmap
from pathlib import Path
from zipfile import is_zipfile

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from core.files.causes import Refused
from core.files.kinds import MEGABYTE
from core.files.signatures import EICAR

TAIL = 2048
PADDING = 64 * 1024  # blanks and zeros that gateways add behind the end
MOST_CONTENT = 200 * MEGABYTE
MOST_IMAGE_BITS = 3_000_000_000
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"}
CARRIERS = {"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"}
# The tree of structure holds most objects of a long report, and neither actions nor annotations of its own.
SKIPPED = {"/StructTreeRoot", "/StructParent", "/StructParents"}
PACKERS = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SUSPICIOUS = re.compile(
    rb"/(JS|JavaScript|Launch|SubmitForm|ImportData|GoToE|XFA|EF|EmbeddedFiles?|FileAttachment|RichMedia|3D|Movie|Screen|Sound)"
    rb"(?=[\x00\s()<>\[\]{}/%])|(?i:script:)"
)
ESCAPED = re.compile(rb"/[^\x00\s()<>\[\]{}/%#]{0,20}#[^\x00\s()<>\[\]{}/%]{2,60}")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"endobj|stream")
EDGE = 256  # of two pieces, so that nothing hides across it
FLATE = {"/FlateDecode", "/Fl"}


def inspect(path: Path, data: mmap) -> None:
    if is_zipfile(path):
        raise Refused("mixed")
    tail = data[-PADDING:].rstrip(b"\x00\r\n\t \x1a")[-TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise Refused("broken")
    try:
        reader = PdfReader(path)
        if "/Encrypt" in reader.trailer:
            raise Refused("encrypted")
        _check(reader, data)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError) as error:
        raise Refused("broken") from error


def _check(reader: PdfReader, data: mmap) -> None:
    """Only a file in which a suspicious name occurs at all is walked object by object: pypdf reads 4000 objects a second."""
    suspicious = _is_suspicious(data) | _streams_are_suspicious(reader, data)
    if suspicious:
        for thing in reachable(reader):
            _check_dictionary(thing)
    if not _has_page(reader):
        raise Refused("no_pages")


def _is_suspicious(content: bytes | mmap) -> bool:
    if SUSPICIOUS.search(content):
        return True
    return any(SUSPICIOUS.match(_unescaped(name[0]) + b" ") for name in ESCAPED.finditer(content))


def _unescaped(name: bytes) -> bytes:
    return ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name)


def _streams_are_suspicious(reader: PdfReader, data: mmap) -> bool:
    """Unpack every stream, whoever refers to it: its size counts, and a stream of objects may hide names."""
    swollen, suspicious = 0, False
    for generation, places in reader.xref.items():
        for number, place in places.items():
            word = STREAM.search(data, max(0, place))
            if not word or word[0] != b"stream":
                continue
            stream = reader.get_object(IndirectObject(number, generation, reader))
            if isinstance(stream, StreamObject):
                size, odd = _unpack(stream, MOST_CONTENT - swollen)
                swollen, suspicious = swollen + size, suspicious or odd
    return suspicious


def reachable(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary and stream that can be reached from the trailer, once."""
    waiting, seen = [reader.trailer], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = reader.get_object(thing)
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(value for key, value in dict.items(thing) if key not in SKIPPED)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))


def _check_dictionary(thing: DictionaryObject) -> None:
    keys = thing.keys()
    if "/JS" in keys or "/JavaScript" in keys or ("/S" in keys and thing["/S"] in ACTIONS):
        raise Refused("script")
    if "/XFA" in keys:
        raise Refused("form")
    if keys & {"/EF", "/EmbeddedFiles"} or _value(thing, "/Subtype") in CARRIERS or _value(thing, "/Type") == "/EmbeddedFile":
        raise Refused("embedded")
    if "/URI" in keys and str(_value(thing, "/URI")).strip().lower().startswith(("javascript:", "vbscript:", "data:")):
        raise Refused("script")


def _value(thing: DictionaryObject, key: str) -> object:
    return thing[key] if key in thing else None  # noqa: SIM401  `get` does not follow references


def _unpack(stream: StreamObject, left: int) -> tuple[int, bool]:
    """How much a stream unpacks to, and whether a suspicious name is or may be in it.

    Images are judged by their dimensions: an honest blank page packs a thousandfold.
    """
    filters = _value(stream, "/Filter")
    filters = [str(name) for name in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    if sum(name in PACKERS for name in filters) > 1:
        raise Refused("bomb")
    if _value(stream, "/Subtype") == "/Image":
        bits = _number(stream, "/Width") * _number(stream, "/Height") * (_number(stream, "/BitsPerComponent") or 1)
        if bits > MOST_IMAGE_BITS:
            raise Refused("bomb")
        return 0, False
    objects = _value(stream, "/Type") == "/ObjStm"
    if filters[0] not in FLATE:
        _search(stream._data)
        return len(stream._data), objects and filters != ["None"]
    size, odd = _inflate(stream._data, left, objects)
    return size, odd or (objects and "/DecodeParms" in stream)


def _number(stream: StreamObject, key: str) -> int:
    value = _value(stream, key)
    return max(0, int(value)) if isinstance(value, int | float) else 0


def _inflate(raw: bytes, left: int, objects: bool) -> tuple[int, bool]:
    unpacker, size, odd, rest = zlib.decompressobj(), 0, False, b""
    try:
        while raw and not unpacker.eof:
            piece = unpacker.decompress(raw, MEGABYTE)
            _search(rest + piece)
            odd = odd or (objects and _is_suspicious(rest + piece))
            size, rest = size + len(piece), piece[-EDGE:]
            if size > left:
                raise Refused("bomb")
            raw = unpacker.unconsumed_tail
    except zlib.error:
        return size, odd  # viewers show what came out so far
    return size, odd


def _search(content: bytes) -> None:
    if EICAR in content:
        raise Refused("virus")


def _has_page(reader: PdfReader) -> bool:
    """Follow the tree of pages from its root until the first leaf."""
    root = reader.trailer["/Root"]
    waiting, seen = [root["/Pages"]] if "/Pages" in root else [], set()
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        if "/Kids" not in node:
            return _value(node, "/Type") in ("/Page", None)
        waiting.extend(reversed(list(list.__iter__(node["/Kids"]))))
    return False
