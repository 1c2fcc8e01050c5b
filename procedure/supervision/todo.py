"""What supervision asks of the leading group: to confirm an invitation that another prepared."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from core.todo import Todo
from procedure.editions.models import Edition
from procedure.supervision.services import ARTICLE, INVITE


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return the invitation that waits for this actor's hand."""
    edition = Edition.objects.current() if actor.is_(*INVITE.roles) else None
    row = INVITE.proposal(edition) if edition else None
    if not INVITE.awaits(row, actor, at=at):
        return []
    sentence = f"{row.by.name}已经经办，请核对后确认，或者退回。"
    return [Todo("确认邀请监督", sentence, reverse("procedure:supervision_invite", args=[edition.pk]), "核对并确认", ARTICLE)]
