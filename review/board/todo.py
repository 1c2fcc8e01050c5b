"""What panels and assignments ask of the organizers: to confirm what another prepared, to form the panel of the round in
which the edition stands, and to give every application its reviewers."""

from django.urls import reverse

from accounts.grants.models import Role
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
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


def todo(asking: Asking) -> list[Todo]:
    """Return what the organizers' acts ask of this actor."""
    if not asking.actor.is_(*ORGANIZERS):
        return []
    return _confirmations(asking) + _panels(asking) + _plans(asking)


def _confirmations(asking: Asking) -> list[Todo]:
    """The newest proposal of each act and subject, prepared by a colleague, neither confirmed nor sent back. One query."""
    found = Proposal.objects.awaiting().filter(move__in=PLACES, edition__in=asking.editions, grant__unit=asking.actor.unit)
    return [_confirmation(one) for one in found.exclude(by=asking.actor.person).select_related("by").order_by("event_id")]


def _confirmation(proposal: Proposal) -> Todo:
    act, name, argument = PLACES[proposal.move]
    keys = {"pk": proposal.edition_id} | ({argument: proposal.subject} if argument else {})
    if name == "panel_form":
        keys["name"] = ROUND_OF_FORM[proposal.move].value
    text = f"{proposal.by.name}已经经办，请核对后确认，或者退回。"
    return Todo(f"确认{act.label}", text, reverse(f"review:{name}", kwargs=keys), "核对并确认", act.article)


def _panels(asking: Asking) -> list[Todo]:
    """A round that has begun and has no panel: it wants reviewers, then one prepares the panel."""
    found, actor = [], asking.actor
    for edition in asking.editions:
        round_ = ROUND_OF.get(Step(edition.step))
        if round_ is None:
            continue
        if Panel.objects.standing().filter(edition=edition, round=round_).exists() or not organizes(round_, actor, edition, asking.at):
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


def _plans(asking: Asking) -> list[Todo]:
    """Applications of the materials review that want reviewers, once there is a panel; whom a reviewer left is another line.

    Four queries for an edition in step 4.
    """
    found = []
    for edition in asking.within(Step.MATERIALS):
        if not _assigns(edition, asking):
            continue
        wanting = [row for row in rows_of(edition, Round.MATERIALS) if row.wants and not row.vacated]
        if wanting:
            address = reverse("review:assignments", args=[edition.pk])
            text = "排好草案，两人核对后下达。"
            found.append(Todo(f"给{len(wanting)}份申报分派评审员", text, address, "去分派", "18(4)"))
    return found


def _assigns(edition: Edition, asking: Asking) -> bool:
    """Tell whether the materials review has a panel and this actor, or his agency by its mandate, assigns its reviewers."""
    mandates = Mandate.objects.of(asking.actor).in_force(shanghai(asking.at)).filter(edition=edition, materials=True)
    entrusted = not asking.actor.is_(Role.AGENCY) or mandates.exists()
    return entrusted and Panel.objects.standing().filter(edition=edition, round=Round.MATERIALS).exists()
