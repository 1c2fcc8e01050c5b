"""Who reaches an assignment, and what stands against writing on its sheet."""

from datetime import date, datetime

from django.http import Http404

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.rules import Blocker, RuleRefused
from procedure.calendar.services import workdays
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import SHEET_DAYS
from review.assignments.models import Assignment
from review.assignments.services import SCORED
from review.rounds import ARTICLE_OF, Round, steps_of
from review.sheets.items import SHEET_ROUNDS
from review.sheets.models import RoundClosing, Sheet

LABEL = "评分"
ENDED = "您已经不再评审这份申报，评分表不能再改。"
LOCKED = "评分表已经锁定，不能再改。"
CLOSED = "{}已经结束评分，评分表不能再改。"
NOT_YET = "本届正处于“{}”，现在不能评分。"
OUT_OF_PLAY = "这份申报“{}”，不再评分。"


def own(actor: Actor, pk: object, *, writing: bool = False) -> Assignment:
    """Return an assignment of this reviewer, or Http404.

    Whoever had it and would write on it is told that it has ended (RuleRefused), so that what he typed is kept for copying.
    """
    found = Assignment.objects.visible_to(actor).whole().select_related("draft").filter(pk=pk).first()
    if found:
        return found
    mine = Assignment.objects.filter(pk=pk, reviewer__person=actor.person)
    if writing and actor.is_(Role.REVIEWER) and mine.exists():
        raise RuleRefused(ENDED, article="14")
    raise Http404


def writing_blockers(assignment: Assignment, actor: Actor) -> list[Blocker]:
    """Return why this actor cannot write on this sheet; empty when he can. Four queries."""
    article = ARTICLE_OF[assignment.round]
    if assignment.round not in SHEET_ROUNDS or not Assignment.objects.visible_to(actor).filter(pk=assignment.pk).exists():
        return [Blocker(article, LABEL, ENDED)]
    if not actor.is_(Role.REVIEWER):
        return [Blocker(article, LABEL, "只有评审员本人可以评分。")]
    sentence = against_writing(assignment)
    return [Blocker(article, LABEL, sentence)] if sentence else []


def against_writing(assignment: Assignment) -> str:
    """Return why nobody can write on this sheet any more, or not yet, or nothing. Two queries."""
    if Sheet.objects.filter(assignment=assignment).exists():
        return LOCKED
    edition, round_ = assignment.application.edition, Round(assignment.round)
    if RoundClosing.objects.standing().filter(edition=edition, round=round_).exists():
        return CLOSED.format(round_.label)
    if edition.step not in steps_of(round_):
        return NOT_YET.format(edition.get_step_display())
    application = assignment.application
    return "" if application.status in SCORED[round_] else OUT_OF_PLAY.format(application.get_status_display())


def due_on(assignment: Assignment) -> date | None:
    """Return the day by which the sheet is asked for; None where the edition sets no term. Two queries."""
    return due_days([assignment]).get(assignment.pk)


def due_days(assignments: list[Assignment]) -> dict[object, date]:
    """Return the day for each, counted in working days from the day of its assignment. Two queries for any number."""
    editions = {one.application.edition_id for one in assignments}
    settings = ParameterSetting.objects.filter(edition__in=editions, name=SHEET_DAYS.name, replaced_by=None)
    days, known = {one.edition_id: one.typed for one in settings}, workdays()
    ends = {one.pk: _end(known, one.at, days.get(one.application.edition_id)) for one in assignments}
    return {key: end for key, end in ends.items() if end}


def _end(known: Workdays, at: datetime, days: int | None) -> date | None:
    try:
        return known.period_end(shanghai(at), days) if days else None
    except UnknownYear:
        return None  # a reminder without a day is better than a guessed one
