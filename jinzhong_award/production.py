"""What production refuses to start with, each said in one sentence. Called by wsgi.py, celery.py and `manage.py check`.

Django's checks do not run under gunicorn or Celery by themselves.
"""

import logging

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from core.papers.fonts import fonts_missing

log = logging.getLogger(__name__)
MINIMUM_SECRET = 40


def faults_of_settings() -> list[str]:
    """Return what is wrong with the settings of a production installation; nothing in the embedded mode."""
    if settings.MODE != "production":
        return []
    faults = {
        "生产环境不能打开 DEBUG。": settings.DEBUG,
        "生产环境不能使用演示模式（DEMO）。": settings.DEMO,
        "生产环境的 SECRET_KEY 没有设置或太短（至少40个字符）。": (
            settings.SECRET_KEY == settings.DEFAULT_SECRET or len(settings.SECRET_KEY) < MINIMUM_SECRET
        ),
        "生产环境的 LEDGER_KEY 没有设置（32字节，十六进制）。": not _key(settings.LEDGER_KEY),
        "生产环境的 IDENTITY_KEY 没有设置（32字节，十六进制）。": not _key(settings.IDENTITY_KEY),
        "生产环境不能使用 SQLite，请设置 DATABASE_URL 指向 PostgreSQL。": connection.vendor != "postgresql",
        "生产环境没有设置 ALLOWED_HOSTS。": not settings.ALLOWED_HOSTS,
        "生产环境没有设置 REDIS_URL。": not settings.REDIS_URL,
    }
    return [sentence for sentence, wrong in faults.items() if wrong]


def _key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 32
    except ValueError:
        return False


def faults_of_database() -> list[str]:
    """Return what is wrong with the database of a production installation: acknowledged rows must survive a crash."""
    if settings.MODE != "production" or connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            (value,) = cursor.fetchone()
    except DatabaseError as fault:
        return [f"生产环境的数据库无法访问：{str(fault).splitlines()[0]}"]
    finally:
        connection.close()
        connection.close_pool()  # a pool does not survive a fork
    return ["生产环境的数据库不能设 synchronous_commit=off，否则已答复的内容可能丢失。"] if value == "off" else []


def refuse_unfit() -> None:
    """Raise ImproperlyConfigured, naming every fault, before a process of an unfit installation serves anybody.

    What papers lack refuses nothing, for they are made without it, only slowly or in another face: it is named in the log.
    """
    if lacking := fonts_missing():
        log.warning("公文缺少：%s。请运行 script/setup。", "、".join(lacking))
    if faults := faults_of_settings() or faults_of_database():
        raise ImproperlyConfigured("".join(faults))


@register(Tags.security)
def check_settings(app_configs, **kwargs) -> list[Error]:
    """`manage.py check`: the settings."""
    return [Error(fault, id="jinzhong_award.E001") for fault in faults_of_settings()]


@register(Tags.database)
def check_database(app_configs, databases=None, **kwargs) -> list[Error]:
    """`manage.py check --database default`: the database."""
    return [Error(fault, id="jinzhong_award.E002") for fault in (faults_of_database() if databases else [])]
