"""Giving a file out. The caller has looked at who asks: nothing here does, and no address carries a secret."""

import re
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from core.files import storage
from core.files.kinds import MEGABYTE, Kind
from core.files.models import StoredFile
from core.files.names import cleaned

INTERNAL = "/protected/"  # the internal location of deploy/nginx.conf
SHOWN = {Kind.JPG.media_type, Kind.PNG.media_type}  # a sandboxed PDF is blocked by the browser's own viewer
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve(stored: StoredFile, *, name: str = "", inline: bool = False, asked: str = "") -> HttpResponseBase:
    """Stream the file under `name` (the given one when empty); `asked` is the request's Range header, if it has one.

    `inline` shows images only; everything else is downloaded.
    """
    redirected = {"X-Accel-Redirect": INTERNAL + quote(stored.place)}
    response = HttpResponse(headers=redirected) if settings.X_ACCEL else _stream(stored, asked)
    shown = inline and stored.media_type in SHOWN
    response["Content-Type"] = stored.media_type
    response["Content-Disposition"] = content_disposition_header(not shown, cleaned(name or stored.name))
    for header, value in HEADERS.items():
        response[header] = value
    return response


def _stream(stored: StoredFile, asked: str) -> HttpResponseBase:
    wanted = _wanted(asked, stored.size)
    if wanted is None:
        response = FileResponse(storage.opened(stored.sha256))
        response["Content-Length"] = str(stored.size)
        return response
    first, last = wanted
    if first > last or first >= stored.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    file = storage.opened(stored.sha256)
    file.seek(first)
    response = FileResponse(_Part(file, last - first + 1), status=206)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
    return response


def _wanted(asked: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of a single range; None, and with it the whole file, for anything else."""
    match = RANGE.fullmatch(asked.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


class _Part:
    """The next `left` bytes of a file; the response closes it, and with it the file."""

    def __init__(self, file, left: int) -> None:
        self.file, self.left = file, left

    def read(self, most: int = MEGABYTE) -> bytes:
        piece = self.file.read(min(most, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
