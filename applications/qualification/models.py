"""What the office examines (article 18(3)): each condition of 9 or 11 on one snapshot, and what departments answered."""

from django.conf import settings
from django.db import models

from accounts.units.models import Unit
from applications.applicants.models import TeamMember
from applications.cases.models import Application
from applications.snapshots.models import Snapshot
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import Edition


class CheckVerdict(models.TextChoices):
    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    MORE = "more", "还要核实"


class ConditionCheckQuerySet(models.QuerySet):
    def standing(self) -> "ConditionCheckQuerySet":
        """The newest version of each."""
        return self.filter(replaced_by=None)


class ConditionCheck(Addressed, Covered):
    """What the office finds of one condition, on one snapshot; for a team of each member."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="condition_checks")
    condition = models.CharField("条件", max_length=10)  # its article: 9(1) to 9(6), 11(1) to 11(6)
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="+", verbose_name="成员")
    verdict = models.CharField("结论", max_length=10, choices=CheckVerdict)
    basis = TextField("依据", max_length=1000)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="证明")
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ConditionCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "condition"], condition=models.Q(replaces=None, member=None), name="one_first_check_a_condition"
            ),
            models.UniqueConstraint(
                fields=["snapshot", "condition", "member"],
                condition=models.Q(replaces=None, member__isnull=False),
                name="one_first_check_a_condition_and_member",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_check_has_its_basis"),
            models.CheckConstraint(
                condition=models.Q(evidence=None, evidence_sha256="") | (models.Q(evidence__isnull=False) & ~models.Q(evidence_sha256="")),
                name="a_check_has_the_hash_of_its_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition} {self.get_verdict_display()}"


class DepartmentQuery(Addressed, Covered):
    """A letter (函) that asks a department about applications of an edition. Departments have no sign-in: the office records."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    department = LineField("部门", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    number = LineField("函的文号", max_length=60, blank=True)
    question = TextField("询问的内容", max_length=2000)
    applications = models.JSONField("涉及的申报")  # the keys of those asked about, sorted; nothing is added later
    sent_on = models.DateField("发函日期")
    due_on = models.DateField("答复期限")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("sent_on")),
                name="a_query_is_due_after_it_is_sent",
                violation_error_message="答复期限不能早于发函日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}，{self.sent_on:%Y-%m-%d}"


class AnswerKind(models.TextChoices):
    NONE = "none", "没有不良记录"
    HAS = "has", "有记录"
    TEXT = "text", "另有说明"


class DepartmentAnswerQuerySet(models.QuerySet):
    def standing(self) -> "DepartmentAnswerQuerySet":
        """The newest version of each."""
        return self.filter(replaced_by=None)


class DepartmentAnswer(Addressed, Scanned, Covered):
    """What a department answered about one application. What is 重大 or 不良 is its finding, never ours."""

    query = models.ForeignKey(DepartmentQuery, models.PROTECT, related_name="answers")
    application = models.ForeignKey(Application, models.PROTECT, related_name="department_answers")
    answer = models.CharField("答复", max_length=10, choices=AnswerKind)
    text = TextField("答复的内容", max_length=2000, blank=True)
    answered_on = models.DateField("答复日期")
    document = LineField("复函名称或文号", max_length=120)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DepartmentAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["query", "application"], condition=models.Q(replaces=None), name="one_first_answer_an_application"
            ),
            with_hash("an_answer_has_the_hash_of_its_scan"),
            models.CheckConstraint(
                condition=models.Q(answer="none") | ~models.Q(text=""),
                name="an_answer_that_says_something_has_its_text",
                violation_error_message="“有记录”和“另有说明”要写明答复的内容。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()


class OverdueNote(Covered):
    """The term of a query passed without every answer, and the office notes it. An answer may still come."""

    query = models.OneToOneField(DepartmentQuery, models.PROTECT, related_name="overdue")
    note = TextField("催办情况", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"overdue {self.query_id}"
