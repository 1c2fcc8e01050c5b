"""Sending back with named items, answering them, and what the applicant sees of it at his fields."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from applications.cases.models import Application, Status
from applications.cases.rules import editing_blockers
from applications.corrections.guards import corrected_in_time, items_named
from applications.corrections.models import Return, ReturnAnswer
from applications.moves import RETURN, RETURN_BY_OFFICE
from applications.recommendations.deadline import MOMENT, sign_until
from applications.snapshots.models import Snapshot
from core.clock import midnight_after, shanghai
from core.dates import day_in_words
from core.ledger.services import cover, lock, ref
from core.outbox.services import put_mail
from core.rules import Blocker, RuleRefused
from procedure.calendar.services import workdays
from procedure.calendar.workdays import UnknownYear
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.parameters.catalogue import CORRECTION_WORKDAYS
from procedure.parameters.services import value

ARTICLE = "18(3)"
DAY = timedelta(days=1)
EVIDENCE, OTHER = "evidence", "other"
CHANGED = "打开页面之后，申报者又提交了新的一版，请看过新的再办。"
OFF = "本届没有启用退回补正（“补正期限”不启用）：材料不齐的，写明理由不予推荐。"
TOO_LATE = "离推荐截止不到一天，来不及退回补正。"


@dataclass(frozen=True)
class Item:
    """One thing that is asked for: a question of the form, a kind of file, or something else."""

    part: str
    field: str
    label: str
    asked: str

    @property
    def key(self) -> str:
        return f"{self.part}:{self.field}"


def move_of(actor: Actor) -> Move:
    """Return the move under which this actor sends back."""
    return RETURN_BY_OFFICE if actor.is_(Role.OFFICE) else RETURN


def return_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against sending back, whatever would be asked."""
    move = move_of(actor)
    known = replace(move, guards=tuple(guard for guard in move.guards if guard != items_named))
    found = known.blockers(application, actor, at=at)
    if found:
        return found
    try:
        due_on(application, actor, at=at)
    except RuleRefused as refused:
        return list(refused.blockers)
    return []


def due_on(application: Application, actor: Actor, *, at: datetime) -> date:
    """Return the last day to correct: so many working days, and for a body a day before its own deadline at the latest.

    RuleRefused where the edition sets no term, the calendar is unknown, or no day is left.
    """
    day = _workdays_after(application, shanghai(at))
    if actor.is_(Role.OFFICE):
        return day
    until = sign_until(application, at)
    last = shanghai(until - MOMENT) - DAY if until else day
    if last <= shanghai(at):
        raise RuleRefused(TOO_LATE, article=ARTICLE)
    return min(day, last)


@transaction.atomic
def send_back(application: Application, *, seen: str, items: Sequence[Item], note: str, by: Actor, at: datetime) -> Return:
    """Send the version `seen` back with named items. The applicant is told at once. Raises RuleRefused with every blocker."""
    head, application = lock(application.edition.chain), application.fresh()
    if blockers := return_blockers(application, by, at=at):
        raise RuleRefused(blockers)
    newest = Snapshot.objects.latest_of(application)
    if str(newest.pk) != seen:
        raise RuleRefused(CHANGED, article=ARTICLE)
    if not items:
        raise RuleRefused("请至少选一项要补正的内容，写明要求。", article=ARTICLE)
    due = due_on(application, by, at=at)
    row = Return(
        snapshot=newest,
        items=[asdict(item) | {"key": item.key} for item in items],
        due_on=due,
        sign_until=midnight_after(_workdays_after(application, due)) if by.is_(Role.OFFICE) else None,
        note=note,
        by=by.person,
        grant=by.grant,
        at=at,
    )
    cover(head, row, at=at, by=by, action="return.items")
    reason = "；".join(f"{item.label}：{item.asked}" for item in items)
    event = move_of(by).make(application, by=by, at=at, reason=reason, content={"return": str(row.pk)})
    _tell(application, row, act=str(event), by=by, at=at)
    return row


def open_return(application: Application) -> Return | None:
    """Return what waits for the applicant, or None."""
    return Return.objects.latest_of(application) if application.status == Status.RETURNED else None


def open_items(application: Application) -> dict[tuple[str, str], str]:
    """Return what is asked for at each field, while it waits: (part, field) → text; files under ("evidence", kind)."""
    returned = open_return(application)
    return {(item["part"], item["field"]): item["asked"] for item in returned.items} if returned else {}


def answer_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against answering."""
    if application.status != Status.RETURNED:
        return [Blocker(ARTICLE, "答复补正", "现在没有等待补正的事项。")]
    found = editing_blockers(application, actor, at=at)
    late = corrected_in_time.blocker(application, at)
    return found or ([late] if late else [])


@transaction.atomic
def answer(application: Application, answers: Mapping[str, str], *, by: Actor, at: datetime) -> list[ReturnAnswer]:
    """Put the applicant's words to items on record; what did not change is not written again. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    if blockers := answer_blockers(application, by, at=at):
        raise RuleRefused(blockers)
    returned = open_return(application)
    known = {item["key"] for item in returned.items}
    standing = {row.item: row for row in ReturnAnswer.objects.standing(returned)}
    written = []
    for key, text in answers.items():
        before = standing.get(key)
        if key not in known or not text.strip() or (before and before.text == text):
            continue
        row = ReturnAnswer(returned=returned, item=key, text=text, replaces=before, by=by.person, at=at)
        written.append(cover(head, row, at=at, by=by, action="return.answer", object_ref=ref(returned)))
    return written


def _workdays_after(application: Application, day: date) -> date:
    count = value(application.edition, CORRECTION_WORKDAYS)
    if count is None:
        raise RuleRefused(OFF, article=ARTICLE)
    try:
        return workdays().period_end(day, count)
    except UnknownYear as unknown:
        raise RuleRefused(str(unknown), article=ARTICLE) from unknown


def _tell(application: Application, row: Return, *, act: str, by: Actor, at: datetime) -> None:
    """A letter for the record, which the office releases; and a mail at once, because the days run."""
    lines = [f"{number}. {item['label']}：{item['asked']}" for number, item in enumerate(row.items, start=1)]
    who = application.body.name if not by.is_(Role.OFFICE) else f"评选办（经{application.body.name}）"
    head = (
        f"您的申报（编号{application.number}，第{row.snapshot.number}版）由{who}退回，"
        f"请在{day_in_words(row.due_on)}24:00前补正{len(row.items)}处并重新提交："
    )
    text = "\n".join([head, *lines, *([row.note] if row.note else []), "逾期不补正的，推荐单位按现有材料办理。"])
    write_letter(
        application.edition, kind=LetterKind.RETURNED, recipient=application.applicant.unit, act=act, title="关于补正申报材料的通知",
        text=text, article=ARTICLE, by=by, at=at, subject_ref=ref(application),
    )  # fmt: skip
    mark = "【演示】" if application.edition.demo else ""
    for address in _addresses(application, at):
        put_mail(address, subject=f"{mark}请补正申报材料：{application.number}", text=text, at=at, about=ref(row))


def _addresses(application: Application, at: datetime) -> list[str]:
    """The mail addresses of whoever acts for the applicant."""
    grants = Grant.objects.in_force(shanghai(at)).filter(unit=application.applicant.unit, role=Role.APPLICANT)
    return list(grants.exclude(person__email="").order_by("person__email").values_list("person__email", flat=True).distinct())
