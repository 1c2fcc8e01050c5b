"""The units of the house: entered and corrected by the security administrator alone, each time an event in the house chain."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from accounts.units import services
from accounts.units.models import Unit, UnitKind
from core.ledger.models import Event
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_unit, sign_in

pytestmark = pytest.mark.django_db
FIELDS = {"name": "晋衡质量评价中心", "short_name": "晋衡", "contact": "申亦衡", "phone": "0354-0000000", "address": ""}


@pytest.fixture
def by():
    return make_actor(Role.SECURITY)


def events():
    return [event.action for event in Event.objects.filter(chain="house", action__endswith="-unit").order_by("seq")]


def payload():
    return json.loads(Event.objects.filter(chain="house").order_by("seq").last().payload.payload)


def refusal(act, *args, **more):
    before = (list(Unit.objects.values()), events())
    with pytest.raises(RuleRefused) as refused:
        act(*args, at=AT, **more)
    assert (list(Unit.objects.values()), events()) == before
    return str(refused.value)


class TestServices:
    def test_it_is_entered_with_its_event(self, by):
        unit = services.add_unit(kind=UnitKind.AGENCY, by=by, at=AT, **FIELDS)

        assert Unit.objects.get(kind=UnitKind.AGENCY) == unit
        assert (events(), payload()["kind"], payload()["unit"]["name"]) == (["add-unit"], "agency", "晋衡质量评价中心")

    def test_a_correction_keeps_what_was_before(self, by):
        unit = services.add_unit(kind=UnitKind.AGENCY, by=by, at=AT, **FIELDS)

        services.change_unit(unit, by=by, at=AT, **FIELDS | {"contact": "卫明德"})

        assert Unit.objects.get(pk=unit.pk).contact == "卫明德"
        assert (payload()["before"]["contact"], payload()["unit"]["contact"]) == ("申亦衡", "卫明德")

    @pytest.mark.parametrize("role", [Role.SYSTEM, Role.AUDIT, Role.OFFICE])
    def test_another_hand_is_refused(self, by, role):
        unit, other = services.add_unit(kind=UnitKind.AGENCY, by=by, at=AT, **FIELDS), make_actor(role)
        sentence = "这些单位由安全管理员录入和修改。"

        assert refusal(services.add_unit, kind=UnitKind.AGENCY, by=other, **FIELDS | {"name": "另一中心"}) == sentence
        assert refusal(services.change_unit, unit, by=other, **FIELDS | {"contact": "卫明德"}) == sentence

    @pytest.mark.parametrize("kind", [UnitKind.OFFICE, UnitKind.BODY, UnitKind.APPLICANT])
    def test_another_kind_is_refused(self, by, kind):
        assert refusal(services.add_unit, kind=kind, by=by, **FIELDS) == "这里只录入领导小组、受委托机构和市直部门。"

    def test_there_is_one_leading_group(self, by):
        services.add_unit(kind=UnitKind.LEADING_GROUP, by=by, at=AT, **FIELDS | {"name": "领导小组"})

        assert refusal(services.add_unit, kind=UnitKind.LEADING_GROUP, by=by, **FIELDS) == "领导小组只有一个，已经录入。"

    def test_a_name_is_needed_and_used_once(self, by):
        unit = services.add_unit(kind=UnitKind.AGENCY, by=by, at=AT, **FIELDS)

        assert refusal(services.add_unit, kind=UnitKind.DEPARTMENT, by=by, **FIELDS | {"name": " "}) == "请写明单位的名称。"
        assert refusal(services.add_unit, kind=UnitKind.DEPARTMENT, by=by, **FIELDS) == "已有名称为“晋衡质量评价中心”的单位。"
        assert refusal(services.change_unit, unit, by=by, **FIELDS) == "没有改动，不用保存。"


class TestPages:
    def test_it_is_entered_and_corrected(self, client, by):
        sign_in(client, by)

        entered = client.post("/grants/units/", {"kind": "agency"} | FIELDS, follow=True)
        unit = Unit.objects.get(kind=UnitKind.AGENCY)
        changed = client.post(f"/grants/units/{unit.pk}/", FIELDS | {"address": "榆次区"}, follow=True)

        assert "已录入晋衡质量评价中心，可以给它的人提出授权。" in entered.content.decode()
        assert "晋衡质量评价中心已改好。" in changed.content.decode()
        assert Unit.objects.get(pk=unit.pk).address == "榆次区"

    def test_an_incomplete_form_says_so(self, client, by):
        answer = sign_in(client, by).post("/grants/units/", {"kind": "agency"})

        assert answer.status_code == 422
        assert not Unit.objects.filter(kind=UnitKind.AGENCY).exists()

    def test_a_recommending_body_is_not_kept_here(self, client, by):
        body = make_unit(UnitKind.BODY)

        assert sign_in(client, by).get(f"/grants/units/{body.pk}/").status_code == 404
        assert "推荐单位由评选办录入" in client.get("/grants/units/").content.decode()

    def test_the_number_of_queries_does_not_grow(self, client, by):
        sign_in(client, by).get("/grants/units/")
        with CaptureQueriesContext(connection) as few:
            client.get("/grants/units/")
        for number in range(3):
            make_unit(UnitKind.DEPARTMENT, f"{number}局")
        with CaptureQueriesContext(connection) as many:
            client.get("/grants/units/")

        assert len(many) == len(few)
