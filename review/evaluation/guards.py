"""What stands against putting somebody on the candidate list or leaving him out, and against leaving step 7 (articles 13(5), 18(7))."""

from datetime import datetime

from applications.cases.models import Application, Status, StatusChange
from applications.holds.models import Hold
from procedure.editions.models import Edition
from procedure.machine import guard
from review.evaluation.models import CandidateList, GroupReport
from review.evaluation.reading import by_application, failed, newest
from review.evaluation.table import EVALUATED, LEFT_OUT, barred_in
from review.reports.guards import report_issued
from review.reports.models import Report, ReportKind
from review.sheets.items import SHEET_ROUNDS

evaluation_reported = report_issued(ReportKind.EVALUATION, "18(7)", SHEET_ROUNDS)
SHOWN = 5
IN_ROUNDS = (Status.ACCEPTED, Status.ADVANCING, Status.PASSED)


@guard("18(7)", "资格条件已经再次核对")
def conditions_read(application: Application, at: datetime) -> str | None:
    """The newest reading covers the application."""
    read = str(application.pk) in by_application(newest(application.edition))
    return None if read else "资格条件还没有再次核对。"


@guard("18(7)", "资格条件仍然符合，没有因未到场不得列入")
def eligible(application: Application, at: datetime) -> str | None:
    """No condition was found wanting when it was read again; whoever was absent is not excluded by the 细则."""
    if wrong := failed(by_application(newest(application.edition)).get(str(application.pk), [])):
        return "".join(f"{one.rstrip('。')}。" for one in wrong)
    if application.pk in barred_in(application.edition):
        return "没有到场答辩，评选细则规定不得列入候选名单。"
    return None


@guard("18(7)", "已经走完各环节评审")
def came_through(application: Application, at: datetime) -> str | None:
    """It was not left out for want of review; whom a judgment put back and who came through since is as any other."""
    last = StatusChange.objects.filter(subject=application).order_by("-event_id").first()
    left = last is not None and last.move == LEFT_OUT
    return f"{application.applicant.unit}没有走完各环节评审，不能列入候选名单。" if left else None


@guard("18(7)", "没有暂缓的都已评审完毕，或者写明不列入")
def nobody_left(edition: Edition, at: datetime) -> str | None:
    """Nobody whose hold was lifted stands in a round still, and nobody came through the rounds without being listed or not.

    For the step in which a held one may yet be made up for.
    """
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    rows = _standing(edition, (*IN_ROUNDS, Status.DEFENDED, Status.ABSENT))
    return _left([one for one in rows if one.status not in IN_ROUNDS or one.pk not in held])


@guard("18(7)", "没有走完评审的都已写明不列入")
def everybody_told(edition: Edition, at: datetime) -> str | None:
    """Nobody stands in a round still, held or not: the last step ends."""
    return _left(_standing(edition, IN_ROUNDS))


@guard("18(7)", "候选名单已经两人确定，写到每一份申报")
def candidates_decided(edition: Edition, at: datetime) -> str | None:
    """The newest list is what everybody's state says. It may be empty."""
    list_ = CandidateList.objects.newest(edition)
    if list_ is None:
        return "候选名单还没有确定。没有候选的，也要确定一份空的名单。"
    standing = Application.objects.filter(edition=edition, status__in=EVALUATED).select_related("applicant__unit")
    listed = {row["application"] for row in list_.rows}
    wrong = [one.applicant.unit.name for one in standing.order_by("number", "pk") if (str(one.pk) in listed) != _candidate(one)]
    open_ = [one.applicant.unit.name for one in standing if one.status in (Status.DEFENDED, Status.ABSENT)]
    gone = len(listed - {str(one.pk) for one in standing})
    if names := list(dict.fromkeys(open_ + wrong)):
        rest = f"等{len(names)}份" if len(names) > SHOWN else ""
        return f"名单没有写到，或者与现在的状态不一致：{'、'.join(names[:SHOWN])}{rest}。请另定一版。"
    return f"名单里有{gone}份已经撤回、终止或者取消资格，请另定一版。" if gone else None


@guard("18(7)", "每一份申报的资格条件都已再次核对")
def everybody_read(edition: Edition, at: datetime) -> str | None:
    """The newest reading covers everybody; over nobody a reading is asked for all the same."""
    read = newest(edition)
    if read is None:
        return "资格条件还没有再次核对。"
    known = set(by_application(read))
    keys = Application.objects.filter(edition=edition, status__in=EVALUATED).values_list("pk", flat=True)
    left = sum(str(key) not in known for key in keys)
    return f"还有{left}份没有核对，请再核对一次。" if left else None


@guard("13(5)", "评选结果和候选名单已经向领导小组报告")
def group_reported(edition: Edition, at: datetime) -> str | None:
    """The newest list and the report issued last were reported; an older version does not count."""
    list_, report = CandidateList.objects.newest(edition), Report.objects.issued(edition, ReportKind.EVALUATION)
    if list_ is None or report is None:
        return "候选名单还没有确定，或者综合评价报告还没有签发。"
    if GroupReport.objects.filter(list=list_, report=report).exists():
        return None
    if GroupReport.objects.filter(list__edition=edition).exists():
        return "向领导小组报告以后，名单或者报告有了新的一版，请重新报告并登记。"
    return "还没有登记向领导小组报告。"


def _standing(edition: Edition, statuses: tuple[Status, ...]) -> list[Application]:
    rows = Application.objects.filter(edition=edition, status__in=statuses).select_related("applicant__unit")
    return list(rows.order_by("number", "pk"))


def _left(rows: list[Application]) -> str | None:
    names = "、".join(f"{one.applicant.unit}（{one.get_status_display()}）" for one in rows[:SHOWN])
    rest = f"等{len(rows)}份" if len(rows) > SHOWN else ""
    return f"没有走完评审，也没有写明不列入：{names}{rest}。请在“综合评价”逐份办理。" if rows else None


def _candidate(application: Application) -> bool:
    return application.status == Status.CANDIDATE
