"""The one canonical form: the same bytes for the same content, before it is stored and after it is read back."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.grants.models import Grant, Role
from core.canonical import canonical, digest, moment
from core.ledger.models import Covered
from core.ledger.services import cover, lock
from core.ledger.verify import verify
from core.ledger.verify.rows import covered_models
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from tests.factories import AT, make_actor, make_edition

# What both engines store: no NUL, no lone surrogates.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
# Each example writes to the database: a quarter of them is enough.
STORED = settings(max_examples=settings.default.max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ('晋中市质量奖\n\u2028"\\', '"晋中市质量奖\\n\u2028\\"\\\\"'),
        (datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8))), '"2026-03-02T01:00:00.000000Z"'),
        (date(2026, 3, 2), '"2026-03-02"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("7.50"), '"7.50"'),
        (UUID(int=5), '"00000000-0000-0000-0000-000000000005"'),
        ({}, "{}"),
    ],
)
def test_canonical_text(content, text):
    assert canonical(content).decode() == text


@pytest.mark.parametrize("content", [float("nan"), float("inf"), object(), {"x": b"bytes"}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(content):
    with pytest.raises((TypeError, ValueError)):
        canonical(content)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="without zone"):
        moment(datetime(2026, 3, 2))  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_is_the_same_in_every_zone(at):
    assert moment(at) == moment(at.astimezone(UTC))
    assert len(moment(at)) == 27


@given(JSON)
def test_canonical_text_read_back_is_the_same_content(content):
    assert json.loads(canonical(content)) == content
    assert canonical(json.loads(canonical(content))) == canonical(content)


@STORED
@given(reason=TEXT, head=st.booleans(), first=DAYS, length=st.none() | st.integers(0, 4000), at=MOMENTS)
def test_a_grant_keeps_its_digest_through_the_database(db, hand, reason, head, first, length, at):
    until = None if length is None else first + timedelta(days=length)
    row = Grant(person=hand.person, role=Role.OFFICE, unit=hand.unit, head=head, from_on=first, until_on=until, reason=reason, at=at)
    assert_kept(row, "house", at)


@STORED
@given(content=st.dictionaries(TEXT, JSON, max_size=4), reason=TEXT, after=st.integers(0, 2**60), at=MOMENTS)
def test_a_proposal_keeps_its_digest_through_the_database(db, hand, content, reason, after, at):
    row = Proposal(move="x", subject="x", after=after, reason=reason, content=content, subject_digest="0" * 64, at=at)
    row.edition, row.by, row.grant = Edition.objects.get(), hand.person, hand.grant
    assert_kept(row, "edition-3", at)


@pytest.fixture
def hand(db):
    """Somebody of the office, and an edition that he opened."""
    actor = make_actor(Role.OFFICE)
    make_edition(3, by=actor)
    return actor


@transaction.atomic
def assert_kept(row, chain, at):
    cover(lock(chain), row, at=at, by=SYSTEM, action="test")
    read = type(row).objects.get(pk=row.pk)

    assert read.canonical() == row.canonical()
    assert read.digest() == json.loads(row.event.payload.payload)["row"]["digest"]
    transaction.set_rollback(True)


def test_what_the_caller_handed_in_loosely_has_the_digest_of_what_is_stored(hand):
    row = Grant(person_id=str(hand.person.pk), unit_id=hand.unit.pk.hex, role="office", head=1, from_on="2026-03-02", at=AT)
    with transaction.atomic():
        cover(lock("house"), row, at=AT, by=SYSTEM, action="test")

    assert Grant.objects.get(pk=row.pk).digest() == row.digest()
    assert verify("house") == []


def test_what_is_empty_is_not_covered(hand):
    """So that a nullable field may be added later."""
    assert "until_on" not in hand.grant.canonical()
    assert set(hand.grant.canonical()) == {"id", "person_id", "role", "unit_id", "head", "from_on", "reason", "at"}


@pytest.mark.parametrize("content", [{"score": 1e16}, {"deep": [{"in": -0.0}]}, {"x": 1.5}])
def test_a_floating_point_number_is_no_part_of_a_record(content):
    """PostgreSQL gives 1e16 back as 10000000000000000."""
    with pytest.raises(TypeError, match="no floating-point number"):
        Proposal(content=content, at=AT).digest()


def test_digest_names_the_model(hand):
    assert hand.grant.digest() == digest(["accounts.grant", hand.grant.canonical()])


NOT_COVERED = (models.FloatField, models.BinaryField, models.FileField, models.TimeField, models.DurationField, models.GeneratedField)


@pytest.mark.parametrize("model", covered_models(), ids=lambda model: model._meta.label)
def test_every_covered_field_is_known_before_the_row_is_stored(model):
    """A value that the database or the save gives comes too late for the digest."""
    for field in model._meta.concrete_fields:
        assert not isinstance(field, NOT_COVERED), field
        assert not getattr(field, "auto_now", False), field
        assert not getattr(field, "auto_now_add", False), field
        assert not field.has_db_default(), field
    assert model._meta.many_to_many == ()
    assert issubclass(model, Covered)
