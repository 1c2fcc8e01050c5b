"""What the office does about bodies: 转办 by two, 催办, and 逾期未推荐."""

from collections.abc import Container, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from applications.cases.models import Application, Status
from applications.moves import OVERDUE
from applications.recommendations.guards import ON_PAPER, before_office_deadline
from applications.recommendations.guards import against_overdue as silent
from applications.recommendations.models import PassOn, PassOnConfirmation, Reminder
from applications.recommendations.standing import Standing, standings
from core.ledger.models import Event
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.calls.window import deadline_in_words
from procedure.editions.models import Edition, Step
from procedure.hands import against_second
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release, write_letter
from procedure.machine import Move

ARTICLE = "18(3)"
PASS_ON = Move(
    "pass-on", "转请另一推荐单位办理", (Status.SUBMITTED,), Status.SUBMITTED, Role.OFFICE, ARTICLE, (before_office_deadline,),
    (Step.QUALIFICATION,),
)  # fmt: skip
REMIND_LABEL = "催办"


def open_pass_on(application: Application) -> PassOn | None:
    """Return the proposal that waits for the second of the office, or None; it lapses when the body is another."""
    waiting = PassOn.objects.filter(application=application, source=application.body_id, confirmation=None, replaced_by=None)
    return waiting.select_related("target", "source", "by", "grant").order_by("-event_id").first()


def pass_on_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against passing on, whoever is first or second."""
    return PASS_ON.blockers(application, actor, at=at)


def confirm_blockers(pass_on: PassOn, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor as the second hand."""
    application = pass_on.application
    if found := pass_on_blockers(application, actor, at=at):
        return found
    if open_pass_on(application) != pass_on:
        return [_blocker("这份转办已经确认，或者有了新的，请看过再办。")]
    sentence = _unfit(application, pass_on.target) or against_second(pass_on.grant, actor, label="转办", at=at)
    return [_blocker(sentence)] if sentence else []


@transaction.atomic
def propose_pass_on(application: Application, target: Unit, *, reason: str, by: Actor, at: datetime) -> PassOn:
    """The first of the office: propose another competent body. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    refuse(pass_on_blockers(application, by, at=at))
    if sentence := _unfit(application, target) or ("" if reason.strip() else "请写明转办的理由。"):
        raise RuleRefused(sentence, article=ARTICLE)
    row = PassOn(
        application=application, source=application.body, target=target, reason=reason, replaces=open_pass_on(application),
        by=by.person, grant=by.grant, at=at,
    )  # fmt: skip
    return cover(head, row, at=at, by=by, action="pass-on.propose", object_ref=ref(application))


@transaction.atomic
def confirm_pass_on(pass_on: PassOn, *, by: Actor, at: datetime, signature: dict | None = None) -> PassOnConfirmation:
    """The second of the office: from now on the other body examines; what the first one did is void. Raises RuleRefused."""
    head = lock(pass_on.application.edition.chain)
    pass_on = PassOn.objects.select_related("application__edition", "grant", "target", "source").get(pk=pass_on.pk)
    refuse(confirm_blockers(pass_on, by, at=at))
    row = PassOnConfirmation(pass_on=pass_on, by=by.person, grant=by.grant, at=at)
    cover(head, row, at=at, by=by, action="pass-on.confirm", object_ref=ref(pass_on.application), payload={"signature": signature})
    application = pass_on.application
    Application.objects.filter(pk=application.pk).update(body=pass_on.target)
    text = f"您的申报（编号{application.number}）由{pass_on.source}转请{pass_on.target}审查推荐。\n理由：{pass_on.reason}"
    _tell(application, LetterKind.OTHER, str(row.event), "关于变更推荐单位的通知", text, by, at)
    return row


def unfinished(edition: Edition, at: datetime, body: Unit | None = None) -> list[Standing]:
    """Return what bodies have not finished, body by body."""
    found = Application.objects.whole().filter(edition=edition, status__in=[Status.SUBMITTED, Status.RETURNED], body__isnull=False)
    found = found.filter(body=body) if body else found
    return [standing for standing in standings(found.order_by("body__order", "body__name", "number"), at) if standing.stage.unfinished]


def against_overdue(standing: Standing, reminders: Sequence[Reminder], on_paper: Container[UUID], at: datetime) -> str | None:
    """Return why an application past its deadline cannot be noted overdue, in the words of the move.

    From what a page has read already: the reminders of its body, and the keys of the returns whose papers wait.
    """
    application = standing.application
    if standing.lapsed and standing.returned.pk in on_paper:
        return ON_PAPER
    reminded = any(str(application.pk) in row.unfinished for row in reminders)
    return silent(standing.until, at, reminded=reminded)


def remind_blockers(edition: Edition, body: Unit, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against reminding a body."""
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以催办。")]
    if edition.step != Step.QUALIFICATION:
        return [_blocker(f"本届正处于“{Step(edition.step).label}”，不能催办。")]
    return [] if unfinished(edition, at, body) else [_blocker(f"{body}没有没办完的申报。")]


@transaction.atomic
def remind(edition: Edition, body: Unit, *, by: Actor, at: datetime) -> Reminder:
    """Remind a body of what it has not finished; the letter leaves with this act. Raises RuleRefused."""
    head, edition = lock(edition.chain), edition.fresh()
    refuse(remind_blockers(edition, body, by, at=at))
    found = unfinished(edition, at, body)
    keys = [str(standing.application.pk) for standing in found]
    row = Reminder(edition=edition, body=body, unfinished=keys, by=by.person, grant=by.grant, at=at)
    cover(head, row, at=at, by=by, action="remind")
    lines = [_line(number, standing) for number, standing in enumerate(found, start=1)]
    until = found[0].until
    end = f"推荐{'已于' if at >= until else '到'}{deadline_in_words(until)}截止，" if until else ""
    text = "\n".join([f"{end}以下{len(found)}份申报还没有办完，请抓紧办理；确实不能办理的，请告知评选办转请其他推荐单位。", *lines])
    release([_write(edition, LetterKind.OTHER, body, str(row.event), "关于抓紧办理推荐的提醒", text, by, at)], by=by, at=at)
    return row


@transaction.atomic
def mark_overdue(application: Application, *, by: Actor, at: datetime) -> Event:
    """Record that a body was silent after its deadline and a reminder. The applicant is told. Raises RuleRefused."""
    lock(application.edition.chain)
    event = OVERDUE.make(application, by=by, at=at)
    application = application.fresh()
    text = f"您的申报（编号{application.number}）在推荐期限内没有得到{application.body}的推荐，经催办仍未办结，记为逾期未推荐。"
    _tell(application, LetterKind.OVERDUE, str(event), "关于逾期未推荐的告知", text, by, at)
    return event


def _line(number: int, standing: Standing) -> str:
    application = standing.application
    return f"{number}. {application.applicant.unit}（{application.number}）：{standing.stage.label}"


def _write(
    edition: Edition, kind: LetterKind, recipient: Unit, act: str, title: str, text: str, by: Actor, at: datetime, subject_ref: str = ""
) -> Letter:
    return write_letter(
        edition, kind=kind, recipient=recipient, act=act, title=title, text=text, article=ARTICLE, by=by, at=at, subject_ref=subject_ref
    )


def _tell(application: Application, kind: LetterKind, act: str, title: str, text: str, by: Actor, at: datetime) -> None:
    _write(application.edition, kind, application.applicant.unit, act, title, text, by, at, subject_ref=ref(application))


def _unfit(application: Application, target: Unit) -> str:
    if target.pk == application.body_id:
        return "转办要选另一个推荐单位。"
    return "" if Unit.objects.bodies().filter(pk=target.pk).exists() else "这个单位不是在用的推荐单位，请另选。"


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, "转办和催办", sentence)
