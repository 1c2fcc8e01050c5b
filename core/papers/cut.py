"""Cutting a typeface down to the characters of one paper, by HarfBuzz's own C interface.

WeasyPrint cuts too, but keeps the numbers of the glyphs, and with them a hundred kilobytes of empty places for ten rare
characters; it also reads every file whole. Cut beforehand, a paper is half as large and made in half the time.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Neither layout tables nor vertical metrics are used by lines set here.
DROPPED = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"JSTF", b"VORG", b"vhea", b"vmtx")
KEEP_NOTDEF = 0x40
DROP_TABLE_TAG = 3


@cache
def library() -> ctypes.CDLL | None:
    """Return libharfbuzz-subset, which brings libharfbuzz with it; none where it is not installed."""
    try:
        found = ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        return None
    pointers = (
        "hb_blob_create_from_file hb_face_create hb_face_reference_blob hb_subset_input_create_or_fail "
        "hb_subset_input_unicode_set hb_subset_input_set hb_subset_or_fail hb_blob_get_data"
    )
    for name in pointers.split():
        getattr(found, name).restype = ctypes.c_void_p
    return found


@cache
def _face(path: Path, number: int) -> ctypes.c_void_p:
    """Open a typeface once a process; the file is mapped, not read."""
    hb = library()
    blob = ctypes.c_void_p(hb.hb_blob_create_from_file(os.fsencode(path)))
    face = ctypes.c_void_p(hb.hb_face_create(blob, max(0, number)))
    hb.hb_blob_destroy(blob)
    return face


def cut(path: Path, number: int, characters: Iterable[str]) -> bytes:
    """Return the typeface with these characters only; the whole file where the library is missing."""
    hb = library()
    if hb is None:
        return path.read_bytes()
    wanted = ctypes.c_void_p(hb.hb_subset_input_create_or_fail())
    hb.hb_subset_input_set_flags(wanted, KEEP_NOTDEF)
    codes = ctypes.c_void_p(hb.hb_subset_input_unicode_set(wanted))
    for code in sorted(map(ord, characters)):
        hb.hb_set_add(codes, code)
    dropped = ctypes.c_void_p(hb.hb_subset_input_set(wanted, DROP_TABLE_TAG))
    for tag in DROPPED:
        hb.hb_set_add(dropped, int.from_bytes(tag, "big"))
    smaller = ctypes.c_void_p(hb.hb_subset_or_fail(_face(path, number), wanted))
    hb.hb_subset_input_destroy(wanted)
    if not smaller:
        return path.read_bytes()
    blob = ctypes.c_void_p(hb.hb_face_reference_blob(smaller))
    length = ctypes.c_uint()
    data = hb.hb_blob_get_data(blob, ctypes.byref(length))
    content = ctypes.string_at(data, length.value)
    hb.hb_blob_destroy(blob)
    hb.hb_face_destroy(smaller)
    return _levelled(content)


def _levelled(content: bytes) -> bytes:
    """Give the typeface the heights of all others here, so that a letter of another face never moves its line."""
    font = bytearray(content)
    tables = {}
    for entry in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        tables[bytes(font[entry : entry + 4])] = int.from_bytes(font[entry + 8 : entry + 12], "big")
    (unit,) = struct.unpack_from(">H", font, tables[b"head"] + 18)
    above, below = round(unit * 0.88), round(unit * 0.12)
    struct.pack_into(">3h", font, tables[b"hhea"] + 4, above, -below, 0)
    struct.pack_into(">3h2H", font, tables[b"OS/2"] + 68, above, -below, 0, above, below)
    return bytes(font)
