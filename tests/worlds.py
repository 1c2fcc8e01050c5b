"""Worlds that many tests begin from, built once and undone to their beginning after each test.

    @shared
    def world():
        return reviewing_world()

A worker keeps one world at a time, in an open transaction around the tests' own; a test that begins from another one, or
from none, ends it. Each test gets a copy of what the function returned, so that nothing it changes reaches the next.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

BUILD = "build_of_a_shared_world"


def shared(build: Callable[[], Any]) -> Any:
    """Make a fixture of a function without arguments that fills the database."""

    def world(db, the_world):
        return copy.deepcopy(the_world.value)

    setattr(world, BUILD, build)
    return pytest.fixture(world)


class TheWorld:
    """The one world that stands in a worker's database."""

    def __init__(self) -> None:
        self.build: Callable[[], Any] | None = None
        self.value: Any = None
        self.around: transaction.Atomic | None = None

    def begin(self, build: Callable[[], Any] | None) -> None:
        """Let the world of `build` stand, whatever stood before; none for None."""
        if build is self.build:
            return
        self.end()
        if build is None:
            return
        self.around = transaction.atomic()
        self.around.__enter__()
        self.build = build
        try:
            self.value = build()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Undo whatever stands."""
        if self.around:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
        self.build = self.value = self.around = None


THE_WORLD = TheWorld()


def asked_for(request: pytest.FixtureRequest) -> Callable[[], Any] | None:
    """Return the function whose world a test begins from."""
    definitions = request._fixturemanager
    for name in request.fixturenames:
        found = definitions.getfixturedefs(name, request.node) or ()
        if found and (build := getattr(found[-1].func, BUILD, None)):
            return build
    return None
