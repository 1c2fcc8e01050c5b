"""What step 6 asks: of the office sittings, today's rooms and what is to be entered; of the applicant to come."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from core.clock import shanghai
from core.ledger.services import ref
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition
from review.defense.models import Slot
from review.defense.services import ARTICLE, DRAW, waiting
from review.defense.table import Row, rows_of
from review.rounds import Round, steps_of
from review.schedules import told

STEPS = steps_of(Round.ORAL_DEFENSE)
ASKED = (
    ("ready", "登记{}家已答辩", "已经到场答辩，专家评分表都已锁定。可以一场一起登记。", "去登记"),
    ("absent", "{}家没有到场", "另定时间，或者由两人登记未到场答辩，后果写进文书。", "去办理"),
)


def todo(asking: Asking) -> list[Todo]:
    """Return what the defense asks of this actor. Experts are asked by their sheets."""
    running = [edition for edition in asking.editions if edition.step in STEPS]
    if asking.actor.is_(Role.OFFICE):
        return [item for edition in running for item in _office(edition, asking.actor, asking.at)]
    return _coming(running, asking) if running and asking.actor.is_(Role.APPLICANT) else []


def _office(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    rows, address = rows_of(edition), reverse("review:defense", args=[edition.pk])
    return [*_sitting(edition, actor), *_today(rows, at), *_entering(rows, actor, address)]


def _sitting(edition: Edition, actor: Actor) -> list[Todo]:
    address, proposal = reverse("review:defense_draw", args=[edition.pk]), DRAW.proposal(edition)
    if proposal:
        text = f"{proposal.by.name}已经经办。确认时抽签定次序。"
        mine = proposal.by_id == actor.person_id
        return [] if mine else [Todo("确认答辩的安排", text, address, "去核对", ARTICLE)]
    count = waiting(edition).count()
    text = "选专家组，定时间和地点，由另一人确认；确认时抽签定次序。"
    return [Todo(f"安排{count}家答辩", text, address, "去安排", ARTICLE)] if count else []


def _today(rows: list[Row], at: datetime) -> list[Todo]:
    """The next one of today, or of a day that has passed, about whom nothing was recorded."""
    open_ = [row for row in rows if row.appearance is None and row.place != "done" and shanghai(row.slot.begins_at) <= shanghai(at)]
    if not open_:
        return []
    first = open_[0].slot
    text = f"还有{len(open_)}家没有登记到场情况，先是{first.application.applicant.unit}，{first.session.room}。"
    return [Todo("今天的答辩", text, reverse("review:slot", args=[first.pk]), "进入答辩室", ARTICLE, shanghai(first.begins_at))]


def _entering(rows: list[Row], actor: Actor, address: str) -> list[Todo]:
    counts = Counter(row.place for row in rows)
    found = [Todo(title.format(counts[place]), text, address, action, ARTICLE) for place, title, text, action in ASKED if counts[place]]
    second = [row for row in rows if row.place == "second" and row.proposal.by_id != actor.person_id]
    if second:
        found.append(Todo(f"确认{len(second)}家未到场", "另一人已经经办，请核对后确认，或者退回。", address, "去核对", ARTICLE))
    return found


def _coming(running: list[Edition], asking: Asking) -> list[Todo]:
    """A time that the applicant was told of and that has not passed. Whatever the letter did not tell is not asked."""
    mine = Application.objects.visible_to(asking.actor).filter(edition__in=running)
    slots = list(Slot.objects.filter(application__in=mine).whole().order_by("-event_id"))
    known = told(slots) if slots else set()
    newest: dict = {}
    for slot in slots:
        if ref(slot) in known:
            newest.setdefault(slot.application_id, slot)
    text = "时间、地点和可以携带的都在里面，可以存入日历。"
    return [
        Todo("参加陈述答辩", text, reverse("review:defense_told", args=[slot.application_id]), "看安排", ARTICLE, shanghai(slot.begins_at))
        for slot in newest.values()
        if slot.ends_at > asking.at
    ]
