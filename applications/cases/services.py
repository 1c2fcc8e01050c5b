"""Beginning an application, and choosing who recommends it."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from accounts.units.models import Unit
from applications.applicants.models import Applicant, ApplicantKind
from applications.applicants.services import applicant_of, found_team
from applications.cases.models import Application, Status
from applications.cases.rules import editing_blockers, window_blockers
from applications.forms.spec import CURRENT
from core.ledger.services import lock, record, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Category, Edition

ARTICLE = "18(2)"
ONE = "本届已经有一份申报。"


def begin_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against beginning for the unit that the actor stands for."""
    if not actor.is_(Role.APPLICANT):
        return [Blocker(ARTICLE, "开始申报", "只有申报人可以开始申报。")]
    if Application.objects.filter(edition=edition, applicant__unit=actor.unit).exists():
        return [Blocker(ARTICLE, "开始申报", ONE)]
    return window_blockers(edition, at)


@transaction.atomic
def begin(edition: Edition, *, body: Unit, by: Actor, at: datetime) -> Application:
    """Begin the application of the organization or person that the actor stands for. Raises RuleRefused with every blocker."""
    lock(edition.chain)
    refuse(begin_blockers(edition.fresh(), by, at=at))
    return _begin(edition, applicant_of(by.unit, at=at), body, by, at)


@transaction.atomic
def begin_team(edition: Edition, *, name: str, body: Unit, by: Actor, at: datetime) -> Application:
    """Begin the application of a new team (article 11), whose first member is the actor. Raises RuleRefused.

    The team has a unit of its own: its members act under their grants for it, each with his own account.
    """
    team = found_team(name, by=by, at=at)  # under every lock
    edition = edition.fresh()
    refuse(window_blockers(edition, at))
    return _begin(edition, team, body, by, at)


@transaction.atomic
def choose_body(application: Application, body: Unit, *, by: Actor, at: datetime) -> None:
    """Choose another recommending body before the first submission; later only the office passes it on. Raises RuleRefused."""
    head, application = lock(application.edition.chain), application.fresh()
    later = [] if application.status == Status.DRAFT else [Blocker("18(3)", "推荐单位", "提交以后，推荐单位由评选办办理移送。")]
    refuse(editing_blockers(application, by, at=at) + later + _unfit(body))
    Application.objects.filter(pk=application.pk).update(body=body)
    record(head, at=at, by=by, action="choose-body", object_ref=ref(application), payload={"body": str(body.pk)})


def _begin(edition: Edition, applicant: Applicant, body: Unit, by: Actor, at: datetime) -> Application:
    refuse(_unfit(body))
    category = Category.ORGANIZATION if applicant.kind == ApplicantKind.ORGANIZATION else Category.INDIVIDUAL
    if Application.objects.filter(edition=edition, applicant=applicant).exists():
        raise RuleRefused(ONE, article=ARTICLE)
    application = Application(edition=edition, applicant=applicant, category=category, body=body, form=CURRENT[category])
    application.save(force_insert=True)
    content = {"applicant": str(applicant.pk), "category": category, "body": str(body.pk), "form": application.form}
    record(lock(edition.chain), at=at, by=by, action="begin", object_ref=ref(application), payload=content)
    return application


def _unfit(body: Unit) -> list[Blocker]:
    if Unit.objects.bodies().filter(pk=body.pk).exists():
        return []
    return [Blocker("18(3)", "推荐单位", "这个单位不是在用的推荐单位，请另选。")]
