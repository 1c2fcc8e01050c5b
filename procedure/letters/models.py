"""送达: what must reach somebody, when the office let it go, and how it arrived. Rows of record in the edition's chain."""

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from accounts.units.models import Unit
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from core.outbox.models import Message
from procedure.editions.models import Edition

# Whoever acts for a unit in one of these roles reads its letters. A reviewer's unit is not his own.
RECIPIENT_ROLES = (Role.APPLICANT, *BODY_ROLES, Role.AGENCY)


class LetterKind(models.TextChoices):
    RETURNED = "returned", "退回补正"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    OVERDUE = "overdue", "逾期未推荐"
    ACCEPTED = "accepted", "予以受理"
    DECLINED = "declined", "不予受理"
    HELD = "held", "暂缓"
    ADVANCING = "advancing", "进入现场评审"
    PASSED = "passed", "通过现场评审"
    NOT_ADVANCING = "not_advancing", "未进入下一环节"
    SCHEDULE = "schedule", "评审安排"
    RECUSAL = "recusal", "回避处理结果"
    STRUCK_OFF = "struck_off", "移出名单"
    DISQUALIFIED = "disqualified", "取消参评"
    OBJECTION = "objection", "异议处理结果"
    RESULT = "result", "评选结果"
    TERMINATED = "terminated", "本届终止"
    FORENOTICE = "forenotice", "告知书"
    REVOKED = "revoked", "撤销"
    OTHER = "other", "其他"


class Method(models.TextChoices):
    SITE = "site", "网站发布"
    READ = "read", "网站阅读"
    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"
    POST = "post", "邮寄"
    IN_PERSON = "in_person", "当面送达"
    ANNOUNCEMENT = "announcement", "公告送达"


# What a person enters; the others the system records by itself.
BY_HAND = (Method.POST, Method.IN_PERSON, Method.ANNOUNCEMENT)


class RemedyTextQuerySet(models.QuerySet):
    def in_force(self) -> "RemedyTextQuerySet":
        """The newest version of each kind's sentence, an empty one too."""
        return self.filter(replaced_by=None)


class RemedyText(Addressed, Covered):
    """The sentence about remedies for one kind of letter, set by the office after its legal review. House chain."""

    kind = models.CharField("文书种类", max_length=20, choices=LetterKind)
    text = TextField("救济途径", max_length=1000, blank=True)
    basis = LineField("依据", max_length=120, help_text="法律审核意见的名称、日期；留空白文字停用的，写停用的依据。")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = RemedyTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(replaces=None), name="one_first_remedy_a_kind"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_remedy_has_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}的救济途径"


class LetterQuerySet(models.QuerySet):
    def standing(self) -> "LetterQuerySet":
        """The newest version of each letter."""
        return self.filter(replaced_by=None)

    def waiting(self) -> "LetterQuerySet":
        """Those that the office has not let go, in the order in which they were written."""
        return self.standing().filter(release=None).order_by("edition_id", "act", "event_id")

    def released(self) -> "LetterQuerySet":
        """Those that reached the site, the latest first."""
        return self.filter(release__isnull=False).order_by("-release__event_id")

    def unread(self) -> "LetterQuerySet":
        """Released, and not opened by the recipient."""
        return self.released().exclude(deliveries__method=Method.READ)

    def visible_to(self, actor: Actor) -> "LetterQuerySet":
        """The office sees every standing letter; a recipient sees his from its release on; nobody else sees any."""
        if actor.is_(Role.OFFICE):
            return self.standing()
        if actor.is_(*RECIPIENT_ROLES):
            return self.filter(recipient=actor.unit, release__isnull=False)
        return self.none()


class Letter(Addressed, Covered):
    """One letter, as one version. Letters of one `act` (its event, or another key) are released together."""

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name="届次", related_name="letters")
    kind = models.CharField("文书种类", max_length=20, choices=LetterKind)
    recipient = models.ForeignKey(Unit, models.PROTECT, verbose_name="收件单位", related_name="+")
    act = models.CharField("事项", max_length=120)
    subject_ref = models.CharField("对象", max_length=120, blank=True)  # as the ledger names rows
    title = LineField("标题", max_length=120)
    text = TextField("正文", max_length=8000)
    article = models.CharField("条款", max_length=10)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["act"], name="letter_by_act"), models.Index(fields=["subject_ref"], name="letter_by_subject")]
        constraints = [models.CheckConstraint(condition=~models.Q(act="") & ~models.Q(text=""), name="a_letter_has_act_and_text")]

    def __str__(self) -> str:
        return f"{self.title}（{self.recipient}）"


class LetterRelease(Covered):
    """The office let the letter go. The sentence about remedies is the one that stood then."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="release")
    remedy = models.ForeignKey(RemedyText, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"released {self.letter_id}"


class DeliveryQuerySet(models.QuerySet):
    def of_letter(self, letter: Letter) -> "DeliveryQuerySet":
        """Those of one letter in the order in which they were recorded."""
        return self.filter(letter=letter).select_related("by").order_by("event_id")

    def first_of(self, letter: Letter, method: str) -> "Delivery | None":
        return self.filter(letter=letter, method=method).first()


class Delivery(Addressed, Covered):
    """One way in which a letter arrived: how, on which day, with what proof; and when and by whom that was recorded."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    method = models.CharField("送达方式", max_length=20, choices=Method)
    delivered_on = models.DateField("送达日期")
    proof = TextField(
        "送达证明", max_length=500, help_text="邮寄的写单号和签收人；当面送达的写签收人；公告送达的写公告名称、媒体和起止日期。"
    )
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "method"], condition=models.Q(method__in=["site", "read"]), name="one_publication_one_reading_a_letter"
            ),
            models.CheckConstraint(condition=~models.Q(proof=""), name="a_delivery_has_its_proof"),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.delivered_on}"
