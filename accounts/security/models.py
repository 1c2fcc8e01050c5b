"""The security log: who came, who tried, what was refused. It carries references and never a secret."""

from django.conf import settings
from django.db import models

from core.ledger.models import AppendOnly


class Kind(models.TextChoices):
    SIGN_IN = "sign-in", "登录"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "锁定"
    SIGN_OUT = "sign-out", "退出"
    IDLE = "idle", "闲置退出"
    FORBIDDEN = "forbidden", "拒绝访问"
    PASSWORD = "password", "更换密码"  # nosec B105 the name of an event
    FACTOR_ADDED = "factor-added", "添加第二重验证"
    FACTOR_REMOVED = "factor-removed", "移除第二重验证"
    SIGNING_FAILED = "signing-failed", "签字验证失败"
    REGISTERED = "registered", "注册"
    REFUSED = "refused", "办理被拒"
    MALFORMED = "malformed", "请求不成形"
    TOO_LARGE = "too-large", "内容过大"
    VIRUS = "virus", "文件未通过安全检查"


class SecurityEvent(AppendOnly):
    """One line of the log. A name that nobody bears is kept as a keyed hash: it may be a mistyped password."""

    at = models.DateTimeField("时间", db_index=True)
    kind = models.CharField("事件", max_length=20, choices=Kind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    name_hash = models.CharField(max_length=64, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    path = models.CharField("页面", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="security_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
