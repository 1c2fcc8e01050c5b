"""Inviting reviewers to the rounds of an edition, reminding them; their answers and pledges (articles 14, 28)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from core.clock import shanghai
from core.dates import day_in_words
from core.ledger.models import Chain, Event
from core.ledger.services import cover, lock, record, ref
from core.outbox.services import put_mail
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Edition, Step
from review.mandates.models import Mandate
from review.organizers import FIELDS, ORGANIZERS, against
from review.reviewers import pledges
from review.reviewers.models import Invitation, InvitationAnswer, Pledge, ReleaseKind, Reviewer
from review.rounds import STEP_OF, Round

ARTICLE = "14"
INVITE, ANSWER, PLEDGE = "邀请评审员", "答复邀请", "签署承诺"
REMIND = "reviewer.remind"
SETTLED = "这份邀请已经答复。"


def blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against inviting anybody to this edition now."""
    if not actor.is_(*ORGANIZERS) or not actor.grant.in_force(at):
        return [_blocker(INVITE, "您的身份不能邀请评审员。")]
    if edition.step > Step.DEFENSE:
        return [_blocker(INVITE, f"本届正处于“{Step(edition.step).label}”，不再邀请评审员。")]
    sentence = against(edition, actor, at)
    return [_blocker(INVITE, sentence)] if sentence else []


def open_rounds(edition: Edition, actor: Actor, at: datetime) -> list[Round]:
    """Return the rounds to which this actor may invite: those not past; an agency's only where it is entrusted."""
    rounds = [one for one in Round if STEP_OF[one] >= edition.step]
    if not actor.is_(Role.AGENCY):
        return rounds
    mine = Mandate.objects.in_force(shanghai(at)).filter(edition=edition, agency=actor.unit)
    return [one for one in rounds if STEP_OF[one] in FIELDS and mine.filter(**{FIELDS[STEP_OF[one]]: True}).exists()]


@transaction.atomic
def invite(
    edition: Edition, reviewers: Iterable[Reviewer], *, rounds: Sequence[Round], answer_by: date, by: Actor, at: datetime, text: str = ""
) -> list[Invitation]:
    """Invite reviewers; whoever has a mail address is told at once. An invitation that was not accepted is replaced.

    All of them or none: RuleRefused for another hand, a round that is past or not entrusted, a day that is past, and for
    whoever has accepted, was dismissed, or holds no grant.
    """
    lock(edition.chain)
    edition, reviewers = edition.fresh(), list(reviewers)
    refuse(blockers(edition, by, at=at))
    standing = {row.reviewer_id: row for row in newest_of(edition).filter(reviewer__in=reviewers)}
    for sentence in _against(edition, reviewers, standing, rounds, answer_by, by, at):
        raise RuleRefused(sentence, article=ARTICLE)
    head, ordered = lock(edition.chain), [one.value for one in Round if one in rounds]
    words = {"edition": edition, "rounds": ordered, "text": text, "answer_by": answer_by, "by": by.person, "at": at}
    return [_invite(head, Invitation(reviewer=one, replaces=standing.get(one.pk), **words), by, at) for one in reviewers]


@transaction.atomic
def remind(invitation: Invitation, *, by: Actor, at: datetime) -> Event:
    """Remind a reviewer of an invitation that he has not answered; once a day. RuleRefused otherwise."""
    head, invitation = lock(invitation.edition.chain), _fresh(invitation)
    refuse(blockers(invitation.edition, by, at=at))
    if not awaits_answer(invitation, at):
        raise RuleRefused(SETTLED if hasattr(invitation, "answer") else "这份邀请已经失效，请重新邀请。", article=ARTICLE)
    if reminded_on(invitation) == shanghai(at):
        raise RuleRefused("今天已经提醒过。", article=ARTICLE)
    _mail(invitation, "请答复评审邀请", at)
    return record(head, at=at, by=by, action=REMIND, object_ref=ref(invitation))


@transaction.atomic
def answer(invitation: Invitation, *, accepted: bool, by: Actor, at: datetime, reason: str = "") -> InvitationAnswer:
    """The reviewer accepts, or declines with a reason. RuleRefused for another hand, a second answer, and after the last day."""
    head, invitation = lock(invitation.edition.chain), _fresh(invitation)
    refuse(answer_blockers(invitation, by, at=at))
    if not accepted and not reason.strip():
        raise RuleRefused("请写明不能参加的理由。", article=ARTICLE)
    row = InvitationAnswer(invitation=invitation, accepted=accepted, reason=reason, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="reviewer.answer", object_ref=ref(invitation))


@transaction.atomic
def pledge(invitation: Invitation, *, by: Actor, at: datetime, signature: dict) -> Pledge:
    """The reviewer signs the pledge. RuleRefused before he accepted, twice, and over another text than stands."""
    head, invitation = lock(invitation.edition.chain), _fresh(invitation)
    refuse(pledge_blockers(invitation, by, at=at))
    if signature.get("digest") != pledges.fingerprint(invitation):
        raise RuleRefused("承诺的文字有了变化，请看过再签。", article=ARTICLE)
    row = Pledge(
        invitation=invitation,
        text=pledges.pledge_text(invitation.edition),
        fingerprint=signature["digest"],
        method=signature["method"],
        by=by.person,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="reviewer.pledge", object_ref=ref(invitation))


def answer_blockers(invitation: Invitation, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against answering now."""
    if found := _against_reviewer(invitation, actor, ANSWER, at):
        return found
    if hasattr(invitation, "answer"):
        return [_blocker(ANSWER, SETTLED)]
    if shanghai(at) > invitation.answer_by:
        return [_blocker(ANSWER, f"答复期限{day_in_words(invitation.answer_by)}已经过了；仍愿意参加的，请联系评选办重新邀请。")]
    return []


def pledge_blockers(invitation: Invitation, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against signing the pledge now."""
    if found := _against_reviewer(invitation, actor, PLEDGE, at):
        return found
    if not (hasattr(invitation, "answer") and invitation.answer.accepted):
        return [_blocker(PLEDGE, "请先接受邀请。")]
    return [_blocker(PLEDGE, "承诺已经签署。")] if hasattr(invitation, "pledge") else []


def newest_of(edition: Edition):
    """Return the newest invitation of each reviewer, released ones too, with everything that lists print."""
    rows = Invitation.objects.filter(edition=edition, replaced_by=None)
    return rows.select_related("edition", "reviewer__person", "answer", "pledge", "release", "by")


def awaits_answer(invitation: Invitation, at: datetime) -> bool:
    """Tell whether an answer may still come."""
    return not hasattr(invitation, "answer") and not hasattr(invitation, "release") and shanghai(at) <= invitation.answer_by


def reminded_on(invitation: Invitation) -> date | None:
    """Return the day of the last reminder, or None. One query."""
    event = Event.objects.filter(object_ref=ref(invitation), action=REMIND).order_by("-seq").first()
    return shanghai(datetime.fromisoformat(event.at)) if event else None


def rounds_in_words(invitation: Invitation) -> str:
    """Return 「材料评审、现场评审」."""
    return "、".join(Round(one).label for one in invitation.rounds)


def _invite(head: Chain, row: Invitation, by: Actor, at: datetime) -> Invitation:
    cover(head, row, at=at, by=by, action="reviewer.invite", object_ref=ref(row.reviewer))
    _mail(row, "评审邀请", at)
    return row


def _mail(invitation: Invitation, title: str, at: datetime) -> None:
    """One mail to one reviewer: nobody learns of another. Without an address his home page says it alone."""
    person, edition = invitation.reviewer.person, invitation.edition
    if not person.email:
        return
    parts = [
        f"{person.name}：",
        f"现邀请您担任{edition}评审员，参加{rounds_in_words(invitation)}。请在{day_in_words(invitation.answer_by)}24:00前登录系统，在“邀请和承诺”中答复。",
        invitation.text,
        "请不要回复这封邮件。",
        "演示内容，不作依据。" if edition.demo else "",
    ]
    mark = "【演示】" if edition.demo else ""
    put_mail(
        person.email,
        subject=f"{mark}{title}：{edition}",
        text="\n\n".join(part for part in parts if part),
        at=at,
        about=ref(invitation),
        private=True,
    )


def _against(edition: Edition, reviewers: list, standing: dict, rounds: Sequence, answer_by: date, by: Actor, at: datetime) -> list[str]:
    found = [] if reviewers else ["请选要邀请的评审员。"]
    if not rounds or set(rounds) - set(open_rounds(edition, by, at)):
        found.append("请选还没有结束、可以由您邀请的环节。")
    if answer_by < shanghai(at):
        found.append("答复期限已经过了。")
    granted = Grant.objects.in_force(shanghai(at)).filter(role=Role.REVIEWER)
    holders = set(granted.filter(person__in=[one.person_id for one in reviewers]).values_list("person", flat=True))
    for one in reviewers:
        if one.person_id not in holders:
            found.append(f"{one.person.name}没有在任的评审员授权。")
        if sentence := _uninvitable(standing.get(one.pk)):
            found.append(f"{one.person.name}{sentence}")
    return found


def _uninvitable(row: Invitation | None) -> str:
    """Return why somebody is not invited again."""
    if row is None:
        return ""
    if hasattr(row, "release"):
        return "在本届被取消评审资格。" if row.release.kind == ReleaseKind.DISMISSED else ""
    return "已经接受邀请。" if hasattr(row, "answer") and row.answer.accepted else ""


def _against_reviewer(invitation: Invitation, actor: Actor, label: str, at: datetime) -> list[Blocker]:
    if not actor.is_(Role.REVIEWER) or invitation.reviewer.person_id != actor.person_id or not actor.grant.in_force(at):
        return [_blocker(label, "只有被邀请的评审员本人可以办理。")]
    over = hasattr(invitation, "replaced_by") or hasattr(invitation, "release") or invitation.edition.step > Step.DEFENSE
    return [_blocker(label, "这份邀请已经失效。")] if over else []


def _fresh(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("edition", "reviewer__person", "answer", "pledge", "release", "replaced_by").get(
        pk=invitation.pk
    )


def _blocker(label: str, sentence: str) -> Blocker:
    return Blocker(ARTICLE, label, sentence)
