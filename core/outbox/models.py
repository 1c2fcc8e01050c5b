"""Messages that leave the house: put, held or released, tried, sent or given up. Ordinary rows, not rows of record."""

from datetime import datetime

from django.db import models

from core.fields import LineField, TextField
from core.ledger.models import Addressed


class Channel(models.TextChoices):
    MAIL = "mail", "邮件"
    SMS = "sms", "短信"


class MessageQuerySet(models.QuerySet):
    def held(self) -> "MessageQuerySet":
        """Those that wait for somebody to release them."""
        return self.filter(released_at=None, failed_at=None)

    def waiting(self) -> "MessageQuerySet":
        """Released, neither sent nor given up."""
        return self.filter(released_at__isnull=False, sent_at=None, failed_at=None)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Those to be tried now, the longest due first."""
        return self.waiting().filter(due_at__lte=at).order_by("due_at", "pk")

    def sent(self) -> "MessageQuerySet":
        return self.filter(sent_at__isnull=False)

    def failed(self) -> "MessageQuerySet":
        """Those that nobody tries again by himself."""
        return self.filter(failed_at__isnull=False)


class Message(Addressed):
    """One message to one address. `secret` means its text is a code: no page shows it, and it is wiped once it left.

    `private` means that nobody may learn here to whom it goes: no page shows its address.
    """

    channel = models.CharField("方式", max_length=10, choices=Channel)
    address = LineField("收件地址", max_length=254)
    subject = LineField("标题", max_length=200)
    text = TextField("正文", max_length=20000)
    secret = models.BooleanField("验证码", default=False)
    private = models.BooleanField("收件人保密", default=False)
    about = models.CharField("事项", max_length=120, blank=True)  # what it belongs to, as the ledger names rows
    put_at = models.DateTimeField("写好时间")
    released_at = models.DateTimeField("放行时间", null=True)
    due_at = models.DateTimeField("下次发送", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    failed_at = models.DateTimeField("停止时间", null=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    error = models.CharField("原因", max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(failed_at=None),
                name="a_message_is_sent_or_given_up",
                violation_error_message="一份消息不能既已发出、又停止发送。",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(released_at__isnull=False),
                name="a_sent_message_was_released",
                violation_error_message="没有放行的消息不能发出。",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, failed_at=None), name="message_due"),
            models.Index(fields=["about"], name="message_by_about"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"

    @property
    def recipient(self) -> str:
        """Where it goes, as a page may show it."""
        return "收件人保密" if self.private else self.address

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.sent_at:
            return "已发出"
        if self.failed_at:
            return "没有送达"
        return "等待发送" if self.released_at else "等待放行"

    @property
    def reason(self) -> str:
        """Why it did not arrive, in words. What a back end said is in `error`, for the administrator."""
        if not self.error:
            return ""
        return "发送没有成功，原因请系统管理员查看。" if self.attempts else self.error

    @property
    def fault(self) -> str:
        """The name of what a back end raised; it holds no address and no text."""
        return self.error.partition(":")[0] if self.attempts else ""
