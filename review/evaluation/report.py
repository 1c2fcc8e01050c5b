"""综合评价报告 (article 18(7)): what the office is offered to begin with; the table is the table of step 7."""

from procedure.editions.models import Category, Edition, Step
from review.evaluation.table import EVALUATED, MISSING, Row, rows_of, settings, weights_of
from review.reports.drafts import Draft, ReportRoom
from review.reports.models import ReportKind
from review.sheets.items import plain

NOBODY = "本届没有进入综合评价的申报，没有可以提出的候选。"
COLUMNS = ("奖项", "编号", "申报者", "材料评审平均分", "现场评审得分", "答辩平均分", "综合分", "位次", "说明")
STEPS = (Step.EVALUATION, Step.DELIBERATION)


def evaluation_draft(edition: Edition) -> Draft:
    """Return the evaluation report as it is drafted from the three rounds."""
    rows = [row for row in rows_of(edition) if row.application.status in EVALUATED]
    text = "\n".join(("一、综合情况", _counted(rows), "二、综合评价方法", _method(edition), "三、综合评价结果", _outcome(rows)))
    return Draft(f"{edition}综合评价报告", text, {"columns": list(COLUMNS), "rows": [_line(row) for row in rows]})


def evaluation_against(edition: Edition) -> str:
    """Return why the evaluation report cannot be written yet; nothing stands against it in its steps."""
    return ""


def _counted(rows: list[Row]) -> str:
    if not rows:
        return NOBODY
    counts = [f"{label}{n}份" for value, label in Category.choices if (n := sum(row.application.category == value for row in rows))]
    absent = sum(row.defense.summary is None for row in rows)
    missed = f"，其中{absent}份没有答辩成绩" if absent else ""
    return f"综合材料评审、现场评审、陈述答辩各环节评审报告情况的申报共{len(rows)}份（{'，'.join(counts)}）{missed}。"


def _method(edition: Edition) -> str:
    weights = weights_of(settings(edition))
    if weights is None:
        return "本届不计算综合分，依据各环节评审报告和评分，由评选办研究提出候选名单。"
    first, second, third = (plain(one) for one in weights)
    return (
        f"综合分由材料评审{first}%、现场评审{second}%、陈述答辩{third}%加权得出，各环节按得分率计算，只供参考；"
        "缺少一个环节得分的，不计算综合分。候选名单由评选办研究提出，逐一写明理由。"
    )


def _outcome(rows: list[Row]) -> str:
    return "各申报在各环节的得分列在附表。候选名单另行提出，报领导小组审议。" if rows else "无。"


def _line(row: Row) -> list[str]:
    one, report = row.application, row.on_site
    return [
        *(one.get_category_display(), one.number, one.applicant.unit.name),
        plain(row.materials.summary.mean) if row.materials.summary else MISSING,
        f"{plain(report.total)}/{plain(report.full)}" if report else MISSING,
        plain(row.defense.summary.mean) if row.defense.summary else MISSING,
        MISSING if row.composite is None else plain(row.composite),
        MISSING if row.rank is None else str(row.rank),
        row.out,
    ]


EVALUATION_REPORT = ReportRoom(ReportKind.EVALUATION, "evaluation_report", "18(7)", STEPS, evaluation_draft, evaluation_against)
