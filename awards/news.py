"""What of step 9 is in others' hands, and what happened, for the home pages of the house."""

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from awards.approvals import services as approvals
from awards.approvals.models import Approval, Commendation
from awards.judgments.services import JUDGE
from awards.register import services as register
from awards.register.models import Register
from awards.requests import services as requests
from awards.requests.models import Request, RequestIssue
from core.todo import Happening, Waiting
from procedure.asking import Asking
from procedure.editions.models import Edition, Step
from publicity.news import RECENT, WHO, prepared

ACTS = (requests.ISSUE, approvals.RECORD, approvals.COMMEND, register.REGISTER, JUDGE)


def waiting(asking: Asking) -> list[Waiting]:
    """Return who has the request now, and this actor's acts that wait for the second hand."""
    if not asking.actor.is_(*WHO):
        return []
    found = [item for edition in asking.within(Step.APPROVAL) for item in _of(edition, asking.actor)]
    return [*found, *prepared(ACTS, asking, "awards:approval")]


def happened(asking: Asking) -> list[Happening]:
    """Return the latest papers of step 9 and registers, newest first."""
    if not asking.actor.is_(*WHO):
        return []
    issued = RequestIssue.objects.select_related("request__edition").order_by("-event_id")[:RECENT]
    answers = Approval.objects.select_related("request__edition").order_by("-event_id")[:RECENT]
    papers = Commendation.objects.select_related("approval__request").order_by("-event_id")[:RECENT]
    registers = Register.objects.select_related("edition").order_by("-event_id")[:RECENT]
    items = [Happening(row.at, f"请示印发：{row.document_number}", _board(row.request.edition_id)) for row in issued]
    items += [Happening(row.at, f"市政府答复：{row}", _board(row.request.edition_id)) for row in answers]
    items += [Happening(row.at, f"表彰通报印发：{row.document_number}", _board(row.approval.request.edition_id)) for row in papers]
    items += [Happening(row.at, f"{row.edition}授奖已经登记，{len(row.rows)}个", _board(row.edition_id)) for row in registers]
    return sorted(items, key=lambda item: item.at, reverse=True)[:RECENT]


def _of(edition: Edition, actor: Actor) -> list[Waiting]:
    """The office waits for the request, everybody for the answer."""
    issued = Request.objects.issued(edition)
    if issued is None and actor.is_(Role.OFFICE) and not Register.objects.filter(edition=edition).exists() and requests.rows_of(edition):
        return [Waiting("领导小组", f"印发{edition}的请示。", _board(edition.pk))]
    if issued and not Approval.objects.filter(request=issued).exists():
        return [Waiting("市人民政府", f"答复请示{issued.issue.document_number}。", _board(edition.pk))]
    return []


def _board(key) -> str:
    return reverse("awards:approval", args=[key])
