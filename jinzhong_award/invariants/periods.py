"""R3 and R8: two public notices, each at least five working days, before what they open; approval only after the second."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from awards.judgments.models import Judgment
from awards.register.models import Register
from awards.requests.models import RequestIssue
from core.clock import shanghai
from jinzhong_award.invariants.promises import promise
from procedure.calendar.services import workdays
from procedure.calendar.workdays import UnknownYear, Workdays
from procedure.editions.models import Edition, Step, StepChange
from publicity.notices.award_lists import RANK
from publicity.notices.models import OF_ACCEPTANCE, OF_AWARD, NoticeKind, NoticePublication

FIVE = 5  # article 18(3), 18(8): 公示期不少于5个工作日
DAY = timedelta(days=1)
ASKED = {
    **dict.fromkeys((Step.QUALIFICATION, Step.MATERIALS, Step.ON_SITE, Step.DEFENSE, Step.EVALUATION), OF_ACCEPTANCE),
    Step.DELIBERATION: OF_AWARD,
}
BEFORE = (Step.QUALIFICATION, Step.DELIBERATION)
FIRST = {OF_ACCEPTANCE: NoticeKind.ACCEPTANCE, OF_AWARD: NoticeKind.AWARD}


@promise("R3", "18(3)", "进入下一环节以前，受理名单和拟授奖名单各公示满5个工作日")
def notices_stood() -> Iterator[str]:
    """Counted again by hand, day by day, between the day that does not count and the day on which the step was left."""
    calendar = workdays()
    for change in StepChange.objects.exclude(target=Step.TERMINATED).select_related("subject").order_by("event_id").iterator():
        if not (kinds := ASKED.get(change.source)):
            continue
        published = _published(change.subject, kinds).filter(event_id__lt=change.event_id)
        # The list itself before the step that follows it; later steps ask it of whatever was added.
        if change.source in BEFORE and not published.filter(notice__kind=FIRST[kinds]).exists():
            yield f"{change.subject}离开“{Step(change.source).label}”时，{NoticeKind(FIRST[kinds]).label}还没有发布。"
        for publication in published:
            if days := _short(publication, change.at, calendar):
                yield f"{change.subject}离开“{Step(change.source).label}”时，公示{publication}{days}。"


@promise("R3", "18(3)", "进入批准环节的都在受理名单里公示过")
def everybody_noticed() -> Iterator[str]:
    """Whoever is proposed or awarded stands in a published acceptance list, unless he is set aside or a judgment put him back."""
    for edition in Edition.objects.filter(step__in=[Step.APPROVAL, Step.COMPLETED]).order_by("number").iterator():
        known = {row["application"] for publication in _published(edition, OF_ACCEPTANCE) for row in publication.notice.rows}
        held = Hold.objects.standing().filter(application__edition=edition).values("application")
        restored = Judgment.objects.filter(application__edition=edition).values("application")
        found = Application.objects.filter(edition=edition, status__in=[Status.PROPOSED, Status.AWARDED])
        for one in found.exclude(pk__in=held).exclude(pk__in=restored).select_related("applicant__unit", "edition").iterator():
            if str(one.pk) not in known:
                yield f"{one}没有在受理名单里公示过。"


@promise("R8", "18(9)", "公示期满以后才提请、批准和授奖")
def approved_after_notice() -> Iterator[str]:
    """Whoever is requested or registered stood in a notice in this grade or a higher one, and its period had run out."""
    calendar = workdays()
    requests = RequestIssue.objects.select_related("request__edition").order_by("event_id")
    for issue in requests.iterator():
        yield from _unnoticed(issue.request.edition, issue.request.rows, issue.at, calendar, "提请")
    for register in Register.objects.select_related("edition").order_by("event_id").iterator():
        yield from _unnoticed(register.edition, register.rows, register.at, calendar, "授奖")


def _published(edition: Edition, kinds: tuple[str, ...]):
    found = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=kinds)
    return found.select_related("notice", "appearance").order_by("event_id")


def _unnoticed(edition: Edition, rows: list[dict], at: datetime, calendar: Workdays, act: str) -> Iterator[str]:
    stood: dict[str, int] = {}
    for publication in _published(edition, OF_AWARD).filter(published_at__lte=at):
        if not _short(publication, at, calendar):
            for row in publication.notice.rows:
                stood[row["application"]] = max(stood.get(row["application"], 0), RANK[row["grade"]])
    for row in rows:
        if stood.get(row["application"], 0) < RANK[row["grade"]]:
            yield f"{edition}{act}{row['name']}时，拟授奖名单还没有公示满{FIVE}个工作日。"


def _short(publication: NoticePublication, at: datetime, calendar: Workdays) -> str:
    """Return what a notice lacked at a moment; empty when it had stood."""
    begins: date = shanghai(publication.published_at)
    if publication.notice.kind in OF_AWARD:
        medium = getattr(publication, "appearance", None)
        if medium is None or medium.at > at:
            return "还没有新闻媒体刊登的记录"
        begins = max(begins, medium.appeared_on, shanghai(medium.at))
    try:
        counted = calendar.count(begins, shanghai(at) - DAY)
    except UnknownYear as unknown:
        return f"的期限不能核对：{str(unknown).rstrip('。')}"
    least = max(FIVE, publication.notice.workdays)
    return f"只满{counted}个工作日，应有{least}个" if counted < least else ""
