"""材料评审: reviewers declare, the plan is drafted evenly and deployed, sheets are locked, the round closed, report and list by two."""

from applications.cases.models import Application, Status
from jinzhong_award.demonstration.applicants import Fate
from jinzhong_award.demonstration.many import many
from jinzhong_award.demonstration.many_scored import score_crowd
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.reports import issue
from jinzhong_award.demonstration.reviewers import form_panel, make_ready, ready
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.sheets import close_round, lock_open_sheets
from jinzhong_award.demonstration.supervising import invite_supervisor
from review.assignments import deployment, plans
from review.panels.models import Panel
from review.recusals.services import record_conflicts
from review.reports import listing
from review.reports.drafts import MATERIALS_REPORT
from review.rounds import Round

ROUND = Round.MATERIALS
ADVANCES = "材料评审成绩在本奖项前列，列入现场评审名单（演示）。"
STAYS = "材料评审成绩靠后，主要条目缺少连续三年的结果数据，本届不列入（演示）。"


def arrange(scene: Scene) -> list[str]:
    """Invite the supervisor, make the reviewers ready, and assign to them."""
    invited = invite_supervisor(scene)
    declared = make_ready(scene)
    if not Panel.objects.filter(edition=scene.edition, round=ROUND).exists():
        form_panel(scene, ROUND, ready(scene, ROUND))
    deployed = deploy(scene)
    said = ["领导小组邀请监督这一届"] * invited + [f"{declared}名评审员接受邀请、签署承诺、声明利害关系"] * bool(declared)
    return said + [f"分派{deployed}份评审任务"] * bool(deployed)


def score(scene: Scene) -> list[str]:
    """Lock every sheet."""
    locked = score_crowd(scene, many(scene)) + lock_open_sheets(scene, ROUND)
    return [f"锁定{locked}份评分表"] * bool(locked)


def conclude(scene: Scene) -> list[str]:
    """Close the scoring, report, and bring the round to its list."""
    closed = close_round(scene, ROUND)
    reported = issue(scene, MATERIALS_REPORT)
    listed = decide_list(scene)
    scene.release_letters()
    said = ["结束评分"] * closed + ["材料评审报告已经签发"] * reported
    return said + [f"对{listed}份申报决定进入或者不进入现场评审，并且告知"] * bool(listed)


def deploy(scene: Scene) -> int:
    """Draft an even plan for whatever lacks reviewers and deploy it by two; return how many were assigned."""
    edition, (first, second) = scene.edition, scene.office
    if plans.DEPLOY.blockers(edition, first, at=scene.at):
        return 0
    plan = plans.plan_of(edition)
    if not plan.lacking and not plan.pairs:
        return 0
    record_conflicts(edition, at=scene.at, by=first)
    drafted = draft(plans.plan_of(edition))
    plans.save(edition, drafted, revision=plan.draft.revision, by=first, at=scene.at)
    if deployment.plan_faults(plans.plan_of(edition)):
        return 0
    deployment.propose(edition, by=first, at=scene.at)
    scene.pause(minutes=30)
    return len(deployment.confirm(edition, by=second, at=scene.at))


def draft(plan: plans.Plan) -> dict[str, list[str]]:
    """Return what is ticked and who is added, the least burdened first, in the order of names: the same for the same cast."""
    load, drafted = plan.loads, {}
    for one in sorted(plan.applications, key=lambda one: one.applicant.unit.name):
        ticked = [who for key, who in plan.pairs if key == one.pk]
        there = {*ticked, *(who for key, who in plan.standing if key == one.pk)}
        free = [who for who in plan.reviewers if who.pk not in there and (one.pk, who.pk) not in plan.forbidden]
        added = sorted(free, key=lambda who: (load[who.pk], who.person.username))[: plan.lacking.get(one.pk, 0)]
        load.update(who.pk for who in added)
        drafted[str(one.pk)] = [str(key) for key in (*ticked, *(who.pk for who in added))]
    return drafted


def decide_list(scene: Scene) -> int:
    """Propose and confirm the on-site list over every accepted application; return over how many."""
    edition, (first, second) = scene.edition, scene.office
    found = [line.application for line in listing.lines_of(edition) if not line.held]
    if not found or listing.blockers(edition, first, at=scene.at):
        return 0
    stays = {one for one in found if fate_of(one) == Fate.STAYS}
    choices = {
        one: listing.Choice(listing.NOT_ADVANCE, STAYS) if one in stays else listing.Choice(listing.ADVANCE_ON_SITE, ADVANCES)
        for one in found
    }
    listing.propose(edition, choices, by=first, at=scene.at)
    scene.pause(minutes=40)
    listing.confirm(edition, by=second, at=scene.at)
    return Application.objects.filter(pk__in=[one.pk for one in found]).exclude(status=Status.ACCEPTED).count()
