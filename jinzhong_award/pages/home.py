"""The signed-in home page: what to do now, what waits for others, what happened."""

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
from core.clock import shanghai
from core.dates import WEEKDAYS
from core.todo import Todo
from jinzhong_award.guidance import guidance
from procedure.editions.models import Edition

SOURCES = (
    accounts.todo.todo,
    procedure.todo.todo,
    publicity.todo.todo,
    review.todo.todo,
    applications.todo.todo,
    awards.todo.todo,
    jinzhong_award.todo.todo,
)
ROOMS = (applications.todo, review.todo, publicity.news, awards.news, jinzhong_award.todo)
NEAR_DAYS, RECENT = 7, 12


@page(SIGNED_IN)
def home(request):
    """Join what each app offers."""
    actor, at = request.actor, request.at
    todos = todos_of(actor, at)
    context = {
        "greeting": greeting(actor, len(todos)),
        "today": shanghai(at),
        "guidance": guidance(actor, Edition.objects.current(), at),
        "todos": [shown(item, shanghai(at), first=place == 0) for place, item in enumerate(todos)],
        "waiting": [item for room in ROOMS for item in room.waiting(actor, at)],
        "happened": sorted((item for room in ROOMS for item in room.happened(actor, at)), key=lambda item: item.at, reverse=True)[:RECENT],
    }
    return render(request, "pages/home.html", context)


def todos_of(actor: Actor, at: datetime) -> list[Todo]:
    """Return what an actor can do now, what is due first at the top."""
    found = [item for offer in SOURCES for item in offer(actor, at)]
    return sorted(found, key=lambda item: (item.due is None, item.due or shanghai(at)))


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
