"""What letters ask of somebody: the office lets them go, a recipient opens them."""

from django.urls import reverse

from accounts.grants.models import Role
from core.todo import Todo
from procedure.asking import Asking
from procedure.letters.models import RECIPIENT_ROLES, Letter

SHOWN = 5


def todo(asking: Asking) -> list[Todo]:
    """Return the letters to release, all in one line; or those to open, each in its own."""
    actor = asking.actor
    if actor.is_(Role.OFFICE):
        count = Letter.objects.waiting().count()
        text = "决定已经作出，当事人还看不到结果。看过文字以后，同一件事的一次全部发出。"
        return [Todo(f"发出{count}份文书", text, reverse("procedure:letters_outbox"), "看文字并发出", "13¶1")] if count else []
    if not actor.is_(*RECIPIENT_ROLES):
        return []
    return [
        Todo(
            f"阅读：{letter.title}",
            "评选办发来的文书。要办的事和期限写在文书里。",
            reverse("procedure:letter", args=[letter.pk]),
            "打开文书",
            letter.article,
        )
        for letter in Letter.objects.visible_to(actor).unread()[:SHOWN]
    ]
