"""Whichever statement of an act fails, nothing of the act is left, and doing it again does it once."""

import pytest
from django.db import transaction

from core.ledger.verify import verify
from tests.faults.acts import DEEDS
from tests.faults.statements import Broke, counting, everything, touched

pytestmark = [pytest.mark.django_db, pytest.mark.article("18")]
SOME = 10


def places(count, some):
    """The first, the last and some between, or all."""
    return sorted({1, count, *range(1, count + 1, 1 if some is None else max(1, count // some))})


@pytest.mark.parametrize("some", [SOME, pytest.param(None, marks=pytest.mark.deep, id="every")])
@pytest.mark.parametrize("name", DEEDS)
def test_nothing_is_half_done(name, some):
    do = DEEDS[name]()
    with transaction.atomic():  # once for looking: how many statements, which tables
        before = everything()
        with counting() as sent:
            do()
        models = touched(before, everything())
        transaction.set_rollback(True)
    before = everything(models)

    for number in places(sent.count, some):
        with pytest.raises(Broke), counting(number):
            do()
        assert everything(models) == before, number

    do()
    after = everything(models)
    assert all(after[model._meta.label] != before[model._meta.label] for model in models)
    assert verify() == []
