"""Two administrators make a grant; every refusal says why and changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants import services
from accounts.grants.models import Grant, GrantConfirmation, GrantEnd, Role
from accounts.units.models import UnitKind
from core.clock import shanghai
from core.ledger.models import Event
from core.rules import RuleRefused
from tests.factories import AT, make_actor, make_grant, make_unit, make_user, office, sign_in

pytestmark = pytest.mark.django_db
TODAY = shanghai(AT)


def rows():
    return Grant.objects.count(), GrantConfirmation.objects.count(), GrantEnd.objects.count(), Event.objects.count()


def refused(act, *args, **kwargs):
    before = rows()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert rows() == before
    return str(refusal.value)


@pytest.fixture
def security(db):
    return make_actor(Role.SECURITY, office())


@pytest.fixture
def audit(db):
    return make_actor(Role.AUDIT, office())


def propose(by, person=None, role=Role.EXAMINER, unit=None, **fields):
    unit = unit or make_unit(UnitKind.BODY)
    return services.grant(person or make_user(), role=role, unit=unit, by=by, at=AT, **{"from_on": TODAY, **fields})


def test_a_grant_begins_when_a_second_administrator_confirms(security, audit):
    grant = propose(security)
    assert not grant.in_force(AT)

    services.confirm(grant, by=audit, at=AT)

    assert grant.in_force(AT)
    assert list(Event.objects.filter(chain="house").order_by("-seq").values_list("action", flat=True)[:2]) == ["confirm-grant", "grant"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY])
def test_only_security_grants(role):
    assert refused(propose, make_actor(role)) == "只有安全管理员可以提出授权。"


def test_nobody_grants_to_himself(security):
    assert refused(propose, security, person=security.person) == "不能给自己授权。"


def test_a_role_is_granted_where_it_belongs(security):
    assert refused(propose, security, role=Role.SIGNER, unit=office()) == "推荐单位签发只能授予推荐单位的人员。"


def test_applicants_are_not_granted_here(security):
    sentence = refused(propose, security, role=Role.APPLICANT, unit=make_unit(UnitKind.APPLICANT))

    assert sentence == "申报人在注册时授权，不在这里办理。"


def test_a_closed_account_is_not_granted(security):
    assert refused(propose, security, person=make_user(is_active=False)) == "这个人的账号已经停用。"


def test_an_agency_is_granted_for_a_term(security):
    unit = make_unit(UnitKind.AGENCY)

    assert refused(propose, security, role=Role.AGENCY, unit=unit) == "受委托机构的授权要写明到期日。"
    assert propose(security, role=Role.AGENCY, unit=unit, until_on=TODAY + timedelta(90))


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ({"from_on": TODAY, "until_on": TODAY - timedelta(1)}, "到期日早于开始日。到期日已经过去。"),
        ({"from_on": TODAY - timedelta(9), "until_on": TODAY - timedelta(1)}, "到期日已经过去。"),
    ],
)
def test_a_term_that_is_over_is_refused(security, term, sentence):
    assert refused(propose, security, **term) == sentence


@pytest.mark.article("13(1)")
def test_incompatible_hands_are_refused_in_overlapping_days(security):
    person = make_user()
    make_grant(person, Role.REVIEWER, office(), from_on=TODAY, until_on=TODAY + timedelta(30))

    sentence = refused(propose, security, person=person, role=Role.OFFICE, unit=office(), from_on=TODAY + timedelta(30))

    assert sentence == "评选办与评审员不能由同一人担任。"
    assert propose(security, person=person, role=Role.OFFICE, unit=office(), from_on=TODAY + timedelta(31))


def test_a_waiting_grant_counts_too(security):
    person = make_user()
    propose(security, person=person, role=Role.SYSTEM, unit=office())

    assert refused(propose, security, person=person, role=Role.AUDIT, unit=office()) == "审计管理员与系统管理员不能由同一人担任。"


def test_an_ended_grant_counts_no_more(security):
    person = make_user()
    ended = make_grant(person, Role.REVIEWER, office())
    services.end(ended, reason="退出", by=security, at=AT)

    assert propose(security, person=person, role=Role.OFFICE, unit=office())


def test_the_same_grant_twice_is_refused(security):
    first = propose(security)

    assert refused(propose, security, person=first.person, unit=first.unit) == "这个人在这段时间已有同样的授权。"


def test_the_second_hand_is_another_administrator(security, audit):
    grant = propose(security)
    to_audit = propose(security, person=make_user(), role=Role.AUDIT, unit=office())

    assert refused(services.confirm, grant, by=security, at=AT) == "授权由系统管理员或审计管理员复核。"
    grantee = Actor(to_audit.person, make_grant(to_audit.person, Role.AUDIT, office(), from_on=TODAY - timedelta(9)))
    assert refused(services.confirm, to_audit, by=grantee, at=AT) == "不能复核自己提出的授权，也不能复核给自己的授权。"
    services.confirm(grant, by=audit, at=AT)
    assert refused(services.confirm, grant, by=audit, at=AT) == "这项授权已经复核过或已经结束。"


def test_confirming_looks_at_clashes_again(security, audit):
    grant = propose(security, role=Role.OFFICE, unit=office())
    make_grant(grant.person, Role.REVIEWER, office())

    assert refused(services.confirm, grant, by=audit, at=AT) == "评选办与评审员不能由同一人担任。"


def test_the_office_suspends_at_once_whom_it_may(security):
    hand = make_actor(Role.OFFICE)
    signer = make_grant(make_user(), Role.SIGNER, make_unit(UnitKind.BODY))

    services.end(signer, reason="涉嫌违规，先行停止", by=hand, at=AT)

    assert not signer.in_force(AT)
    assert refused(services.end, security.grant, reason="不行", by=hand, at=AT) == "您的身份不能结束这项授权。"


@pytest.mark.parametrize(("role", "may"), [(Role.SYSTEM, True), (Role.AUDIT, True), (Role.SECURITY, True), (Role.REVIEWER, False)])
def test_who_may_refuse_what_waits(security, role, may):
    grant = propose(security)
    by = make_actor(role, office())

    assert services.may_end(grant, by) is may


def test_a_confirmed_grant_is_not_ended_by_the_second_hand(security, audit):
    grant = make_grant(make_user(), Role.LEADING_GROUP, make_unit(UnitKind.LEADING_GROUP))

    assert refused(services.end, grant, reason="不行", by=audit, at=AT) == "您的身份不能结束这项授权。"


def test_an_end_needs_a_reason_and_happens_once(security):
    grant = make_grant(make_user(), Role.SIGNER, make_unit(UnitKind.BODY))

    assert refused(services.end, grant, reason="  ", by=security, at=AT) == "请写明结束授权的原因。"
    services.end(grant, reason="调离", by=security, at=AT)
    assert refused(services.end, grant, reason="再来", by=security, at=AT) == "这项授权已经结束。"


def test_the_last_confirming_administrator_stays(security, audit):
    assert refused(services.end, security.grant, reason="自己", by=security, at=AT) == "不能结束自己的授权。"
    assert refused(services.end, audit.grant, reason="最后", by=security, at=AT) == "这是最后一位在任的审计管理员，请先确认接任的人。"


def test_clashes_of_standing_grants_are_told(security):
    person = make_user("郝明砚")
    make_grant(person, Role.OFFICE, office())
    assert services.clashes(AT) == []

    make_grant(person, Role.REVIEWER, office())

    assert services.clashes(AT) == ["郝明砚：评审员与评选办不能由同一人担任。"]


def test_the_office_reads_only_what_it_may_suspend(security):
    make_grant(make_user(), Role.SIGNER, make_unit(UnitKind.BODY))

    assert set(services.visible_to(make_actor(Role.OFFICE)).values_list("role", flat=True)) == {Role.SIGNER}
    assert services.visible_to(make_actor(Role.SIGNER)).count() == 0


def test_grants_by_the_pages(client, security, audit):
    person, body = make_user(), make_unit(UnitKind.BODY)
    posted = {"person": person.pk, "role": "signer", "unit": body.pk, "from_on": "2020-01-01", "reason": "名单"}

    assert sign_in(client, security).post(reverse("grant_new"), posted).status_code == 302
    grant = Grant.objects.get(person=person)
    assert client.post(reverse("grant_confirm", args=[grant.pk])).status_code == 403
    assert sign_in(client, audit).post(reverse("grant_confirm", args=[grant.pk])).status_code == 302
    assert grant.in_force(AT)
    page = sign_in(client, security).get(reverse("grants")).content.decode()
    assert "结束" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, security, count, django_assert_max_num_queries):
    for _ in range(count):
        make_grant(make_user(), Role.SIGNER, make_unit(UnitKind.BODY))
    sign_in(client, security)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("grants")).status_code == 200


def test_one_chooses_among_ones_own_grants_alone(client, security):
    person, body = make_user(), make_unit(UnitKind.BODY)
    examiner = Actor(person, make_grant(person, Role.EXAMINER, body))
    signer = make_grant(person, Role.SIGNER, body)
    sign_in(client, examiner)

    assert client.post(reverse("identity"), {"grant": security.grant.pk}).status_code == 404
    assert client.post(reverse("identity"), {"grant": signer.pk}).status_code == 302
    refusal = client.post(reverse("identity"), {"grant": signer.pk, "acting_grant": examiner.grant.pk})

    assert client.get("/home/").wsgi_request.actor.grant == signer
    assert refusal.status_code == 409
