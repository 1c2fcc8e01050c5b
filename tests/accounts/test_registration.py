"""Registering, and the office's word on who registered."""

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.identity.models import IdentityNumber
from accounts.identity.services import mark, open_number
from accounts.registration.services import TAKEN
from accounts.units import services
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from core.ledger.models import Event, Payload
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_unit, make_user, sign_in

pytestmark = pytest.mark.django_db
CODE, NUMBER = "91350100M000100Y43", "11010519491231002X"
ORGANIZATION = {
    "name": "晋中澄川液压股份有限公司",
    "credit_code": "9135 0100 m000100y43",
    "contact": "郝明砚",
    "mobile": "138 0000 0001",
    "password": "Chengchuan-26",
    "password_again": "Chengchuan-26",
}
PERSON = {
    "name": "沈砺之",
    "identity_number": NUMBER.lower(),
    "mobile": "13800000002",
    "password": "Lizhi-2026-x",
    "password_again": "Lizhi-2026-x",
}


def register(client, kind="organization", **changed):
    posted = {**(ORGANIZATION if kind == "organization" else PERSON), **changed}
    return client.post(reverse(f"register_{kind}"), posted)


def errors(response):
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_an_organization_registers_and_is_signed_in(client):
    response = register(client)

    assert response["Location"] == "/home/"
    person, unit = User.objects.get(), Unit.objects.get(kind=UnitKind.APPLICANT)
    assert (person.username, person.name, person.check_password("Chengchuan-26")) == ("13800000001", "郝明砚", True)
    assert (unit.name, unit.credit_code, unit.confirmed_at) == ("晋中澄川液压股份有限公司", CODE, None)
    grant = Grant.objects.get()
    assert (grant.person, grant.unit, grant.role) == (person, unit, Role.APPLICANT)
    assert client.get("/home/").status_code == 200
    assert list(Event.objects.filter(chain="house").order_by("seq").values_list("action", flat=True)) == ["register-unit", "grant"]


@pytest.mark.article("11")
def test_a_person_registers_with_a_sealed_number(client):
    assert register(client, "person").status_code == 302

    unit, kept = Unit.objects.get(kind=UnitKind.APPLICANT), IdentityNumber.objects.get()
    assert (unit.name, unit.credit_code) == ("沈砺之", "")
    assert (kept.masked, kept.mark, kept.needs_person) == ("11*************02X", mark(NUMBER), False)
    stored = kept.sealed + "".join(Payload.objects.values_list("payload", flat=True))
    assert NUMBER not in stored


def test_the_office_opens_a_number_for_a_reason_on_record(client):
    register(client, "person")
    kept, hand = IdentityNumber.objects.get(), make_actor(Role.OFFICE)

    assert open_number(kept, reason="核对身份", by=hand, at=AT) == NUMBER
    assert Event.objects.filter(action="open-identity-number").count() == 1
    for by, reason in ((make_actor(Role.SUPERVISOR), "看看"), (hand, " ")):
        with pytest.raises(RuleRefused):
            open_number(kept, reason=reason, by=by, at=AT)
    assert Event.objects.filter(action="open-identity-number").count() == 1


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"credit_code": "123"}, {"credit_code": ["统一社会信用代码应为18位，现有3位。"]}),
        ({"mobile": "12345678901"}, {"mobile": ["手机号应为11位数字，以13至19开头。"]}),
        ({"password_again": "other"}, {"password_again": ["两次输入的密码不一样。"]}),
        (
            {"password": "abcdefghijkl", "password_again": "abcdefghijkl"},
            {"password": ["密码要含小写字母、大写字母、数字、符号中的三种。"]},
        ),
        ({"name": "甲\u202e乙公司"}, {"name": ["内容含不可见字符（第2个字），请重新输入。"]}),
    ],
)
def test_a_wrong_form_is_refused_and_what_was_typed_stays(client, changed, expected):
    response = register(client, **changed)

    assert response.status_code == 422
    assert errors(response) == expected
    assert User.objects.count() == 0
    assert "郝明砚" in response.content.decode()


def test_a_wrong_check_digit_asks_for_the_word_of_whoever_registers(client):
    wrong = CODE[:-1] + "4"
    response = register(client, credit_code=wrong)
    assert response.status_code == 422
    assert 'type="checkbox" name="as_printed"' in response.content.decode()

    assert register(client, credit_code=wrong, as_printed="on").status_code == 302
    page = sign_in(client, make_actor(Role.OFFICE)).get(reverse("units")).content.decode()
    assert "校验位不符" in page


def test_a_number_in_use_is_refused_without_telling_more(client):
    make_user(username="13800000001", is_active=False)
    before = Event.objects.count()

    response = register(client)

    assert response.status_code == 409
    assert TAKEN in response.content.decode()
    assert "Chengchuan-26" not in response.content.decode()
    assert (User.objects.count(), Unit.objects.filter(kind=UnitKind.APPLICANT).count(), Event.objects.count()) == (1, 0, before)


def test_a_code_of_a_confirmed_unit_is_taken_a_claimed_one_is_not(client):
    rival = make_unit(UnitKind.APPLICANT, credit_code=CODE)
    assert register(client).status_code == 302

    Unit.objects.filter(pk=rival.pk).update(confirmed_at=AT)
    assert services.CODE_TAKEN in register(client, mobile="13800000003").content.decode()


def test_an_address_that_registers_too_often_is_told_to_wait(client):
    answers = [register(client, credit_code="123").status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


@pytest.mark.parametrize("kind", ["organization", "person"])
def test_the_data_notice_stands_on_the_page(client, kind):
    page = client.get(reverse(f"register_{kind}")).content.decode()

    for words in ("谁在处理", "收集什么", "为什么", "存多久", "问谁"):
        assert words in page
    assert ("身份证号单独告知" in page) is (kind == "person")


@pytest.fixture
def claim():
    return make_unit(UnitKind.APPLICANT, credit_code=CODE, registered_at=AT)


def test_the_office_confirms_a_unit(client, claim):
    sign_in(client, make_actor(Role.OFFICE))
    assert claim.name in client.get(reverse("units")).content.decode()

    assert client.post(reverse("unit_confirm", args=[claim.pk])).status_code == 302

    claim.refresh_from_db()
    assert claim.confirmed_at
    assert Event.objects.filter(chain="house", action="confirm-unit").count() == 1
    assert client.post(reverse("unit_confirm", args=[claim.pk])).status_code == 409


def test_a_refused_claim_frees_the_code_and_says_why(client, claim):
    hand, rival = make_actor(Role.OFFICE), make_unit(UnitKind.APPLICANT, credit_code=CODE)
    services.refuse_unit(claim, reason="与营业执照不符", by=hand, at=AT)
    services.confirm_unit(rival, by=hand, at=AT)

    applicant = make_actor(Role.APPLICANT, claim)
    client.force_login(applicant.person)
    assert "与营业执照不符" in client.get(reverse("own_unit")).content.decode()
    with pytest.raises(RuleRefused, match="已有核实过的单位"):
        services.correct_unit(claim, name=claim.name, credit_code=CODE, contact="郝", by=applicant, at=AT)


def test_two_claims_of_one_code_cannot_both_be_confirmed(claim):
    hand, rival = make_actor(Role.OFFICE), make_unit(UnitKind.APPLICANT, credit_code=CODE)
    services.confirm_unit(claim, by=hand, at=AT)

    with pytest.raises(RuleRefused, match="已有核实过的单位"):
        services.confirm_unit(rival, by=hand, at=AT)
    rival.refresh_from_db()
    assert rival.confirmed_at is None


def test_an_applicant_corrects_a_claim_until_it_is_confirmed(client, claim):
    applicant = make_actor(Role.APPLICANT, claim)
    client.force_login(applicant.person)
    posted = {"name": "新名称公司", "credit_code": "91512081MA62K0260E", "contact": "郝明砚"}

    assert client.post(reverse("own_unit"), posted).status_code == 302
    claim.refresh_from_db()
    assert (claim.name, claim.credit_code) == ("新名称公司", "91512081MA62K0260E")

    services.confirm_unit(claim, by=make_actor(Role.OFFICE), at=AT)
    assert client.post(reverse("own_unit"), posted).status_code == 409


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_nobody_but_the_office_confirms(claim, role):
    with pytest.raises(RuleRefused, match="单位由评选办核实"):
        services.confirm_unit(claim, by=make_actor(role), at=AT)


def test_another_unit_is_not_corrected(claim):
    other = Actor(make_user(), make_actor(Role.APPLICANT).grant)

    with pytest.raises(RuleRefused, match="只有本单位的申报人"):
        services.correct_unit(claim, name="甲", credit_code=CODE, contact="乙", by=other, at=AT)
