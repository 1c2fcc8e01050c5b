"""Sheets past the threshold (分差提示): whose reviewer is asked for his reason, without a number of anybody else's.

Asked once every standing assignment of the application has its sheet, so that nobody is asked on half of them.
"""

from collections import defaultdict
from collections.abc import Iterable

from procedure.editions.models import Edition
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import OUTLIER_PERCENT
from review import scoring
from review.assignments.models import Assignment
from review.sheets.models import Sheet


def outlying(edition: Edition, round_: str) -> list[Sheet]:
    """Return the counted sheets of a round that differ too much from the others of the same application. Three queries."""
    percent = _percent(edition)
    if percent is None:
        return []
    sheets = Sheet.objects.counted().filter(assignment__application__edition=edition, assignment__round=round_)
    of = defaultdict(list)
    for sheet in sheets.select_related("assignment__reviewer__person", "explanation").order_by("pk"):
        of[sheet.assignment.application_id].append(sheet)
    unfinished = set(_unfinished(edition, round_))
    return [sheet for application, found in of.items() if application not in unfinished for sheet in _outlying(found, percent)]


def asked(edition: Edition, round_: str) -> list[Sheet]:
    """Return those that wait for their reviewer's reason."""
    return [sheet for sheet in outlying(edition, round_) if not hasattr(sheet, "explanation")]


def _outlying(sheets: list[Sheet], percent) -> Iterable[Sheet]:
    # Every sheet of one application in one round has the same full points.
    found = scoring.outliers({sheet.pk: sheet.total for sheet in sheets}, full=sheets[0].full, percent=percent)
    return (sheet for sheet in sheets if sheet.pk in found)


def _percent(edition: Edition):
    """The threshold of an edition; None for 不启用, and before it was set."""
    setting = ParameterSetting.objects.in_force(edition).filter(name=OUTLIER_PERCENT.name).first()
    return setting.typed if setting else None


def _unfinished(edition: Edition, round_: str) -> Iterable:
    """The applications of which somebody has not locked yet."""
    open_ = Assignment.objects.standing().filter(application__edition=edition, round=round_, sheet=None)
    return open_.values_list("application", flat=True)
