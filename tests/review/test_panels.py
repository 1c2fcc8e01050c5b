"""Panels: formed by two from whoever pledged; a member leaves and the first fitting reserve, or somebody named, steps in."""

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.parameters.services import fill_demo
from review.assignments.models import Assignment, AssignmentRelease
from review.board.todo import todo
from review.panels import changes, dissolving, services
from review.panels.acts import CHANGE, FORM
from review.panels.changes import Change
from review.panels.models import Panel, PanelSeat
from review.panels.pool import known_of, one_source
from review.panels.services import Composition
from review.reviewers.models import ReleaseKind, Source
from review.rounds import Round
from tests.factories import AT, make_actor, make_edition
from tests.review.hands import MARCH, entrusted, refused, two
from tests.review.pairs import conflict
from tests.reviewing import assign, declared, invite, make_panel, make_reviewer, reviewing_world, snapshot_of
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("14")]
TODAY = AT.date()


@pytest.fixture
def edition():
    edition = make_edition(step=Step.ON_SITE, demo=True)
    fill_demo(edition, at=AT)
    return edition


def invited(edition, count, **invitation):
    found = [make_reviewer() for _ in range(count)]
    for one in found:
        invite(edition, one, **invitation)
    return found


def composition(people, *, reserves=(), name="现场一组"):
    return Composition(name, "", people[0], people[1:], list(reserves))


class TestAsking:
    """The home page of the organizers leads to what a round wants first."""

    @pytest.fixture
    def asked(self, edition):
        first, second = two()
        return lambda actor=first: [item.title for item in todo(Asking(actor, AT))], first, second

    def test_reviewers_then_a_panel_then_the_second_hand(self, edition, asked):
        titles, first, second = asked
        assert titles() == ["登记并邀请评审员"]

        people = invited(edition, 3)
        assert titles() == ["组成现场评审组"]

        services.propose(edition, Round.ON_SITE, composition(people), by=first, at=AT)
        assert (titles(), titles(second)) == ([], ["确认组成现场评审组"])

        services.confirm(edition, Round.ON_SITE, by=second, at=AT)
        assert (titles(), titles(second)) == ([], [])

    def test_an_agency_without_a_mandate_is_not_asked(self, edition, asked):
        titles, _, _ = asked

        assert titles(make_actor(Role.AGENCY)) == []


class TestForming:
    def test_two_form_a_panel_with_chair_members_and_reserve_in_order(self, edition):
        people, (first, second) = invited(edition, 5), two()
        services.propose(edition, Round.ON_SITE, composition(people[:3], reserves=people[3:]), by=first, at=AT)
        assert Panel.objects.count() == 0

        panel = services.confirm(edition, Round.ON_SITE, by=second, at=AT)

        assert [(seat.reviewer, seat.chair) for seat in panel.seats.members()] == [
            (people[0], True),
            (people[1], False),
            (people[2], False),
        ]
        assert [seat.reviewer for seat in panel.seats.reserves()] == people[3:]
        assert (panel.round, panel.category, panel.decision.by) == (Round.ON_SITE, "", second.person)

    @pytest.mark.parametrize(("round_", "step", "least"), [(Round.ON_SITE, Step.ON_SITE, 3), (Round.ORAL_DEFENSE, Step.DEFENSE, 5)])
    def test_fewer_than_the_working_rules_ask_are_refused(self, round_, step, least):
        edition = make_edition(step=step, demo=True)
        fill_demo(edition, at=AT)
        people, (first, _) = invited(edition, least - 1), two()

        found = refused(services.propose, edition, round_, composition(people), by=first, at=AT)

        assert found == f"{round_.label}的评审组至少{least}人（含组长），现有{least - 1}人。"

    def test_whoever_has_not_pledged_is_not_invited_or_has_left_is_refused(self, edition):
        people, (first, _) = invited(edition, 2), two()
        strangers = [*invited(edition, 1, pledged=False), *invited(edition, 1, rounds=[Round.MATERIALS]), make_reviewer()]

        found = refused(services.propose, edition, Round.ON_SITE, composition([*people, *strangers]), by=first, at=AT)

        assert found == "".join(f"{who}没有受邀参加现场评审，或者还没有签承诺，或者已经离开本届。" for who in strangers)

    def test_nobody_sits_twice_and_no_name_is_given_twice(self, edition):
        people, (first, _) = invited(edition, 3), two()
        make_panel(edition, people, round=Round.ON_SITE, name="现场一组")

        found = refused(services.propose, edition, Round.ON_SITE, composition(people, reserves=people[:1]), by=first, at=AT)

        assert found == f"本届现场评审已经有“现场一组”，请换一个名称。{people[0]}占了两个席位，每人只能占一个。"

    def test_an_agency_forms_the_panels_of_its_round_and_no_others(self, edition):
        mandate = entrusted(edition, term=MARCH.__class__(**vars(MARCH) | {"materials": False}))
        first, second = two(Role.AGENCY, mandate.agency)
        people = invited(edition, 5)
        services.propose(edition, Round.ON_SITE, composition(people[:3]), by=first, at=AT)
        services.confirm(edition, Round.ON_SITE, by=second, at=AT)

        sentence = "贵机构没有受委托组织本届的这一环节，或者委托已经到期。"
        assert refused(services.propose, edition, Round.ORAL_DEFENSE, composition(people), by=first, at=AT) == sentence
        other = make_actor(Role.AGENCY)
        assert refused(services.propose, edition, Round.ON_SITE, composition(people[:3]), by=other, at=AT) == sentence

    def test_after_its_round_no_panel_is_formed(self, edition):
        people, (first, _) = invited(edition, 3), two()

        found = refused(services.propose, edition, Round.MATERIALS, composition(people), by=first, at=AT)

        assert found == "本届正处于“现场评审”，不能组成材料评审组。"

    def test_members_of_one_source_are_pointed_out(self, db):
        several, one = [make_reviewer(), make_reviewer()], make_reviewer(source=Source.MEDIA)

        assert one_source(known_of(several, TODAY).values()) == "高等院校"
        assert one_source(known_of([*several, one], TODAY).values()) == ""
        assert one_source(known_of([one], TODAY).values()) == ""


@shared
def world():
    """Step 5: two applications assigned to a panel of three with two in reserve."""
    edition, applications, people, _ = reviewing_world(reviewers=5, step=Step.ON_SITE, status=Status.ADVANCING)
    fill_demo(edition, at=AT)
    panel = make_panel(edition, people[:3], round=Round.ON_SITE, name="现场一组", reserves=people[3:])
    for application in applications:
        for who in people[:3]:
            assign(application, who, panel, round=Round.ON_SITE)
    return edition, applications, people, panel


def seat_of(panel, reviewer):
    return PanelSeat.objects.standing().get(panel=panel, reviewer=reviewer)


def changed(seat, change, reason="因病住院"):
    first, second = two()
    changes.propose(seat, change, reason=reason, by=first, at=AT)
    return changes.confirm(seat, by=second, at=AT)


def reviewing(application):
    return set(Assignment.objects.standing().filter(application=application).values_list("reviewer", flat=True))


class TestDissolving:
    @pytest.fixture
    def hands(self, world):
        return two()

    def test_two_end_every_seat_and_it_is_offered_no_more(self, world, hands):
        edition, _, people, _ = world
        (first, second), other = hands, make_panel(edition, people, round=Round.ON_SITE, name="现场二组")
        dissolving.propose(other, reason="并入现场一组", by=first, at=AT)
        row = dissolving.confirm(other, by=second, at=AT)

        assert (row.reason, row.event.action) == ("并入现场一组", "panel.dissolve")
        assert not PanelSeat.objects.standing().filter(panel=other).exists()
        assert other not in Panel.objects.standing()
        assert refused(dissolving.propose, other, reason="再来", by=first, at=AT) == dissolving.GONE

    def test_whoever_it_reviews_goes_elsewhere_first(self, world, hands):
        _, _, _, panel = world
        said = refused(dissolving.propose, panel, reason="合并", by=hands[0], at=AT)
        assert said == f"还有2份申报由{panel}评审，请先改由别的组评审，或者撤回分派。"

    def test_given_something_meanwhile_the_second_hand_is_refused(self, world, hands):
        edition, (application, _), _, _ = world
        (late,) = invited(edition, 1)
        other = make_panel(edition, [late], round=Round.ON_SITE, name="现场二组")
        dissolving.propose(other, reason="合并", by=hands[0], at=AT)
        assign(application, late, other, round=Round.ON_SITE)

        assert refused(dissolving.confirm, other, by=hands[1], at=AT).startswith("还有1份申报由现场二组评审")
        assert refused(dissolving.confirm, other, by=hands[0], at=AT).startswith("还有1份申报由现场二组评审")


class TestChanging:
    def test_the_first_reserve_steps_in_and_takes_over_what_is_not_scored(self, world):
        _, applications, people, panel = world
        leaver, first = people[1], people[3]

        seat = changed(seat_of(panel, leaver), Change(ReleaseKind.ILL, first))

        assert (seat.reviewer, seat.reserve, seat.chair, seat.replaces.reviewer) == (first, None, False, leaver)
        assert {one.reviewer for one in panel.seats.members()} == {people[0], people[2], first}
        assert [one.reviewer for one in panel.seats.reserves()] == people[4:]
        assert all(reviewing(one) == {people[0].pk, people[2].pk, first.pk} for one in applications)
        taken = Assignment.objects.standing().filter(reviewer=first)
        assert {one.replaces.reviewer for one in taken} == {leaver}
        assert {one.snapshot for one in taken} == {snapshot_of(one) for one in applications}
        assert set(AssignmentRelease.objects.values_list("kind", "reason")) == {(ReleaseKind.ILL, "因病住院")}

    def test_a_reserve_in_conflict_does_not_fit(self, world):
        _, applications, people, panel = world
        conflict(applications[0], people[3])
        seat = seat_of(panel, people[1])
        first, _ = two()

        assert changes.fitting(seat) == [people[4]]
        found = refused(changes.propose, seat, Change(ReleaseKind.ILL, people[3]), reason="因病", by=first, at=AT)
        assert found.startswith(f"{people[3]}不能补位")

    def test_a_named_one_asks_for_the_reason(self, world):
        edition, _, people, panel = world
        (named,) = invited(edition, 1)
        declared(edition, [named])
        seat, (first, _) = seat_of(panel, people[1]), two()

        found = refused(changes.propose, seat, Change(ReleaseKind.ILL, named), reason="因病", by=first, at=AT)
        assert found == f"备选次序在前的是{people[3]}，另请他人的，请写明理由。"
        assert changed(seat, Change(ReleaseKind.ILL, named, why="只有他熟悉这一行业")).reviewer == named

    def test_a_conflict_found_between_the_two_hands_stops_it(self, world):
        _, applications, people, panel = world
        seat, (first, second) = seat_of(panel, people[1]), two()
        changes.propose(seat, Change(ReleaseKind.ILL, people[3]), reason="因病", by=first, at=AT)
        conflict(applications[0], people[3])

        assert refused(changes.confirm, seat, by=second, at=AT).startswith("经办以后，所依据的内容有了变化")

    def test_the_chair_leaves_and_another_chairs(self, world):
        _, _, people, panel = world
        seat, (first, _) = seat_of(panel, people[0]), two()

        found = refused(changes.propose, seat, Change(ReleaseKind.ILL, people[3]), reason="因病", by=first, at=AT)
        assert found == "组长离开的，请选新的组长。"

        changed(seat, Change(ReleaseKind.ILL, people[3], chair=people[2]))
        assert panel.seats.members().first().reviewer == people[2]
        assert panel.seats.standing().filter(chair=True).count() == 1

    def test_without_a_successor_the_panel_stays_large_enough(self, world):
        _, _, people, panel = world
        first, _ = two()

        found = refused(changes.propose, seat_of(panel, people[1]), Change(ReleaseKind.ILL, None), reason="因病", by=first, at=AT)

        assert found == "现场评审的评审组至少3人（含组长），现有2人。请选补位的人。"

    def test_one_of_the_reserve_leaves(self, world):
        _, _, people, panel = world

        assert changed(seat_of(panel, people[3]), Change(ReleaseKind.ILL, None)) is None
        assert [one.reviewer for one in panel.seats.reserves()] == people[4:]

    def test_a_seat_is_changed_once(self, world):
        _, _, people, panel = world
        seat, (first, _) = seat_of(panel, people[1]), two()
        changed(seat, Change(ReleaseKind.ILL, people[3]))
        seat = PanelSeat.objects.get(pk=seat.pk)

        assert refused(changes.propose, seat, Change(ReleaseKind.ILL, people[4]), reason="因病", by=first, at=AT) == (
            "这个席位已经办过，请看评审组现在的组成。"
        )


def test_the_acts_of_panels_are_named_within_the_column():
    assert all(len(act.name) <= 40 for act in (*FORM.values(), *CHANGE.values()))
