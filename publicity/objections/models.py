"""Objections (异议, article 13(6)): filed by real name inside a period against one row of a notice, decided by two."""

from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from applications.cases.models import Application
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.supervision.models import watched
from publicity.notices.models import NoticePublication

READERS = (Role.OFFICE, Role.SUPERVISOR)


class ObjectorKind(models.TextChoices):
    PERSON = "person", "个人"
    UNIT = "unit", "单位"


class Outcome(models.TextChoices):
    UPHELD = "upheld", "异议成立"
    DISMISSED = "dismissed", "异议不成立"


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor, at: datetime) -> "ObjectionQuerySet":
        """The office decides them; a supervisor reads those of an edition while invited. Who objected is another question (identity.py)."""
        return watched(self, actor, at) if actor.is_(*READERS) else self.none()

    def undecided(self) -> "ObjectionQuerySet":
        """Those on which two have not decided."""
        return self.filter(confirmation=None)


class Objection(Addressed, Covered):
    """One objection. `sealed` is who objects, as only the office may open it; `code_mark` stands for the receipt's code."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    publication = models.ForeignKey(NoticePublication, models.PROTECT, related_name="objections")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    name = LineField("针对", max_length=200)  # the row as it was published
    kind = models.CharField("提出人", max_length=10, choices=ObjectorKind)
    facts = TextField("事实", max_length=4000)
    grounds = TextField("理由和依据", max_length=2000)
    sealed = models.TextField()
    code_mark = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ObjectionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"对{self.name}的异议"


class ObjectionFile(Addressed, Covered):
    """One file that was handed in with an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"file of {self.objection_id}"


class ObjectionDecision(Addressed, Covered):
    """The first hand: what is put before the second. `condition` is the item of article 9 or 11 that is not met."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="decisions")
    outcome = models.CharField("结论", max_length=10, choices=Outcome)
    condition = models.CharField("不符合的条件", max_length=10, blank=True)
    reason = TextField("核查情况和理由", max_length=4000)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="upheld") ^ models.Q(condition=""),
                name="an_upheld_objection_names_the_condition",
                violation_error_message="异议成立的，写明不符合第九条或者第十一条的哪一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.objection_id}"


class ObjectionConfirmation(Covered):
    """The second hand: from here on the objection is decided."""

    decision = models.OneToOneField(ObjectionDecision, models.PROTECT, related_name="confirmation")
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.decision_id}"
