"""Several processes that press at the same moment, each with its own connection, round after round."""

import multiprocessing
import traceback

from django.db import connection, connections

from core.rules import RuleRefused
from tests import databases
from tests.environment import POSTGRESQL

FORK = multiprocessing.get_context("fork")
PATIENCE = 120


def press_together(copy, rounds, presses):
    """Run `presses` (functions of a round) in a process each; return what became of each press, round by round.

    A press that is refused by a rule counts as "refused", anything else that goes wrong as its traceback.
    """
    start = FORK.Barrier(len(presses))
    pipes = []
    with databases.attached(copy):  # nothing is open when the processes part
        for press in presses:
            receive, send = FORK.Pipe(duplex=False)
            process = FORK.Process(target=_press_each, args=(press, rounds, start, send), daemon=True)
            process.start()
            send.close()
            pipes.append((process, receive))
        outcomes = [receive.recv() for _, receive in pipes]
        for process, receive in pipes:
            process.join(PATIENCE)
            receive.close()
    return list(zip(*outcomes, strict=True))


def _press_each(press, rounds, start, send):
    outcomes = []
    forget_what_was_open()
    connection.ensure_connection()
    for number in range(rounds):
        start.wait(PATIENCE)
        try:
            press(number)
            outcomes.append("made")
        except RuleRefused:
            outcomes.append("refused")
        except Exception:
            outcomes.append(traceback.format_exc())
    send.send(outcomes)
    send.close()


def forget_what_was_open():
    """Take new connections, not those that the parent held.

    A thread has two sets of them: one while an event loop runs in it, as Playwright's does, another while none does. After
    the fork none does, so a child would work on what the parent had open before its first browser. The pool is the class's.
    """
    if hasattr(connections._connections, "default"):
        del connections["default"]
    if POSTGRESQL:
        connection._connection_pools.clear()
