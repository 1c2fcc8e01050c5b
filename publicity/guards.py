"""What the table asks of notices and objections. Each takes an edition, or anything that belongs to one."""

from datetime import datetime

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.dates import day_in_words
from procedure.calendar.services import workdays
from procedure.editions.models import Edition
from procedure.history import Subject
from procedure.machine import Wait, guard
from publicity.notices.award_lists import award_unnoticed
from publicity.notices.lists import TAKING_PART, in_words, unnoticed
from publicity.notices.models import OF_ACCEPTANCE, OF_AWARD, NoticeKind, NoticePublication
from publicity.notices.period import period_of
from publicity.objections.models import Objection, Outcome

IN_IT = (*TAKING_PART, Status.PROPOSED)


@guard("18(3)", "受理名单公示满5个工作日")
def acceptance_stood(subject: Subject, at: datetime) -> str | None:
    """Everybody accepted and not held was noticed, and every period has run out. Nobody accepted is noticed too."""
    return _stood(subject.edition, at)


@guard("18(3)", "解除暂缓的申报已经补充公示，满5个工作日")
def supplement_stood(subject: Subject, at: datetime) -> str | Wait | None:
    """As `acceptance_stood`, for later steps: whoever was held, and never noticed, stands a full period first."""
    return _stood(subject.edition, at)


def _stood(edition: Edition, at: datetime) -> str | Wait | None:
    found = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=OF_ACCEPTANCE, published_at__lte=at)
    published = list(found.select_related("notice"))
    if not published:
        return "受理名单还没有公示。"
    if missing := unnoticed(edition):
        return f"{in_words([one.applicant for one in missing])}已经受理，还没有公示，请补充公示。"
    calendar = workdays()
    ends = max(period_of(publication, calendar).closes_at for publication in published)
    last = max(period_of(publication, calendar).closes_on for publication in published)
    return Wait(f"公示期到{day_in_words(last)}24:00止。") if at < ends else None


@guard("18(3)", "在受理名单里公示满5个工作日")
def acceptance_noticed(application: Application, at: datetime) -> str | Wait | None:
    """Whoever was held whenever the list went out, and is lifted late, stands in a supplement before anybody decides over him.

    That there is a list at all asks the gate of step 3.
    """
    found = NoticePublication.objects.filter(notice__edition=application.edition, notice__kind__in=OF_ACCEPTANCE, published_at__lte=at)
    published = list(found.select_related("notice"))
    naming = [one for one in published if any(row["application"] == str(application.pk) for row in one.notice.rows)]
    if not naming:
        return f"{application.applicant.unit}没有在受理名单里公示过，请先补充公示。" if published else None
    calendar = workdays()
    first = min((period_of(one, calendar) for one in naming), key=lambda period: period.closes_at)
    return None if first.over(at) else Wait(f"公示期到{day_in_words(first.closes_on)}24:00止。")


@guard("18(8)", "拟授奖名单公示满5个工作日")
def award_stood(subject: Subject, at: datetime) -> str | Wait | None:
    """Everybody proposed and not held was noticed in his grade; each period ran out, counted from the later of site and first medium."""
    edition = subject.edition
    found = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=OF_AWARD, published_at__lte=at)
    published = list(found.select_related("notice", "appearance"))
    if not any(publication.notice.kind == NoticeKind.AWARD for publication in published):
        return "拟授奖名单还没有公示。名额全部空缺的，也要公示。"
    if missing := award_unnoticed(edition):
        return f"{in_words([one.applicant for one in missing])}是新列入的，或者等次提高了，还没有公示，请补充公示。"
    calendar = workdays()
    periods = [period_of(publication, calendar) for publication in published]
    if any(period.open for period in periods):
        return "新闻媒体的刊登情况还没有登记，公示期还没有起算。"
    last = max(periods, key=lambda period: period.closes_at)
    return None if last.over(at) else Wait(f"公示期到{day_in_words(last.closes_on)}24:00止。")


@guard("13(6)", "异议全部办结，或者该申报者已经暂缓")
def objections_settled(subject: Subject, at: datetime) -> str | None:
    """An objection waits for two, or its applicant is held; one that was upheld has taken its applicant out."""
    edition = subject.edition
    held = Hold.objects.standing().filter(application__edition=edition).values("application")
    free = Objection.objects.filter(edition=edition).exclude(application__in=held)
    if open_ones := sorted(set(free.undecided().values_list("name", flat=True))):
        return f"对{in_words(open_ones)}的异议还没有办结，也没有暂缓。"
    upheld = free.filter(confirmation__decision__outcome=Outcome.UPHELD, application__status__in=IN_IT)
    if names := sorted(set(upheld.values_list("name", flat=True))):
        return f"对{in_words(names)}的异议成立，请取消参评资格，或者先暂缓。"
    return None
