"""The crowd in step 4, in bulk: every sheet that nobody began, filled in and locked. Receipts by mail are not written.

The plan, the closing, the report, the list of two and its letters are the services' own, with every guard: the crowd is not
on the list, so that steps 5 to 9 are the cast's.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction

from accounts.actors import Actor
from core.ledger.many import Act, record_many
from core.ledger.services import lock, ref
from jinzhong_award.demonstration.many import AT_ONCE, batches
from jinzhong_award.demonstration.reviewers import reviewer_acting
from jinzhong_award.demonstration.scene import Scene, signed
from jinzhong_award.demonstration.sheets import fill_in
from procedure.editions.models import Category
from review.assignments.models import Assignment
from review.rounds import Round
from review.sheets.entries import Filled, filled
from review.sheets.items import Item, items_for
from review.sheets.models import Sheet, SheetDraft


def score_crowd(scene: Scene, crowd) -> int:
    """Lock a sheet for every assignment to the crowd on which nothing was typed; return how many."""
    open_ = Assignment.objects.standing().filter(application__in=crowd, round=Round.MATERIALS, sheet=None, draft=None)
    keys = list(open_.order_by("application__applicant__unit__name", "reviewer__person__username").values_list("pk", flat=True))
    items: dict[Category, list[Item]] = {}
    hands: dict[object, Actor] = {}
    for some in scene.each("成批填写、锁定评分表", list(batches(keys, AT_ONCE))):
        _lock(scene, some, items, hands)
    return len(keys)


@transaction.atomic
def _lock(scene: Scene, keys: Sequence, items: dict, hands: dict) -> None:
    head, drafts = lock(scene.edition.chain), []
    for assignment in Assignment.objects.filter(pk__in=keys).whole().order_by("application__applicant__unit__name"):
        category = assignment.application.category
        if category not in items:
            items[category] = items_for(assignment.application, assignment.round)
        if assignment.reviewer_id not in hands:
            hands[assignment.reviewer_id] = reviewer_acting(scene, assignment.reviewer)
        drafts.append(fill_in(scene, SheetDraft(assignment=assignment), items[category]))
    SheetDraft.objects.bulk_create(drafts)
    record_many(head, _locked(scene, drafts, items, hands))


def _locked(scene: Scene, drafts: Sequence[SheetDraft], items: dict, hands: dict) -> Iterator[Act]:
    for draft in drafts:
        assignment, by = draft.assignment, hands[draft.assignment.reviewer_id]
        sheet = _sheet(assignment, filled(items[assignment.application.category], draft.entries), by, scene)
        yield Act(scene.at, by, "sheet.lock", ref(assignment), {"signature": signed(sheet.fingerprint)}, sheet)


def _sheet(assignment: Assignment, typed: Filled, by: Actor, scene: Scene) -> Sheet:
    return Sheet(
        assignment=assignment, entries=typed.stored(), total=typed.total, full=typed.full, comment=typed.comment,
        fingerprint=typed.fingerprint, method="demo", by=by.person, at=scene.at,
    )  # fmt: skip
