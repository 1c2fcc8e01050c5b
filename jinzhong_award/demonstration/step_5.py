"""现场评审: each listed application gets its panel and day, is told and agrees; the panel records, locks and signs; two decide."""

from datetime import timedelta

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.answers.posted import base_of
from applications.cases.models import Application, Status
from core.clock import shanghai
from jinzhong_award.demonstration.applicants import Fate, entrant_of
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.reviewers import make_ready, panel_for, reviewer_acting
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.sheets import MIDDLE, points
from review.moves import NOT_PASS, PASS
from review.rounds import Round
from review.sheets.items import Item
from review.visits import deciding, services
from review.visits.models import Visit, VisitReport
from review.visits.record import SUMMARY, Entry, entries_of, record_blockers, save, typed_of
from review.visits.reporting import lock_blockers, lock_report, sign, sign_blockers, standing_report, team

ONE_DAY = timedelta(days=1)
SEEN = "查看现场和原始记录，与材料一致（演示）。"
WELL = "现场与申报材料一致，过程管理扎实，改进有记录可查（演示）。"
ILL = "现场记录与申报材料有三处不一致，关键过程缺少原始记录（演示）。"


def arrange(scene: Scene) -> list[str]:
    """Plan every visit, and tell its applicant."""
    make_ready(scene)
    planned = sum(plan(scene, one) for one in scene.each("安排现场评审", listed(scene)))
    scene.release_letters()
    scene.pause(days=2 if planned else 0)
    return [f"安排{planned}份申报的现场评审并告知"] * bool(planned)


def visit(scene: Scene) -> list[str]:
    """Bring every visit to its signed report."""
    reported = sum(report(scene, one) for one in scene.each("现场记录、锁定报告、签字", listed(scene)))
    return [f"形成{reported}份评审组报告"] * bool(reported)


def conclude(scene: Scene) -> list[str]:
    """Bring every listed application to its decision."""
    decided = sum(decide(scene, one) for one in scene.each("决定通过或者不通过", listed(scene)))
    scene.release_letters()
    return [f"决定{decided}份通过或者不通过"] * bool(decided)


def listed(scene: Scene) -> list[Application]:
    """Return what waits for its decision in this step."""
    return list(Application.objects.filter(edition=scene.edition, status=Status.ADVANCING).whole().order_by("applicant__unit__name"))


def plan(scene: Scene, application: Application) -> bool:
    """Let two plan the visit; tell whether they did."""
    first, second = scene.office
    if services.standing_visit(application) or services.plan_blockers(application, first, at=scene.at):
        return False
    panel = panel_for(scene, Round.ON_SITE, [application])
    if panel is None:
        return False
    on = shanghai(scene.at) if scene.live else shanghai(scene.working(scene.at.replace(hour=1, minute=0) + ONE_DAY))
    wanted = services.Plan(str(panel.pk), on, f"{application.applicant.unit}会议室", note="近三年的质量记录")
    services.propose(application, wanted, by=first, at=scene.at)
    services.confirm(application, by=second, at=scene.at)
    return True


def report(scene: Scene, application: Application) -> bool:
    """The applicant agrees, the panel records what is missing, its chair locks, everybody signs; tell whether a report was locked."""
    visit = services.standing_visit(application)
    if visit is None:
        return False
    agree(scene, visit)
    members = team(visit)
    chair = next((reviewer_acting(scene, member.reviewer) for member in members if member.chair), None)
    if chair is None or record_blockers(visit, chair, at=scene.at):
        return False
    scene.pause(hours=2)
    locked = record(scene, visit, chair)
    for member in members:
        by = reviewer_acting(scene, member.reviewer)
        newest = standing_report(visit)
        if newest and not sign_blockers(newest, by, at=scene.at):
            sign(newest, by=by, at=scene.at, method="demo")
    return locked


def agree(scene: Scene, visit: Visit) -> None:
    """The applicant confirms the day."""
    by = scene.one(Role.APPLICANT, visit.application.applicant.unit)
    if by and not services.against_answer(visit, by, scene.at):
        services.answer(visit, agreed=True, note="", by=by, at=scene.at)


def record(scene: Scene, visit: Visit, by: Actor) -> bool:
    """Record every item that has no points, and the summary; lock it. What was typed stays."""
    if VisitReport.objects.standing().filter(visit__application=visit.application).exists():
        return False
    unit, fails = visit.application.applicant.unit.name, fate_of(visit.application) == Fate.FAILS
    entrant, dice = entrant_of(unit), scene.dice("visit", unit)
    rate = (entrant.rate if entrant else MIDDLE) - (12 if fails else 0) + dice.uniform(-3, 3)
    for entry in entries_of(visit):
        said = {"match": "same", "finding": SEEN, "points": points(_item(entry), rate, dice)}
        if not entry.done:
            save(visit, entry.item.key, typed=said | {k: v for k, v in entry.typed.items() if v}, bases=_bases(entry), by=by, at=scene.at)
    if not typed_of(visit).get(SUMMARY, {}).get("text"):
        save(visit, SUMMARY, typed={"text": ILL if fails else WELL}, bases={}, by=by, at=scene.at)
    if lock_blockers(visit, by, at=scene.at):
        return False
    lock_report(visit, passed=not fails, by=by, at=scene.at)
    return True


def decide(scene: Scene, application: Application) -> bool:
    """Let two decide on the report; tell whether they did."""
    first, second = scene.office
    newest = VisitReport.objects.standing().filter(visit__application=application).order_by("-event_id").first()
    move = PASS if newest and newest.passed else NOT_PASS
    if newest is None or deciding.first_blockers(move, application, first, at=scene.at):
        return False
    deciding.propose(move, application, reason=WELL if newest.passed else ILL, by=first, at=scene.at)
    scene.pause(minutes=15)
    deciding.confirm(move, application, by=second, at=scene.at)
    return True


def _item(entry: Entry) -> Item:
    return Item(entry.item.key, entry.item.code, entry.item.title, entry.item.points)


def _bases(entry: Entry) -> dict[str, str]:
    return {name: base_of(text) for name, text in entry.typed.items()}
