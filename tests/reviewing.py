"""Reviewers, panels and assignments of the tests: functions with honest defaults, past every guard but not past the database."""

from datetime import date

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from applications.cases.models import Status
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.ledger.services import cover, lock, lock_every
from procedure.acts.act import Act
from procedure.editions.models import Step
from procedure.proposals.models import ActConfirmation
from review.assignments.models import Assignment
from review.panels.models import Panel, PanelSeat
from review.recusals.facts import reviewed
from review.recusals.models import InterestDeclaration
from review.reviewers.models import Invitation, InvitationAnswer, Pledge, Reviewer, ReviewerProfile, Source
from review.rounds import Round
from tests.factories import AT, make_actor, make_application, make_edition, make_user, office

TEST_ACT = Act("test-act", "办理测试事项", "13(4)")


@transaction.atomic
def decided(edition, subject=None, *, at=AT):
    """What two of the office decided, for rows that refer to a decision; once an edition where no subject is named."""
    made = ActConfirmation.objects.filter(proposal__move=TEST_ACT.name, proposal__edition=edition).first()
    if made and subject is None:
        return made
    first, second = make_actor(Role.OFFICE), make_actor(Role.OFFICE, head=True)
    subject = subject or edition
    TEST_ACT.propose(edition, subject, content={}, by=first, at=at)
    return TEST_ACT.confirm(edition, subject, by=second, at=at)


@transaction.atomic
def make_reviewer(name="", *, source=Source.UNIVERSITY, at=AT, **user):
    """A reviewer of the pool and the actor who acts as him."""
    actor = make_actor(Role.REVIEWER, office(), person=make_user(name, **user))
    by, house = actor, lock_every()
    reviewer = cover(house, Reviewer(person=actor.person, by=by.person, at=at), at=at, by=by, action="reviewer.enter")
    profile = ReviewerProfile(reviewer=reviewer, source=source, post="教授", specialities=["质量管理"], by=by.person, at=at)
    cover(house, profile, at=at, by=by, action="reviewer.profile")
    return reviewer


def acting_as(reviewer):
    """The actor who acts as a reviewer."""
    return Actor(reviewer.person, reviewer.person.grants.get(role=Role.REVIEWER))


@transaction.atomic
def invite(edition, reviewer, *, rounds=tuple(Round), answered=True, pledged=True, at=AT):
    """A reviewer's invitation, accepted and pledged unless said otherwise."""
    head, self_ = lock(edition.chain), acting_as(reviewer)
    invitation = Invitation(edition=edition, reviewer=reviewer, rounds=list(rounds), answer_by=date(2026, 12, 31), by=self_.person, at=at)
    cover(head, invitation, at=at, by=SYSTEM, action="reviewer.invite")
    if answered:
        answer = InvitationAnswer(invitation=invitation, accepted=True, by=self_.person, at=at)
        cover(head, answer, at=at, by=self_, action="reviewer.answer")
    if answered and pledged:
        pledge = Pledge(invitation=invitation, text="承诺", fingerprint=digest("承诺"), method="demo", by=self_.person, at=at)
        cover(head, pledge, at=at, by=self_, action="reviewer.pledge")
    return invitation


@transaction.atomic
def make_panel(edition, reviewers, *, round=Round.MATERIALS, category="", reserves=(), name="评审一组", declaring=True, at=AT):
    """A panel; the first reviewer is its chair. Everybody on it has declared no interest unless said otherwise."""
    decision, head, by = decided(edition, at=at), lock(edition.chain), SYSTEM
    panel = Panel(edition=edition, round=round, category=category, name=name, decision=decision, at=at)
    cover(head, panel, at=at, by=by, action="panel.form")
    for place, reviewer in enumerate(reviewers):
        seat = PanelSeat(panel=panel, reviewer=reviewer, chair=place == 0, decision=decision, at=at)
        cover(head, seat, at=at, by=by, action="panel.seat")
    for place, reviewer in enumerate(reserves, 1):
        seat = PanelSeat(panel=panel, reviewer=reviewer, reserve=place, decision=decision, at=at)
        cover(head, seat, at=at, by=by, action="panel.seat")
    if declaring:
        declared(edition, [*reviewers, *reserves], at=at)
    return panel


@transaction.atomic
def snapshot_of(application, *, at=AT, **content):
    """The newest version of an application, made when it has none."""
    if found := Snapshot.objects.latest_of(application):
        return found
    sender = make_actor(Role.APPLICANT, application.applicant.unit)
    kept = {"form": "organization-1", "applicant": "", "body": "", "parts": {}, "files": [], "members": []} | content
    snapshot = Snapshot(application=application, number=1, content=kept, fingerprint=digest(kept), by=sender.person, at=at)
    return cover(lock(application.edition.chain), snapshot, at=at, by=sender, action="test-submit")


@transaction.atomic
def assign(application, reviewer, panel, *, round=Round.MATERIALS, at=AT):
    """An assignment as two deployed it; IntegrityError where a conflict stands."""
    edition = application.edition
    decision, snapshot, head = decided(edition, at=at), snapshot_of(application, at=at), lock(edition.chain)
    invitation = Invitation.objects.standing().get(edition=edition, reviewer=reviewer)
    assignment = Assignment(
        application=application,
        reviewer=reviewer,
        invitation=invitation,
        round=round,
        snapshot=snapshot,
        panel=panel,
        decision=decision,
        at=at,
    )
    return cover(head, assignment, at=at, by=SYSTEM, action="assignment.deploy")


def reviewing_world(*, reviewers=3, applications=2, step=Step.MATERIALS, status=Status.ACCEPTED, demo=True, declaring=True):
    """An edition in step 4 with pledged reviewers on one panel and accepted applications: (edition, applications, reviewers, panel)."""
    edition = make_edition(step=step, demo=demo)
    found = [make_reviewer() for _ in range(reviewers)]
    for one in found:
        invite(edition, one)
    made = [make_application(edition, status) for _ in range(applications)]
    for one in made:
        snapshot_of(one)
    return edition, made, found, make_panel(edition, found, declaring=declaring)


@transaction.atomic
def declared(edition, reviewers=None, *, at=AT):
    """Everybody pledged (or these) declares no interest in whatever is under review."""
    keys = sorted(str(pk) for pk in reviewed(edition).values_list("pk", flat=True))
    rows = Invitation.objects.pledged().filter(edition=edition).select_related("reviewer__person")
    rows = rows if reviewers is None else rows.filter(reviewer__in=reviewers)
    for invitation in rows if keys else ():
        by = acting_as(invitation.reviewer)
        row = InterestDeclaration(invitation=invitation, applications=keys, by=by.person, at=at)
        cover(lock(edition.chain), row, at=at, by=by, action="interest.declare")
