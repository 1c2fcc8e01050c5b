"""What the pages of the rounds are asked in."""

import pytest


@pytest.fixture
def demonstration(settings, monkeypatch):
    """A demonstration whose clock stands still."""
    from core import clock  # noqa: PLC0415  Django is ready only now
    from tests.factories import AT  # noqa: PLC0415

    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)
