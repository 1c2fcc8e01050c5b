"""The application (申报): edition, applicant, category, body, state, seat. What people type lives in other rows."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Grant, Role
from accounts.units.models import Unit
from accounts.users.models import User
from applications.applicants.models import Applicant
from core.ledger.models import Addressed
from procedure.editions.models import Category, Edition
from procedure.history import Change, Subject

INTERESTED = "您是申报者的人员，与这份申报有利害关系，应当回避（第二十八条），不能办理。"


class Status(models.TextChoices):
    DRAFT = "draft", "填写中"
    LAPSED = "lapsed", "未提交，已截止"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补正"
    RECOMMENDED = "recommended", "已推荐"
    NOT_RECOMMENDED = "not_recommended", "未推荐"
    OVERDUE = "overdue", "逾期未推荐"
    ACCEPTED = "accepted", "已受理"
    DECLINED = "declined", "不予受理"
    ADVANCING = "advancing", "进入现场评审"
    NOT_ADVANCING = "not_advancing", "未进入现场评审"
    PASSED = "passed", "通过现场评审"
    NOT_PASSED = "not_passed", "未通过现场评审"
    DEFENDED = "defended", "已答辩"
    ABSENT = "absent", "未到场答辩"
    CANDIDATE = "candidate", "列入候选"
    NOT_CANDIDATE = "not_candidate", "未列入候选"
    PROPOSED = "proposed", "拟授奖"
    NOT_PROPOSED = "not_proposed", "未拟授奖"
    AWARDED = "awarded", "已授奖"
    REVOKED = "revoked", "已撤销"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已终止"
    DISQUALIFIED = "disqualified", "取消参评资格"


class Grade(models.TextChoices):
    AWARD = "award", "质量奖"
    NOMINATION = "nomination", "提名奖"


# Article 8: at most five awards and ten nomination awards an edition, organizations and individuals together.
SEATS = {Grade.AWARD: 5, Grade.NOMINATION: 10}


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "ApplicationQuerySet":
        """Return what an actor may see: his own unit's; what was submitted to his body; what was submitted, for the office.

        Everybody else reaches an application through the fact that concerns him, never here.
        """
        if actor.is_(Role.APPLICANT):
            return self.filter(applicant__unit=actor.unit)
        submitted = self.exclude(status__in=[Status.DRAFT, Status.LAPSED]).exclude(status=Status.WITHDRAWN, number="")
        if actor.is_(*BODY_ROLES):
            return submitted.filter(body=actor.unit)
        return submitted if actor.is_(Role.OFFICE) else self.none()

    def whole(self) -> "ApplicationQuerySet":
        """With edition, applicant and body, as every page names them."""
        return self.select_related("edition", "applicant__unit", "body")


class Application(Addressed, Subject):
    """One application. A place among the five or ten is a seat on this row: unique, so that there is never one more."""

    STATE = "status"
    HISTORY = "changes"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="applications")
    category = models.CharField("奖项", max_length=20, choices=Category)
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="推荐单位")
    form = models.CharField("表格", max_length=40, blank=True)  # the numbered form it was begun with (applications/forms/)
    number = models.CharField("编号", max_length=20, blank=True)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT)
    grade = models.CharField("等次", max_length=12, choices=Grade, null=True, blank=True)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["edition", "number", "id"], name="application_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "applicant"],
                name="one_application_an_edition",
                violation_error_message="本届已经有一份申报。",
            ),
            models.UniqueConstraint(fields=["edition", "number"], condition=~models.Q(number=""), name="one_application_a_number"),
            models.UniqueConstraint(
                fields=["edition", "grade", "seat"], name="one_application_a_seat", violation_error_message="这个名额已经有人。"
            ),
            models.CheckConstraint(
                condition=models.Q(grade=None, seat=None)
                | models.Q(grade="award", seat__range=(1, 5))
                | models.Q(grade="nomination", seat__range=(1, 10)),
                name="article_8",
                violation_error_message="每届质量奖不超过5个，提名奖不超过10个（第八条）。",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["proposed", "awarded"]) | models.Q(seat__isnull=False),
                name="proposed_or_awarded_has_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant}（{self.edition}）"

    def unit_of(self, role: Role) -> Unit | None:
        if role == Role.APPLICANT:
            return self.applicant.unit
        if role in BODY_ROLES:
            return self.body
        return self.edition.unit_of(role)

    def excluded(self, actor: Actor, at: datetime) -> str:
        """Whoever has an interest, and whoever examined or signed for the body, never checks, scores or decides the same application."""
        if actor.role == Role.APPLICANT or actor.person is None:
            return ""
        if self.interested(actor.person):
            return INTERESTED
        if actor.role in BODY_ROLES:
            return ""
        moved = self.changes.filter(by=actor.person, role__in=BODY_ROLES)
        # Examined, checked, gave back, signed, or entered what was signed on paper: on any version, void or not.
        hands = ("examinations", "examinations__verdict", "examinations__verdict__sent_back", "signatures", "signatures__sealed")
        acted = reduce(or_, (models.Q(**{f"{hand}__by": actor.person}) for hand in hands))
        found = moved.exists() or self.snapshots.filter(acted).exists()
        return "您代表推荐单位办过这份申报，不能再审查、评审或审定。" if found else ""

    def interested(self, person: User) -> bool:
        """Tell whether somebody acts for the applicant, or did since this edition was opened (article 28). Runs two queries."""
        grants = Grant.objects.filter(role=Role.APPLICANT, unit=self.applicant.unit_id, person=person)
        if grants.filter(models.Q(end=None) | models.Q(end__at__gte=self.edition.opened_at)).exists():
            return True
        return self.applicant.members.filter(person=person, confirmed_at__isnull=False, left_at=None).exists()


class StatusChange(Change):
    """An application changed its state."""

    subject = models.ForeignKey(Application, models.PROTECT, related_name="changes")
    source = models.CharField(max_length=20, choices=Status)
    target = models.CharField(max_length=20, choices=Status)

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.source}→{self.target}"
