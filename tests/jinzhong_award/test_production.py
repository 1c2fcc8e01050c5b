"""What production refuses to start with."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.papers import cut
from jinzhong_award import production


@pytest.fixture
def fit(settings, monkeypatch):
    """A production installation with nothing wrong but what a test breaks."""
    settings.MODE, settings.DEBUG, settings.DEMO = "production", False, False
    settings.SECRET_KEY, settings.LEDGER_KEY, settings.IDENTITY_KEY = "s" * 50, "a1" * 32, "b2" * 32
    settings.ALLOWED_HOSTS, settings.REDIS_URL = ["award.example"], "redis://redis.invalid/0"
    monkeypatch.setattr(production, "connection", SimpleNamespace(vendor="postgresql"))
    return settings


def test_fit_installation_has_no_fault(fit):
    assert production.faults_of_settings() == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEBUG", True, "DEBUG"),
        ("DEMO", True, "演示模式"),
        ("SECRET_KEY", "not-a-secret", "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("LEDGER_KEY", "", "LEDGER_KEY"),
        ("IDENTITY_KEY", "zz", "IDENTITY_KEY"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("REDIS_URL", "", "REDIS_URL"),
    ],
)
def test_each_fault_is_named_in_one_sentence(fit, name, value, word):
    setattr(fit, name, value)

    (sentence,) = production.faults_of_settings()

    assert word in sentence
    with pytest.raises(ImproperlyConfigured, match=word):
        production.refuse_unfit()


def test_sqlite_is_refused(fit, monkeypatch):
    monkeypatch.setattr(production, "connection", SimpleNamespace(vendor="sqlite"))

    (sentence,) = production.faults_of_settings()

    assert "SQLite" in sentence


def test_embedded_mode_is_not_asked(settings):
    settings.MODE, settings.DEBUG = "embedded", True

    assert production.faults_of_settings() == []


def test_what_papers_lack_is_named_as_a_process_starts_and_refuses_nothing(settings, monkeypatch, caplog):
    settings.MODE = "embedded"
    monkeypatch.setattr(cut, "library", lambda: None)

    production.refuse_unfit()

    assert caplog.messages == ["公文缺少：HarfBuzz 子集库（libharfbuzz-subset0），缺少时每份公文要多用数秒。请运行 script/setup。"]
