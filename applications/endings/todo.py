"""What endings ask of somebody, and who withdrew lately."""

from django.urls import reverse

from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Application, Status, StatusChange
from applications.endings.services import open_endings
from core.todo import Happening, Todo
from procedure.asking import Asking

RECENT = 8


def todo(asking: Asking) -> list[Todo]:
    """Return the endings that wait for this actor's hand."""
    edition, actor = asking.edition, asking.actor
    if edition is None or not actor.is_(Role.OFFICE, Role.LEADING_GROUP):
        return []
    return [
        Todo(
            f"确认终止：{application.applicant.unit}的申报",
            f"{row.by.name}提出：{row.get_ground_display()}。请核对证明。",
            reverse("applications:end", args=[application.pk]),
            "核对并确认",
            "13(3)",
        )
        for application, row in open_endings(edition, actor)
    ]


def happened(asking: Asking) -> list[Happening]:
    """Return who withdrew or was ended after submitting, newest first, for the office and for the body concerned."""
    edition, actor = asking.edition, asking.actor
    if edition is None or not actor.is_(Role.OFFICE, *BODY_ROLES):
        return []
    seen = Application.objects.visible_to(actor).filter(edition=edition, status__in=[Status.WITHDRAWN, Status.ENDED])
    rows = StatusChange.objects.filter(subject__in=seen, target__in=[Status.WITHDRAWN, Status.ENDED])
    rows = rows.select_related("subject__applicant__unit").order_by("-pk")[:RECENT]
    words = {Status.WITHDRAWN: "撤回申报", Status.ENDED: "的申报终止"}
    return [Happening(row.at, f"{row.subject.applicant.unit}{words[Status(row.target)]}。{row.reason}") for row in rows]
