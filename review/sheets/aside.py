"""Setting a locked sheet aside (不计入), by two of the office with a reason: kept, not counted; the gate counts again."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.rounds import Round, steps_of
from review.sheets.models import Sheet, SheetSetAside

SET_ASIDE = Act("set-aside-sheet", "将一份评分表不计入", "14", steps=steps_of(Round.MATERIALS), reasoned=True)
ALREADY = "这份评分表已经不计入。"


def against(sheet: Sheet) -> list[Blocker]:
    """Return what stands against setting this sheet aside, whoever asks."""
    return [SET_ASIDE.blocker(ALREADY)] if SheetSetAside.objects.filter(sheet=sheet).exists() else []


@transaction.atomic
def propose(sheet: Sheet, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused without a reason, and for a sheet that does not count any more."""
    edition = edition_of(sheet)
    lock(edition.chain)
    SET_ASIDE.refuse(against(sheet))
    return SET_ASIDE.propose(edition, sheet, content={"sheet": sheet.fingerprint}, reason=reason, by=by, at=at)


@transaction.atomic
def confirm(sheet: Sheet, *, by: Actor, at: datetime, signature: dict | None = None) -> SheetSetAside:
    """The second hand: from here on the sheet does not count. RuleRefused with every blocker."""
    edition = edition_of(sheet)
    lock(edition.chain)
    SET_ASIDE.refuse(against(sheet))
    decision = SET_ASIDE.confirm(edition, sheet, by=by, at=at, signature=signature)
    row = SheetSetAside(sheet=sheet, reason=decision.proposal.reason, decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action="sheet.set-aside")


def edition_of(sheet: Sheet) -> Edition:
    """Return the edition of a sheet."""
    return sheet.assignment.application.edition
