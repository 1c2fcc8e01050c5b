"""The nine steps of an edition as pages show them."""

from datetime import datetime

from core.dates import day_in_words
from core.numerals import chinese_number
from procedure.calendar.services import workdays
from procedure.calls.window import deadline_in_words, window
from procedure.editions.models import NINE, Edition, Step
from publicity.notices.models import PERIODIC, NoticePublication
from publicity.notices.period import period_of

WITH_LISTS = (Step.QUALIFICATION, Step.DELIBERATION)


def nine_steps(edition: Edition | None) -> list[dict]:
    """Return the nine steps of article 18: number, name, and whether done, current or still to come."""
    return [{"number_cn": chinese_number(step), "name": step.label, "state": _state(edition, step)} for step in NINE]


def _state(edition: Edition | None, step: Step) -> str:
    if edition is None or edition.step in (Step.PREPARATION, Step.TERMINATED):
        return "todo"
    if edition.step > step:
        return "done"
    return "current" if edition.step == step else "todo"


def bar(edition: Edition | None, at: datetime, *, linked: bool) -> dict | None:
    """Return the slim bar at the head of every workspace, a link for whoever may open the board; None between editions."""
    if edition is None:
        return None
    return {
        "title": f"第{chinese_number(edition.number)}届",
        "sentence": deadline(edition, at) or ("" if edition.step in NINE else Step(edition.step).label),
        "url": f"/editions/{edition.pk}/" if linked else "",
        "steps": nine_steps(edition),
    }


def deadline(edition: Edition, at: datetime) -> str:
    """Return what ends next in this step and when, for everybody in the house; nothing where no hour is fixed. Three queries at most."""
    if edition.step == Step.APPLYING and (found := window(edition, at)) and at < found.closes_at:
        return f"申报至{deadline_in_words(found.closes_at)}"
    if edition.step in WITH_LISTS and (said := _list_out(edition, at)):
        return said
    if edition.step == Step.QUALIFICATION and (found := window(edition, at)) and at < found.office_deadline_at:
        return f"推荐至{deadline_in_words(found.office_deadline_at)}"
    return ""


def _list_out(edition: Edition, at: datetime) -> str:
    publication = NoticePublication.objects.shown().filter(notice__edition=edition, notice__kind__in=PERIODIC).first()
    period = period_of(publication, workdays()) if publication else None
    if period is None or period.open or not period.runs(at):
        return ""
    return f"名单公示至{day_in_words(period.closes_on)}24:00"
