"""The plan of the materials review: applications × reviewers, drafted by hand and by the machine until two deploy it.

A draft is an ordinary row with a revision; whoever saves over another's work is told and shown both.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.services import lock
from procedure.acts.act import Act
from procedure.editions.models import Category, Edition, Step
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.parameters.services import value
from review.assignments.balance import balanced, short
from review.assignments.models import Assignment, PlanDraft
from review.assignments.services import Pair, conflicts, in_play, pledged
from review.organizers import ORGANIZERS, against
from review.panels.models import Panel, PanelSeat
from review.recusals.facts import declared
from review.recusals.services import record_conflicts
from review.reviewers.models import ReleaseKind, Reviewer
from review.rounds import Round

ROUND = Round.MATERIALS
DEPLOY = Act("deploy-materials", "下达材料评审分派", "18(4)", roles=ORGANIZERS, steps=(Step.MATERIALS,), against=against)


class Outrun(Exception):
    """Somebody saved the draft after this page was opened: what stands there now, and what was to be saved."""

    def __init__(self, draft: PlanDraft, typed: set[tuple[str, str]]) -> None:
        super().__init__("the draft was saved meanwhile")
        self.draft, self.typed = draft, typed


@dataclass(frozen=True)
class Plan:
    """Everything the table shows. Pairs are (application key, reviewer key)."""

    edition: Edition
    each: int
    applications: list[Application]
    reviewers: list[Reviewer]
    panels: Mapping[tuple[object, str], Panel]  # by reviewer and category
    apart: Collection[tuple]  # in conflict
    asked: Collection[tuple]  # for which the reviewer has declared
    spent: Collection[tuple]  # assigned once and left, or scored and set aside: never again
    standing: Collection[tuple]  # assigned, or scored before the reviewer left
    draft: PlanDraft

    @cached_property
    def forbidden(self) -> set[tuple]:
        """Pairs that the draft never holds: in conflict, spent, not declared, or the reviewer's panel does not take the category."""
        return {*self.apart, *self.spent} | {
            (one.pk, who.pk)
            for one in self.applications
            for who in self.reviewers
            if (who.pk, one.category) not in self.panels or (one.pk, who.pk) not in self.asked
        }

    @cached_property
    def pairs(self) -> list[tuple]:
        """What the draft adds: only what may still be, in the order of the table."""
        drafted = {(one, who) for one, who in self.draft.pairs}
        return [
            (one.pk, who.pk)
            for one in self.applications
            for who in self.reviewers
            if (str(one.pk), str(who.pk)) in drafted and (one.pk, who.pk) not in self.forbidden and (one.pk, who.pk) not in self.standing
        ]

    @cached_property
    def lacking(self) -> dict:
        """How many reviewers each application still lacks, with the draft counted."""
        return short([one.pk for one in self.applications], [*self.standing, *self.pairs], each=self.each)

    @cached_property
    def loads(self) -> Counter:
        """How many each reviewer has, with the draft counted."""
        return Counter(who for _, who in [*self.standing, *self.pairs])

    @cached_property
    def filled(self) -> Counter:
        """How many each application has, with the draft counted."""
        return Counter(one for one, _ in [*self.standing, *self.pairs])

    def wanted(self) -> list[Pair]:
        """The draft as pairs to assign."""
        cases, people = {one.pk: one for one in self.applications}, {who.pk: who for who in self.reviewers}
        return [Pair(cases[one], people[who], self.panels[who, cases[one].category]) for one, who in self.pairs]


def plan_of(edition: Edition) -> Plan:
    """Return the plan as it stands. RuleRefused before the number of reviewers is set. Nine queries for any number."""
    draft = PlanDraft.objects.filter(edition=edition, round=ROUND).first() or PlanDraft(edition=edition, round=ROUND)
    ready = pledged(edition, ROUND)
    seats = PanelSeat.objects.members().filter(panel__edition=edition, panel__round=ROUND, reviewer__in=list(ready)).select_related("panel")
    panels: dict[tuple, Panel] = {}
    for seat in sorted(seats, key=lambda seat: (seat.panel.category == "", seat.event_id)):
        for category in [seat.panel.category] if seat.panel.category else list(Category):
            panels.setdefault((seat.reviewer_id, category), seat.panel)
    sitting = {who for who, _ in panels}
    return Plan(
        edition,
        value(edition, SHEETS_EACH),
        list(in_play(edition, ROUND)),
        [one.reviewer for key, one in ready.items() if key in sitting],
        panels,
        conflicts(edition),
        declared(edition),
        spent_pairs(edition),
        standing_pairs(edition),
        draft,
    )


def standing_pairs(edition: Edition) -> set[tuple]:
    """Return the pairs that fill a place in the round: nobody ended them, or a sheet that counts was locked. One query."""
    rows = Assignment.objects.filter(application__edition=edition, round=ROUND, sheet__set_aside=None)
    filling = rows.filter(Q(release=None) | Q(sheet__isnull=False))
    return set(filling.values_list("application_id", "reviewer_id"))


def spent_pairs(edition: Edition) -> set[tuple]:
    """Return the pairs that ended otherwise than by being undone, and those whose sheet was set aside. One query."""
    rows = Assignment.objects.filter(application__edition=edition, round=ROUND)
    left = Q(release__isnull=False) & ~Q(release__kind=ReleaseKind.UNDONE)
    return set(rows.filter(left | Q(sheet__set_aside__isnull=False)).values_list("application_id", "reviewer_id"))


@transaction.atomic
def save(edition: Edition, rows: Mapping[str, Collection[str]], *, revision: int, by: Actor, at: datetime) -> PlanDraft:
    """Save the reviewers ticked for the applications of one page (keys as text); the others stay.

    Outrun when somebody saved since `revision`; RuleRefused when the plan may not be changed.
    """
    draft = _opened(edition, by, at)
    typed = {(one, who) for one, people in rows.items() for who in people}
    if draft.revision != revision:
        raise Outrun(draft, typed)
    kept = {(one, who) for one, who in draft.pairs if one not in rows}
    return _keep(draft, kept | typed)


def fill(edition: Edition, *, revision: int, by: Actor, at: datetime) -> Plan:
    """Bring every application to its number, evenly, keeping what is ticked; return the plan: its `lacking` could get no more.

    Conflicts that facts prove are recorded first. Outrun and RuleRefused as `save`.
    """
    DEPLOY.refuse(DEPLOY.blockers(edition, by, at=at))
    record_conflicts(edition, at=at, by=by)
    with transaction.atomic():
        draft = _opened(edition, by, at)
        if draft.revision != revision:
            raise Outrun(draft, set())
        plan = plan_of(edition)
        keys, people = [one.pk for one in plan.applications], [who.pk for who in plan.reviewers]
        given = {*plan.standing, *plan.pairs}
        more = balanced(keys, people, forbidden=plan.forbidden, each=plan.each, given=given)
        _keep(draft, {(str(one), str(who)) for one, who in [*plan.pairs, *more]})
        return plan_of(edition)


@transaction.atomic
def clear(edition: Edition, *, revision: int, by: Actor, at: datetime) -> PlanDraft:
    """Empty the draft. Outrun and RuleRefused as `save`."""
    draft = _opened(edition, by, at)
    if draft.revision != revision:
        raise Outrun(draft, set())
    return _keep(draft, set())


def _opened(edition: Edition, by: Actor, at: datetime) -> PlanDraft:
    lock(edition.chain)
    DEPLOY.refuse(DEPLOY.blockers(edition.fresh(), by, at=at))
    draft, _ = PlanDraft.objects.get_or_create(edition=edition, round=ROUND)
    return draft


def _keep(draft: PlanDraft, pairs: Collection[tuple[str, str]]) -> PlanDraft:
    draft.pairs, draft.revision = sorted([one, who] for one, who in pairs), draft.revision + 1
    draft.save(update_fields=["pairs", "revision"])
    return draft
