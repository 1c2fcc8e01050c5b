"""People who sign in. What they may do is never here: it is in their grants."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models

from accounts import codes
from core.fields import LineField
from core.ledger.models import Addressed


def validate_mobile(value: str) -> None:
    """Refuse what is not a mobile number of eleven digits."""
    if finding := codes.mobile(value):
        raise ValidationError(finding.sentence, code="mobile")


class UserManager(BaseUserManager):
    """Django's and allauth's way to make a user; the password is hashed or unusable."""

    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Addressed, AbstractBaseUser):
    """One person. The user name is the mobile number for applicants and given by the office for everybody else."""

    username = LineField("手机号或用户名", max_length=40, unique=True, error_messages={"unique": "这个手机号或用户名已经注册。"})
    name = LineField("姓名", max_length=40)
    phone = models.CharField("手机号", max_length=11, blank=True, validators=[validate_mobile])
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("可以登录", default=True)
    # Given by an administrator, known to two: changed at the first sign-in.
    temporary_password = models.BooleanField("临时密码", default=False)
    joined_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name
