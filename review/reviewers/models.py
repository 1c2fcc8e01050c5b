"""Reviewers (评审员, article 14): where each comes from, what he knows, for whom he worked; invitation, pledge, release."""

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Role
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.editions.models import Edition
from procedure.proposals.models import ActConfirmation
from review.mandates.models import Mandate


class Source(models.TextChoices):
    """Where reviewers come from, in the order of article 14."""

    GOVERNMENT = "government", "政府机关"
    UNIVERSITY = "university", "高等院校"
    INSTITUTE = "institute", "科研机构"
    ENTERPRISE = "enterprise", "企事业单位"
    ASSOCIATION = "association", "行业协会"
    MEDIA = "media", "新闻媒体"
    OTHER = "other", "其他有关方面"


class Reviewer(Addressed, Covered):
    """A person of the pool, once for ever. House chain, like his profile and his employers: guards of every edition read them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.person.name


class ReviewerProfileQuerySet(models.QuerySet):
    def standing(self) -> "ReviewerProfileQuerySet":
        """The newest version of each reviewer's profile."""
        return self.filter(replaced_by=None)


class ReviewerProfile(Covered):
    """One version of what is known of a reviewer."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="profiles")
    source = models.CharField("来源", max_length=20, choices=Source)
    post = LineField("职务或职称", max_length=80)
    specialities = models.JSONField("专业特长", default=list)  # lines of text
    note = TextField("说明", max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReviewerProfileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer"], condition=models.Q(replaces=None), name="one_first_profile_a_reviewer")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}，{self.post}"


class EmploymentQuerySet(models.QuerySet):
    def standing(self) -> "EmploymentQuerySet":
        """The newest version of each."""
        return self.filter(replaced_by=None)


class Employment(Addressed, Covered):
    """For whom a reviewer works or worked, advises or advised. `until_on` is empty while it lasts."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="employments")
    employer = LineField("单位", max_length=80)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    post = LineField("职务", max_length=80, blank=True)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="an_employment_ends_after_it_begins",
                violation_error_message="离开日期早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.employer


class InvitationQuerySet(models.QuerySet):
    def standing(self) -> "InvitationQuerySet":
        """The newest invitation of each reviewer and edition, not released."""
        return self.filter(replaced_by=None, release=None)

    def pledged(self) -> "InvitationQuerySet":
        """Those who accepted and signed the pledge, and were not released: whoever may be assigned and open files."""
        return self.standing().filter(answer__accepted=True, pledge__isnull=False)

    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        """The office sees all, an agency those of editions it has a mandate for, a reviewer his own."""
        if actor.is_(Role.OFFICE):
            return self
        if actor.is_(Role.AGENCY):
            return self.filter(edition__in=Mandate.objects.of(actor).values("edition"))
        if actor.is_(Role.REVIEWER):
            return self.filter(reviewer__person=actor.person)
        return self.none()


class Invitation(Addressed, Covered):
    """A reviewer is invited to the rounds of an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="invitations")
    rounds = models.JSONField("环节")  # values of Round, in order
    text = TextField("邀请内容", max_length=2000, blank=True)
    answer_by = models.DateField("答复期限")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "reviewer"],
                condition=models.Q(replaces=None),
                name="one_first_invitation_a_reviewer",
                violation_error_message="已经邀请过这位评审员。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}（{self.edition}）"


class InvitationAnswer(Covered):
    """The reviewer accepts or declines. One answer an invitation."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="answer")
    accepted = models.BooleanField("接受")
    reason = TextField("说明", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "accepted" if self.accepted else "declined"


class Pledge(Covered):
    """公正、保密、纪律承诺, signed before any file opens (articles 14, 28). `text` is exactly what was signed."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="pledge")
    text = TextField("承诺", max_length=4000)
    fingerprint = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pledge of {self.invitation_id}"


class ReleaseKind(models.TextChoices):
    ILL = "ill", "因病或者其他原因不能参加"
    REFUSED = "refused", "拒绝签署或者不履行职责"
    CONFLICT = "conflict", "应当回避"
    DISMISSED = "dismissed", "取消评审资格"
    UNDONE = "undone", "尚未评分，撤回分派"


class ReviewerRelease(Covered):
    """A reviewer leaves the edition, by two: every assignment of his ends in the same act; locked sheets stay."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="release")
    kind = models.CharField("原因", max_length=20, choices=ReleaseKind)
    reason = TextField("说明", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_kind_display()
