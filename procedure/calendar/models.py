"""The calendar on record: each year's arrangement, as versions that are never changed. House chain."""

from datetime import date

from django.conf import settings
from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.calendar.workdays import Workdays, YearRules


class CalendarYearQuerySet(models.QuerySet):
    def in_force(self) -> "CalendarYearQuerySet":
        """The newest version of each year."""
        return self.filter(replaced_by=None)

    def workdays(self) -> Workdays:
        """Return the counting table of all known years. One query."""
        return Workdays({year: unpack(days) for year, days in self.in_force().values_list("year", "days")})


class CalendarYear(Addressed, Covered):
    """One version of one year's arrangement, whole, with its source. A correction is a new version."""

    year = models.PositiveSmallIntegerField("年份")
    # Two tables, `holidays` and `makeups`, from a day as text to the name of its holiday.
    days = models.JSONField("放假和调休")
    source = LineField("来源", max_length=120)
    document_number = LineField("文号", max_length=40, blank=True)
    text = TextField("通知原文", max_length=8000, blank=True)
    reason = TextField("更正原因", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=models.Q(replaces=None), name="one_first_version_a_calendar_year"),
            models.CheckConstraint(condition=models.Q(year__gte=2004, year__lte=2200), name="a_calendar_year_is_near"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年工作日历"

    @property
    def rules(self) -> YearRules:
        return unpack(self.days)


def pack(rules: YearRules) -> dict:
    """Return a year's days as they are stored."""
    return {
        "holidays": {day.isoformat(): name for day, name in sorted(rules.holidays.items())},
        "makeups": {day.isoformat(): name for day, name in sorted(rules.makeups.items())},
    }


def unpack(days: dict) -> YearRules:
    """Return stored days as the counting table reads them."""
    return YearRules(*({date.fromisoformat(day): name for day, name in days[kind].items()} for kind in ("holidays", "makeups")))
