"""The public pages of notices: the same bytes for everybody, nothing that is not published."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.safestring import SafeString

from accounts.access import PUBLIC, page
from core.caching import kept
from core.clock import SHANGHAI, shanghai
from core.files.serving import serve
from core.ledger.models import Checkpoint
from core.ledger.remembering import held, mark_of_every
from procedure.calendar.services import workdays
from procedure.calendar.workdays import Workdays
from publicity.notices.models import NoticePublication
from publicity.notices.papers import notice_blocks, printed
from publicity.notices.period import Period, article_of, countdown, period_of

PAGE = 20
FEED = 30
LONGEST = 4  # digits of a page's number


@kept
@page(PUBLIC, article="18(3)")
def notices(request):
    """Every notice, newest first."""
    number = request.GET.get("page", "")
    number = number if number.isdecimal() and len(number) < LONGEST else ""
    found, calendar = held(f"notices-{number}", lambda: (_page(number), workdays()), mark=mark_of_every())
    return render(request, "pages/notices.html", {"page": found, "notices": lines(found, calendar, request.at), "query": ""})


@kept
@page(PUBLIC, article="18(3)")
def notice(request, number: str):
    """One notice by its number, year and serial (2026-3)."""
    one = held(f"notice-{number}", lambda: _one(number), mark=mark_of_every())
    publication, period = one.publication, one.period
    runs = bool(period and period.runs(request.at))
    context = {
        "publication": publication,
        "notice": publication.notice,
        "blocks": one.blocks,
        "period": period,
        "medium": getattr(publication, "appearance", None),
        "runs": runs,
        "countdown": _countdown(publication, period, request.at) if runs else None,
        "days": period.days(request.at) if runs else [],
        "objecting": _objecting(publication) if runs and publication.notice.rows else "",
        "checkpoint": one.checkpoint,
        "paper": getattr(publication, "paper", None),
        "published_on": shanghai(publication.published_at),
    }
    return render(request, "publicity/notice.html", context)


@dataclass(frozen=True)
class One:
    """What the page of one notice says, whatever the hour."""

    publication: NoticePublication
    period: Period | None
    blocks: SafeString
    checkpoint: Checkpoint


def _one(number: str) -> One:
    publication = get_object_or_404(NoticePublication.objects.whole().numbered(number))
    period = period_of(publication, workdays()) if publication.closes_on else None
    return One(publication, period, printed(notice_blocks(publication.notice, period)), publication.checkpoint())


def _page(number: str) -> Page:
    found = Paginator(NoticePublication.objects.shown(), PAGE).get_page(number)
    found.object_list = list(found.object_list)
    return found


@page(PUBLIC, article="18(3)")
def notice_pdf(request, number: str):
    """The same notice as it was printed; nothing until it was."""
    publication = get_object_or_404(NoticePublication.objects.whole().numbered(number))
    paper = getattr(publication, "paper", None)
    if paper is None:
        raise Http404
    return serve(paper.file, asked=request.headers.get("Range", ""))


class Feed(Rss201rev2Feed):
    """RSS whose date is that of its newest notice, so that the same notices are the same bytes."""

    def latest_post_date(self):
        return max((item["pubdate"] for item in self.items), default=datetime(2000, 1, 1, tzinfo=SHANGHAI))


@page(PUBLIC, article="18(1)")
def feed(request):
    """The newest notices for feed readers."""
    origin = f"{request.scheme}://{request.get_host()}"
    answer = Feed(
        title="晋中市质量奖公示公告",
        link=origin + reverse("publicity:notices"),
        description="申报通知、名单公示、说明和表彰通报。",
        language="zh-CN",
        feed_url=origin + request.path,
    )
    for row in NoticePublication.objects.shown()[:FEED]:
        address = origin + reverse("publicity:notice", args=[row.number])
        mark = "（演示）" if row.notice.edition.demo else ""
        answer.add_item(
            title=row.notice.title + mark,
            link=address,
            description=f"{row.notice.get_kind_display()}，编号{row.number}",
            pubdate=row.published_at.astimezone(SHANGHAI),
            unique_id=address,
        )
    return HttpResponse(answer.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def lines(publications, calendar: Workdays, at: datetime) -> list[dict]:
    """Return publications as the list of notices prints them."""
    return [_line(row, calendar, at) for row in publications]


def _line(row: NoticePublication, calendar: Workdays, at: datetime) -> dict:
    period = period_of(row, calendar)
    runs = period is not None and period.runs(at)
    return {
        "title": row.notice.title,
        "url": reverse("publicity:notice", args=[row.number]),
        "kind": "公示中" if runs else row.notice.get_kind_display(),
        "state": "care" if runs else "",
        "number": f"编号{row.number}" + ("，演示" if row.notice.edition.demo else ""),
        "published_on": shanghai(row.published_at),
    }


def _countdown(publication: NoticePublication, period: Period, at: datetime) -> dict:
    """The time left, beside the days that the notice itself shows; a notice without a list has nothing to object to."""
    url, article = _objecting(publication) if publication.notice.rows else "", article_of(publication.notice)
    return countdown(period, at, url=url, action="提出异议", article=article) | {"days": []}


def _objecting(publication: NoticePublication) -> str:
    return reverse("publicity:object", args=[publication.number])
