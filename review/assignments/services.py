"""Writing assignments and ending them: under a plan, for a panel that visits or hears, for whoever takes another's place.

Every function here is called inside the transaction in which two decided; `decision` is their ActConfirmation, `by` the
second hand. The edition is locked again, which costs nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from accounts.actors import Actor
from applications.cases.models import Application, Status
from applications.snapshots.models import Snapshot
from core.ledger.services import cover, lock
from core.outbox.services import put_mail
from core.rules import Blocker, refuse
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.assignments.models import Assignment, AssignmentRelease
from review.panels.models import Panel, PanelSeat
from review.recusals.facts import declared
from review.recusals.models import Conflict
from review.reviewers.models import Invitation, ReleaseKind, Reviewer
from review.rounds import ARTICLE_OF, Round

IN_PLAY = {Round.MATERIALS: Status.ACCEPTED, Round.ON_SITE: Status.ADVANCING, Round.ORAL_DEFENSE: Status.PASSED}
# In which state an application may yet be scored: whoever has defended too, where a sheet is lacking.
SCORED = {Round.MATERIALS: (Status.ACCEPTED,), Round.ON_SITE: (Status.ADVANCING,), Round.ORAL_DEFENSE: (Status.PASSED, Status.DEFENDED)}
LABEL = "分派"


@dataclass(frozen=True)
class Pair:
    """Who shall review what, on which panel, in whose place if in somebody's."""

    application: Application
    reviewer: Reviewer
    panel: Panel
    replaces: Assignment | None = None


def in_play(edition: Edition, round_: Round) -> models.QuerySet:
    """Return the applications that a round still reviews, by number; those that are held are reviewed under reserve."""
    found = Application.objects.filter(edition=edition, status=IN_PLAY[round_])
    return found.select_related("applicant__unit", "edition").order_by("number", "pk")


def conflicts(edition: Edition) -> set[tuple]:
    """Return every pair (application key, reviewer key) in conflict. One query."""
    return set(Conflict.objects.filter(application__edition=edition).values_list("application_id", "reviewer_id"))


def pledged(edition: Edition, round_: Round) -> dict:
    """Return the invitation of everybody who may be assigned in a round, by reviewer key. One query."""
    found = Invitation.objects.pledged().filter(edition=edition).select_related("reviewer__person")
    return {one.reviewer_id: one for one in found.order_by("reviewer__person__name", "pk") if round_ in one.rounds}


@transaction.atomic
def assign(pairs: Sequence[Pair], round_: Round, *, decision: ActConfirmation, by: Actor, at: datetime) -> list[Assignment]:
    """Give each reviewer his application in its newest version, and tell him by mail. All of one edition, or ValueError.

    RuleRefused, by name, for a pair in conflict or for which the reviewer has not declared, for whoever is not pledged to the
    round, for an application that the round does not review and for a pair that stands already; nothing is written then.
    """
    if not pairs:
        return []
    edition = _edition_of(pairs)
    head, invitations = lock(edition.chain), pledged(edition, round_)
    refuse(faults(edition, round_, pairs, invitations))
    newest = _newest(pairs)
    made = []
    for pair in pairs:
        row = Assignment(
            application=pair.application,
            reviewer=pair.reviewer,
            invitation=invitations[pair.reviewer.pk],
            round=round_,
            snapshot_id=newest[pair.application.pk],
            panel=pair.panel,
            replaces=pair.replaces,
            decision=decision,
            at=at,
        )
        made.append(cover(head, row, at=at, by=by, action="assignment.deploy"))
    _tell(edition, round_, made, at)
    return made


@transaction.atomic
def assign_panel(
    panel: Panel, applications: Iterable[Application], *, decision: ActConfirmation, by: Actor, at: datetime
) -> list[Assignment]:
    """Give each member of a panel (not its reserve) a standing assignment to each application, in the panel's round.

    For visits (Round.ON_SITE) and the defense (Round.ORAL_DEFENSE). Call it in the transaction of the act that decided,
    with its ActConfirmation. What stands on this panel already stays as it is; what stands on another panel of the round
    ends (undone) where nothing was locked, so that a visit may go to another panel. Returns the new rows.
    RuleRefused as `assign`, and where a sheet is locked on another panel.
    """
    applications, round_ = list(applications), Round(panel.round)
    standing = Assignment.objects.standing().filter(application__in=applications, round=round_)
    standing = list(standing.select_related("reviewer__person", "application__applicant__unit", "panel", "sheet"))
    elsewhere = [one for one in standing if one.panel_id != panel.pk]
    refuse(
        _blocker(round_, f"{one.reviewer}在“{one.panel}”对{one.application.applicant.unit}已经锁定评分，不能改由“{panel}”评审。")
        for one in elsewhere
        if has_sheet(one)
    )
    release(elsewhere, kind=ReleaseKind.UNDONE, reason=f"改由{panel}评审。", decision=decision, by=by, at=at)
    here = {(one.application_id, one.reviewer_id) for one in standing if one.panel_id == panel.pk}
    members = [seat.reviewer for seat in PanelSeat.objects.filter(panel=panel).members().select_related("reviewer__person")]
    pairs = [Pair(one, who, panel) for one in applications for who in members if (one.pk, who.pk) not in here]
    return assign(pairs, round_, decision=decision, by=by, at=at)


@transaction.atomic
def release(
    assignments: Sequence[Assignment], *, kind: ReleaseKind, reason: str, decision: ActConfirmation | None, by: Actor, at: datetime
) -> list[AssignmentRelease]:
    """End standing assignments of one edition. Their files close at once; a locked sheet stays and counts until it is set aside."""
    if not assignments:
        return []
    head = lock(assignments[0].application.edition.chain)
    rows = [AssignmentRelease(assignment=one, kind=kind, reason=reason, decision=decision, at=at) for one in assignments]
    return [cover(head, row, at=at, by=by, action="assignment.release") for row in rows]


def faults(edition: Edition, round_: Round, pairs: Sequence[Pair], invitations: dict) -> list[Blocker]:
    """Return what stands against assigning these pairs, each by name. Four queries."""
    apart, asked = conflicts(edition), declared(edition)
    playing = set(Application.objects.filter(edition=edition, status__in=SCORED[round_]).values_list("pk", flat=True))
    standing = Assignment.objects.standing().filter(application__edition=edition, round=round_)
    there = set(standing.values_list("application_id", "reviewer_id"))
    found = [
        _blocker(round_, f"{one.applicant.unit}现在不在{round_.label}中，不能分派。")
        for one in {pair.application.pk: pair.application for pair in pairs if pair.application.pk not in playing}.values()
    ]
    found += [
        _blocker(round_, f"{who}没有受邀参加{round_.label}，或者还没有签承诺，或者已经离开本届。", "14")
        for who in {pair.reviewer.pk: pair.reviewer for pair in pairs if pair.reviewer.pk not in invitations}.values()
    ]
    for pair in pairs:
        key, names = (pair.application.pk, pair.reviewer.pk), f"{pair.reviewer}对{pair.application.applicant.unit}"
        if key in apart:
            found.append(_blocker(round_, f"{names}应当回避，不能分派。", "28"))
        elif key not in asked and key[0] in playing and key[1] in invitations:
            found.append(_blocker(round_, f"{names}还没有声明有没有利害关系，请他声明以后再分派。", "28"))
        if key in there:
            found.append(_blocker(round_, f"{names}已经分派，不用再分派。"))
    return found


def has_sheet(assignment: Assignment) -> bool:
    """Tell whether a sheet was locked on it, counted or not. No query where `sheet` was selected."""
    return getattr(assignment, "sheet", None) is not None


def _blocker(round_: Round, sentence: str, article: str = "") -> Blocker:
    return Blocker(article or ARTICLE_OF[round_], LABEL, sentence)


def _edition_of(pairs: Sequence[Pair]) -> Edition:
    editions = {pair.application.edition for pair in pairs} | {pair.panel.edition for pair in pairs}
    if len(editions) > 1:
        raise ValueError("assignments of two editions")
    return editions.pop()


def _newest(pairs: Sequence[Pair]) -> dict:
    """The key of the newest version of each application. One query."""
    found = Snapshot.objects.filter(application__in={pair.application.pk for pair in pairs}).order_by("number")
    return dict(found.values_list("application_id", "pk"))


def _tell(edition: Edition, round_: Round, made: Sequence[Assignment], at: datetime) -> None:
    """A mail to everybody who has a new assignment: how many, never which."""
    counts: dict[Reviewer, int] = {}
    for row in made:
        counts[row.reviewer] = counts.get(row.reviewer, 0) + 1
    mark = "【演示】" if edition.demo else ""
    for reviewer, count in counts.items():
        text = f"{reviewer.person.name}：\n\n{edition}{round_.label}分派给您{count}份申报。请登录评选系统，在“我的评审”里查看。"
        if reviewer.person.email:
            put_mail(
                reviewer.person.email,
                subject=f"{mark}{round_.label}：新分派{count}份",
                text=text,
                at=at,
                private=True,
                about="review.assignment",
            )
