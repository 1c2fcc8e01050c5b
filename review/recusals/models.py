"""Who may not review whom (R12, article 28): interests as declared, conflicts as recorded, requests of applicants.

A Conflict on record makes an assignment of the pair impossible: the database refuses either beside the other.
"""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.proposals.models import ActConfirmation
from review.reviewers.models import Invitation, Reviewer

ASSIGNED = (
    "EXISTS (SELECT 1 FROM review_assignment a WHERE a.application_id = NEW.application_id AND a.reviewer_id = NEW.reviewer_id"
    " AND NOT EXISTS (SELECT 1 FROM review_assignmentrelease r WHERE r.assignment_id = a.id))"
)


class InterestKind(models.TextChoices):
    """Domain: same unit, post, advice or certification within three years, shares, kin, same body, other."""

    EMPLOYER = "employer", "本人在该单位任职，或者近三年内任职"
    ADVISER = "adviser", "近三年内为其提供咨询、顾问、培训、检测或者认证"
    SHARES = "shares", "持有其股份，或者有其他经济利益"
    KIN = "kin", "近亲属在该单位任职或者是申报人"
    BODY = "body", "在推荐单位任职，参加过推荐"
    OTHER = "other", "其他可能影响公正的情形"


class Interest(Addressed, Covered):
    """A reviewer declares an interest in one application. It is a conflict at once; nobody weighs it."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="interests")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    kind = models.CharField("情形", max_length=20, choices=InterestKind)
    text = TextField("说明", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "application"], name="one_interest_an_application")]

    def __str__(self) -> str:
        return self.get_kind_display()


class InterestDeclaration(Covered):
    """A reviewer went through a list of applications and declared every interest he has. `applications` are their keys, sorted.

    Whoever is accepted later asks for a new declaration.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="declarations")
    applications = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"declared {len(self.applications)}"


class ConflictKind(models.TextChoices):
    SAME_UNIT = "same_unit", "与申报单位是同一单位"
    EMPLOYER = "employer", "近三年内在申报单位任职"
    BODY = "body", "是推荐单位的人员，或者经办过推荐"
    APPLICANT = "applicant", "本人参加申报，或者与申报人在同一单位"
    DECLARED = "declared", "本人声明应当回避"
    REQUESTED = "requested", "申报者申请回避，经决定回避"
    DECIDED = "decided", "评选办决定回避"


class Conflict(Addressed, Covered):
    """A reviewer has an interest in an application, for good. `decision` is set where two decided; else it was computed or declared."""

    FORBIDDEN = {"assigned": (ASSIGNED, "the reviewer is assigned to this application: release him first")}

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="conflicts")
    kind = models.CharField("情形", max_length=20, choices=ConflictKind)
    text = TextField("依据", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_conflict_a_pair", violation_error_message="这位评审员对这份申报已经回避。"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Clearance(Covered):
    """A likeness that needed a person (a name without a code) was looked at by two and is no conflict."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="+")
    reason = TextField("理由", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="one_clearance_a_pair")]

    def __str__(self) -> str:
        return f"cleared {self.application_id}/{self.reviewer_id}"


class RecusalRequest(Addressed, Covered):
    """An applicant asks that somebody does not review his application, by name or unit."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    named = LineField("申请谁回避（姓名或者单位）", max_length=120)
    reason = TextField("理由", max_length=2000)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="证明")
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file=None, file_sha256="") | (models.Q(file__isnull=False) & ~models.Q(file_sha256="")),
                name="a_recusal_request_has_the_hash_of_its_file",
            )
        ]

    def __str__(self) -> str:
        return self.named


class RecusalDecision(Covered):
    """Two decided on a request; upheld, the reviewers meant become conflicts in the same act."""

    request = models.OneToOneField(RecusalRequest, models.PROTECT, related_name="decision")
    upheld = models.BooleanField("成立")
    reason = TextField("理由", max_length=2000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "upheld" if self.upheld else "dismissed"
