"""What the pool asks: of a reviewer answer, pledge, declaration; of the organizers whoever is silent, leaves, or is to be replaced."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.todo import Happening, Todo, Waiting
from procedure.asking import Asking
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment
from review.organizers import ORGANIZERS, against
from review.panels.models import PanelSeat
from review.recusals import declaring
from review.reviewers import invitations, releases
from review.reviewers.models import Invitation, InvitationAnswer, ReleaseKind
from review.rounds import STEP_OF, Round
from review.sheets.models import RoundClosing

ARTICLE = "14"
RECENT = 8


def todo(asking: Asking) -> list[Todo]:
    """Return what inviting, pledging, leaving and replacing ask of this actor."""
    actor, at = asking.actor, asking.at
    if actor.is_(Role.REVIEWER):
        return [item for row in _mine(actor) for item in _asked(row, actor, at)]
    edition = _current(asking)
    return _silent(edition, at) + _leaving(edition, actor) + _replacing(edition, actor) if edition else []


def waiting(asking: Asking) -> list[Waiting]:
    """Return how many reviewers have still to answer, for the organizers."""
    edition = _current(asking)
    rows = [row for row in invitations.newest_of(edition) if invitations.awaits_answer(row, asking.at)] if edition else []
    if not rows:
        return []
    url = f"{reverse('review:reviewers')}?state=waiting"
    return [Waiting("评审员", f"{len(rows)}人还没有答复邀请。", url, max(row.answer_by for row in rows))]


def happened(asking: Asking) -> list[Happening]:
    """Return the latest answers, for the organizers."""
    edition = _current(asking)
    if edition is None:
        return []
    rows = InvitationAnswer.objects.filter(invitation__edition=edition).select_related("invitation__reviewer__person")
    return [
        Happening(
            row.at,
            f"{row.invitation.reviewer}{'接受' if row.accepted else '谢绝'}了评审邀请",
            reverse("review:reviewer", args=[row.invitation.reviewer.person_id]),
        )
        for row in rows.order_by("-event_id")[:RECENT]
    ]


def _current(asking: Asking) -> Edition | None:
    """The edition that this actor organises, or None."""
    edition, actor = asking.edition, asking.actor
    if edition is None or edition.step > Step.DEFENSE or not actor.is_(*ORGANIZERS) or against(edition, actor, asking.at):
        return None
    return edition


def _mine(actor: Actor):
    rows = Invitation.objects.standing().filter(reviewer__person=actor.person)
    return rows.select_related("edition", "reviewer", "answer", "pledge").order_by("event_id")


def _asked(row: Invitation, actor: Actor, at: datetime) -> list[Todo]:
    """The next thing that a standing invitation asks of its reviewer; one at a time. What is done already is not asked again."""
    if not hasattr(row, "answer"):
        if invitations.answer_blockers(row, actor, at=at):
            return []
        text = f"邀请您参加{invitations.rounds_in_words(row)}。接受或者不能参加，请在期限内答复。"
        url = reverse("review:invitation", args=[row.pk])
        return [Todo(f"答复{row.edition}的评审邀请", text, url, "看邀请并答复", ARTICLE, row.answer_by)]
    if not row.answer.accepted:
        return []
    if not hasattr(row, "pledge"):
        if invitations.pledge_blockers(row, actor, at=at):
            return []
        text = "公正、回避、保密、纪律。签了承诺，才能看申报材料。"
        return [Todo("签署评审员承诺", text, reverse("review:invitation_pledge", args=[row.pk]), "读承诺并签署", "28")]
    missing = len(declaring.undeclared(row))
    if not missing:
        return []
    text = "对照受理的名单，逐份声明有没有利害关系。有的，即行回避。"
    return [Todo(f"声明与{missing}份申报有没有利害关系", text, reverse("review:interests", args=[row.pk]), "去声明", "28")]


def _silent(edition: Edition, at: datetime) -> list[Todo]:
    """Invitations whose day has passed without an answer."""
    rows = [row for row in invitations.newest_of(edition).filter(answer=None, release=None) if not invitations.awaits_answer(row, at)]
    if not rows:
        return []
    url = f"{reverse('review:reviewers')}?state=silent"
    return [Todo(f"{len(rows)}名评审员逾期没有答复", "重新邀请，或者另请他人。", url, "去处理", ARTICLE)]


def _leaving(edition: Edition, actor: Actor) -> list[Todo]:
    """Releases that another of the same unit prepared."""
    rows = Proposal.objects.awaiting().filter(edition=edition, move=releases.RELEASE.name, grant__unit=actor.unit)
    rows = list(rows.exclude(by=actor.person).select_related("by"))
    found = Invitation.objects.standing().filter(pk__in=[row.subject for row in rows]).select_related("reviewer__person")
    leaving = {str(one.pk): one for one in found} if rows else {}
    return [
        Todo(
            f"确认{leaving[row.subject].reviewer}退出评审",
            f"{row.by.name}已经经办，请核对原因后确认，或者退回。",
            reverse("review:invitation_release", args=[row.subject]),
            "核对并确认",
            releases.ARTICLE,
        )
        for row in rows
        if row.subject in leaving
    ]


def _replacing(edition: Edition, actor: Actor) -> list[Todo]:
    """Assignments of the present round that ended because their reviewer left, and that nobody took over since."""
    rounds = [one for one in Round if STEP_OF[one] == edition.step]
    if not rounds or RoundClosing.objects.standing().filter(edition=edition, round__in=rounds).exists():
        return []
    ended = Assignment.objects.visible_to(actor).filter(application__edition=edition, round__in=rounds, release__isnull=False)
    # A sheet that was locked before its reviewer left, and counts, needs nobody in its place.
    ended = ended.exclude(release__kind=ReleaseKind.UNDONE).exclude(sheet__isnull=False, sheet__set_aside=None)
    later = Assignment.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), event_id__gt=OuterRef("release__event_id")
    )
    count = ended.filter(~Exists(later)).count()
    if not count:
        return []
    empty = PanelSeat.objects.filter(panel__edition=edition, panel__round__in=rounds, reserve=None, replaced_by=None, end__isnull=False)
    query = f"?round={rounds[0].value}"
    if empty.exists():
        text = "组员退出，席位空着。请从备选中补位，没有评完的申报随席位交接；不补位的，到“评审”逐份补派。"
        return [Todo(f"补足{count}处分派", text, reverse("review:panels", args=[edition.pk]) + query, "去补位", "13(4)")]
    text = "评审员回避或者退出，他的分派已经结束。请逐份补派，先从备选中选。"
    return [Todo(f"补足{count}处分派", text, reverse("review:board", args=[edition.pk]) + query, "去补派", "13(4)")]
