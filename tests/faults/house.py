"""The processes of the house as production starts them: the commands of the image and of docker-compose.yml, word for word.

Only where they listen and keep their files differs. Each can be killed (SIGKILL) with everything that it has started.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time

from tests.browser.server import Server
from tests.databases import TEMPLATE, Copy
from tests.environment import ROOT, RUN
from tests.services import alive, children

PATIENCE = 60


def until(true, what):
    """Wait for what must come."""
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)
    return found


def kill(*doomed):
    """End processes with SIGKILL, and wait until they are gone."""
    for pid in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not any(alive(pid) for pid in doomed), "processes that were killed")


def command_of(service):
    """Return the command of a service: `web` runs what the image runs."""
    if service == "web":
        found = re.search(r"^CMD (\[.*\])", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)
    else:
        found = re.search(rf"^  {service}:\n(?:    .*\n)*?    command: (\[.*\])$", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)
    return json.loads(found[1].replace("\\\n", ""))


class Web(Server):
    """gunicorn, its master and its workers, on an empty migrated database."""

    def _database(self, name: str | None = None) -> Copy:
        return TEMPLATE.clone(name, demo=True)

    def _command(self) -> list[str]:
        command = command_of("web")
        place = command.index("--bind")  # given again by the server of the tests
        return command[:place] + command[place + 2 :]

    def kill_workers(self):
        """The master stays and starts others."""
        doomed = children(self.process.pid)
        kill(*doomed)
        until(lambda: len(children(self.process.pid)) == len(doomed), "new workers")

    def kill_all(self):
        """As when the machine of the web process loses its power; then it is started again."""
        self.process.send_signal(signal.SIGSTOP)  # so that it starts no worker between two blows
        kill(*children(self.process.pid))
        self.process.kill()
        self.process.wait()
        self.process = self._start()
        self._wait()


class Celery:
    """`worker` or `beat` on a copy; `changes` replaces words of its command."""

    def __init__(self, service, copy, *, environment=None, changes=None):
        words = (changes or {}).get
        self.command = [sys.executable, "-m", *(words(word, word) for word in command_of(service))]
        self.log = RUN / f"{service}-{copy.name}.log"
        self.environment = copy.environment() | (environment or {})
        self.start()

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def kill_children(self):
        """The processes that do the work; whoever gives them out starts others."""
        kill(*children(self.process.pid))

    def kill_all(self):
        self.process.send_signal(signal.SIGSTOP)
        kill(*children(self.process.pid))
        self.process.kill()
        self.process.wait()
