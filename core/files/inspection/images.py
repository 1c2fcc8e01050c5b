"""JPG and PNG: sizes before anything is decoded, complete to the last byte, and nothing else inside."""

import re
import struct
import warnings
import zlib
from mmap import mmap
from pathlib import Path
from zipfile import is_zipfile

from PIL import Image, UnidentifiedImageError

from core.files.causes import Refused
from core.files.kinds import MEGABYTE
from core.files.signatures import FOREIGN, PACKED

MOST_PIXELS = 150_000_000  # a sheet A0 at 300 dpi has 139 million
MOST_BYTES = 800 * MEGABYTE  # as unpacked by whoever looks at it
MARKUP = re.compile(rb"<script\b|<\?php\s|<iframe\b|<!doctype\s+html|<html[\s>]|<svg\s+xmlns", re.I)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by PNG's colour type
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def inspect_jpg(path: Path, data: mmap) -> None:
    _check_alone(path, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=["JPEG"]) as image:
                _check_size(*image.size, 3)
                # The smallest scale still reads every byte: a cut file shows, and little memory is needed.
                image.draft(None, (image.width // 8 or 1, image.height // 8 or 1))
                image.load()
        except Image.DecompressionBombError as error:
            raise Refused("bomb") from error
        except (OSError, UnidentifiedImageError, SyntaxError, ValueError, struct.error) as error:
            raise Refused("broken") from error


def inspect_png(path: Path, data: mmap) -> None:
    _check_alone(path, data)
    header = data[8:33]
    if len(header) < 25 or header[4:8] != b"IHDR":
        raise Refused("broken")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header[8:21])
    if colour not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise Refused("broken")
    bits = CHANNELS[colour] * depth
    _check_size(width, height, max(1, bits // 8))
    expected = _interlaced_bytes(width, height, bits) if interlaced else _rows_bytes(width, height, bits)
    _check_chunks(data, expected)


def _check_alone(path: Path, data: mmap) -> None:
    if is_zipfile(path) or MARKUP.search(data) or data.find(b"%PDF-", 0, 1024) >= 0 or any(data.find(mark) >= 0 for mark in PACKED):
        raise Refused("mixed")


def _check_size(width: int, height: int, pixel_bytes: int) -> None:
    if not width or not height:
        raise Refused("broken")
    if width * height > MOST_PIXELS or width * height * pixel_bytes > MOST_BYTES:
        raise Refused("bomb")


def _rows_bytes(width: int, height: int, bits: int) -> int:
    return height * (1 + (width * bits + 7) // 8) if width else 0


def _interlaced_bytes(width: int, height: int, bits: int) -> int:
    return sum(_rows_bytes((width - x + dx - 1) // dx, (height - y + dy - 1) // dy, bits) for x, y, dx, dy in PASSES)


def _check_chunks(data: mmap, expected: int) -> None:
    """Every chunk's checksum, and the pixels unpacked piece by piece: exactly as many as the header says."""
    place, unpacked, pixels = 8, 0, zlib.decompressobj()
    while True:
        if place + 12 > len(data):
            raise Refused("broken")
        length, name = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if len(body) != length or data[place + 8 + length : place + 12 + length] != zlib.crc32(name + body).to_bytes(4, "big"):
            raise Refused("broken")
        place += 12 + length
        if name == b"IEND":
            break
        if name == b"IDAT":
            unpacked += _unpack(pixels, body, expected - unpacked)
    if unpacked < expected:
        raise Refused("broken")
    if data[place : place + 8].startswith(FOREIGN):
        raise Refused("mixed")


def _unpack(pixels, body: bytes, left: int) -> int:
    done = 0
    try:
        while body and not pixels.eof:
            piece = len(pixels.decompress(body, MEGABYTE))
            done += piece
            if done > left + MEGABYTE:
                raise Refused("bomb")
            body = pixels.unconsumed_tail
    except zlib.error as error:
        raise Refused("broken") from error
    return done
