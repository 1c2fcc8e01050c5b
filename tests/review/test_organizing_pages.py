"""The organizers' pages: panels, the plan, its deployment, replacements, the board. Reached by nobody else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from core.ledger.models import Event
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.parameters.services import fill_demo, set_parameter
from procedure.proposals.models import Proposal
from review.assignments.models import Assignment, AssignmentRelease, PlanDraft
from review.panels.models import Panel
from review.rounds import Round
from review.todo import todo
from tests.factories import AT, at_step, make_actor, many_applications
from tests.procedure.hands import as_actor
from tests.review.hands import MARCH, entrusted, two
from tests.review.pairs import conflict
from tests.reviewing import acting_as, assign, invite, make_panel, make_reviewer, reviewing_world
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.article("18(4)")]


@shared
def world():
    """Step 4: three applications, three sheets each, a panel of four with one in reserve."""
    edition, applications, people, _ = reviewing_world(reviewers=5, applications=3)
    fill_demo(edition, at=AT)
    by, _ = two()
    set_parameter(edition, name=SHEETS_EACH.name, value=3, basis="演示", reason="演示", by=by, at=AT)
    return edition, applications, people


@pytest.fixture
def hands():
    return two()


def address(name, edition, *args, query=""):
    return reverse(f"review:{name}", args=[edition.pk, *args]) + query


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def sign(client, path):
    """Sign what a page asks to be signed, as the page has it."""
    digest = re.search(r'name="signing_digest" value="(\w+)"', shown(client, path))[1]
    return client.post(path, {"signing_digest": digest, "signing_password": DEMO_PASSWORD})


def seats(people, **places):
    return {f"seat-{who.pk}": place for who, place in zip(people, places.values(), strict=False)}


class TestPanels:
    def test_two_form_a_panel_through_the_page(self, client, hands):
        edition, _, people, _ = reviewing_world(reviewers=4)
        fill_demo(edition, at=AT)
        page = address("panel_form", edition, "on-site")
        chosen = {"name": "现场一组"} | seats(people, a="member", b="chair", c="member", d="reserve-1")

        as_actor(client, hands[0])
        assert "高等院校" in shown(client, page)
        assert client.post(page, chosen).status_code == 302
        assert "您已经经办，等另一人确认" in shown(client, page)
        as_actor(client, hands[1])
        before = shown(client, page)
        assert "组员全部来自高等院校" in before
        assert sign(client, page).status_code == 302

        panel = Panel.objects.get(name="现场一组")
        assert panel.seats.members().first().reviewer == people[1]
        assert "评审组已经组成。" in shown(client, address("panels", edition, query="?round=on-site"))
        kept = Event.objects.get(action="form-panel-on-site").payload.payload
        assert '"method":"demo"' in kept

    def test_the_second_hand_sends_it_back_with_a_reason(self, client, hands):
        edition, _, people, _ = reviewing_world(reviewers=3)
        fill_demo(edition, at=AT)
        page = address("panel_form", edition, "on-site")
        as_actor(client, hands[0])
        client.post(page, {"name": "现场一组"} | seats(people, a="chair", b="member", c="member"))
        as_actor(client, hands[1])

        assert client.post(page, {"send_back": ""}).status_code == 409
        assert client.post(page, {"send_back": "来源单一"}).status_code == 302

        assert Proposal.objects.get(move="form-panel-on-site").returned.reason == "来源单一"
        assert Panel.objects.filter(name="现场一组").count() == 0

    def test_a_colleague_of_the_first_hand_cannot_sign_where_a_head_must(self, client, hands):
        edition, _, people, _ = reviewing_world(reviewers=3)
        fill_demo(edition, at=AT)
        page = address("panel_form", edition, "on-site")
        as_actor(client, hands[0])
        client.post(page, {"name": "现场一组"} | seats(people, a="chair", b="member", c="member"))
        as_actor(client, make_actor(Role.OFFICE))

        assert "须有一人是负责人" in shown(client, page)
        assert client.post(page, {"signing_password": DEMO_PASSWORD}).status_code == 409

    @pytest.mark.parametrize(
        ("places", "sentence"),
        [
            ({"a": "member", "b": "member"}, "请选一名组长，只选一名。"),
            ({"a": "chair", "b": "chair"}, "请选一名组长，只选一名。"),
            ({"a": "chair", "b": "reserve-2"}, "备选请从备选1起，依次排列，不重复。"),
        ],
    )
    def test_what_is_no_panel_is_said(self, client, hands, places, sentence):
        edition, _, people, _ = reviewing_world(reviewers=2)
        as_actor(client, hands[0])

        response = client.post(address("panel_form", edition, "materials"), {"name": "二组"} | seats(people, **places))

        assert response.status_code == 422
        assert sentence in response.content.decode()

    def test_a_member_leaves_through_the_page(self, client, hands):
        edition, (application, _), people, _ = reviewing_world(reviewers=5)
        panel = make_panel(edition, people[:3], reserves=people[3:], name="二组")
        assign(application, people[1], panel)
        seat = panel.seats.get(reviewer=people[1])
        page = address("panel_seat", edition, seat.pk)
        as_actor(client, hands[0])
        text = shown(client, page)
        assert f"{people[3]}（第一名合适的备选）" in text
        assert application.applicant.unit.name in text
        client.post(page, {"kind": "ill", "reason": "因病", "who": str(people[3].pk)})
        as_actor(client, hands[1])

        assert sign(client, page).status_code == 302

        assert set(Assignment.objects.standing().values_list("reviewer", flat=True)) == {people[3].pk}
        assert shown(client, page, 404)
        assert "因病" in shown(client, address("panels", edition))


class TestPlan:
    def test_from_the_even_draft_to_the_deployment_and_back(self, client, world, hands):
        edition, *_ = world
        page, deploy = address("assignments", edition), address("assignments_deploy", edition)
        as_actor(client, hands[0])
        assert "还差评审员3份" in shown(client, page)
        client.post(page, {"fill": "1", "revision": "0"})
        assert "草案已经排好，每份3名评审员" in shown(client, page)
        assert client.post(deploy, {"deploy": "1"}).status_code == 302
        as_actor(client, hands[1])
        assert [one.title for one in todo(Asking(hands[1], AT)) if "下达" in one.title] == ["确认下达材料评审分派"]

        assert sign(client, deploy).status_code == 302

        assert Assignment.objects.standing().count() == 9
        text = shown(client, page)
        assert text.count("已分派</span>") == 9
        (decision,) = set(Assignment.objects.values_list("decision", flat=True))
        undo = address("assignments_undo", edition, decision)
        as_actor(client, hands[0])
        assert client.post(undo, {"reason": ""}).status_code == 422
        client.post(undo, {"reason": "分错了"})
        as_actor(client, hands[1])
        assert sign(client, undo).status_code == 302
        assert AssignmentRelease.objects.count() == 9

    def test_ticks_are_saved_for_the_page(self, client, world, hands):
        edition, (application, *_), people = world
        as_actor(client, hands[0])

        key = str(application.pk)
        client.post(address("assignments", edition), {"save": "1", "revision": "0", "row": key, f"pair-{key}": [str(people[0].pk)]})

        assert PlanDraft.objects.get().pairs == [[key, str(people[0].pk)]]
        assert shown(client, address("assignments", edition)).count(" checked") == 1

    def test_what_another_saved_meanwhile_is_shown_beside(self, client, world, hands):
        edition, (application, *_), people = world
        key = str(application.pk)
        rows = {"save": "1", "revision": "0", "row": key}
        as_actor(client, hands[0])
        client.post(address("assignments", edition), rows | {f"pair-{key}": [str(people[0].pk)]})
        as_actor(client, hands[1])

        response = client.post(address("assignments", edition), rows | {f"pair-{key}": [str(people[1].pk)]})

        text = response.content.decode()
        assert response.status_code == 409
        assert str(people[0]) in text
        assert str(people[1]) in text
        assert PlanDraft.objects.get().pairs == [[key, str(people[0].pk)]]
        again = rows | {"revision": "1", f"pair-{key}": [str(people[1].pk)]}
        assert client.post(address("assignments", edition), again).status_code == 302
        assert PlanDraft.objects.get().pairs == [[key, str(people[1].pk)]]

    def test_a_made_up_key_is_no_pair(self, client, world, hands):
        edition, (application, *_), _ = world
        as_actor(client, hands[0])

        posted = {"save": "1", "revision": "0", "row": [str(application.pk), "x"], f"pair-{application.pk}": ["y"], "pair-x": ["z"]}
        assert client.post(address("assignments", edition), posted).status_code == 302

        assert "新分派0人次" in shown(client, address("assignments", edition))

    def test_who_cannot_get_enough_is_named(self, client, world, hands):
        edition, (application, *_), people = world
        for who in people[:3]:
            conflict(application, who)
        as_actor(client, hands[0])

        client.post(address("assignments", edition), {"fill": "1", "revision": "0"})

        assert f"{application.applicant.unit}（还差1名）排不够" in shown(client, address("assignments", edition))

    def test_one_assignment_is_replaced_through_the_page(self, client, world, hands):
        edition, (application, *_), people = world
        panel = Panel.objects.get()
        assignment = assign(application, people[0], panel)
        page = address("assignment_replace", edition, assignment.pk)
        as_actor(client, hands[0])
        client.post(page, {"kind": "ill", "who": str(people[1].pk), "reason": "因病"})
        as_actor(client, hands[1])

        assert sign(client, page).status_code == 302

        assert Assignment.objects.standing().get().replaces == assignment
        assert shown(client, page, 409)


class TestBoard:
    def test_it_says_what_is_done_and_missing_and_shows_no_point(self, client, world, hands):
        edition, (application, *_), people = world
        assign(application, people[0], Panel.objects.get())
        as_actor(client, hands[0])

        text = shown(client, address("board", edition))

        assert "缺评审员1份" in text
        assert "待分派2份" in text
        assert "还差2名评审员" in text
        assert "锁定0/3" in text

    def test_filters_stand_in_the_address(self, client, world, hands):
        edition, (application, *_), people = world
        assign(application, people[0], Panel.objects.get())
        as_actor(client, hands[0])

        assert "符合筛选的1份" in shown(client, address("board", edition, query="?round=materials&place=short"))
        assert "符合筛选的1份" in shown(client, address("board", edition, query=f"?search={application.applicant.unit}"))
        assert "没有符合筛选的申报" in shown(client, address("board", edition, query="?category=individual"))

    def test_the_menu_leads_to_the_running_edition(self, client, world, hands):
        as_actor(client, hands[0])

        assert client.get(reverse("review:board_now")).url == address("board", world[0])

    def test_an_agency_sees_the_rounds_it_is_entrusted_with(self, client, world):
        edition, *_ = world
        mandate = entrusted(edition, term=MARCH.__class__(**vars(MARCH) | {"on_site": False}))
        as_actor(client, make_actor(Role.AGENCY, mandate.agency))

        text = shown(client, address("board", edition))
        assert "材料评审" in text
        assert "现场评审安排" not in text
        assert "材料评审报告" not in text
        shown(client, address("panel_form", edition, "on-site"), 404)
        shown(client, address("panel_form", edition, "materials"))
        as_actor(client, make_actor(Role.AGENCY))
        for name in ("board", "panels", "assignments", "assignments_deploy"):
            shown(client, address(name, edition), 404)
        assert "现在没有要组织的评审" in client.get(reverse("review:board_now")).content.decode()

    @pytest.mark.parametrize(
        "role", [Role.APPLICANT, Role.SIGNER, Role.LEADING_GROUP, Role.SUPERVISOR, Role.SYSTEM, Role.SECURITY, Role.AUDIT]
    )
    def test_nobody_else_opens_them(self, client, world, role):
        as_actor(client, make_actor(role))

        self.refused_everywhere(client, world[0])

    def test_a_reviewer_learns_nothing_here(self, client, world):
        edition, (application, *_), people = world
        assign(application, people[0], Panel.objects.get())
        as_actor(client, acting_as(people[0]))

        self.refused_everywhere(client, edition)
        assert [one for one in todo(Asking(acting_as(people[0]), AT)) if "分派" in one.title or "评审组" in one.title] == []

    def refused_everywhere(self, client, edition):
        panel = Panel.objects.first()
        paths = [address(name, edition) for name in ("board", "panels", "assignments", "assignments_deploy")]
        paths += [reverse("review:board_now"), address("panel_form", edition, "materials")]
        paths += [address("panel_seat", edition, panel.seats.first().pk)]
        assert {client.get(path).status_code for path in paths} == {403}
        assert {client.post(path, {"fill": "1", "revision": "0"}).status_code for path in paths} == {403}
        assert PlanDraft.objects.count() == 0

    def test_in_other_rounds_the_board_stands_too(self, client, world, hands):
        edition, *_ = world
        as_actor(client, hands[0])
        for round_, step in ((Round.ON_SITE, Step.ON_SITE), (Round.ORAL_DEFENSE, Step.DEFENSE)):
            edition = at_step(edition, step)
            assert "还没有申报进入这一环节" in shown(client, address("board", edition, query=f"?round={round_.value}"))


def asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_three_and_three_hundred_cost_the_same(client, world, hands):
    edition, applications, people = world
    panel = Panel.objects.get()
    assign(applications[0], people[0], panel)
    as_actor(client, hands[0])
    paths = [address(name, edition) for name in ("board", "assignments", "panels")]
    shown(client, paths[0])  # the first page of a session asks once who is there
    few = [asked(client, path) for path in paths]

    many = many_applications(edition, 297, Status.ACCEPTED)
    for place, application in enumerate(many[:40]):
        assign(application, people[place % 5], panel)
    for number in range(8):
        invite(edition, who := make_reviewer())
        make_panel(edition, [who], name=f"增{number}组")

    assert [asked(client, path) for path in paths] == few
    client.post(paths[1], {"fill": "1", "revision": "0"})
    assert [asked(client, path) for path in paths] == few
    assert "符合筛选的300份" in shown(client, paths[0])
