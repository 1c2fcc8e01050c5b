"""What applying asks of somebody: begin, go on, confirm a membership; the second hand of a filing on paper."""

from datetime import date, timedelta

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.applicants.models import TeamMember
from applications.cases.models import Application, Status
from applications.cases.progress import progress
from applications.cases.rules import window_blockers
from applications.cases.told import told_status
from applications.endings import todo as endings
from applications.filings.todo import todo as filing
from applications.qualification.todo import todo as qualification
from applications.recommendations.todo import todo as recommending
from applications.snapshots.models import Snapshot
from core.clock import shanghai
from core.todo import Happening, Todo, Waiting
from procedure.asking import Asking
from procedure.calls.window import window
from procedure.editions.models import Edition, Step

ARTICLE = "18(2)"
MOMENT = timedelta(microseconds=1)


def todo(asking: Asking) -> list[Todo]:
    """Return what applying, qualifying and recommending ask of this actor now."""
    return _applying(asking) + recommending(asking) + endings.todo(asking)


def waiting(asking: Asking) -> list[Waiting]:
    """Return in whose hands an applicant's own submission is, as far as he may know."""
    application, at = _own(asking), asking.at
    if application is None or told_status(application) != Status.SUBMITTED:
        return []
    found, url = window(application.edition, at), reverse("applications:application", args=[application.pk])
    if application.edition.step == Step.APPLYING:
        return [
            Waiting(
                str(application.body),
                "在申报截止以后初审您的申报；截止以前可以取回修改。",
                url,
                found and shanghai(found.closes_at - MOMENT),
            )
        ]
    until = shanghai(found.office_deadline_at - MOMENT) if found else None
    if until is None or shanghai(at) > until:
        return [Waiting("评选办", "审查申报资格，结果以送达的文书为准。", url)]
    return [Waiting(str(application.body), "初审您的申报；要补正的，会在这里告诉您。", url, until)]


def happened(asking: Asking) -> list[Happening]:
    """Return an applicant's own submissions, newest first; for the others, who withdrew."""
    if not asking.actor.is_(Role.APPLICANT):
        return endings.happened(asking)
    application = _own(asking)
    rows = Snapshot.objects.filter(application=application).select_related("by").order_by("-number") if application else []
    url = reverse("applications:receipt", args=[application.pk]) if application else ""
    return [Happening(row.at, f"{row.by.name}提交申报，{row}", url) for row in rows]


def _own(asking: Asking) -> Application | None:
    """Return an applicant's application of the edition that runs."""
    edition = asking.edition if asking.actor.is_(Role.APPLICANT) else None
    return Application.objects.visible_to(asking.actor).filter(edition=edition).whole().first() if edition else None


def _applying(asking: Asking) -> list[Todo]:
    actor, edition, at = asking.actor, asking.edition, asking.at
    if actor.is_(Role.OFFICE):
        return filing(asking) + qualification(asking)
    if not actor.is_(Role.APPLICANT):
        return []
    if edition is None or edition.step != Step.APPLYING or window_blockers(edition, at):
        return _invitations(actor)
    due = shanghai(window(edition, at).closes_at - MOMENT)  # 24:00 belongs to the day that ends
    return _invitations(actor) + _application(actor, edition, due)


def _invitations(actor: Actor) -> list[Todo]:
    waiting = TeamMember.objects.filter(person=actor.person, confirmed_at=None, left_at=None).select_related("applicant__unit")
    text = "您被列为小组成员，要由您本人确认；不参加的也请说明。"
    return [Todo(f"确认参加“{member.applicant.unit}”", text, reverse("applications:apply"), "去确认", "11") for member in waiting]


def _application(actor: Actor, edition: Edition, due: date) -> list[Todo]:
    application = Application.objects.visible_to(actor).filter(edition=edition).whole().first()
    if application is None:
        text = "先看申报资格，再选推荐单位，开始填写。可以随时离开，回来接着填。"
        return [Todo(f"开始申报{edition}", text, reverse("applications:apply"), "看资格，开始申报", ARTICLE, due)]
    if application.status != Status.DRAFT:
        return []
    found = [_draft(application, due)]
    members = TeamMember.objects.filter(applicant=application.applicant, left_at=None, confirmed_at=None).select_related("person")
    if names := [member.person.name for member in members]:
        text = f"还没有确认：{'、'.join(names)}。请他们各自登录，在“申报”页确认。"
        found.append(Todo("请小组成员确认", text, reverse("applications:members", args=[application.pk]), "看成员", "11", due))
    return found


def _draft(application: Application, due: date) -> Todo:
    missing = progress(application).missing
    if missing:
        place = reverse("applications:application", args=[application.pk])
        return Todo(f"接着填申报表，还差{missing}项", f"提交后由{application.body}初审。", place, "接着填", ARTICLE, due)
    text = "申报表和材料齐了。请检查一遍，签署承诺声明，然后提交；提交后、截止前仍可取回修改。"
    return Todo("检查并提交申报", text, reverse("applications:submit", args=[application.pk]), "检查并提交", ARTICLE, due)
