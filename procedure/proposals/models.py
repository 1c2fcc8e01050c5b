"""The first of two hands: what exactly is put before the second. Rows of record in the edition's chain."""

from django.conf import settings
from django.db import models

from accounts.grants.models import Grant
from core.fields import TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.history import Subject


class ProposalQuerySet(models.QuerySet):
    def standing(self) -> "ProposalQuerySet":
        """The newest of each move, subject and place in its history, unless it was sent back: an older one never returns."""
        same = {name: models.OuterRef(name) for name in ("move", "subject", "after")}
        newer = Proposal.objects.filter(**same, event__gt=models.OuterRef("event"))
        return self.filter(~models.Exists(newer), returned=None)

    def awaiting(self) -> "ProposalQuerySet":
        """Of acts, what waits for the second hand: the newest of each act and subject, neither confirmed nor sent back."""
        same = {name: models.OuterRef(name) for name in ("move", "subject")}
        newer = Proposal.objects.filter(**same, event__gt=models.OuterRef("event"))
        return self.filter(~models.Exists(newer), returned=None, confirmation=None)

    def of(self, move: str, subject: Subject) -> "ProposalQuerySet":
        """That of one move on one subject that the subject's state has not outrun and nobody sent back."""
        return self.standing().filter(move=move, subject=str(subject.pk), after=subject.last_change())

    def latest_of(self, move: str, subject: Subject) -> "Proposal | None":
        """Return the open proposal, or None (a newer one takes the place of the older)."""
        return self.of(move, subject).select_related("by", "grant").first()


class Proposal(Addressed, Covered):
    """Somebody prepared a move that needs two. It lapses when the subject moves, or a newer one is put in its place."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="proposals")
    move = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    after = models.BigIntegerField()  # the subject's last change when this was prepared
    reason = TextField("理由", blank=True)
    content = models.JSONField(default=dict)
    subject_digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "move"], name="proposal_by_subject")]

    def __str__(self) -> str:
        return f"{self.move} {self.subject}"


class ProposalReturn(Covered):
    """The second hand does not agree and sends the proposal back."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="returned")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = TextField("理由", max_length=500)

    def __str__(self) -> str:
        return f"returned {self.proposal_id}"


class ActConfirmation(Addressed, Covered):
    """The second hand of an act that changes no state (procedure/acts): the rows that the act wrote refer to it."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.proposal_id}"
