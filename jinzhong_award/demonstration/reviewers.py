"""The reviewers of an edition: invited by the office, each accepts, signs the pledge, declares his interests; panels of them by two."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from jinzhong_award.demonstration.applicants import BY_NAME
from jinzhong_award.demonstration.scene import Scene, signed
from procedure.parameters.services import value
from review.assignments.services import conflicts, pledged
from review.panels import services as panels
from review.panels.acts import FORM, LEAST
from review.panels.models import Panel
from review.recusals import declaring
from review.recusals.models import InterestKind
from review.recusals.services import record_conflicts
from review.reviewers import invitations, pledges
from review.reviewers.models import Invitation, Reviewer
from review.rounds import Round
from review.seating import members_of

ANSWER_WITHIN = timedelta(days=14)
# Whose interest, by the user name, in whom, by the key of the cast.
INTERESTS = {("reviewer-2", "hengqi"): (InterestKind.KIN, "配偶的兄弟在该单位任职（演示）。")}
NAMES = {Round.MATERIALS: "材料评审组", Round.ON_SITE: "专项评审组", Round.ORAL_DEFENSE: "答辩专家组"}


def reviewer_acting(scene: Scene, reviewer: Reviewer) -> Actor:
    """Return a reviewer as he acts."""
    return scene.as_(reviewer.person, Role.REVIEWER)


def make_ready(scene: Scene) -> int:
    """Invite whoever of the pool was not, let each accept, pledge and declare; return how many declared."""
    edition, first = scene.edition, scene.office[0]
    known = invitations.newest_of(edition).values("reviewer")
    new = list(Reviewer.objects.exclude(pk__in=known).filter(person__grants__in=_in_force(scene)).distinct().order_by("person__username"))
    if new and not invitations.blockers(edition, first, at=scene.at):
        rounds = invitations.open_rounds(edition, first, scene.at)
        invitations.invite(edition, new, rounds=rounds, answer_by=shanghai(scene.at) + ANSWER_WITHIN, by=first, at=scene.at)
    scene.pause(hours=3)
    found = list(invitations.newest_of(edition).order_by("reviewer__person__username"))
    waiting = scene.each("评审员接受邀请、承诺、声明利害关系", found) if new else found
    return sum(answered(scene, invitation) for invitation in waiting)


def answered(scene: Scene, invitation: Invitation) -> bool:
    """Accept, pledge, declare: as far as it was not done; tell whether he declared now."""
    by, at = reviewer_acting(scene, invitation.reviewer), scene.at
    if not invitations.answer_blockers(invitation, by, at=at):
        invitations.answer(invitation, accepted=True, by=by, at=at)
    invitation = Invitation.objects.select_related("edition", "reviewer__person").get(pk=invitation.pk)
    if not invitations.pledge_blockers(invitation, by, at=at):
        invitations.pledge(invitation, by=by, at=at, signature=signed(pledges.fingerprint(invitation)))
    if declaring.blockers(invitation, by, at=at) or not declaring.undeclared(invitation):
        return False
    listed = declaring.listed(invitation)
    interests = {
        one.pk: INTERESTS[by.person.username, entrant.key]
        for one in listed
        if (entrant := BY_NAME.get(one.applicant.unit.name)) and (by.person.username, entrant.key) in INTERESTS
    }
    declaring.declare(invitation, interests=interests, applications={one.pk for one in listed}, by=by, at=at)
    return True


def form_panel(scene: Scene, round_: Round, members: Sequence[Reviewer], *, name: str = "") -> Panel | None:
    """Let two form a panel, the first its chair; None where they may not."""
    first, second = scene.office
    if not members or FORM[round_].blockers(scene.edition, first, at=scene.at):
        return None
    wanted = panels.Composition(name or NAMES[round_], "", members[0], tuple(members[1:]), ())
    panels.propose(scene.edition, round_, wanted, by=first, at=scene.at)
    return panels.confirm(scene.edition, round_, by=second, at=scene.at)


def ready(scene: Scene, round_: Round) -> list[Reviewer]:
    """Return who is pledged to a round, by user name."""
    found = [invitation.reviewer for invitation in pledged(scene.edition, round_).values()]
    return sorted(found, key=lambda one: one.person.username)


def panel_for(scene: Scene, round_: Round, applications: Sequence) -> Panel | None:
    """Return a panel none of whose members is in conflict with any of these, formed where there is none; None where nobody is left."""
    record_conflicts(scene.edition, at=scene.at, by=scene.office[0])
    apart, keys = conflicts(scene.edition), [one.pk for one in applications]
    least = value(scene.edition, LEAST[round_]) or 1
    fit = [one for one in ready(scene, round_) if not any((key, one.pk) in apart for key in keys)]
    for panel in Panel.objects.filter(edition=scene.edition, round=round_, category="").order_by("event_id"):
        if len(members := members_of(panel)) >= least and set(members) <= set(fit):
            return panel
    number = Panel.objects.filter(edition=scene.edition, round=round_).count()
    turned = fit[number % len(fit) :] + fit[: number % len(fit)] if fit else []
    return form_panel(scene, round_, turned[:least], name=f"{NAMES[round_]}{number + 1}") if len(fit) >= least else None


def _in_force(scene: Scene):
    return [actor.grant for actor in scene.all(Role.REVIEWER)]
