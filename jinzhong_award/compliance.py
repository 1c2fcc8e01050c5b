"""The compliance record of an edition: every step with its acts: by which article, on what evidence, by whose hands, when."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Max, Min, Value, When

from accounts.grants.models import Grant
from core.clock import SHANGHAI
from core.ledger.models import Checkpoint, Event
from jinzhong_award.acts import HANDS, words_of
from jinzhong_award.evidence import evidence
from jinzhong_award.steps import ADVANCE, STEPS, TERMINATE, Row
from procedure.editions.models import Edition, Step, StepChange

IN_GENERAL = "18"  # an act that occurs in several steps rests on the article of the step in which it was done
NAMED = 3  # so many people, so many papers stand in a line
OBJECTOR, SYSTEM, ALONE = "异议提出人（身份保密）", "系统自动", "本人"
DONE, CURRENT, FUTURE = "done", "current", "future"


@dataclass(frozen=True)
class Act:
    """One line: everything of one kind that was done in a step; `first` and `last` are its places in the ledger."""

    label: str
    article: str
    evidence: str
    hands: tuple[str, ...]
    since: datetime
    until: datetime
    first: int
    last: int


@dataclass(frozen=True)
class Passed:
    """How a step was left: when, what was asked then, sealed by which checkpoint."""

    label: str
    at: datetime
    conditions: tuple[tuple[str, str], ...]
    point: Checkpoint | None


@dataclass(frozen=True)
class Part:
    """One step of the record."""

    number: int
    label: str
    article: str
    acting: str
    state: str
    acts: tuple[Act, ...] = ()
    passed: Passed | None = None


def record(edition: Edition, *, without: Iterable[str] = ()) -> list[Part]:
    """Return the ten steps, and what came after them; `without` are actions that the reader is not shown."""
    changes = list(StepChange.objects.filter(subject=edition).select_related("event__payload").order_by("event__seq"))
    acts = _acts(edition, changes, without)
    points = list(Checkpoint.objects.filter(chain__name=edition.chain).order_by("number"))
    passed = {change.source: _passed(change, points) for change in changes}
    parts = [_part(row, edition, acts.get(row.step, ()), passed.get(row.step)) for row in STEPS]
    if edition.step > Step.APPROVAL and edition.step in acts:
        parts.append(Part(edition.step, f"{Step(edition.step).label}以后", IN_GENERAL, "", DONE, acts[edition.step]))
    return parts


def _part(row: Row, edition: Edition, acts: tuple[Act, ...], passed: Passed | None) -> Part:
    state = DONE if passed else CURRENT if row.step == edition.step else FUTURE
    placed = tuple(replace(act, article=row.article) if act.article == IN_GENERAL else act for act in acts)
    return Part(row.step, Step(row.step).label, row.article, row.acting, state, placed, passed)


def _passed(change: StepChange, points: list[Checkpoint]) -> Passed:
    """A payload that was lawfully erased names no condition any more."""
    said = getattr(change.event, "payload", None)
    conditions = tuple((article, label) for article, label in json.loads(said.payload).get("guards", [])) if said else ()
    point = next((one for one in points if one.size >= change.event.seq), None)
    move = TERMINATE if change.target == Step.TERMINATED else ADVANCE[change.source]
    return Passed(move.label, change.at.astimezone(SHANGHAI), conditions, point)


def _acts(edition: Edition, changes: list[StepChange], without: Iterable[str]) -> dict[int, tuple[Act, ...]]:
    """Return the lines of each step. One query for the acts, one for whoever acted, one a kind of evidence."""
    groups = _groups(edition, changes, without)
    keys = {group["actor_ref"].partition("/grant:")[2] for group in groups} - {""}
    grants = {str(grant.pk): grant for grant in Grant.objects.filter(pk__in=keys).select_related("person", "unit")}
    papers = evidence(edition.chain)
    lines: dict[tuple[int, str], list[dict]] = defaultdict(list)
    for group in groups:
        lines[group["step"], words_of(_bare(group["action"]))[0]].append(group)
    found: dict[int, list[Act]] = defaultdict(list)
    for (step, label), same in lines.items():
        found[step].append(_act(label, same, grants, papers))
    return {step: tuple(sorted(acts, key=lambda act: act.first)) for step, acts in found.items()}


def _groups(edition: Edition, changes: list[StepChange], without: Iterable[str]) -> list[dict]:
    """Return how often each hand did each act in each step: an event belongs to the step that was open when it was written."""
    whens = [When(seq__lte=change.event.seq, then=Value(change.source)) for change in changes]
    step = Case(*whens, default=Value(edition.step), output_field=IntegerField())
    events = Event.objects.filter(chain=edition.chain).exclude(action__in=without).annotate(step=step)
    counted = {"count": Count("pk"), "first": Min("seq"), "last": Max("seq"), "since": Min("at"), "until": Max("at")}
    return list(events.values("step", "action", "actor_ref").annotate(**counted).order_by("first"))


def _act(label: str, same: list[dict], grants: dict[str, Grant], papers: dict[str, list[tuple[int, str]]]) -> Act:
    first, last = min(group["first"] for group in same), max(group["last"] for group in same)
    actions = {group["action"] for group in same}
    named = [words for action in sorted(actions) for seq, words in papers.get(action, ()) if first <= seq <= last]
    return Act(
        label=label,
        article=words_of(_bare(same[0]["action"]))[1],
        evidence=_evidence(list(dict.fromkeys(named)), same),
        hands=_hands(same, grants),
        since=_moment(min(group["since"] for group in same)),
        until=_moment(max(group["until"] for group in same)),
        first=first,
        last=last,
    )


def _evidence(named: list[str], same: list[dict]) -> str:
    """The papers by name, or how many rows of record: of an act of two hands, what was confirmed counts, not what was prepared."""
    if named:
        shown = "；".join(named[:NAMED])
        return f"{shown}等{len(named)}件" if len(named) > NAMED else shown
    counts: dict[str, int] = defaultdict(int)
    for group in same:
        counts[group["action"]] += group["count"]
    return f"记录{max(counts.values())}件"


def _hands(same: list[dict], grants: dict[str, Grant]) -> tuple[str, ...]:
    """Whoever prepared, whoever confirmed or acted, whoever sent back: each in a line."""
    two = any(group["action"] != _bare(group["action"]) for group in same)
    by_hand: dict[str, list[str]] = defaultdict(list)
    for group in same:
        prefix = group["action"].removesuffix(_bare(group["action"]))
        by_hand[HANDS.get(prefix, "确认：" if two else "")].append(group["actor_ref"])
    return tuple(hand + "、".join(_names(refs, grants)) for hand, refs in by_hand.items())


def _names(refs: list[str], grants: dict[str, Grant]) -> list[str]:
    """Name people by the role in which they acted, the first few of each."""
    people: dict[str, list[str]] = defaultdict(list)
    others = []
    for ref in dict.fromkeys(refs):
        if grant := grants.get(ref.partition("/grant:")[2]):
            people[grant.get_role_display()].append(grant.person.name)
        else:
            others.append(SYSTEM if ref == "system" else OBJECTOR if ref.startswith("objector:") else ALONE)
    named = [f"{'、'.join(names[:NAMED])}{f'等{len(names)}人' if len(names) > NAMED else ''}（{role}）" for role, names in people.items()]
    return named + list(dict.fromkeys(others))


def _bare(action: str) -> str:
    """Return an action without the hand that it names."""
    for prefix in HANDS:
        action = action.removeprefix(prefix)
    return action


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(SHANGHAI)
