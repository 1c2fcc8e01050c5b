"""Processes that are killed (SIGKILL) in the middle of what they do. What they had answered before, they said through a pipe."""

import os
import signal
import time
from contextlib import nullcontext

from django.db import connections

from tests import databases
from tests.races.presses import FORK, PATIENCE, forget_what_was_open


def killed(copy, work, *, after, seconds, blow=None):
    """Run `work(answer)` in a process; kill it so many seconds after its answer number `after`. Return what it had answered.

    `blow` kills something else instead, such as the database under it; `copy` is None where the default database is right.

    `work` calls `answer(value)` when something is done for good: whoever was told so must find it done.
    """
    receive, send = FORK.Pipe(duplex=False)
    with databases.attached(copy) if copy else nullcontext():  # nothing is open when the processes part
        connections["default"].close()
        process = FORK.Process(target=_worker, args=(work, send), daemon=True)
        process.start()
        send.close()
        answers, until = [], time.monotonic() + PATIENCE
        while len(answers) < after and time.monotonic() < until and receive.poll(PATIENCE):
            try:
                answers.append(receive.recv())
            except EOFError:
                break
        time.sleep(seconds)
        if blow:
            blow()
        os.kill(process.pid, signal.SIGKILL)
        process.join(PATIENCE)
        answers += _rest(receive)
        receive.close()
    return answers


def _rest(receive):
    """What was said before the blow and not read yet."""
    found = []
    try:
        while receive.poll(0):
            found.append(receive.recv())
    except EOFError:
        pass
    return found


def _worker(work, send):
    forget_what_was_open()
    work(send.send)
