"""Recommending bodies: entered, changed and retired by the office alone, each time an event in the house chain."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from accounts.units import services
from accounts.units.models import BodyType, Unit, UnitKind
from core.ledger.models import Event
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_unit, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.article("16")]
FIELDS = {
    "body_type": BodyType.COUNTY,
    "name": "榆次区人民政府",
    "short_name": "榆次",
    "division": "140702",
    "contact": "段和平",
    "phone": "0354-0000000",
    "order": 10,
}
ASSOCIATION = "行业协会要由评选细则明确可以推荐，才能录入。请写明细则的条款。"


@pytest.fixture
def by():
    return make_actor(Role.OFFICE)


@pytest.fixture
def body(by):
    return services.add_body(by=by, at=AT, **FIELDS)


def events():
    return [event.action for event in Event.objects.filter(chain="house", action__endswith="-body").order_by("seq")]


def payload():
    return json.loads(Event.objects.filter(chain="house").order_by("seq").last().payload.payload)


def refusal(act, *args, **more):
    before = (list(Unit.objects.values()), events())
    with pytest.raises(RuleRefused) as refused:
        act(*args, at=AT, **more)
    assert (list(Unit.objects.values()), events()) == before
    return str(refused.value)


class TestServices:
    def test_it_is_entered_with_its_event(self, body):
        assert list(Unit.objects.bodies()) == [body]
        assert (events(), payload()["body"]["name"]) == (["add-body"], "榆次区人民政府")

    def test_a_change_keeps_what_was_before(self, body, by):
        services.change_body(body, by=by, at=AT, contact="安守一")

        assert Unit.objects.get(pk=body.pk).contact == "安守一"
        assert (payload()["before"]["contact"], payload()["body"]["contact"]) == ("段和平", "安守一")

    def test_it_is_retired_and_restored_and_never_deleted(self, body, by):
        services.retire_body(body, reason="机构改革", by=by, at=AT)
        assert (list(Unit.objects.bodies()), Unit.objects.get(pk=body.pk).retired_on.isoformat()) == ([], "2026-03-02")

        services.restore_body(body, reason="停用有误", by=by, at=AT)

        assert list(Unit.objects.bodies()) == [body]
        assert events() == ["add-body", "retire-body", "restore-body"]

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.SECURITY, Role.EXAMINER])
    def test_another_hand_is_refused(self, body, role):
        other, sentence = make_actor(role), "推荐单位由评选办维护。"

        assert refusal(services.add_body, by=other, **FIELDS | {"name": "太谷区人民政府"}) == sentence
        assert refusal(services.change_body, body, by=other, contact="安守一") == sentence
        assert refusal(services.retire_body, body, by=other, reason="机构改革") == sentence

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": " "}, "请写明推荐单位的名称和类型。"),
            ({"name": "太谷区人民政府", "body_type": ""}, "请写明推荐单位的名称和类型。"),
            ({}, "已有名称为“榆次区人民政府”的推荐单位。"),
            ({"name": "市机械行业协会", "body_type": BodyType.ASSOCIATION}, ASSOCIATION),
        ],
    )
    def test_it_is_refused(self, body, by, changes, sentence):
        assert refusal(services.add_body, by=by, **FIELDS | changes) == sentence

    def test_a_county_does_not_become_an_association_unnoticed(self, body, by):
        assert refusal(services.change_body, body, by=by, body_type=BodyType.ASSOCIATION) == ASSOCIATION

    def test_an_association_is_admitted_by_the_working_rules(self, by):
        fields = FIELDS | {"name": "市机械行业协会", "body_type": BodyType.ASSOCIATION, "division": ""}

        association = services.add_body(by=by, at=AT, basis="评选细则第八条", **fields)

        assert payload()["basis"] == "评选细则第八条"
        assert services.change_body(association, by=by, at=AT, phone="0354-1111111").phone == "0354-1111111"

    def test_what_changes_nothing_is_refused(self, body, by):
        assert refusal(services.change_body, body, by=by, **FIELDS) == "没有改动，不用保存。"

    def test_switching_twice_or_without_a_reason_is_refused(self, body, by):
        assert refusal(services.restore_body, body, by=by, reason="恢复") == "榆次区人民政府已经在用。"
        assert refusal(services.retire_body, body, by=by, reason=" ") == "请写明停用的原因。"
        services.retire_body(body, reason="机构改革", by=by, at=AT)
        assert refusal(services.retire_body, body, by=by, reason="再停") == "榆次区人民政府已经停用。"

    def test_a_name_that_another_took_is_not_restored(self, body, by):
        services.retire_body(body, reason="重复录入", by=by, at=AT)
        services.add_body(by=by, at=AT, **FIELDS)

        assert refusal(services.restore_body, body, by=by, reason="恢复") == "已有名称为“榆次区人民政府”的推荐单位。"


class TestPages:
    def test_the_list_says_who_has_no_contact(self, client, body, by):
        make_unit(UnitKind.BODY, "祁县人民政府", contact="")

        page = sign_in(client, by).get("/bodies/").content.decode()

        assert ["在用2个。" in page, "还有1个没有联系人" in page, "榆次区人民政府" in page] == [True, True, True]

    def test_the_empty_list_says_what_to_do(self, client, by):
        assert "还没有推荐单位" in sign_in(client, by).get("/bodies/").content.decode()

    def test_the_form_enters(self, client, by):
        answer = sign_in(client, by).post("/bodies/new/", FIELDS | {"basis": ""})

        assert (answer.status_code, answer.url) == (302, "/bodies/")
        assert Unit.objects.bodies().get().division == "140702"

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"name": ""}, "name", "请填写“名称”。"),
            ({"body_type": ""}, "body_type", "请选择“类型”。"),
            ({"division": "1407"}, "division", "行政区划代码是六位数字。"),
            ({"name": "榆次\u200b区"}, "name", "内容含不可见字符（第3个字），请重新输入。"),
            ({"body_type": "association"}, "basis", ASSOCIATION),
            ({}, "name", "已有这个名称的推荐单位。"),
        ],
    )
    def test_the_form_refuses(self, client, by, body, changes, field, sentence):
        answer = sign_in(client, by).post("/bodies/new/", FIELDS | {"basis": ""} | changes)

        assert (answer.status_code, answer.context["form"][field].errors) == (422, [sentence])
        assert Unit.objects.bodies().count() == 1

    def test_the_form_changes_and_an_unchanged_one_is_refused(self, client, by, body):
        sign_in(client, by)
        same = client.post(f"/bodies/{body.pk}/", FIELDS | {"basis": ""})
        answer = client.post(f"/bodies/{body.pk}/", FIELDS | {"basis": "", "contact": "安守一"})

        assert (same.status_code, answer.status_code, Unit.objects.bodies().get().contact) == (409, 302, "安守一")
        assert "没有改动，不用保存。" in same.content.decode()

    def test_the_page_retires_and_restores(self, client, by, body):
        sign_in(client, by)
        assert client.post(f"/bodies/{body.pk}/switch/", {"active": "0", "reason": ""}).status_code == 409
        assert client.post(f"/bodies/{body.pk}/switch/", {"active": "0", "reason": "机构改革"}).status_code == 302
        assert "停用，申报者不能再选。" in client.get(f"/bodies/{body.pk}/").content.decode()
        assert "已停用的1个" in client.get("/bodies/").content.decode()

        assert client.post(f"/bodies/{body.pk}/switch/", {"active": "1", "reason": "有误"}).status_code == 302
        assert Unit.objects.bodies().count() == 1

    def test_another_unit_is_not_a_body(self, client, by):
        department = make_unit(UnitKind.DEPARTMENT)

        assert sign_in(client, by).get(f"/bodies/{department.pk}/").status_code == 404
        assert client.post(f"/bodies/{department.pk}/switch/", {"active": "0", "reason": "停"}).status_code == 404

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.SUPERVISOR, Role.SECURITY])
    def test_others_are_refused(self, client, body, role):
        sign_in(client, make_actor(role))

        assert [client.get(url).status_code for url in ("/bodies/", "/bodies/new/", f"/bodies/{body.pk}/")] == [403, 403, 403]

    def test_the_number_of_queries_does_not_grow(self, client, by, body):
        sign_in(client, by).get("/bodies/")
        with CaptureQueriesContext(connection) as one:
            client.get("/bodies/")
        for number in range(3):
            make_unit(UnitKind.BODY, f"{number}县")
        with CaptureQueriesContext(connection) as four:
            client.get("/bodies/")

        assert len(four) == len(one)
