"""A real server process on a database of its own, in the demonstration mode: what a browser talks to.

The application is loaded once; for a fresh database the process that answers is replaced by a new fork of the loaded one.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from tests.databases import Copy, demo_template, empty_copy
from tests.environment import ROOT, RUN
from tests.services import children


class Server:
    """Address: http://localhost (Chromium refuses passkeys on 127.0.0.1), listening on 127.0.0.1 alone."""

    def __init__(self) -> None:
        self.copy: Copy = self._database()
        self.log = RUN / f"server-{self.copy.name}.log"
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process = self._start()
        self._wait()

    def _database(self, name: str | None = None) -> Copy:
        return demo_template().clone(name)

    def _command(self) -> list[str]:
        return ["gunicorn", "jinzhong_award.wsgi", "--preload", "--worker-class", "gthread", "--threads", "8"]

    def _start(self) -> subprocess.Popen:
        handle = self.listener.fileno()
        command = [sys.executable, "-m", *self._command(), "--bind", f"fd://{handle}"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.copy.environment(), pass_fds=[handle], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.status("/healthz") == 200:
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not answer:\n{self.said()}")

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def manage(self, *arguments: str) -> str:
        """Fill in data by a command: the tests' own connection is to another database."""
        return self.copy.manage(*arguments)

    def said(self) -> str:
        return self.log.read_text()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.listener.close()

    def close(self) -> None:
        """End the process and throw its database away; a fault that it met is an error here."""
        self.stop()
        self.copy.drop()
        self.check()

    def check(self) -> None:
        """Nothing but refusals by role (403), whose way Django prints as a traceback, has been said."""
        said = self.said()
        self.log.write_text("")
        assert said.count("Traceback") == said.count("django.core.exceptions.PermissionDenied\n"), said

    def renew(self) -> None:
        """Throw the database away and answer from a fresh one at the same address; a fault met so far is an error here."""
        answering = children(self.process.pid)
        for process in answering:
            os.kill(process, signal.SIGKILL)
        self.copy.drop()
        self.copy = self._database(self.copy.name)
        while set(answering) & set(children(self.process.pid)):
            time.sleep(0.01)
        self._wait()
        self.check()


class EmptyServer(Server):
    """The same in a house where nobody is yet: migrated, the demonstration's clock set, nothing else."""

    def _database(self, name: str | None = None) -> Copy:
        return empty_copy(name)
