"""审定公示: the leading group meets and decides, its minutes are entered; the award notice goes out, its first medium is recorded."""

from datetime import datetime, time

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import SHANGHAI, shanghai
from jinzhong_award.demonstration.applicants import Fate
from jinzhong_award.demonstration.qualifying import published
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.step_7 import decide_list, read_again, report_to_group
from procedure.editions.models import Edition, Step
from publicity.meetings import deciding, services
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Minutes, Outcome
from publicity.meetings.table import held_on_table, members, on_table, ties
from publicity.notices import appearance
from publicity.notices.award_lists import award_unnoticed, is_award_out
from publicity.notices.models import OF_AWARD, NoticeKind, NoticePublication
from review.evaluation.models import CandidateList

PLACE, HOW, OUTLET = "市政府第一会议室（演示）", "书面通知全体成员（演示）", "演示日报"
FOR, AGAINST = "经审议，成绩突出，符合授奖条件（演示）。", "经审议，与本届其他候选相比成绩不足，不列入（演示）。"
VACANT = "其余候选没有达到授奖水平，名额空缺（演示）。"
TIED = "有利害关系，或者代表推荐单位办过（演示）"


def convene(scene: Scene) -> list[str]:
    """Call the meeting; where the list came back, decide it anew before."""
    if CandidateList.objects.newest(scene.edition) is None:
        decide_list(scene)
    report_to_group(scene)
    return ["领导小组全体会议已经召集"] * call(scene)


def deliberate(scene: Scene) -> list[str]:
    """Hold the meeting, once its hour has come."""
    return ["会议作出决定，纪要已经登记"] * meet(scene)


def announce(scene: Scene) -> list[str]:
    """Bring the decision before the public."""
    read = read_again(scene, Step.DELIBERATION)
    noticed = notice(scene)
    printed = record_medium(scene)
    return ["再次核对资格条件"] * read + ["拟授奖名单已经公示"] * noticed + ["媒体刊登已经登记"] * printed


def call(scene: Scene) -> bool:
    """Let the secretary call a meeting for the next working morning, where none is to come or has decided."""
    secretary, last = scene.one(Role.SECRETARY), Meeting.objects.newest(scene.edition)
    if last or services.call_blockers(scene.edition, secretary, at=scene.at):
        return False
    held_at = datetime.combine(scene.calendar.period_end(shanghai(scene.at), 1), time(9), SHANGHAI)
    services.call_meeting(scene.edition, services.Invitation(held_at, PLACE, shanghai(scene.at), HOW), by=secretary, at=scene.at)
    return True


def meet(scene: Scene) -> bool:
    """Once the hour has come: who came and who left, the result by secretary and member, the minutes. Tell whether minutes were entered."""
    meeting, secretary = Meeting.objects.newest(scene.edition), scene.one(Role.SECRETARY)
    if meeting is None or scene.at < meeting.held_at:
        return False
    if not Attendance.objects.newest(meeting) and not services.attendance_blockers(meeting, secretary, at=scene.at):
        services.record_attendance(meeting, *attendance(meeting), by=secretary, at=scene.at)
    scene.pause(hours=1)
    if not MeetingDecision.objects.filter(meeting=meeting).exists():
        decide(scene, meeting, secretary)
    if services.minutes_blockers(meeting, secretary, at=scene.at) or Minutes.objects.filter(meeting=meeting).exists():
        return False
    scene.pause(hours=2)
    services.record_minutes(meeting, number="演示纪要〔2026〕1号", dated_on=shanghai(scene.at), by=secretary, at=scene.at)
    return True


def attendance(meeting: Meeting) -> tuple[list[dict], list[dict]]:
    """Everybody came; whoever has a tie left for that item."""
    people = members(meeting.edition, meeting.held_at)
    rows = [{"member": str(one.pk), "name": one.name, "present": True} for one in people]
    tied = ties(meeting.edition, people)
    return rows, [{"member": member, "application": key, "reason": TIED} for member, keys in tied.items() for key in sorted(keys)]


def decide(scene: Scene, meeting: Meeting, secretary: Actor) -> None:
    """The secretary records what was decided, a member who left for nothing confirms."""
    result = result_of(scene.edition)
    if deciding.blockers(meeting, secretary, at=scene.at) or deciding.against(meeting, result):
        return
    deciding.propose(meeting, result, by=secretary, at=scene.at)
    scene.pause(minutes=30)
    for member in scene.all(Role.LEADING_GROUP):
        if not deciding.second_blockers(meeting, member, at=scene.at):
            deciding.confirm(meeting, by=member, at=scene.at)
            return


def result_of(edition: Edition) -> deciding.Result:
    """Everybody as the list has him, but one whom the meeting leaves out."""
    listed = {row["application"]: row["grade"] for row in CandidateList.objects.newest(edition).rows}
    held, rows = held_on_table(edition), []
    for one in on_table(edition):
        grade = "" if fate_of(one) == Fate.UNPROPOSED or one.pk in held else listed.get(str(one.pk), "")
        how = deciding.HELD if one.pk in held else deciding.CONSENSUS
        votes = {"for": 0, "against": 0, "abstained": 0}
        rows.append({"application": str(one.pk), "grade": grade, "how": how, "reason": FOR if grade else AGAINST} | votes)
    return deciding.Result(Outcome.DECIDED.value, rows=rows, vacancy=VACANT)


def notice(scene: Scene) -> bool:
    """Let two publish the award list, or a supplement for whoever was added; tell whether one went out."""
    out = is_award_out(scene.edition)
    if out and not award_unnoticed(scene.edition):
        return False
    return published(scene, NoticeKind.AWARD_SUPPLEMENT if out else NoticeKind.AWARD, *scene.office)


def record_medium(scene: Scene) -> bool:
    """Record the first news medium of every award notice; tell whether one was recorded."""
    first, found = scene.office[0], NoticePublication.objects.filter(notice__edition=scene.edition, notice__kind__in=OF_AWARD)
    done = 0
    for publication in found.select_related("notice__edition"):
        if not appearance.blockers(publication, first, at=scene.at):
            day = shanghai(scene.at)
            appearance.record_appearance(publication, outlet=OUTLET, appeared_on=day, where="第2版（演示）", by=first, at=scene.at)
            done += 1
    return bool(done)
