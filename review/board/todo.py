"""What panels and assignments ask of the organizers: to confirm what another prepared, to form the panel of the round in
which the edition stands, and to give every application its reviewers."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.todo import Todo
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.assignments.deployment import UNDO
from review.assignments.plans import DEPLOY
from review.assignments.replacing import REPLACE
from review.assignments.services import pledged
from review.board.rows import rows_of
from review.mandates.models import Mandate
from review.organizers import ORGANIZERS
from review.panels.acts import ARTICLE, CHANGE, DISSOLVE, FORM, organizes
from review.panels.models import Panel
from review.reviewers.models import Invitation
from review.rounds import ROUND_OF, Round

# The address of each act: its name and the name of the argument that is the act's subject, where the edition is not.
PLACES = (
    {act.name: (act, "panel_form", "") for act in FORM.values()}
    | {act.name: (act, "panel_seat", "seat") for act in CHANGE.values()}
    | {act.name: (act, "panel_dissolve", "panel") for act in DISSOLVE.values()}
    | {act.name: (act, "assignment_replace", "assignment") for act in REPLACE.values()}
    | {DEPLOY.name: (DEPLOY, "assignments_deploy", ""), UNDO.name: (UNDO, "assignments_undo", "decision")}
)
ROUND_OF_FORM = {act.name: round_ for round_, act in FORM.items()}


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what the organizers' acts ask of this actor."""
    if not actor.is_(*ORGANIZERS):
        return []
    return _confirmations(actor) + _panels(actor, at) + _plans(actor, at)


def _confirmations(actor: Actor) -> list[Todo]:
    """The newest proposal of each act and subject, prepared by a colleague, neither confirmed nor sent back. One query."""
    found = Proposal.objects.filter(move__in=PLACES, edition__in=Edition.objects.running(), grant__unit=actor.unit)
    newest = {(one.move, one.subject): one for one in found.select_related("by", "returned", "confirmation").order_by("event_id")}
    waiting = [one for one in newest.values() if not (hasattr(one, "returned") or hasattr(one, "confirmation"))]
    return [_confirmation(one) for one in waiting if one.by_id != actor.person_id]


def _confirmation(proposal: Proposal) -> Todo:
    act, name, argument = PLACES[proposal.move]
    keys = {"pk": proposal.edition_id} | ({argument: proposal.subject} if argument else {})
    if name == "panel_form":
        keys["name"] = ROUND_OF_FORM[proposal.move].value
    text = f"{proposal.by.name}已经经办，请核对后确认，或者退回。"
    return Todo(f"确认{act.label}", text, reverse(f"review:{name}", kwargs=keys), "核对并确认", act.article)


def _panels(actor: Actor, at: datetime) -> list[Todo]:
    """A round that has begun and has no panel: it wants reviewers, then one prepares the panel."""
    found = []
    for edition in Edition.objects.filter(step__in=ROUND_OF):
        round_ = ROUND_OF[Step(edition.step)]
        if Panel.objects.standing().filter(edition=edition, round=round_).exists() or not organizes(round_, actor, edition, at):
            continue
        if pledged(edition, round_):
            found += [] if FORM[round_].proposal(edition) else [_panel(edition, round_)]
        elif not Invitation.objects.standing().filter(edition=edition).exists():
            text = "先登记来源、专长和任职单位，再邀请；接受并签了承诺的，才能进评审组。"
            found.append(Todo("登记并邀请评审员", text, reverse("review:reviewers"), "去邀请", ARTICLE))
    return found


def _panel(edition: Edition, round_: Round) -> Todo:
    text = "从签了承诺的评审员里选组长、组员和备选，由另一人确认。"
    return Todo(f"组成{round_.label}组", text, f"{reverse('review:panels', args=[edition.pk])}?round={round_.value}", "去组成", ARTICLE)


def _plans(actor: Actor, at: datetime) -> list[Todo]:
    """Applications of the materials review that want reviewers, once there is a panel; whom a reviewer left is another line.

    Four queries for an edition in step 4.
    """
    formed = Panel.objects.standing().filter(edition=OuterRef("pk"), round=Round.MATERIALS)
    editions = Edition.objects.filter(Exists(formed), step=Step.MATERIALS)
    if actor.is_(Role.AGENCY):
        mandates = Mandate.objects.of(actor).in_force(shanghai(at)).filter(materials=True)
        editions = editions.filter(pk__in=mandates.values("edition"))
    found = []
    for edition in editions:
        wanting = [row for row in rows_of(edition, Round.MATERIALS) if row.wants and not row.vacated]
        if wanting:
            address = reverse("review:assignments", args=[edition.pk])
            text = "排好草案，两人核对后下达。"
            found.append(Todo(f"给{len(wanting)}份申报分派评审员", text, address, "去分派", "18(4)"))
    return found
