"""Checkpoints leave the house: each is mailed to whoever supervises its edition, so that a rewritten chain does not agree with his mail."""

from datetime import datetime

from accounts.grants.models import Grant, Role
from core.clock import shanghai
from core.ledger.models import Checkpoint
from core.ledger.services import ref, statement
from core.outbox.models import Message
from core.outbox.services import put_mail
from procedure.supervision.models import SupervisionInvitation

KEEP = "请留存这封邮件。以后核对台账时，把上面一行交给核对程序：与库中不一致的，说明台账被改写。程序和公钥在“查验真伪”页。"


def mail_checkpoints(at: datetime) -> int:
    """Mail every checkpoint taken since a supervisor was invited that he does not have yet; return how many went. Called by the sweep."""
    today = shanghai(at)
    count = 0
    for invitation in SupervisionInvitation.objects.filter(from_on__lte=today, until_on__gte=today).select_related("edition"):
        taken = Checkpoint.objects.filter(chain__name=invitation.edition.chain, on__gte=invitation.from_on).select_related("chain")
        count += sum(_mail(point, address, at) for address in _addresses(invitation, at) for point in _missing(taken, address))
    return count


def _addresses(invitation: SupervisionInvitation, at: datetime) -> list[str]:
    grants = Grant.objects.in_force(shanghai(at)).filter(role=Role.SUPERVISOR, unit=invitation.department).exclude(person__email="")
    return sorted(set(grants.values_list("person__email", flat=True)))


def _missing(taken, address: str) -> list[Checkpoint]:
    points = {ref(point): point for point in taken.order_by("number")}
    sent = set(Message.objects.filter(address=address, about__in=list(points)).values_list("about", flat=True))
    return [point for about, point in points.items() if about not in sent]


def _mail(point: Checkpoint, address: str, at: datetime) -> int:
    line = f"{statement(point)} {point.signature}"
    put_mail(address, subject=f"台账校验点：{point.chain.title}第{point.number}号", text=f"{line}\n\n{KEEP}", at=at, about=ref(point))
    return 1
