"""Assignments (分派): the one way by which a reviewer reaches an application. Deployed by two; ended, never taken back."""

from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application
from applications.snapshots.models import Snapshot
from core.fields import TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.mandates.models import Mandate
from review.panels.models import Panel
from review.recusals.models import ASSIGNED
from review.reviewers.models import Invitation, ReleaseKind, Reviewer
from review.rounds import Round

CONFLICTED = "EXISTS (SELECT 1 FROM review_conflict c WHERE c.application_id = NEW.application_id AND c.reviewer_id = NEW.reviewer_id)"
TWICE = ASSIGNED.replace("NEW.reviewer_id", "NEW.reviewer_id AND a.round = NEW.round")


class PlanDraft(Addressed):
    """Who shall review what, as somebody works on it: an ordinary row, one a round. `pairs` are [application, reviewer] keys."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    round = models.CharField(max_length=20, choices=Round)
    pairs = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "round"], name="one_plan_a_round")]

    def __str__(self) -> str:
        return f"{self.get_round_display()}分派方案"


class AssignmentQuerySet(models.QuerySet):
    def standing(self) -> "AssignmentQuerySet":
        """Those that nobody ended."""
        return self.filter(release=None)

    def visible_to(self, actor: Actor) -> "AssignmentQuerySet":
        """The office sees all, an agency those of the rounds it has a mandate for.

        A reviewer sees his own while they stand and his pledge stands: recusal holds by construction.
        """
        if actor.is_(Role.OFFICE):
            return self
        if actor.is_(Role.AGENCY):
            mandates = Mandate.objects.of(actor)
            first = models.Q(round=Round.MATERIALS, application__edition__in=mandates.filter(materials=True).values("edition"))
            second = models.Q(round=Round.ON_SITE, application__edition__in=mandates.filter(on_site=True).values("edition"))
            return self.filter(first | second)
        if actor.is_(Role.REVIEWER):
            mine = self.standing().filter(reviewer__person=actor.person)
            return mine.filter(invitation__answer__accepted=True, invitation__pledge__isnull=False, invitation__release=None)
        return self.none()

    def whole(self) -> "AssignmentQuerySet":
        """With everything that lists and pages print."""
        return self.select_related("application__edition", "application__applicant__unit", "reviewer__person", "snapshot", "panel")


class Assignment(Addressed, Covered):
    """A reviewer reviews one snapshot of an application in one round."""

    FORBIDDEN = {
        "conflicted": (CONFLICTED, "the reviewer has an interest in this application"),
        "twice": (TWICE, "the reviewer is assigned already"),
    }

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="assignments")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="assignments")
    round = models.CharField("环节", max_length=20, choices=Round)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")  # whose place he took
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_round_display()}：{self.reviewer}"


class AssignmentRelease(Covered):
    """An assignment ends: undone before anybody scored, or its reviewer released. Files close at once."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="release")
    kind = models.CharField("原因", max_length=20, choices=ReleaseKind)
    reason = TextField("说明", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, null=True, related_name="+")  # none: his own declared interest
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_kind_display()
