"""Viruses: our own signature first, so that the path is proved without a daemon, and clamd where one is configured."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from core.files.causes import Refused
from core.files.refusals import Unavailable
from core.files.signatures import EICAR

SECONDS = 15
log = logging.getLogger("security.files")


class Signature:
    """Finds the test signature in a stream, across the edges of its pieces."""

    def __init__(self) -> None:
        self.rest = b""
        self.found = False

    def feed(self, piece: bytes) -> None:
        joined = self.rest + piece
        self.found = self.found or EICAR in joined
        self.rest = joined[-len(EICAR) + 1 :]


class Daemon:
    """One INSTREAM conversation with clamd; without an address in the settings it says nothing."""

    def __init__(self, connection: socket.socket | None) -> None:
        self.connection = connection

    def feed(self, piece: bytes) -> None:
        if self.connection:
            self._send(struct.pack(">I", len(piece)) + piece)

    def judge(self) -> None:
        """Refuse what clamd found; anything but a clear answer is a scanner that is down."""
        if not self.connection:
            return
        self._send(struct.pack(">I", 0))
        answer = self._answer()
        if answer.endswith("FOUND"):
            raise Refused("virus")
        if not answer.endswith("OK"):
            log.error("clamd answered: %s", answer[:200])
            raise Unavailable

    def _send(self, message: bytes) -> None:
        try:
            self.connection.sendall(message)
        except OSError as error:
            log.error("clamd: %s", error)
            raise Unavailable from error

    def _answer(self) -> str:
        answer = b""
        try:
            while not answer.endswith(b"\0") and (piece := self.connection.recv(4096)):
                answer += piece
        except OSError as error:
            log.error("clamd: %s", error)
            raise Unavailable from error
        return answer.rstrip(b"\0").decode(errors="replace").strip()


@contextmanager
def daemon() -> Iterator[Daemon]:
    """Open the conversation. `settings.CLAMD` is a path of a socket, or `host:port`, or empty."""
    address = settings.CLAMD
    if not address:
        yield Daemon(None)
        return
    try:
        connection = _connect(address)
    except OSError as error:
        log.error("clamd at %s: %s", address, error)
        raise Unavailable from error
    with connection:
        conversation = Daemon(connection)
        conversation._send(b"zINSTREAM\0")
        yield conversation


def _connect(address: str) -> socket.socket:
    if "/" not in address:
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
