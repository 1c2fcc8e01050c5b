"""退回补正: what exactly is asked for, until when, and what the applicant answers, item by item. Rows of record."""

from django.conf import settings
from django.db import models

from accounts.grants.models import Grant
from applications.cases.models import Application
from applications.snapshots.models import Snapshot
from core.fields import TextField
from core.ledger.models import Addressed, Covered


class ReturnQuerySet(models.QuerySet):
    def latest_of(self, application: Application) -> "Return | None":
        """Return the newest return of an application, or None."""
        found = self.filter(snapshot__application=application).select_related("snapshot", "by", "grant__unit")
        return found.order_by("-event_id").first()


class Return(Addressed, Covered):
    """One version goes back to its applicant. `items` are [{"key", "part", "field", "label", "asked"}]; a version goes back once.

    `part` and `field` name a question of the form, `evidence` and a kind a file that is asked for. `sign_until` is set where the
    office sends back: the body signs the new version after its own deadline has passed.
    """

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="returned")
    items = models.JSONField()
    due_on = models.DateField("补正期限")
    sign_until = models.DateTimeField(null=True)
    note = TextField("总的说明", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReturnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"return of {self.snapshot_id}"


class ReturnAnswerQuerySet(models.QuerySet):
    def standing(self, returned: Return) -> "ReturnAnswerQuerySet":
        """The newest answer to each item."""
        return self.filter(returned=returned, replaced_by=None)


class ReturnAnswer(Addressed, Covered):
    """The applicant's answer to one item; another wording takes its place until the version is submitted."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="answers")
    item = models.CharField(max_length=80)
    text = TextField("答复", max_length=1000)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReturnAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["returned", "item"], condition=models.Q(replaces=None), name="one_first_answer_an_item"),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.item}"
