"""What the table asks of notices and objections. Each takes an edition, or anything that belongs to one."""

from datetime import datetime

from applications.cases.models import Status
from applications.holds.models import Hold
from core.dates import day_in_words
from procedure.calendar.services import workdays
from procedure.history import Subject
from procedure.machine import Wait, guard
from publicity.notices.lists import accepted, noticed
from publicity.notices.models import PERIODIC, NoticePublication
from publicity.notices.period import period_of
from publicity.objections.models import Objection, Outcome

NAMED = 3  # so many names stand in a sentence


@guard("18(3)", "受理名单公示满5个工作日")
def acceptance_stood(subject: Subject, at: datetime) -> str | None:
    """Everybody accepted and not held was noticed, and every period has run out. Nobody accepted is noticed too."""
    edition = subject.edition
    found = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=PERIODIC, published_at__lte=at)
    published = list(found.select_related("notice"))
    if not published:
        return "受理名单还没有公示。"
    known = noticed(edition)
    if missing := [str(one.applicant) for one in accepted(edition) if str(one.pk) not in known]:
        return f"{_names(missing)}已经受理，还没有公示，请补充公示。"
    calendar = workdays()
    ends = max(period_of(publication, calendar).closes_at for publication in published)
    last = max(period_of(publication, calendar).closes_on for publication in published)
    return Wait(f"公示期到{day_in_words(last)}24:00止。") if at < ends else None


@guard("13(6)", "异议全部办结，或者该申报者已经暂缓")
def objections_settled(subject: Subject, at: datetime) -> str | None:
    """An objection waits for two, or its applicant is held; one that was upheld has taken its applicant out."""
    edition = subject.edition
    held = Hold.objects.standing().filter(application__edition=edition).values("application")
    free = Objection.objects.filter(edition=edition).exclude(application__in=held)
    if open_ones := sorted(set(free.undecided().values_list("name", flat=True))):
        return f"对{_names(open_ones)}的异议还没有办结，也没有暂缓。"
    upheld = free.filter(confirmation__decision__outcome=Outcome.UPHELD, application__status=Status.ACCEPTED)
    if names := sorted(set(upheld.values_list("name", flat=True))):
        return f"对{_names(names)}的异议成立，请取消参评资格，或者先暂缓。"
    return None


def _names(names: list[str]) -> str:
    shown = "、".join(names[:NAMED])
    return f"{shown}等{len(names)}个申报者" if len(names) > NAMED else shown
