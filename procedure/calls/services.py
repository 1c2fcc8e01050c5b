"""Composing a call and confirming it. Publishing is no act: a confirmed version is out from its hour on."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from procedure.calendar.services import workdays
from procedure.calls.drafts import Draft, Fault, closed, draft_of, faults
from procedure.calls.models import Call, CallConfirmation
from procedure.calls.window import in_force
from procedure.editions.models import Edition, Step
from procedure.hands import against_second

ARTICLE = "18(1)"
LABEL = "申报通知"
COMPOSED_IN = (Step.PREPARATION, Step.CALL, Step.APPLYING)
CONFIRMED_IN = (Step.CALL, Step.APPLYING)


@transaction.atomic
def compose(edition: Edition, draft: Draft, *, by: Actor, at: datetime) -> Call:
    """The first hand: put a version before the second. It takes the place of an unconfirmed one.

    RuleRefused with everything that stands against it.
    """
    head, edition = lock(edition.chain), edition.fresh()
    refuse(compose_blockers(edition, by, at=at) or [_blocker(sentence) for _, sentence in faults_of(edition, draft, at)])
    call = Call(edition=edition, **asdict(draft), replaces=Call.objects.newest(edition), by=by.person, grant=by.grant, at=at)
    return cover(head, call, at=at, by=by, action="call.compose")


@transaction.atomic
def confirm(call: Call, *, by: Actor, at: datetime, signature: dict | None = None) -> CallConfirmation:
    """The second hand confirms a version as it stands; it is out from its hour on. RuleRefused with every blocker."""
    head = lock(call.edition.chain)
    call = Call.objects.select_related("edition", "by", "grant").get(pk=call.pk)
    refuse(confirm_blockers(call, by, at=at))
    row = CallConfirmation(call=call, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="call.confirm", object_ref=ref(call), payload={"signature": signature})


def compose_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot compose a call now, whatever it says."""
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以拟定申报通知。")]
    if edition.step not in COMPOSED_IN:
        return [_blocker(f"本届正处于“{Step(edition.step).label}”，不能再发申报通知。")]
    standing = in_force(edition, at)
    return [_blocker(closed(standing))] if standing and at >= standing.closes_at else []


def confirm_blockers(call: Call, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return everything that stands against confirming this version; empty when it may be confirmed."""
    edition = call.edition
    if not actor.is_(Role.OFFICE):
        return [_blocker("只有评选办可以确认申报通知。")]
    if CallConfirmation.objects.filter(call=call).exists():
        return [_blocker("这一稿已经确认。")]
    if Call.objects.filter(replaces=call).exists():
        return [_blocker("已经有新的一稿，请看过新的内容再确认。")]
    if edition.step not in COMPOSED_IN:
        return [_blocker(f"本届正处于“{Step(edition.step).label}”，不能再发申报通知。")]
    if edition.step not in CONFIRMED_IN:
        return [_blocker("筹备还没有完成，进入“发布信息”以后才能确认。")]
    # A second hand that comes after the hour publishes at once.
    late = draft_of(call, publish_at=max(call.publish_at, at))
    second = against_second(call.grant, actor, label=LABEL, at=at)
    return [_blocker(sentence) for sentence in ([second] if second else []) + [sentence for _, sentence in faults_of(edition, late, at)]]


def faults_of(edition: Edition, draft: Draft, at: datetime) -> list[Fault]:
    """Return what stands against a draft in this edition now, field by field."""
    return faults(draft, standing=in_force(edition, at), workdays=workdays(), at=at)


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
