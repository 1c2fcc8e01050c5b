"""The page of the outbox: what waits, what left, what did not arrive. Nothing here can be edited once it was released.

Where the recipient must stay unknown (who objects), the page names none: his identity is opened elsewhere, for a reason.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from core.outbox import services
from core.outbox.channels import NO_SMS, sms_ready
from core.outbox.models import Message

PAGE = 50
LISTS = {
    "failed": ("没有送达", Message.objects.failed, "-failed_at"),
    "waiting": ("等待发送", Message.objects.waiting, "due_at"),
    "held": ("等待放行", Message.objects.held, "put_at"),
    "sent": ("已发出", Message.objects.sent, "-sent_at"),
}


@page(Role.OFFICE, Role.SYSTEM, article="13¶1")
def outbox(request):
    """One of the four lists. The system administrator sees that a message stands there, not to whom and of what."""
    name = request.GET.get("state", "")
    name = name if name in LISTS else "failed" if Message.objects.failed().exists() else "waiting"
    label, rows, order = LISTS[name]
    context = {
        "page": Paginator(rows().order_by(order, "pk"), PAGE).get_page(request.GET.get("page")),
        "state": name,
        "label": label,
        "lists": [{"state": key, "label": words, "count": found().count()} for key, (words, found, _) in LISTS.items()],
        "office": request.actor.is_(Role.OFFICE),
        "no_sms": "" if sms_ready() else NO_SMS,
    }
    return render(request, "procedure/letter_messages.html", context)


@require_POST
@page(Role.OFFICE, article="13¶1")
def message_retry(request, pk):
    """Try a message again that was given up."""
    message = services.retry(get_object_or_404(Message, pk=pk), at=request.at)
    messages.success(request, f"发往{message.recipient}的消息将在一分钟内再发一次。")
    return redirect("procedure:outbox")
