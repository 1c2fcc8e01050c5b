"""The minutes (纪要) as a draft (代拟稿), written from what is on record: the leading group issues them, their number is entered after."""

from accounts.grants.models import Role
from applications.cases.models import Application, Grade
from core.dates import moment_in_words
from core.papers.content import Block, Heading, Items, Paper, Paragraph, Table
from procedure import articles
from procedure.editions.models import Edition
from publicity.meetings.deciding import HOWS, VOTE
from publicity.meetings.models import Meeting, MeetingDecision, Outcome
from publicity.notices.words import chapter

COLUMNS = ("申报单位或个人", "决定", "方式", "赞成", "反对", "弃权")
WIDTHS = (5, 3, 3, 1.4, 1.4, 1.4)


def minutes_paper(decision: MeetingDecision) -> Paper:
    """Return the draft of the minutes of a meeting that ended one way or the other."""
    meeting, edition = decision.meeting, decision.meeting.edition
    name = edition.unit_of(Role.LEADING_GROUP).name
    return Paper(
        title=f"研究{edition}评选工作的会议纪要",
        masthead=f"{name}会议纪要",
        blocks=(*_opening(meeting, decision, name), *_ended(decision)),
        signatory=name,
        sealed=False,
        draft=True,
        demo=edition.demo,
    )


def results_of(edition: Edition, rows: list[dict]) -> list[dict]:
    """Return the rows of a decision as they are read: the award first, then the nomination award, then whoever was left out."""
    order = [*Grade.values, ""]
    return sorted(names_of(edition, rows), key=lambda row: order.index(row["grade"]))


def names_of(edition: Edition, rows: list[dict]) -> list[dict]:
    """Return the rows of a decision as pages and papers print them: the applicant's name, what was decided, how."""
    found = Application.objects.filter(edition=edition, pk__in=[row["application"] for row in rows]).select_related("applicant__unit")
    known = {str(one.pk): str(one.applicant) for one in found}
    return [row | {"name": known.get(row["application"], ""), "decided": _decided(row), "way": HOWS[row["how"]]} for row in rows]


def _opening(meeting: Meeting, decision: MeetingDecision, name: str) -> tuple[Block, ...]:
    came = decision.attendance
    present = [row["name"] for row in came.rows if row["present"]]
    absent = [row["name"] for row in came.rows if not row["present"]]
    held = f"{moment_in_words(meeting.held_at)}，{name}在{meeting.place}召开{meeting}，审议{meeting.edition}候选名单"
    return (
        Paragraph(f"{held}（第{meeting.list.number}版）。会议应到{len(came.rows)}人，实到{len(present)}人。"),
        Paragraph(f"{'、'.join(present) or '无'}。", lead="出席：", lead_level=1),
        *([Paragraph(f"{'、'.join(absent)}。", lead="请假：", lead_level=1)] if absent else []),
        *_left(meeting, came),
    )


def _left(meeting: Meeting, came) -> tuple[Block, ...]:
    members = {row["member"]: row["name"] for row in came.rows}
    rows = names_of(meeting.edition, [{"application": one["application"], "how": VOTE, "grade": ""} for one in came.leaving])
    said = [f"{members[one['member']]}回避{row['name']}：{one['reason']}" for one, row in zip(came.leaving, rows, strict=True)]
    return (Heading(1, "回避情况"), Items(tuple(said))) if said else ()


def _ended(decision: MeetingDecision) -> tuple[Block, ...]:
    if decision.outcome != Outcome.DECIDED:
        return (Paragraph(f"会议结果：{decision.get_outcome_display()}。{decision.reason}"),)
    rows = results_of(decision.meeting.edition, decision.rows)
    voted = any(row["how"] == VOTE for row in rows)  # where nobody voted, no column is empty from top to bottom
    columns, widths = (COLUMNS, WIDTHS) if voted else (COLUMNS[:3], WIDTHS[:3])
    lines = tuple((row["name"], row["decided"], row["way"], *_votes(row))[: len(columns)] for row in rows)
    reasons = tuple(f"{row['name']}：{row['reason']}" for row in rows if row["reason"])
    parts = [("审议结果", (Table(columns, lines, widths=widths, open=True),) if lines else (Paragraph("没有候选，名额全部空缺。"),))]
    parts += [("理由", (Items(reasons),))] if reasons else []
    parts += [("名额空缺", (Paragraph(decision.vacancy),))] if decision.vacancy else []
    parts += [("会议授权", (Paragraph(decision.authority),))] if decision.authority else []
    return tuple(block for number, (title, blocks) in enumerate(parts, start=1) for block in (Heading(1, chapter(number, title)), *blocks))


def _votes(row: dict) -> tuple[str, str, str]:
    return tuple(str(row[name]) if row["how"] == VOTE else "—" for name in ("for", "against", "abstained"))


def _decided(row: dict) -> str:
    if condition := row.get("condition"):
        return f"取消参评资格（不符合{articles.chinese(condition)}）"
    return f"拟授{Grade(row['grade']).label}" if row["grade"] else "不列入"
