"""Filling and locking score sheets: points around what an applicant is worth and how strict a reviewer is, by the seeded dice."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from core.canonical import moment
from jinzhong_award.demonstration.applicants import entrant_of
from jinzhong_award.demonstration.reviewers import reviewer_acting
from jinzhong_award.demonstration.scene import Scene, signed
from review.assignments.models import Assignment
from review.defense.models import Slot
from review.rounds import Round
from review.sheets import closing
from review.sheets.access import writing_blockers
from review.sheets.entries import COMMENT
from review.sheets.items import Item, items_of, plain
from review.sheets.models import SheetDraft
from review.sheets.outlying import asked
from review.sheets.services import explain, lock_sheet, locking_blockers, sheet_of

GOOD, BETTER = "方法明确，展开到位，数据连续（演示）。", "部分指标缺少与同行的比较（演示）。"
WHY = "本人逐条核对了证实材料，按评分条目独立评分，维持原来的意见（演示）。"
MIDDLE = 80


def lock_open_sheets(scene: Scene, round_: Round) -> int:
    """Fill what is blank in every open sheet of a round and lock it, in the defense once one was heard; return how many were locked."""
    open_ = Assignment.objects.standing().filter(application__edition=scene.edition, round=round_, sheet=None)
    if round_ == Round.ORAL_DEFENSE:
        heard = Slot.objects.standing().filter(session__edition=scene.edition, appearance__present=True)
        open_ = open_.filter(application__in=heard.values("application"))
    found = list(open_.whole().order_by("application__applicant__unit__name", "reviewer__person__username"))
    return sum(locked(scene, one) for one in scene.each("填写、锁定评分表", found))


def locked(scene: Scene, assignment: Assignment) -> bool:
    """One sheet. What its reviewer typed stays."""
    by = reviewer_acting(scene, assignment.reviewer)
    if writing_blockers(assignment, by):
        return False
    scene.pause(minutes=20)
    type_in(scene, assignment)
    sheet = sheet_of(assignment)
    if locking_blockers(assignment, sheet, by):
        return False
    lock_sheet(assignment, by=by, at=scene.at, signature=signed(sheet.fingerprint))
    return True


def type_in(scene: Scene, assignment: Assignment) -> None:
    """Put what is missing into the draft in one row, as saving item by item leaves it: a draft is no record yet."""
    draft, _ = SheetDraft.objects.get_or_create(assignment=assignment)
    fill_in(scene, draft, items_of(assignment)).save(update_fields=["entries", "revisions"])


def fill_in(scene: Scene, draft: SheetDraft, items: Sequence[Item]) -> SheetDraft:
    """Write what is missing into a draft, without saving it."""
    assignment = draft.assignment
    unit, username = assignment.application.applicant.unit.name, assignment.reviewer.person.username
    entrant, mark = entrant_of(unit), {"n": 1, "at": moment(scene.at)}
    strictness = scene.dice("strictness", username).uniform(-4, 4)
    dice = scene.dice("sheet", assignment.round, unit, username)
    rate = (entrant.rate if entrant else MIDDLE) + strictness + dice.uniform(-3, 3)
    for item in items:
        typed = draft.entries.setdefault(item.key, {})
        words = {"points": points(item, rate, dice), "strengths": GOOD, "improvements": BETTER, "page": str(dice.randint(2, 40))}
        for field, text in words.items():
            if not typed.get(field):
                typed[field] = text
                draft.revisions.setdefault(item.key, {})[field] = mark
    draft.entries.setdefault(COMMENT, {}).setdefault("comment", "总体评价与各条目得分一致（演示）。")
    draft.revisions.setdefault(COMMENT, {}).setdefault("comment", mark)
    return draft


def points(item: Item, rate: float, dice: Random) -> str:
    """Return points for an item around a rate, in halves, never beyond what it bears."""
    share = Decimal(str(min(max(rate + dice.uniform(-6, 6), 5), 100)))
    halves = (item.full * share / 100 * 2).quantize(Decimal(1), ROUND_HALF_UP)
    return plain(min(halves / 2, item.full))


def explain_all(scene: Scene, round_: Round) -> None:
    """Let every reviewer explain the sheet that differs from the others."""
    for sheet in scene.each("说明评分依据", list(asked(scene.edition, round_))):
        explain(sheet, text=WHY, by=reviewer_acting(scene, sheet.assignment.reviewer), at=scene.at)


def close_round(scene: Scene, round_: Round) -> bool:
    """Let two close the scoring once nothing is missing; tell whether they did."""
    explain_all(scene, round_)
    if closing.closed(scene.edition, round_) or closing.faults(scene.edition, round_):
        return False
    first, second = scene.office
    closing.propose(scene.edition, round_, by=first, at=scene.at)
    scene.pause(minutes=20)
    closing.confirm(scene.edition, round_, by=second, at=scene.at)
    return True
