"""Applications heard in a sitting, past every guard and not past the database: for worlds that begin with sheets."""

from django.db import transaction

from accounts.grants.models import Role
from core.ledger.services import cover, lock
from review.defense.models import Appearance, DefenseSession, Slot
from tests.factories import AT, make_actor
from tests.reviewing import decided


@transaction.atomic
def heard(panel, applications, *, present=True, at=AT):
    """One sitting in which each of them spoke, or nobody came."""
    edition, by = panel.edition, make_actor(Role.OFFICE)
    head, decision = lock(edition.chain), decided(panel.edition, at=at)
    entrants = sorted(str(one.pk) for one in applications)
    words = {"begins_at": at, "room": "会议室", "speak_minutes": 15, "question_minutes": 15, "entrants": entrants, "seed": "0" * 64}
    session = DefenseSession(edition=edition, panel=panel, decision=decision, at=at, **words)
    cover(head, session, at=at, by=by, action="defense.draw")
    for place, one in enumerate(applications, 1):
        slot = Slot(session=session, application=one, order=place, begins_at=at, at=at)
        cover(head, slot, at=at, by=by, action="defense.slot")
        said = {"speaker": "张三", "began_at": at} if present else {"note": "没有来。"}
        row = Appearance(slot=slot, present=present, by=by.person, at=at, **said)
        cover(head, row, at=at, by=by, action="defense.begin" if present else "defense.absent")
