"""What step 3 asks of the office: cases to examine, decisions and entries to confirm, departments that are late."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.honours.models import PriorHonour
from applications.qualification.departments import unanswered
from applications.qualification.models import DepartmentQuery
from applications.qualification.queue import Row, rows_of
from core.clock import shanghai
from core.todo import Todo
from procedure.editions.models import Edition, Step

ARTICLE = "18(3)"


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what the qualification and the earlier winners ask of this actor."""
    if not actor.is_(Role.OFFICE):
        return []
    found = _honours(actor)
    for edition in Edition.objects.filter(step=Step.QUALIFICATION):
        rows = rows_of(edition, actor)
        found += _confirmations(rows, actor) + _queue(edition, rows) + _late(edition, at)
    return found


def _confirmations(rows: list[Row], actor: Actor) -> list[Todo]:
    waiting = [row for row in rows if row.place == "second" and row.proposal.by_id != actor.person_id]
    return [
        Todo(
            f"确认{row.application.applicant.unit}的{'受理' if row.proposal.move == 'accept' else '不予受理'}",
            f"{row.proposal.by.name}已经经办，请核对审查结论和部门答复后确认，或者退回。",
            reverse("applications:qualification_decide", args=[row.application.pk, row.proposal.move]),
            "核对并确认",
            ARTICLE,
        )
        for row in waiting
    ]


def _queue(edition: Edition, rows: list[Row]) -> list[Todo]:
    counts = Counter(row.place for row in rows)
    address = reverse("applications:qualification", args=[edition.pk])
    asked = (
        ("examine", "审查{}份申报", "推荐单位已经推荐，请逐条审查申报条件，写明结论和依据。", "开始审查"),
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
    late = DepartmentQuery.objects.filter(edition=edition, due_on__lt=shanghai(at), overdue=None).order_by("due_on", "pk")
    return [
        Todo(
            f"{query.department}还差{missing}份答复",
            "答复期限已过。收到的登记答复；催办仍不答复的，记为逾期。",
            reverse("applications:inquiry", args=[query.pk]),
            "登记或者记为逾期",
            ARTICLE,
            query.due_on,
        )
        for query in late
        if (missing := len(unanswered(query)))
    ]


def _honours(actor: Actor) -> list[Todo]:
    waiting = PriorHonour.objects.waiting().exclude(by=actor.person).select_related("by")
    return [
        Todo(
            f"确认以往获奖：{row.name}",
            f"{row.by.name}已经登记，请对照文件确认。确认以前，申报资格不按它核对。",
            reverse("applications:honour", args=[row.pk]),
            "核对并确认",
            "6",
        )
        for row in waiting
    ]
