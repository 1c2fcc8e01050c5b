"""The mail address to which receipts, codes and letters of a person go."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.mailbox.proving import Proving
from accounts.users.models import User
from core.ledger.services import HOUSE, lock, record, ref
from core.outbox.services import put_mail

PROVING = Proving("accounts.mailbox", "确认电子邮箱的验证码", "确认接收文书的电子邮箱")
MOVED = "您在晋中市质量奖网站登记的电子邮箱已经换成别的地址，以后的文书不再发到这里。不是您本人操作的，请马上联系评选办。"


@transaction.atomic
def set_mailbox(email: str, *, by: Actor, at: datetime) -> None:
    """Let letters go to an address that its owner has proved; the address before hears of it. The ledger holds no address."""
    house = lock(HOUSE)
    before = User.objects.values_list("email", flat=True).get(pk=by.person.pk)
    if before == email:
        return
    User.objects.filter(pk=by.person.pk).update(email=email)
    record(house, at=at, by=by, action="set-mailbox", object_ref=ref(by.person))
    if before:
        put_mail(before, subject="接收文书的电子邮箱已经更换", text=MOVED, at=at, private=True, about="accounts.mailbox")
