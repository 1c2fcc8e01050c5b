"""Several people at the same letter in the same moment: one release, one reading."""

import threading

import pytest
from django.db import connections

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core.ledger.verify import verify
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.letters import services
from procedure.letters.models import Delivery, LetterKind, LetterRelease, Method
from tests.factories import AT, make_actor, make_edition, make_unit, make_user

AT_ONCE = 4


@pytest.fixture
def company(committed):
    return make_unit(UnitKind.APPLICANT)


@pytest.fixture
def letter(company):
    words = {"title": "关于暂缓的通知", "text": "有异议正在核实。", "article": "13(6)", "act": "edition-3-9"}
    return services.write_letter(make_edition(), kind=LetterKind.HELD, recipient=company, by=SYSTEM, at=AT, **words)


def together(act):
    """Run an act in several threads that start at once; return what each gave, or the refusal's sentence."""
    start, answers = threading.Barrier(AT_ONCE), []

    def run():
        start.wait()
        try:
            answers.append(act())
        except RuleRefused as refused:
            answers.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_several_releases_one_is_made(letter, company):
    make_actor(Role.APPLICANT, company, person=make_user(email="wu@example.com"))
    office = make_actor(Role.OFFICE)

    answers = together(lambda: services.release([letter], by=office, at=AT))

    assert sum(isinstance(answer, str) for answer in answers) == AT_ONCE - 1
    assert [model.objects.count() for model in (LetterRelease, Delivery, Message)] == [1, 1, 1]
    assert list(verify()) == []


def test_of_several_openings_one_is_recorded(letter, company):
    services.release([letter], by=make_actor(Role.OFFICE), at=AT)
    applicant = make_actor(Role.APPLICANT, company)

    answers = together(lambda: services.record_reading(letter, by=applicant, at=AT))

    assert sum(answer is not None for answer in answers) == 1
    assert Delivery.objects.filter(method=Method.READ).count() == 1
