"""Two hands of the office, of an agency, and refusals that change nothing."""

from datetime import date

import pytest

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core.ledger.models import Event
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.editions.models import Step
from review.mandates import services as mandates
from review.mandates.models import PaperKind
from tests.factories import AT, make_actor, make_unit

SIGNATURE = {"method": "demo"}  # an act signs what was prepared; a page adds its digest
MARCH = mandates.Term(materials=True, on_site=True, from_on=date(2026, 3, 1), until_on=date(2026, 12, 31))
PAPERS = tuple(mandates.Paper(kind, f"{kind.label}（演示）", date(2026, 3, 1)) for kind in PaperKind)


def two(role=Role.OFFICE, unit=None):
    """Two of one unit, the second its head."""
    return make_actor(role, unit), make_actor(role, unit, head=True)


def refused(act, *args, **kwargs) -> str:
    """The sentence of a refusal, after which nothing has changed."""
    before = _written()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert _written() == before
    return str(refusal.value)


def _written():
    """How much is on record, but for the grants of whoever the test brings in."""
    return Event.objects.exclude(action__in=["grant", "confirm-grant"]).count(), Message.objects.count()


def entrusted(edition, agency=None, *, term=MARCH, at=AT):
    """A mandate as two of the office gave it."""
    first, second = two()
    agency = agency or make_unit(UnitKind.AGENCY)
    mandates.propose_mandate(edition, agency, term=term, papers=PAPERS, by=first, at=at)
    return mandates.confirm_mandate(edition, by=second, at=at, signature=SIGNATURE)


EVERY_STEP = tuple(step for step in Step if step <= Step.APPROVAL)
