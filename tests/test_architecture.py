"""The house rules hold, and each of them can fail: for every rule there is a planted fault that it finds."""

import pytest
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps

from accounts.access import LIBRARY, PUBLIC
from accounts.grants.models import Role
from core.ledger.models import AppendOnly
from jinzhong_award.docs.addresses import Address
from tests.rules import all as house
from tests.rules import assets, code, rows, templates, views
from tests.rules.planted import CLEAN, PLANTED

pytestmark = pytest.mark.once

NAMES = {rule.__name__: (subject, rule) for subject, rules in house.SUBJECTS for rule in rules}


@pytest.mark.parametrize("name", NAMES)
def test_the_house_keeps_the_rule(name):
    subject, rule = NAMES[name]

    assert rule(subject()) == []


@pytest.mark.parametrize(("rule", "files", "faults"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_fault_is_found(rule, files, faults):
    assert rule(files) == faults


@pytest.mark.parametrize(("rule", "files"), CLEAN, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_right_is_let_through(rule, files):
    assert rule(files) == []


def test_every_rule_about_files_has_a_planted_fault():
    assert {rule for rule, *_ in PLANTED} == {*code.RULES, *templates.RULES, *assets.RULES}


def test_all_names_the_broken_rule(monkeypatch):
    monkeypatch.setattr(house, "SUBJECTS", (({"core/x.py": "import awards"}.copy, code.RULES[:2]),))

    assert house.faults() == {"imports_flow_leftward": ["core/x.py:1 imports awards, which is further right"]}


@isolate_apps("accounts", "awards", "django.contrib.contenttypes")
def planted_models():
    class Prize(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "awards"

    class Paper(AppendOnly):
        prize = models.ForeignKey(Prize, models.CASCADE, related_name="+")
        kind = models.ForeignKey(ContentType, models.PROTECT)
        thing = GenericForeignKey("kind", "key")

        class Meta:
            app_label = "accounts"

    class Plaque(models.Model):  # noqa: DJ008
        paper = models.ForeignKey(Paper, models.CASCADE)

        class Meta:
            app_label = "awards"

    return [Prize, Paper, Plaque]


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        (rows.keys_point_leftward, ["accounts.Paper.prize points to awards.Prize, which is further right"]),
        (rows.keys_are_one_way, ["awards.Plaque.paper needs related_name='+'"]),
        (rows.records_are_protected, ["accounts.Paper.prize is not PROTECT"]),
        (rows.no_key_is_generic, ["accounts.Paper.thing is a generic foreign key"]),
    ],
)
def test_a_planted_model_is_found(rule, faults):
    assert rule(planted_models()) == faults


def view(access=(), article=""):
    def it(request):
        return None

    it.access, it.article = access, article
    return it


LIBRARY_ADDRESSES = [Address(name, f"/{name}/", view(), own=False) for name in LIBRARY]


@pytest.mark.parametrize(
    ("rule", "address", "fault"),
    [
        (views.views_say_who, Address("x", "/x/", view(), own=True), "/x/ has no @page"),
        (views.views_say_who, Address("x", "/x/", view((PUBLIC, Role.OFFICE)), own=True), "/x/ mixes public, office"),
        (views.views_quote_the_rules, Address("x", "/x/", view((PUBLIC,), "40"), own=True), "/x/ quotes 40, which the rules do not have"),
        (views.addresses_have_names, Address("", "/x/", view((PUBLIC,)), own=True), "/x/ has no name"),
        (views.addresses_have_names, Address("account_login", "/x/", view(), own=False), "account_login names 2 addresses"),
    ],
)
def test_a_planted_address_is_found(rule, address, fault):
    assert rule([*LIBRARY_ADDRESSES, address]) == [fault]


def test_a_line_for_an_address_of_a_library_that_is_not_there_is_found():
    faults = views.library_names_exist(LIBRARY_ADDRESSES[1:])

    assert faults == [f"accounts.access.LIBRARY names {LIBRARY_ADDRESSES[0].name}, which is no address"]
