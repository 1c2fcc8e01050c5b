"""What step 3 asks of the office: cases to examine, decisions and entries to confirm, departments that are late."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.honours.models import PriorHonour
from applications.qualification.decisions import MOVES
from applications.qualification.departments import unanswered_of
from applications.qualification.models import DepartmentQuery
from applications.qualification.queue import Row, overview, proposed
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition, Step

ARTICLE = "18(3)"
MOST = 5  # more of one kind are one line, which leads to their list


def todo(asking: Asking) -> list[Todo]:
    """Return what the qualification and the earlier winners ask of this actor."""
    actor = asking.actor
    if not actor.is_(Role.OFFICE):
        return []
    found = _honours(actor)
    for edition in asking.within(Step.QUALIFICATION):
        known = overview(edition, actor)
        found += _confirmations(edition, proposed(edition, actor, known), actor) + _queue(edition, known.counts) + _late(edition, asking.at)
    return found


def _confirmations(edition: Edition, rows: list[Row], actor: Actor) -> list[Todo]:
    waiting = [row for row in rows if row.proposal and row.proposal.by_id != actor.person_id]
    if len(waiting) > MOST:
        text = "另一人已经经办，请逐份核对审查结论和部门答复后确认，或者退回。"
        address = f"{reverse('applications:qualification', args=[edition.pk])}?place=second"
        return [Todo(f"确认{len(waiting)}份申报的决定", text, address, "去核对", ARTICLE)]
    return [
        Todo(
            f"确认{row.application.applicant.unit}的{MOVES[row.proposal.move].label}",
            f"{row.proposal.by.name}已经经办，请核对审查结论和部门答复后确认，或者退回。",
            reverse("applications:qualification_decide", args=[row.application.pk, row.proposal.move]),
            "核对并确认",
            ARTICLE,
        )
        for row in waiting
    ]


def _queue(edition: Edition, counts: Counter[str]) -> list[Todo]:
    address = reverse("applications:qualification", args=[edition.pk])
    asked = (
        ("examine", "审查{}份申报", "推荐单位已经推荐，请逐条审查申报条件，写明结论和依据。", "开始审查"),
        (
            "opinions",
            "登记{}份申报的其他推荐意见",
            "所选推荐单位以外，本届还要其他推荐单位的意见，收到盖章的意见后在推荐进度里登记。",
            "看是哪几份",
        ),
        ("ready", "受理{}份申报", "各项条件符合，部门意见齐了，请提出受理，由另一人确认。", "去办受理"),
        ("failed", "决定{}份有不符合的申报", "有条件审查不符合，请提出不予受理并写明条款和理由，由另一人确认。", "去办决定"),
    )
    return [
        Todo(title.format(counts[place]), text, f"{address}?place={place}", action, ARTICLE)
        for place, title, text, action in asked
        if counts[place]
    ]


def _late(edition: Edition, at: datetime) -> list[Todo]:
    """Queries whose term has passed without every answer and without a note."""
    late = list(DepartmentQuery.objects.filter(edition=edition, due_on__lt=shanghai(at), overdue=None).order_by("due_on", "pk"))
    missing = unanswered_of(edition, late)
    waiting = [query for query in late if missing[query.pk]]
    text = "答复期限已过。收到的登记答复；催办仍不答复的，记为逾期。"
    if len(waiting) > MOST:
        address = reverse("applications:inquiries", args=[edition.pk])
        return [Todo(f"{len(waiting)}份征求意见的函还差答复", text, address, "登记或者记为逾期", ARTICLE, waiting[0].due_on)]
    return [
        Todo(
            f"{query.department}还差{len(missing[query.pk])}份答复",
            text,
            reverse("applications:inquiry", args=[query.pk]),
            "登记或者记为逾期",
            ARTICLE,
            query.due_on,
        )
        for query in waiting
    ]


def _honours(actor: Actor) -> list[Todo]:
    waiting = list(PriorHonour.objects.waiting().exclude(by=actor.person).select_related("by"))
    text, after = "已经登记，请对照文件确认。", "确认以前，申报资格不按它核对。"
    if len(waiting) > MOST:
        return [Todo(f"确认{len(waiting)}项以往获奖", f"另一人{text}{after}", reverse("applications:honours"), "去核对", "6")]
    return [
        Todo(
            f"确认以往获奖：{row.name}",
            f"{row.by.name}{text}{after}",
            reverse("applications:honour", args=[row.pk]),
            "核对并确认",
            "6",
        )
        for row in waiting
    ]
