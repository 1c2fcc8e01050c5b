"""The signed-in home page: what to do now, what waits for others, what happened."""

from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import render

import accounts.todo
import applications.todo
import awards.news
import awards.todo
import jinzhong_award.todo
import procedure.todo
import publicity.news
import publicity.todo
import review.todo
from accounts.access import SIGNED_IN, page
from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from core.clock import shanghai
from core.dates import WEEKDAYS
from core.ledger.remembering import mark_of_every, remembered
from core.todo import Happening, Todo, Waiting
from jinzhong_award.guidance import Guidance, guidance
from procedure.asking import Asking

SOURCES = (
    procedure.todo.todo,
    publicity.todo.todo,
    review.todo.todo,
    applications.todo.todo,
    awards.todo.todo,
    jinzhong_award.todo.todo,
)
ROOMS = (applications.todo, review.todo, publicity.news, awards.news, jinzhong_award.todo)
NEAR_DAYS, RECENT = 7, 12
# What these see rests on acts alone, and on the minute: applicants and reviewers see their own drafts, which are no acts.
KEPT = (Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR, Role.AGENCY, *BODY_ROLES)
MINUTE = 60


@dataclass(frozen=True)
class Lists:
    """What the rooms offer to somebody."""

    guidance: Guidance | None
    todos: list[Todo]
    waiting: list[Waiting]
    happened: list[Happening]


@page(SIGNED_IN)
def home(request):
    """Join what each app offers."""
    actor, at = request.actor, request.at
    lists = lists_of(Asking(actor, at))
    todos = _in_order([*accounts.todo.todo(actor, at), *lists.todos], at)
    context = {
        "greeting": greeting(actor, len(todos)),
        "today": shanghai(at),
        "guidance": lists.guidance,
        "todos": [shown(item, shanghai(at), first=place == 0) for place, item in enumerate(todos)],
        "waiting": lists.waiting,
        "happened": lists.happened,
    }
    return render(request, "pages/home.html", context)


def lists_of(asking: Asking) -> Lists:
    """Return what the rooms offer. Where it rests on acts alone it is kept until the next act, and no longer than its minute:
    what begins and ends does so at whole minutes."""
    if asking.actor.role not in KEPT:
        return _gathered(asking)
    name = f"home-{asking.actor.grant.pk}-{asking.at:%Y%m%d%H%M}"
    return remembered(name, lambda: _gathered(asking), mark=mark_of_every(), within="lists", seconds=MINUTE)


def todos_of(actor: Actor, at: datetime) -> list[Todo]:
    """Return what an actor can do now, what is due first at the top; nothing of it is kept."""
    return _in_order([*accounts.todo.todo(actor, at), *_offered(Asking(actor, at))], at)


def _offered(asking: Asking) -> list[Todo]:
    return [item for offer in SOURCES for item in offer(asking)]


def _in_order(found: list[Todo], at: datetime) -> list[Todo]:
    return sorted(found, key=lambda item: (item.due is None, item.due or shanghai(at)))


def _gathered(asking: Asking) -> Lists:
    return Lists(
        guidance(asking.actor, asking.edition, asking.at),
        _offered(asking),
        [item for room in ROOMS for item in room.waiting(asking)],
        sorted((item for room in ROOMS for item in room.happened(asking)), key=lambda item: item.at, reverse=True)[:RECENT],
    )


def greeting(actor: Actor, count: int) -> str:
    """Return the heading: how many things wait for this person."""
    return f"{actor.person.name}，您有{count}件事要办" if count else f"{actor.person.name}，现在没有要您办的事"


def shown(item: Todo, today, *, first: bool) -> dict:
    """Return a thing to do as the page prints it: the day large, how near it is, one primary button."""
    row = {"title": item.title, "text": item.text, "url": item.url, "action": item.action, "article": item.article, "primary": first}
    if item.due is None:
        return row
    left = (item.due - today).days
    words = f"还有{left}天" if left > 0 else "今天到期" if left == 0 else f"已过{-left}天"
    state = "over" if left < 0 else "near" if left <= NEAR_DAYS else ""
    return row | {
        "due": f"{item.due.month}月{item.due.day}日",
        "due_notes": [f"星期{WEEKDAYS[item.due.weekday()]} 24:00", words],
        "due_state": state,
    }
