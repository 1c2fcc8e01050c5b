"""Score sheets (评分表): a draft as typed, the locked sheet, what becomes of it; the closing of a round.

Materials review and oral defense have one sheet an assignment. Points are text in JSON and `Decimal` in code; an item
that has no points is missing and stays missing.
"""

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from core.fields import TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.assignments.models import Assignment
from review.rounds import Round

ENDED = "EXISTS (SELECT 1 FROM review_assignmentrelease r WHERE r.assignment_id = NEW.assignment_id)"
CLOSED = (
    "EXISTS (SELECT 1 FROM review_roundclosing k JOIN applications_application p ON p.edition_id = k.edition_id"
    " JOIN review_assignment a ON a.application_id = p.id AND a.round = k.round WHERE a.id = NEW.assignment_id"
    " AND NOT EXISTS (SELECT 1 FROM review_roundreopening o WHERE o.closing_id = k.id))"
)


class SheetDraft(Addressed):
    """What a reviewer typed so far: {item key: {"points", "strengths", "improvements", "page"}}, and a revision a field. Not a record."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="draft")
    entries = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"draft of {self.assignment_id}"


class SheetQuerySet(models.QuerySet):
    def counted(self) -> "SheetQuerySet":
        """Those that count: not set aside. A sheet of a reviewer released later counts until it is set aside."""
        return self.filter(set_aside=None)

    def visible_to(self, actor: Actor) -> "SheetQuerySet":
        """A reviewer sees his own; the office sees those of rounds that are closed; nobody else sees any.

        Points are blind until the round is closed: before it the office knows done or not done, and no more.
        """
        if actor.is_(Role.REVIEWER):
            return self.filter(assignment__in=Assignment.objects.visible_to(actor))
        if actor.is_(Role.OFFICE):
            closed = RoundClosing.objects.standing().filter(
                edition=models.OuterRef("assignment__application__edition"), round=models.OuterRef("assignment__round")
            )
            return self.filter(models.Exists(closed))
        return self.none()


class Sheet(Addressed, Covered):
    """A locked sheet.

    `entries` are the items in order: {"key", "code", "title", "full", "points", "strengths", "improvements", "page"}.
    """

    FORBIDDEN = {
        "ended": (ENDED, "the assignment has ended"),
        "closed": (CLOSED, "the round is closed"),
    }

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    entries = models.JSONField()
    total = models.DecimalField("总分", max_digits=9, decimal_places=2)
    full = models.DecimalField("满分", max_digits=9, decimal_places=2)
    comment = TextField("总体意见", max_length=4000, blank=True)
    fingerprint = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=0) & models.Q(total__lte=models.F("full")),
                name="a_total_within_points",
                violation_error_message="得分不能超过满分。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.total}/{self.full}"


class SheetSetAside(Covered):
    """A locked sheet is set aside by two: kept, not counted; the gate counts again."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="set_aside")
    reason = TextField("理由", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"set aside {self.sheet_id}"


class Explanation(Covered):
    """The reviewer's reason for a sheet past the threshold. He is asked without seeing anybody else's points."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="explanation")
    text = TextField("说明", max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"explains {self.sheet_id}"


class RoundClosingQuerySet(models.QuerySet):
    def standing(self) -> "RoundClosingQuerySet":
        """Those in force: the round was not opened again."""
        return self.filter(reopening=None)


class RoundClosing(Covered):
    """Two close a round of an edition: no sheet is locked after it, and only now are sheets read side by side."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    round = models.CharField("环节", max_length=20, choices=Round)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")  # the closing that was opened again

    objects = RoundClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "round"], condition=models.Q(replaces=None), name="one_first_closing_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.get_round_display()}结束评分"


class RoundReopening(Covered):
    """Two open a closed round again, because a sheet is lacking in it: it is blind again until it is closed anew."""

    closing = models.OneToOneField(RoundClosing, models.PROTECT, related_name="reopening")
    reason = TextField("理由", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opens {self.closing_id} again"
