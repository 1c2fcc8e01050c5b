"""What panels and assignments ask of the organizers: to confirm what another prepared, and to give every application its reviewers."""

from datetime import datetime

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
from review.board.rows import rows_of
from review.mandates.models import Mandate
from review.organizers import ORGANIZERS
from review.panels.acts import CHANGE, FORM
from review.rounds import Round

# The address of each act: its name and the name of the argument that is the act's subject, where the edition is not.
PLACES = (
    {act.name: (act, "panel_form", "") for act in FORM.values()}
    | {act.name: (act, "panel_seat", "seat") for act in CHANGE.values()}
    | {act.name: (act, "assignment_replace", "assignment") for act in REPLACE.values()}
    | {DEPLOY.name: (DEPLOY, "assignments_deploy", ""), UNDO.name: (UNDO, "assignments_undo", "decision")}
)
ROUND_OF_FORM = {act.name: round_ for round_, act in FORM.items()}


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return what the organizers' acts ask of this actor."""
    if not actor.is_(*ORGANIZERS):
        return []
    return _confirmations(actor) + _plans(actor, at)


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


def _plans(actor: Actor, at: datetime) -> list[Todo]:
    """Applications of the materials review that want reviewers. Four queries for an edition in step 4."""
    editions = Edition.objects.filter(step=Step.MATERIALS)
    if actor.is_(Role.AGENCY):
        mandates = Mandate.objects.of(actor).in_force(shanghai(at)).filter(materials=True)
        editions = editions.filter(pk__in=mandates.values("edition"))
    found = []
    for edition in editions:
        wanting = [row for row in rows_of(edition, Round.MATERIALS) if row.wants]
        if wanting:
            address = reverse("review:assignments", args=[edition.pk])
            text = "排好草案，两人核对后下达；有人离开的，由备选接替。"
            found.append(Todo(f"给{len(wanting)}份申报分派评审员", text, address, "去分派", "18(4)"))
    return found
