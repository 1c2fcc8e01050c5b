"""The register of winners (授奖登记): what the approved list says, made by two in one act; public from then on."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from awards.approvals.models import Approval
from core.fields import LineField
from core.ledger.models import Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation


class RegisterQuerySet(models.QuerySet):
    def public(self) -> "RegisterQuerySet":
        """Every edition whose winners are registered, newest first: with its edition and commendation."""
        return self.select_related("edition", "approval__commendation").order_by("-edition__number")


class Register(Covered):
    """One edition's winners were registered. `rows` are {"application", "name", "grade"}.

    `approval` is empty where every place stays vacant.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, models.PROTECT, null=True, related_name="register")
    rows = models.JSONField("获奖名单", default=list)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RegisterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"register of {self.edition_id}"


class Certificate(Covered):
    """The certificate (证书) of one award: the number that its issuer gave it, entered after it was issued."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="+")
    number = LineField("证书编号", max_length=60, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
