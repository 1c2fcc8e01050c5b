"""What mandates ask of the office: to confirm what another prepared."""

from django.urls import reverse

from accounts.grants.models import Role
from core.todo import Todo
from procedure.acts.act import Act
from procedure.asking import Asking
from procedure.proposals.models import Proposal
from review.mandates.models import Mandate
from review.mandates.services import END, ENTRUST


def todo(asking: Asking) -> list[Todo]:
    """Return the mandates and their endings that wait for this actor's hand."""
    edition, actor = asking.edition, asking.actor
    if edition is None or not actor.is_(Role.OFFICE):
        return []
    rows = Proposal.objects.awaiting().filter(edition=edition, move__in=(ENTRUST.name, END.name)).exclude(by=actor.person)
    rows = list(rows.select_related("by"))
    mandates = Mandate.objects.standing().filter(edition=edition, pk__in=[row.subject for row in rows]).select_related("agency")
    ended = {str(one.pk): one for one in mandates} if rows else {}
    found = [_confirm(ENTRUST, row, "review:mandate_new", "委托第三方机构") for row in rows if row.move == ENTRUST.name]
    return found + [
        _confirm(END, row, "review:mandate_end", f"终止对{ended[row.subject].agency}的委托") for row in rows if row.subject in ended
    ]


def _confirm(act: Act, row: Proposal, url: str, words: str) -> Todo:
    text = f"{row.by.name}已经经办，请核对后确认，或者退回。"
    return Todo(f"确认{words}", text, reverse(url, args=[row.subject]), "核对并确认", act.article)
