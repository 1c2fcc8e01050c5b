"""What the gate of step 8 asks of the leading group's meeting (article 18(8))."""

from datetime import datetime

from applications.cases.models import Status
from procedure.editions.models import Edition, StepChange
from procedure.machine import guard
from publicity.meetings.models import Meeting, MeetingDecision, Minutes, Outcome
from publicity.meetings.table import held_on_table, on_table, undecided
from publicity.notices.lists import in_words
from review.evaluation.reading import by_application, failed, newest


@guard("18(8)", "领导小组全体会议审议候选名单，作出决定")
def meeting_decided(edition: Edition, at: datetime) -> str | None:
    """The newest meeting decided, over everybody who is not set aside. That nobody is proposed is a decision too."""
    last = Meeting.objects.newest(edition)
    if last is None:
        return "领导小组全体会议还没有召开。没有候选的，也要开会确认名额全部空缺。"
    decision = MeetingDecision.objects.filter(meeting=last).first()
    if decision is None:
        return f"{last}还没有登记结果。"
    if decision.outcome != Outcome.DECIDED:
        return f"{last}{decision.get_outcome_display()}，请再次召开会议。"
    left = [one.applicant for one in undecided(edition)]
    return f"{in_words(left)}还没有决定，请再次召开会议。" if left else None


@guard("18(8)", "会议纪要已经登记")
def minutes_recorded(edition: Edition, at: datetime) -> str | None:
    """The minutes of the deciding meeting are on record."""
    decision = MeetingDecision.objects.decided(edition)
    if decision and Minutes.objects.filter(meeting=decision.meeting).exists():
        return None
    return "作出决定的会议的纪要还没有登记。"


@guard("18(8)", "公示前再次核对资格条件")
def conditions_asked_again(edition: Edition, at: datetime) -> str | None:
    """Conditions 9(2)(5)(6) and 11(2)(6) were read again in this step, for everybody who is proposed, and hold."""
    opened = StepChange.objects.filter(subject=edition, target=edition.step).order_by("-at").first()
    read = newest(edition)
    proposed = list(on_table(edition).filter(status=Status.PROPOSED))
    held = held_on_table(edition)
    if read is None or opened is None or read.at < opened.at:
        return "进入本环节以后，资格条件还没有再次核对。"
    known = by_application(read)
    if left := [one.applicant for one in proposed if str(one.pk) not in known]:
        return f"{in_words(left)}的资格条件还没有再次核对。"
    wrong = [one.applicant for one in proposed if one.pk not in held and failed(known[str(one.pk)])]
    return f"{in_words(wrong)}有不符合的条件，请领导小组取消，或者先暂缓。" if wrong else None
