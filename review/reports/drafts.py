"""What a report says before the office edits it: words and table from what happened, every number as text.

A room gives its own through a `ReportRoom`: its kind, the steps in which it is written, its default words and table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.grants.models import Role
from core.clock import shanghai
from core.papers.content import day
from procedure.acts.act import Act
from procedure.editions.models import Category, Edition, Step
from review.assignments.models import Assignment
from review.mandates.models import Mandate
from review.panels.models import Panel
from review.reports.models import ReportKind
from review.rounds import Round, steps_of
from review.scoring import rounded
from review.sheets.closing import closed
from review.sheets.models import Sheet, SheetSetAside
from review.sheets.results import Result, results, scored_applications

NOBODY = "本届没有进入材料评审的申报，材料评审没有产生结果。"
COLUMNS = ("奖项", "编号", "申报者", "平均分", "最低", "最高", "分差", "计入份数", "位次")


@dataclass(frozen=True)
class Draft:
    """A report's words: title, text as the office types it, and a table {"columns", "rows"} of text."""

    title: str
    text: str
    table: dict


@dataclass(frozen=True)
class ReportRoom:
    """One kind of report. `draft(edition)` gives words and table as things stand, `against(edition)` why it cannot be written yet.

    `name` is the stem of its addresses: `review:<name>`, `review:<name>_issue`, `review:<name>_pdf`, `review:<name>_word`.
    """

    kind: ReportKind
    name: str
    article: str
    steps: tuple[Step, ...]
    draft: Callable[[Edition], Draft]
    against: Callable[[Edition], str]

    @property
    def act(self) -> Act:
        """Issuing it, by two of the office."""
        return Act(f"issue-{self.kind}-report", f"签发{self.kind.label}", self.article, (Role.OFFICE,), self.steps)


def materials_draft(edition: Edition) -> Draft:
    """Return the materials report as it is drafted from the closed round."""
    found = results(edition, Round.MATERIALS, scored_applications(edition, Round.MATERIALS))
    text = "\n".join((*_organised(edition), *_reviewed(edition, found), "三、评审结果", _outcome(found)))
    return Draft(f"{edition}材料评审报告", text, {"columns": list(COLUMNS), "rows": [_row(one) for one in found]})


def materials_against(edition: Edition) -> str:
    """Return why the materials report cannot be written yet, or nothing."""
    return "" if closed(edition, Round.MATERIALS) else "材料评审还没有结束评分，结束以后才能写报告。"


def _organised(edition: Edition) -> list[str]:
    panels = Panel.objects.filter(edition=edition, round=Round.MATERIALS).count()
    reviewers = Assignment.objects.filter(application__edition=edition, round=Round.MATERIALS).values("reviewer").distinct().count()
    agencies = Mandate.objects.filter(edition=edition, materials=True).select_related("agency").order_by("pk")
    by = "、".join(dict.fromkeys(mandate.agency.name for mandate in agencies))
    organised = f"市标准化和质量强市领导小组办公室委托{by}组织材料评审" if by else "市标准化和质量强市领导小组办公室组织材料评审"
    return ["一、组织情况", f"{organised}，组成评审组{panels}个，{reviewers}名评审员参加评分。"]


def _reviewed(edition: Edition, found: list[Result]) -> list[str]:
    if not found:
        return ["二、评审过程", NOBODY]
    counts = [f"{label}{n}份" for value, label in Category.choices if (n := sum(one.application.category == value for one in found))]
    sheets = Sheet.objects.filter(assignment__application__edition=edition, assignment__round=Round.MATERIALS)
    counted, aside = sheets.counted().count(), SheetSetAside.objects.filter(sheet__in=sheets).count()
    explained = sheets.counted().exclude(explanation=None).count()
    closing = closed(edition, Round.MATERIALS)
    ended = f"{day(shanghai(closing.at))}结束评分" if closing else "还没有结束评分"
    return [
        "二、评审过程",
        f"对资格审查合格的{len(found)}份申报（{'，'.join(counts)}）进行材料评审。评审员各自独立评分，评分表锁定后不能更改，{ended}。",
        f"计入的评分表共{counted}份，不计入的{aside}份。分差超过提示线的，由评审员书面说明评分依据，共{explained}份。",
    ]


def _outcome(found: list[Result]) -> str:
    if not found:
        return "无。"
    scored = [one for one in found if one.summary]
    if not scored:
        return "没有可以计入的评分。"
    means = [one.share for one in scored]
    average = rounded(sum(means) / len(means))
    rates = f"平均得分率最高{max(means)}%，最低{min(means)}%，平均{average}%。"
    return f"各申报的平均分、分差和计入份数列在附表。{rates}现场评审和材料核查名单由评选办另行提出。"


def _row(one: Result) -> list[str]:
    application, numbers = one.application, one.numbers
    head = [application.get_category_display(), application.number, application.applicant.unit.name]
    return head + [numbers[name] for name in ("mean", "low", "high", "spread", "n", "rank")]


STEPS = steps_of(Round.MATERIALS)
MATERIALS_REPORT = ReportRoom(ReportKind.MATERIALS, "materials_report", "18(4)", STEPS, materials_draft, materials_against)
