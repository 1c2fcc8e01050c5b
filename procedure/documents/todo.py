"""What the papers ask of the secretary: the working rules that the leading group has settled, or has yet to settle."""

from django.urls import reverse

from accounts.grants.models import Role
from core.todo import Todo
from procedure.asking import Asking
from procedure.documents.models import DocumentKind, EditionDocument
from procedure.documents.services import APPROVAL_ARTICLE


def todo(asking: Asking) -> list[Todo]:
    """Return the versions of working rules whose approval is not on record yet."""
    if not asking.actor.is_(Role.SECRETARY):
        return []
    kept = EditionDocument.objects.filter(kind=DocumentKind.WORKING_RULES, replaced_by=None, approval=None)
    waiting = kept.filter(edition__in=asking.editions).select_related("edition").order_by("-edition__number")
    text = "领导小组审定以后，登记会议名称或者纪要编号、日期，上传纪要的扫描件。"
    return [
        Todo(f"登记{row.edition}评选细则的审定", text, reverse("procedure:documents", args=[row.edition_id]), "登记审定", APPROVAL_ARTICLE)
        for row in waiting
    ]
