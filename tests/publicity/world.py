"""An edition in step 3 with its calendar, two hands of the office and accepted applications; and notices that are out."""

from datetime import date, datetime
from functools import cache

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from accounts.units.models import Unit
from applications.cases.models import Status
from core.clock import SHANGHAI
from procedure.calendar.models import CalendarYear
from procedure.calendar.seed import library_years
from procedure.calendar.services import Paper, enter_year
from procedure.editions.models import Step
from procedure.parameters.services import set_parameter
from publicity.notices import services
from publicity.notices.models import NoticeKind
from publicity.notices.services import Draft
from publicity.notices.words import suggested
from tests.factories import make_actor, make_applicant, make_application, make_edition, make_user, office

NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)


def moment(day: date | str, hour=12, minute=0, second=0) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


known_years = cache(library_years)


def know_years(at):
    """Enter the arrangements of the years that the tests count in."""
    for year in {2025, 2026} - set(CalendarYear.objects.values_list("year", flat=True)):
        enter_year(year, rules=known_years()[year], paper=Paper("国务院办公厅通知"), by=SYSTEM, at=at)


class World:
    """`first` and `second` are the two hands."""

    def __init__(self, step=Step.QUALIFICATION, names=("晋中甲公司", "晋中乙公司"), at=NOON, number=3):
        Unit.objects.filter(pk=office().pk).update(address="晋中市榆次区演示路0号305室", phone="0354-0000000")
        self.at = at
        self.first = make_actor(Role.OFFICE)
        self.second = make_actor(Role.OFFICE, person=make_user(password=DEMO_PASSWORD))
        know_years(at)
        self.edition = make_edition(number, step, by=self.first, at=at)
        set_parameter(self.edition, name="notice_workdays", value=5, basis="细则", by=SYSTEM, at=at)
        self.applications = [self.accept(name) for name in names]

    def accept(self, name, **fields):
        return make_application(self.edition, Status.ACCEPTED, applicant=make_applicant(name=name), by=self.first, at=self.at, **fields)

    def draft(self, kind=NoticeKind.ACCEPTANCE, **changes) -> Draft:
        words = suggested(self.edition, kind) | {"kind": kind, "publish_at": self.at}
        if kind == NoticeKind.EXPLANATION:
            words["text"] = "说明一件事。"
        return Draft(**(words | changes))

    def compose(self, kind=NoticeKind.ACCEPTANCE, at=None, **changes):
        at = at or self.at
        return services.compose(self.edition, self.draft(kind, **({"publish_at": at} | changes)), by=self.first, at=at)

    def publish(self, kind=NoticeKind.ACCEPTANCE, at=None, **changes):
        """Composed, confirmed and out at a moment."""
        notice = self.compose(kind, at, **changes)
        services.confirm(notice, by=self.second, at=at or self.at)
        notice.refresh_from_db()
        return notice.publication
