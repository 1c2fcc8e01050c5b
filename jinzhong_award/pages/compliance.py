"""The compliance page of an edition and its PDF: every step × article × evidence × hand × time. For the house and an invited supervisor."""

from datetime import datetime
from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.ledger.models import Chain, Checkpoint
from core.ledger.services import statement
from core.numerals import chinese_number
from core.papers.content import Block, Heading, Paper, Paragraph, Table
from core.papers.pdf import render_pdf
from jinzhong_award.compliance import CURRENT, FUTURE, Act, Part, record
from jinzhong_award.pages.timeline import IDENTITIES
from procedure import articles
from procedure.editions.models import READERS, Edition, Step
from procedure.supervision.models import SupervisionInvitation
from publicity.notices.words import chapter

COLUMNS, WIDTHS = ("条款", "事项", "证据", "经手人", "时间"), (2.2, 2.4, 4.4, 3.4, 2.6)
NOT_YET, NEVER = "还没有进行。", "本届已经终止，没有进行。"


@page(*READERS, article="18")
@require_safe
def compliance(request, pk):
    """The record on one page. A supervisor reads it while invited, for that edition alone."""
    edition = get_object_or_404(Edition, pk=pk)
    parts = _record(edition, request.actor, request.at)
    point = Checkpoint.objects.filter(chain__name=edition.chain).order_by("-number").first()
    context = {
        "edition": edition,
        "parts": [{"part": part, "heading": _heading(part), "said": _said(part, edition)} for part in parts],
        "head": Chain.objects.get(name=edition.chain),
        "point": point,
    }
    return render(request, "pages/compliance.html", context)


@page(*READERS, article="18")
@require_safe
def compliance_pdf(request, pk):
    """The same as a paper of our own, the newest checkpoint at its foot."""
    edition = get_object_or_404(Edition, pk=pk)
    paper = compliance_paper(edition, _record(edition, request.actor, request.at), at=request.at)
    content = BytesIO(render_pdf(paper))
    return FileResponse(content, filename=f"{paper.title}.pdf", as_attachment=True, content_type="application/pdf")


def compliance_paper(edition: Edition, parts: list[Part], *, at: datetime) -> Paper:
    """Return the record as a paper: a chapter a step, its acts as a table, what was asked before the next."""
    point = Checkpoint.objects.filter(chain__name=edition.chain).select_related("chain").order_by("-number").first()
    opening = "本表由系统按台账生成，列出每一步依据的条款、证据、经手人和时间。证据栏没有写明文件的，以台账记录为证。"
    blocks = [block for number, part in enumerate(parts, start=1) for block in _blocks(number, part, edition)]
    return Paper(
        title=f"{edition}\n评选程序合规表",
        blocks=(Paragraph(opening), *blocks),
        signatory=edition.unit_of(Role.OFFICE).name,
        dated_on=shanghai(at),
        sealed=False,
        colophon=(f"校验点：{statement(point)}", "在本站“查验真伪”核对。") if point else (),
        demo=edition.demo,
    )


def _record(edition: Edition, actor: Actor, at: datetime) -> list[Part]:
    """Return the record as this reader may see it. Http404 for a supervisor without an invitation in force."""
    if not actor.is_(Role.SUPERVISOR):
        return record(edition)
    invitations = list(SupervisionInvitation.objects.filter(edition=edition).in_force(actor, at))
    if not invitations:
        raise Http404
    return record(edition, without=() if any(one.objectors for one in invitations) else IDENTITIES)


def _heading(part: Part) -> str:
    return f"第{chinese_number(part.number)}步　{part.label}" if Step.CALL <= part.number <= Step.APPROVAL else part.label


def _said(part: Part, edition: Edition) -> str:
    """What is said of a step in place of how it was left."""
    if part.passed:
        return ""
    if part.state == FUTURE:
        return NEVER if edition.step == Step.TERMINATED else NOT_YET
    return "正在进行。" if part.state == CURRENT else ""


def _blocks(number: int, part: Part, edition: Edition) -> list[Block]:
    head = Heading(1, chapter(number, f"{_heading(part)}（{articles.chinese(part.article)}）".replace("　", "：")))
    found: list[Block] = [head]
    if part.acts:
        found.append(Table(COLUMNS, tuple(_line(act) for act in part.acts), widths=WIDTHS, open=True))
    if said := _said(part, edition):
        found.append(Paragraph(said))
    if part.passed:
        asked = "；".join(f"{label}（{articles.chinese(article)}）" for article, label in part.passed.conditions)
        point = f"，第{part.passed.point.number}号校验点封存" if part.passed.point else ""
        found.append(Paragraph(f"{part.passed.at:%Y-%m-%d %H:%M}{part.passed.label}{point}。{f'核对的条件：{asked}。' if asked else ''}"))
    return found


def _line(act: Act) -> tuple[str, ...]:
    places = f"台账第{act.first}条" if act.first == act.last else f"台账第{act.first}条至第{act.last}条"
    since, until = f"{act.since:%Y-%m-%d %H:%M}", f"{act.until:%Y-%m-%d %H:%M}"
    when = since if since == until else f"{since}至{until}"
    return (articles.chinese(act.article), act.label, f"{act.evidence}（{places}）", "；".join(act.hands), when)
