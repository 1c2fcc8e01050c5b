"""综合评价: the conditions are read again, the report issued, the candidate list decided by two and reported to the leading group."""

from applications.cases.models import Grade
from core.clock import shanghai
from jinzhong_award.demonstration.applicants import Fate
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.reports import issue
from jinzhong_award.demonstration.scene import Scene
from procedure.editions.models import Step
from review.evaluation import group, reading, services
from review.evaluation.models import CandidateList
from review.evaluation.report import EVALUATION_REPORT
from review.evaluation.table import Row, rows_of

AWARDS, NOMINATIONS = 3, 7  # of the fifteen places some stay vacant
WHY = "三轮评审成绩在前列，质量管理模式具有推广价值，建议授予{grade}（演示）。"
WHY_NOT = "综合评价成绩没有达到候选的水平，本届不列入（演示）。"


def evaluate(scene: Scene) -> list[str]:
    """Read the conditions again, and issue the report."""
    read = read_again(scene, Step.EVALUATION)
    issued = issue(scene, EVALUATION_REPORT)
    return ["再次核对资格条件"] * read + ["综合评价报告已经签发"] * issued


def propose(scene: Scene) -> list[str]:
    """Decide the list, and bring it before the leading group."""
    listed = decide_list(scene)
    reported = report_to_group(scene)
    said = [f"候选名单已经两人确定，列入{listed}个"] * (listed is not None)
    return said + ["候选名单和报告已经报告领导小组"] * reported


def read_again(scene: Scene, step: Step) -> bool:
    """Read the conditions in a step, where they were not read in it; tell whether they were read now."""
    first, last = scene.office[0], reading.newest(scene.edition)
    opened = scene.edition.changes.filter(target=step).order_by("-at").first()
    if reading.reading_blockers(scene.edition, first, at=scene.at) or (last and opened and last.at >= opened.at):
        return False
    reading.read_again(scene.edition, by=first, at=scene.at)
    return True


def decide_list(scene: Scene) -> int | None:
    """Propose and confirm a list where there is none; return how many are on it, None where none was decided."""
    edition, (first, second) = scene.edition, scene.office
    if CandidateList.objects.newest(edition):
        return None
    content = composed(edition)
    if services.LIST.blockers(edition, first, at=scene.at) or services.against(edition, content):
        return None
    services.propose(edition, content, by=first, at=scene.at)
    scene.pause(hours=1)
    services.confirm(edition, by=second, at=scene.at)
    return len(content["rows"])


def composed(edition) -> dict:
    """Return the list by the composites: the best three for the award, the next for the nomination award, with reasons."""
    out = {Fate.LEFT_OUT, Fate.ABSENT}
    rows = sorted(rows_of(edition), key=lambda row: (-(row.composite or 0), row.application.applicant.unit.name))
    good = [row for row in rows if not row.out and row.composite is not None and fate_of(row.application) not in out]
    graded = [(row, _grade(place)) for place, row in enumerate(good[: AWARDS + NOMINATIONS])]
    listed = {row.application.pk for row, _ in graded}
    return {
        "rows": [
            {"application": str(row.application.pk), "grade": grade.value, "reason": WHY.format(grade=grade.label)} for row, grade in graded
        ],
        "others": [{"application": str(row.application.pk), "reason": _why_not(row)} for row in rows if row.application.pk not in listed],
    }


def report_to_group(scene: Scene) -> bool:
    """Let two record that list and report went to the leading group; tell whether they did."""
    edition, (first, second) = scene.edition, scene.office
    words = group.Reported(shanghai(scene.at), "书面报告（演示）")
    if group.standing(edition) or group.REPORT.blockers(edition, first, at=scene.at):
        return False
    if group.against(edition, words, None, at=scene.at):
        return False
    group.propose(edition, words, by=first, at=scene.at)
    scene.pause(minutes=30)
    group.confirm(edition, by=second, at=scene.at)
    return True


def _grade(place: int) -> Grade:
    return Grade.AWARD if place < AWARDS else Grade.NOMINATION


def _why_not(row: Row) -> str:
    return row.out or WHY_NOT
