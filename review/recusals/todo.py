"""What recusal asks of the office: pairs, requests, sheets that a conflict leaves behind; what an applicant waits for."""

from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import ref
from core.todo import Todo, Waiting
from procedure.asking import Asking
from procedure.editions.models import Edition
from procedure.letters.models import Letter, LetterKind
from procedure.proposals.models import Proposal
from review.recusals import requests, services
from review.recusals.models import RecusalRequest
from review.reviewers.models import ReleaseKind
from review.sheets.aside import SET_ASIDE
from review.sheets.models import Sheet

ARTICLE = "28"


def todo(asking: Asking) -> list[Todo]:
    """Return what recusal asks of the office now."""
    actor, edition, at = asking.actor, asking.edition, asking.at
    if edition is None or not actor.is_(Role.OFFICE):
        return []
    found = _requests(edition, actor) + _sheets(edition)
    return found if services.DECIDE.blockers(edition, actor, at=at) else _pairs(edition, actor, at) + found


def waiting(asking: Asking) -> list[Waiting]:
    """Return an applicant's requests that no released letter has answered."""
    actor = asking.actor
    if not actor.is_(Role.APPLICANT):
        return []
    rows = RecusalRequest.objects.filter(application__applicant__unit=actor.unit, application__edition=asking.edition)
    answered = set(Letter.objects.released().filter(recipient=actor.unit, kind=LetterKind.RECUSAL).values_list("subject_ref", flat=True))
    return [
        Waiting("评选办", f"决定您申请“{row.named}”回避，结果书面告知。", reverse("review:recusal", args=[row.application_id]))
        for row in rows.order_by("event_id")
        if ref(row) not in answered
    ]


def _pairs(edition: Edition, actor: Actor, at: datetime) -> list[Todo]:
    prepared = services.waiting(edition)
    taken = {(one.application.pk, one.reviewer.pk) for _, one in prepared}
    found = [
        Todo(
            f"确认{one.reviewer}对{one.application.applicant.unit}是否回避",
            f"{row.by.name}已经经办，请核对后确认，或者退回。",
            reverse("review:recusal_decide", args=[edition.pk, one.application.pk, one.reviewer.pk]),
            "核对并确认",
            ARTICLE,
        )
        for row, one in prepared
        if row.by_id != actor.person_id
    ]
    count = sum((one.application.pk, one.reviewer.pk) not in taken for one in services.likenesses(edition, at))
    if count:
        text = "评审员与申报者有相同的名称，没有代码可以核对，请对照文件决定。"
        found.append(Todo(f"核对{count}对可能要回避的", text, reverse("review:recusals", args=[edition.pk]), "去核对", ARTICLE))
    return found


def _requests(edition: Edition, actor: Actor) -> list[Todo]:
    found = []
    prepared = Proposal.objects.awaiting().filter(edition=edition, move=requests.DECIDE.name).select_related("by")
    proposals = {proposal.subject: proposal for proposal in prepared}
    for row in requests.undecided(edition):
        proposal, url = proposals.get(str(row.pk)), reverse("review:recusal_request", args=[row.pk])
        name = row.application.applicant.unit
        if proposal is None:
            found.append(Todo(f"决定{name}的回避申请", "申报者申请某人回避，请核实后由两人决定。", url, "核实并决定", ARTICLE))
        elif proposal.by_id != actor.person_id:
            text = f"{proposal.by.name}已经经办，请核对后确认，或者退回。"
            found.append(Todo(f"确认{name}回避申请的决定", text, url, "核对并确认", ARTICLE))
    return found


def _sheets(edition: Edition) -> list[Todo]:
    """Locked sheets of whoever is recused by now, on which nobody has begun to decide."""
    sheets = Sheet.objects.counted().filter(assignment__application__edition=edition, assignment__release__kind=ReleaseKind.CONFLICT)
    begun = set(Proposal.objects.standing().filter(edition=edition, move=SET_ASIDE.name).values_list("subject", flat=True))
    return [
        Todo(
            f"决定{sheet.assignment.reviewer}对{sheet.assignment.application.applicant.unit}的评分表是否不计入",
            "评审员已经回避，此前锁定的评分表还在计入，请由两人决定。",
            reverse("review:sheet_aside", args=[edition.pk, sheet.pk]),
            "去办决定",
            SET_ASIDE.article,
        )
        for sheet in sheets.select_related("assignment__reviewer__person", "assignment__application__applicant__unit").order_by("event_id")
        if str(sheet.pk) not in begun
    ]
