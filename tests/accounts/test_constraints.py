"""What the database itself refuses of people, units and grants, and in which words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.grants.models import Grant, Role
from accounts.security.models import Kind, SecurityEvent
from accounts.units.models import Unit, UnitKind
from tests.factories import AT, make_grant, make_unit, make_user, office

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"


def broken():
    person, unit = make_user(), make_unit(UnitKind.BODY)
    day, later = date(2026, 3, 2), date(2026, 3, 1)
    office()
    make_unit(UnitKind.APPLICANT, credit_code=CODE, confirmed_at=AT)
    return [
        (Grant(person=person, role=Role.SIGNER, unit=unit, from_on=day, until_on=later, at=AT), "到期日早于开始日。"),
        (Grant(person=person, role=Role.SIGNER, unit=unit, from_on=day, by=person, at=AT), "不能给自己授权。"),
        (Unit(kind=UnitKind.OFFICE, name="另一个评选办"), "评选办和领导小组各只有一个。"),
        (Unit(kind=UnitKind.BODY, name="没有类型的推荐单位"), "推荐单位要有类型，其他单位没有。"),
        (Unit(kind=UnitKind.APPLICANT, name="甲", confirmed_at=AT, refused_at=AT), "已核实的单位不能同时是未予核实。"),
        (
            Unit(kind=UnitKind.APPLICANT, name="乙", credit_code=CODE, confirmed_at=AT),
            "这个统一社会信用代码已有核实过的单位，请联系评选办。",
        ),
    ]


@pytest.mark.parametrize("number", range(6))
def test_the_database_refuses_and_the_form_says_why(number):
    row, sentence = broken()[number]

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert refusal.value.messages == [sentence]
    if isinstance(row, Grant):
        row.event_id = make_grant(make_user(), Role.SIGNER, row.unit).event_id
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_security_log_is_only_added_to():
    event = SecurityEvent.objects.create(at=AT, kind=Kind.SIGN_IN)

    for change in (lambda: SecurityEvent.objects.update(kind=Kind.FAILED), event.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert SecurityEvent.objects.get().kind == Kind.SIGN_IN
