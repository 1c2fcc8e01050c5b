"""Role × step × state: every move asked in every place of the table, allowed exactly where it is declared, refused in words elsewhere."""

from dataclasses import replace

import pytest

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Status
from jinzhong_award.steps import APPLICATION_MOVES, EDITION_MOVES
from procedure.editions.models import Step
from tests.factories import AT, leading_group, make_actor, make_application, make_edition, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.article("18")]


@pytest.fixture(autouse=True)
def group():
    return leading_group()


def standing(subject, state, step):
    """The subject as if it stood there: what a move asks is read from it, and nothing is written."""
    setattr(subject, subject.STATE, state)
    subject.edition.step = step
    return subject


def said(move, subject, actor):
    return [blocker.sentence for blocker in replace(move, guards=()).blockers(subject, actor, at=AT)]


def test_every_state_and_step_of_an_application():
    application, nobody = make_application(make_edition()), Actor(make_user())
    for move in APPLICATION_MOVES:
        for status in Status:
            for step in Step:
                subject = standing(application, status, step)
                if status not in move.sources:
                    expected = f"当前状态不能{move.label}。"
                elif move.steps and step not in move.steps:
                    expected = f"本届正处于“{step.label}”，不能{move.label}。"
                else:
                    expected = f"您的身份不能{move.label}。"
                assert said(move, subject, nobody) == [expected], (move.name, status, step)


def test_every_step_of_an_edition():
    edition, nobody = make_edition(), Actor(make_user())
    for move in EDITION_MOVES:
        for step in Step:
            word = "您的身份" if step in move.sources else "当前状态"
            assert said(move, standing(edition, step, step), nobody) == [f"{word}不能{move.label}。"], (move.name, step)


@pytest.mark.parametrize("role", Role)
def test_every_role_makes_its_own_moves_and_no_other(role):
    """With every state and step right: each role of the right unit, and of another one."""
    application = make_application(make_edition())
    at_home = {Role.APPLICANT: application.applicant.unit} | dict.fromkeys(BODY_ROLES, application.body)
    actor, stranger = make_actor(role, at_home.get(role)), make_actor(role) if role in at_home else None
    for move in (*EDITION_MOVES, *APPLICATION_MOVES):
        subject = application.edition if move in EDITION_MOVES else application
        subject = standing(subject, move.sources[0], move.sources[0] if move in EDITION_MOVES else (move.steps or (Step.COMPLETED,))[0])
        expected = [] if role == move.role else [f"您的身份不能{move.label}。"]
        assert said(move, subject, actor) == expected, move.name
        if stranger:
            assert said(move, subject, stranger) == [f"您的身份不能{move.label}。"], move.name
