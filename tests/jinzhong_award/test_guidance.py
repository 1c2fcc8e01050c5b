"""The home page says to everybody what the step of the edition means for him, and leads only where he may go."""

import pytest
from django.urls import resolve

from accounts.access import PUBLIC, SIGNED_IN, access_of
from accounts.grants.models import BODY_ROLES, Role
from jinzhong_award.guidance import HOUSE, SAID, guidance
from procedure.editions.models import Step
from tests.factories import AT, make_actor, make_edition, make_unit, many_applications
from tests.procedure.hands import as_actor

FIRST_STEPS = (Step.PREPARATION, Step.CALL, Step.APPLYING, Step.QUALIFICATION)


def test_nobody_is_left_without_a_word():
    assert {*SAID, *HOUSE} == set(Role)
    assert [role for role, said in SAID.items() if None not in said] == []


@pytest.mark.django_db
@pytest.mark.parametrize("step", FIRST_STEPS)
def test_every_role_reads_what_the_step_means_and_may_open_where_it_leads(step):
    edition = make_edition(step=step)
    for role in SAID:
        found = guidance(make_actor(role), edition, AT)

        assert found.text.startswith(f"第三届晋中市质量奖，{step.label}："), role
        assert "{" not in found.text + found.url
        assert not found.url or {PUBLIC, SIGNED_IN, role} & set(access_of(resolve(found.url))), (role, found.url)


@pytest.mark.django_db
def test_administrators_read_of_their_duty_and_no_edition():
    edition = make_edition(step=Step.APPLYING)
    for role in (Role.SECURITY, Role.SYSTEM, Role.AUDIT):
        found = guidance(make_actor(role), edition, AT)

        assert "第三届" not in found.text
        assert role in access_of(resolve(found.url))


@pytest.mark.django_db
def test_a_body_counts_its_own_applications_alone(client):
    edition = make_edition(step=Step.APPLYING)
    body = make_unit("body", "榆次区人民政府")
    many_applications(edition, 2, "submitted", body=body)
    many_applications(edition, 3, "submitted")

    for role in BODY_ROLES:
        assert "已经提交2份" in guidance(make_actor(role, body), edition, AT).text


@pytest.mark.django_db
def test_between_editions_nothing_is_said():
    assert guidance(make_actor(Role.APPLICANT), None, AT) is None


@pytest.mark.django_db
def test_the_home_page_carries_it(client, settings):
    settings.DEMO = True
    make_edition(step=Step.PREPARATION)

    page = as_actor(client, make_actor(Role.SUPERVISOR)).get("/home/").content.decode()

    assert "每一步由谁办理、什么时候、依据哪一条，都列在届次页" in page
    assert "看本届进展" in page
