"""What a notice says, as blocks: for its page and for its paper. The paper is rendered after the commit and kept."""

import hashlib
from datetime import datetime
from functools import lru_cache

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.actors import SYSTEM
from core.clock import shanghai
from core.files import storage
from core.files.kinds import Kind
from core.files.models import StoredFile
from core.ledger.services import cover, lock, ref, statement
from core.papers.content import Block, Heading, Items, Paper, Paragraph, Table, blocks_of
from core.papers.pdf import render_pdf
from procedure.calendar.services import workdays
from procedure.calls.blocks import paper_blocks
from procedure.editions.models import Category
from publicity.notices.award_lists import lists_of
from publicity.notices.lists import of_category
from publicity.notices.models import OF_AWARD, PERIODIC, Notice, NoticeKind, NoticePaper, NoticePublication
from publicity.notices.period import Period, period_of
from publicity.notices.words import chapter

LISTS = {
    Category.ORGANIZATION: "受理的组织",
    Category.INDIVIDUAL: "受理的个人和小组",
}
WIDTHS = (1, 6, 3)


def notice_blocks(notice: Notice, period: Period | None = None) -> tuple[Block, ...]:
    """Return a notice's blocks in the order in which they are read: words, period, lists, how to object."""
    if notice.kind == NoticeKind.CALL:
        return paper_blocks(notice.call)
    lists = lists_of(notice.rows) if notice.kind in OF_AWARD else _lists(notice.rows)
    found = [*blocks_of(notice.text), *([Paragraph(period.sentence())] if period else [])]
    for number, (title, rows) in enumerate(lists, start=1):
        found += _list(number, title, rows)
    if notice.contact and notice.kind in PERIODIC:
        found.append(Heading(1, chapter(len(lists) + 1, "怎样提出异议")))
    return (*found, *blocks_of(notice.contact))


def _lists(rows: list[dict]) -> list[tuple[str, list[dict]]]:
    return [(title, found) for category, title in LISTS.items() if (found := of_category(rows, category))]


def _list(number: int, title: str, rows: list[dict]) -> tuple[Block, ...]:
    columns = ("序号", "组织名称" if rows[0]["category"] == Category.ORGANIZATION else "姓名或小组", "推荐单位")
    lines = tuple((str(place), row["name"], row["place"]) for place, row in enumerate(rows, start=1))
    heading = Heading(1, chapter(number, f"{title}（{len(rows)}个）"))
    return heading, Table(columns, lines, widths=WIDTHS, caption="排列不分先后", open=True)


@lru_cache(maxsize=32)
def printed(blocks: tuple[Block, ...]) -> SafeString:
    """Return blocks as HTML. The same blocks are the same words: a long list is set once a process, not once a visit."""
    return render_to_string("publicity/_blocks.html", {"blocks": [_shown(block) for block in blocks]})


def _shown(block: Block) -> dict:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Items():
            return {"kind": "items", "items": block.texts}
        case Table():
            return {"kind": "table", "caption": block.caption, "head": block.columns, "rows": block.rows, "open": block.open}
        case _:
            return {"kind": "paragraph", "text": block.text, "lead": getattr(block, "lead", "")}


def draft_paper(notice: Notice, issuer: str) -> Paper:
    """Return a version that is not out, to be looked at on paper."""
    return Paper(notice.title, notice_blocks(notice), signatory=issuer, draft=True, sealed=False, demo=notice.edition.demo)


def notice_paper(publication: NoticePublication, period: Period | None) -> Paper:
    """Return what was published, with the checkpoint at its foot. 公示 is no 公文: it has no red head."""
    notice = publication.notice
    return Paper(
        title=notice.title,
        blocks=notice_blocks(notice, period),
        signatory=publication.issuer,
        dated_on=shanghai(publication.published_at),
        colophon=(f"编号：{publication.number}", f"校验点：{statement(publication.checkpoint())}", "在本站“查验真伪”核对。"),
        demo=notice.edition.demo,
    )


def render_papers(at: datetime) -> int:
    """Render and keep the paper of everything that is out and has none; return how many. Called by the sweep."""
    waiting = list(NoticePublication.objects.filter(paper=None).whole().order_by("pk"))
    return sum(_keep(publication, at) for publication in waiting)


def _keep(publication: NoticePublication, at: datetime) -> bool:
    """The bytes first, then their row: a row without its file would be a loss."""
    printed = render_pdf(notice_paper(publication, period_of(publication, workdays())))
    sha256 = hashlib.sha256(printed).hexdigest()
    storage.keep(ContentFile(printed), sha256)
    with transaction.atomic():
        head = lock(publication.notice.edition.chain)
        if NoticePaper.objects.filter(publication=publication).exists():
            return False
        name, by = f"公示公告{publication.number}.pdf", SYSTEM.ref
        file = StoredFile.objects.create(sha256=sha256, size=len(printed), name=name, media_type=Kind.PDF.media_type, at=at, by_ref=by)
        row = NoticePaper(publication=publication, file=file, sha256=sha256, at=at)
        cover(head, row, at=at, by=SYSTEM, action="notice.paper", object_ref=ref(publication.notice))
    return True
