"""Who may change what an applicant types, and until when."""

from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.cases.told import told_status
from core.rules import Blocker
from procedure.calls.guards import before_closing, window_open
from procedure.editions.models import Edition, Step
from procedure.history import Subject

EDITABLE = (Status.DRAFT, Status.RETURNED)
LABEL = "填写申报"


def editing_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against typing into an application: person, state, deadline."""
    if not actor.is_(Role.APPLICANT) or actor.grant.unit_id != application.applicant.unit_id:
        return [Blocker("18(2)", LABEL, "只有申报者自己的人可以填写。")]
    if application.status not in EDITABLE:
        return [Blocker("18(2)", LABEL, f"申报现在是“{told_status(application).label}”，内容不能再改；以前填的仍可查看。")]
    return window_blockers(application, at) if application.status == Status.DRAFT else []


def window_blockers(subject: Subject, at: datetime) -> list[Blocker]:
    """Return what stands against applying now: the step, then the window, to the second."""
    edition: Edition = subject.edition
    if edition.step != Step.APPLYING:
        return [Blocker("18(2)", LABEL, f"本届正处于“{Step(edition.step).label}”，不能{LABEL}。")]
    return [blocker for guard in (window_open, before_closing) if (blocker := guard.blocker(subject, at))]
