"""陈述答辩: the order is drawn for the next working day; on the day everybody speaks or is missed, sheets are locked, the round closed."""

from datetime import datetime, time, timedelta

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core.clock import SHANGHAI, midnight_after, shanghai
from jinzhong_award.demonstration.applicants import Fate
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.reviewers import make_ready, panel_for
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.sheets import close_round, lock_open_sheets
from review.defense import registering, room, services
from review.defense.models import DefenseSession, Slot
from review.defense.sitting import Sitting, minutes_of
from review.moves import MISS_DEFENSE
from review.rounds import Round

ROUND = Round.ORAL_DEFENSE
ROOM = "市政府第二会议室（演示）"
BRING = "演示文稿，两人以内"
QUESTION, ANSWER = "关键过程的能力指数怎样得到，怎样保持？", "按月统计，低于目标的立项改进，三年没有反复（演示）。"
STAYED_AWAY = "到时间没有到场，电话联系，对方说当天不能参加（演示）。"
WHY = "在通知的时间没有到场参加陈述答辩（演示）。"


def arrange(scene: Scene) -> list[str]:
    """Draw the order of everybody who is to be heard, and tell it."""
    make_ready(scene)
    drawn = draw(scene)
    scene.release_letters()
    return [f"为{drawn}份申报抽签排定答辩次序并告知"] * bool(drawn)


def hear_all(scene: Scene) -> list[str]:
    """Hear everybody whose day has come, and lock the sheets."""
    heard = sum(hear(scene, slot) for slot in scene.each("陈述、质询", waiting_slots(scene)))
    locked = lock_open_sheets(scene, ROUND)
    return [f"{heard}份到场答辩"] * bool(heard) + [f"锁定{locked}份专家评分表"] * bool(locked)


def conclude(scene: Scene) -> list[str]:
    """Enter who was heard and who was absent, and close the scoring."""
    for session in DefenseSession.objects.filter(edition=scene.edition).order_by("event_id"):
        if registering.ready(session):
            registering.defend_all(session, by=scene.office[0], at=scene.at)
    absent = sum(miss(scene, one) for one in scene.each("核对未到场的", passed(scene)))
    scene.release_letters()
    closed = close_round(scene, ROUND)
    return [f"登记{absent}份未到场"] * bool(absent) + ["结束评分"] * closed


def passed(scene: Scene) -> list[Application]:
    """Return who passed the on-site review and is neither defended nor absent."""
    return list(Application.objects.filter(edition=scene.edition, status=Status.PASSED).whole().order_by("applicant__unit__name"))


def draw(scene: Scene) -> int:
    """Let two arrange a sitting for as many as a day can hear, and draw; return how many have a time now."""
    edition, (first, second) = scene.edition, scene.office
    if services.DRAW.blockers(edition, first, at=scene.at):
        return 0
    done = 0
    while found := list(services.waiting(edition)):
        sitting = sitting_for(scene, found)
        if sitting is None or services.against(edition, sitting, first, at=scene.at):
            break
        services.propose(edition, sitting, by=first, at=scene.at)
        services.confirm(edition, by=second, at=scene.at)
        done += len(sitting.entrants)
    return done


def sitting_for(scene: Scene, found: list[Application]) -> Sitting | None:
    """Return a sitting of the next free working day, with as many of these as fit before midnight; None where no panel is left."""
    rule = minutes_of(scene.edition)
    begins_at = next_free_morning(scene)
    length = timedelta(minutes=sum(rule.values()))
    fit = found[: (midnight_after(shanghai(begins_at)) - begins_at) // length]
    panel = panel_for(scene, ROUND, fit)
    if panel is None:
        return None
    return Sitting(str(panel.pk), begins_at, ROOM, tuple(sorted(str(one.pk) for one in fit)), bring=BRING, **rule)


def next_free_morning(scene: Scene) -> datetime:
    """Return nine o'clock of the first working day after today on which nobody is heard yet."""
    taken = {shanghai(one) for one in Slot.objects.standing().filter(session__edition=scene.edition).values_list("begins_at", flat=True)}
    day = shanghai(scene.at)
    while True:
        day = scene.calendar.period_end(day, 1)
        if day not in taken:
            return datetime.combine(day, time(9), SHANGHAI)


def waiting_slots(scene: Scene) -> list[Slot]:
    """Return the times of those who have neither spoken nor been missed, in their order."""
    found = Slot.objects.standing().filter(session__edition=scene.edition, appearance=None, application__status=Status.PASSED)
    return list(found.whole().order_by("begins_at", "order"))


def hear(scene: Scene, slot: Slot) -> bool:
    """Once all of a day's times have begun: somebody speaks and is asked, or is missed; tell whether he spoke."""
    first = scene.office[0]
    if scene.at < slot.begins_at:
        return False
    if fate_of(slot.application) == Fate.ABSENT:
        if not room.miss_blockers(slot, first, scene.at):
            room.miss(slot, note=STAYED_AWAY, by=first, at=scene.at)
        return False
    if room.begin_blockers(slot, first, scene.at):
        return False
    speaker = scene.one(Role.APPLICANT, slot.application.applicant.unit)
    room.begin(slot, speaker=speaker.person.name if speaker else "主讲人", post="主讲人", by=first, at=scene.at)
    experts = room.experts_of(slot)
    if experts:
        room.ask(slot, reviewer=experts[0], text=QUESTION, answer=ANSWER, by=first, at=scene.at)
    return True


def miss(scene: Scene, application: Application) -> bool:
    """Let two enter somebody as absent; tell whether they did."""
    first, second = scene.office
    if MISS_DEFENSE.blockers(application, first, at=scene.at):
        return False
    registering.propose_miss(application, reason=WHY, by=first, at=scene.at)
    registering.confirm_miss(application, by=second, at=scene.at)
    return True
