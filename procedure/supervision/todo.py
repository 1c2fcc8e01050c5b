"""What supervision asks of the leading group: to confirm an invitation that another prepared."""

from django.urls import reverse

from core.todo import Todo
from procedure.asking import Asking
from procedure.supervision.services import ARTICLE, INVITE


def todo(asking: Asking) -> list[Todo]:
    """Return the invitation that waits for this actor's hand."""
    edition = asking.edition if asking.actor.is_(*INVITE.roles) else None
    row = INVITE.proposal(edition) if edition else None
    if not INVITE.awaits(row, asking.actor, at=asking.at):
        return []
    sentence = f"{row.by.name}已经经办，请核对后确认，或者退回。"
    return [Todo("确认邀请监督", sentence, reverse("procedure:supervision_invite", args=[edition.pk]), "核对并确认", ARTICLE)]
