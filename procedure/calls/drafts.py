"""What a call says before it is a row, and everything that stands against saying it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from core.clock import shanghai
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.calls.models import Call
from procedure.calls.window import deadline_in_words
from procedure.editions.models import Category

MOMENT = timedelta(microseconds=1)
# One fault: the field of the draft that it concerns (empty for the whole), and the sentence.
Fault = tuple[str, str]


@dataclass(frozen=True)
class Draft:
    """The words and days of a call. The deadlines are 24:00 of their day, the first moment that is too late."""

    title: str
    text: str
    basis: str
    requirements: dict[str, list[str]]
    materials: list[dict]
    opens_at: datetime
    closes_at: datetime
    office_deadline_at: datetime
    publish_at: datetime
    contact: str
    reason: str = ""


SAID = tuple(field.name for field in fields(Draft) if field.name not in ("publish_at", "reason"))
BLANK = {
    "title": "请写标题。",
    "text": "请写正文。",
    "basis": "请写明依据的工作安排（名称、文号和日期）。",
    "contact": "请写明向谁咨询。",
}


def draft_of(call: Call, **changes) -> Draft:
    """Return what a version says, with changes."""
    return replace(Draft(**{field.name: getattr(call, field.name) for field in fields(Draft)}), **changes)


def faults(draft: Draft, *, standing: Call | None, workdays: Workdays, at: datetime) -> list[Fault]:
    """Return what stands against publishing this. `standing` is the version in force, which it would change."""
    found = [(name, sentence) for name, sentence in BLANK.items() if not getattr(draft, name).strip()]
    found += _content(draft) + _days(draft, workdays)
    if shanghai(draft.publish_at) < shanghai(at):
        found.append(("publish_at", "发布日期已经过去。"))
    return found + (_change(draft, standing, at) if standing else _first(draft))


def _content(draft: Draft) -> list[Fault]:
    found = [("requirements", f"请写{category.label}的申报要求。") for category in Category if not draft.requirements.get(category.value)]
    return found + [
        ("materials", f"请列出{category.label}要交的材料。")
        for category in Category
        if not any(material["category"] == category.value for material in draft.materials)
    ]


def _days(draft: Draft, workdays: Workdays) -> list[Fault]:
    found = []
    if draft.closes_at <= draft.opens_at:
        found.append(("closes_at", "申报截止应晚于申报开始。"))
    if draft.office_deadline_at < draft.closes_at:
        found.append(("office_deadline_at", "推荐截止不能早于申报截止。"))
    for name in ("opens_at", "closes_at", "office_deadline_at"):
        day = shanghai(getattr(draft, name) - (timedelta() if name == "opens_at" else MOMENT))
        try:
            workdays.is_workday(day)
        except UnknownYear as unknown:
            found.append((name, str(unknown)))
    return found


def _first(draft: Draft) -> list[Fault]:
    return [("publish_at", "发布时间不能晚于申报开始时间。")] if draft.publish_at > draft.opens_at else []


def _change(draft: Draft, standing: Call, at: datetime) -> list[Fault]:
    """A published call is changed in public, before it closes, and its ends only move outward, for everybody."""
    if at >= standing.closes_at:
        return [("", closed(standing))]
    found = []
    if draft.opens_at != standing.opens_at:
        found.append(("opens_at", "申报开始时间已经公布，不能改。"))
    if draft.closes_at < standing.closes_at:
        found.append(("closes_at", "申报截止已经公布，只能延后，不能提前。"))
    if draft.office_deadline_at < standing.office_deadline_at:
        found.append(("office_deadline_at", "推荐截止已经公布，只能延后，不能提前。"))
    if draft.publish_at >= standing.closes_at:
        found.append(("publish_at", f"应在原截止时间{deadline_in_words(standing.closes_at)}以前公布。"))
    if not draft.reason.strip():
        found.append(("reason", "请写明改动的原因，随通知一起公布。"))
    if all(getattr(draft, name) == getattr(standing, name) for name in SAID):
        found.append(("", "与现行的通知完全一致，不用再发。"))
    return found


def closed(standing: Call) -> str:
    """Return the sentence why a call whose window has ended is not changed any more."""
    return f"申报已于{deadline_in_words(standing.closes_at)}截止，不能再延期或者改动通知。"
