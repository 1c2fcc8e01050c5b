"""Locking a sheet and explaining one. A locked sheet is a row of record: nobody edits it, its reviewer included."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.actors import Actor
from core.dates import moment_in_words
from core.ledger.services import cover, lock, receipt, ref
from core.outbox.services import put_mail
from core.rules import Blocker, RuleRefused, refuse
from review.assignments.models import Assignment
from review.defense.appearances import unheard
from review.rounds import ARTICLE_OF, Round
from review.sheets.access import CLOSED, LABEL, writing_blockers
from review.sheets.drafts import entries_of
from review.sheets.entries import Filled, filled
from review.sheets.items import items_of, plain
from review.sheets.models import Explanation, RoundClosing, Sheet
from review.sheets.outlying import asked

CHANGED = "打开页面之后，评分表有了变化。请看过新的内容再锁定。"
NOT_ASKED = "这份评分表不需要说明评分依据，或者已经说明。"


def sheet_of(assignment: Assignment) -> Filled:
    """Return the draft as it stands, over the items of its round. Two queries."""
    return filled(items_of(assignment), entries_of(assignment)[0])


def locking_blockers(assignment: Assignment, sheet: Filled, actor: Actor) -> list[Blocker]:
    """Return what stands against locking this sheet: who, when, an applicant who was not heard, and every item that is missing."""
    if found := writing_blockers(assignment, actor):
        return found
    article, sentence = ARTICLE_OF[assignment.round], before_hearing(assignment)
    found = [Blocker(article, LABEL, sentence)] if sentence else []
    return found + [Blocker(article, line.item.name, f"{line.fault}。") for line in sheet.faults] + _empty(sheet, article)


def before_hearing(assignment: Assignment) -> str:
    """Return why a sheet of the defense cannot be locked yet: nobody spoke; nothing in other rounds. A draft may be typed before."""
    return unheard(assignment.application) if assignment.round == Round.ORAL_DEFENSE else ""


def _empty(sheet: Filled, article: str) -> list[Blocker]:
    return [] if sheet.lines else [Blocker(article, "评分条目", "本届还没有录入评价标准，没有可以评分的条目。")]


@transaction.atomic
def lock_sheet(assignment: Assignment, *, by: Actor, at: datetime, signature: dict) -> Sheet:
    """Lock the draft into a sheet and send its reviewer the receipt. `signature` is what the signing form returned.

    RuleRefused with every missing item, and when the draft is not what was signed; nothing has changed then.
    """
    head = lock(assignment.application.edition.chain)
    assignment.application.refresh_from_db(fields=["status"])
    assignment.application.edition.refresh_from_db()
    filled_in = sheet_of(assignment)
    refuse(locking_blockers(assignment, filled_in, by))
    if signature["digest"] != filled_in.fingerprint:
        raise RuleRefused(CHANGED, article=ARTICLE_OF[assignment.round])
    sheet = Sheet(
        assignment=assignment,
        entries=filled_in.stored(),
        total=filled_in.total,
        full=filled_in.full,
        comment=filled_in.comment,
        fingerprint=filled_in.fingerprint,
        method=signature["method"],
        by=by.person,
        at=at,
    )
    cover(head, sheet, at=at, by=by, action="sheet.lock", object_ref=ref(assignment), payload={"signature": signature})
    _send_receipt(sheet, by, at)
    return sheet


@transaction.atomic
def explain(sheet: Sheet, *, text: str, by: Actor, at: datetime) -> Explanation:
    """Put the reviewer's reason on record. RuleRefused when nobody asks for it, and once the round is closed."""
    assignment = sheet.assignment
    edition, article = assignment.application.edition, ARTICLE_OF[assignment.round]
    head = lock(edition.chain)
    if not Assignment.objects.visible_to(by).filter(pk=assignment.pk, reviewer__person=by.person).exists():
        raise RuleRefused("只有评审员本人可以说明。", article=article)
    if RoundClosing.objects.standing().filter(edition=edition, round=assignment.round).exists():
        raise RuleRefused(CLOSED.format(assignment.get_round_display()), article=article)
    if sheet not in asked(edition, assignment.round):
        raise RuleRefused(NOT_ASKED, article=article)
    if not text.strip():
        raise RuleRefused("请写明评分依据。", article=article)
    row = Explanation(sheet=sheet, text=text, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="sheet.explain", object_ref=ref(sheet))


def receipt_facts(sheet: Sheet) -> list[tuple[str, str]]:
    """Return what the reviewer keeps as proof, line by line."""
    assignment = sheet.assignment
    application = assignment.application
    return [
        ("申报", f"{application.applicant.unit}（{application.number}，{assignment.snapshot}）"),
        ("环节", f"{application.edition}{assignment.get_round_display()}"),
        ("总分", f"{plain(sheet.total)}分，满分{plain(sheet.full)}分"),
        ("锁定时间", f"{moment_in_words(sheet.at)}（服务器时间）"),
        ("内容指纹", sheet.fingerprint),
        ("台账凭据", receipt(sheet.event)),
    ]


def _send_receipt(sheet: Sheet, by: Actor, at: datetime) -> None:
    """The receipt by mail says no points: a mailbox is not the workspace."""
    if not by.person.email:
        return
    facts = [(label, words) for label, words in receipt_facts(sheet) if label != "总分"]
    lines = "\n".join(f"{label}：{words}" for label, words in facts)
    address = reverse("review:sheet", args=[sheet.assignment_id])
    text = f"您的评分表已经锁定。\n\n{lines}\n\n登录后可以查看：{address}"
    put_mail(by.person.email, subject="评分表回执", text=text, at=at, private=True, about=ref(sheet))
