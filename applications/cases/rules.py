"""Who may change what an applicant types, and until when."""

from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core.rules import Blocker

EDITABLE = (Status.DRAFT, Status.RETURNED)


def editing_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against typing into an application: person, state, deadline."""
    if actor.role != Role.APPLICANT or actor.unit != application.applicant.unit:
        return [Blocker("18(2)", "填写申报", "只有申报者自己的人可以填写。")]
    if application.status not in EDITABLE:
        return [Blocker("18(2)", "填写申报", f"申报现在是“{application.get_status_display()}”，内容不能再改；以前填的仍可查看。")]
    return []
