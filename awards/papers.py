"""The papers of step 9 as drafts (代拟稿), for their issuers: request, commendation, certificates. No code or hash of ours is inside."""

from accounts.grants.models import Role
from applications.cases.models import Application, Grade
from awards.approvals.models import Approval
from awards.approvals.services import approved_rows
from awards.requests.models import Request
from core.numerals import chinese_number
from core.papers.content import Block, Heading, Items, Paper, Paragraph, blocks_of
from publicity.notices.words import chapter

GOVERNMENT = "晋中市人民政府"
ADDRESSEE = "市人民政府"


def request_paper(request: Request) -> Paper:
    """Return a version of the request as the leading group would issue it."""
    name = request.edition.unit_of(Role.LEADING_GROUP).name
    return Paper(
        title=request.title,
        masthead=f"{name}文件",
        upward=True,
        addressee=ADDRESSEE,
        blocks=_asked(request),
        signatory=name,
        draft=True,
        demo=request.edition.demo,
    )


def _asked(request: Request) -> tuple[Block, ...]:
    """The words and the lists; what is asked for (妥否，请批示) comes last, wherever it ends the words."""
    words = blocks_of(request.text)
    asks = words[-1:] if words and words[-1] == Paragraph("妥否，请批示。") else ()
    return (*words[: len(words) - len(asks)], *lists(request.rows), *asks)


def commendation_paper(approval: Approval) -> Paper:
    """Return the draft of the commendation over the approved list."""
    edition = approval.request.edition
    opening = f"根据《晋中市质量奖管理办法》，经评选、审定、公示，市政府决定对获得{edition}的组织和个人予以通报表彰。"
    closing = "希望受表彰的组织和个人珍惜荣誉，不断追求卓越，持续改进，积极发挥典型示范作用。"
    return Paper(
        title=f"关于表彰{edition}获奖组织和个人的通报",
        masthead=f"{GOVERNMENT}文件",
        blocks=(Paragraph(opening), *lists(approved_rows(approval)), Paragraph(closing)),
        signatory=GOVERNMENT,
        draft=True,
        demo=edition.demo,
    )


def certificate_paper(application: Application, *, name: str, year: int) -> Paper:
    """Return the specimen of one certificate. The title always names the year in which it was won (article 22)."""
    edition = application.edition
    grade = "晋中市质量奖" if application.grade == Grade.AWARD else "晋中市质量奖提名奖"
    words = f"经评选、审定、公示和批准，授予{name}第{chinese_number(edition.number)}届{grade}（{year}年）。"
    return Paper(title="荣誉证书", blocks=(Paragraph(words),), signatory=GOVERNMENT, draft=True, demo=edition.demo)


def lists(rows: list[dict]) -> tuple[Block, ...]:
    """Return rows as the numbered lists of a paper, awards first."""
    found = [(grade, tuple(row["name"] for row in rows if row["grade"] == grade.value)) for grade in Grade]
    shown = [(grade, names) for grade, names in found if names]
    return tuple(
        block
        for number, (grade, names) in enumerate(shown, start=1)
        for block in (Heading(1, chapter(number, f"{grade.label}（{len(names)}个）")), Items(names))
    )
