"""What mandates ask of the office: to confirm what another prepared."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.todo import Todo
from procedure.editions.models import Edition
from review.mandates.models import Mandate
from review.mandates.services import END, ENTRUST


def todo(actor: Actor, at: datetime) -> list[Todo]:
    """Return the mandates and their endings that wait for this actor's hand."""
    edition = Edition.objects.current()
    if edition is None or not actor.is_(Role.OFFICE):
        return []
    mandates = Mandate.objects.standing().filter(edition=edition).select_related("agency")
    asked = [(ENTRUST, edition, "review:mandate_new", "委托第三方机构")]
    asked += [(END, one, "review:mandate_end", f"终止对{one.agency}的委托") for one in mandates]
    waiting = [(act.proposal(subject), subject, url, words, act) for act, subject, url, words in asked]
    return [
        Todo(f"确认{words}", f"{row.by.name}已经经办，请核对后确认，或者退回。", reverse(url, args=[subject.pk]), "核对并确认", act.article)
        for row, subject, url, words, act in waiting
        if row and row.by_id != actor.person_id
    ]
