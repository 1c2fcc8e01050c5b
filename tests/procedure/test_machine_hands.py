"""Two hands: one prepares, another confirms exactly that."""

import json
from datetime import timedelta

import pytest

from accounts.grants.models import Role
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.machine import Move
from procedure.proposals.models import Proposal
from tests.factories import AT, make_actor, make_edition

pytestmark = pytest.mark.django_db

END = Move("terminate", "终止本届", (0, 1, 2), Step.TERMINATED, Role.OFFICE, "12(1)", hands=2, reasoned=True)
CALL = Move("call", "发布信息", (0,), Step.CALL, Role.OFFICE, "18(1)")
REASON = "连续两次征集无人申报。"
NEEDS_TWO = "终止本届要两人办理，还没有人经办。"
SAME = "终止本届要两人办理，请另一人确认。"
HEADLESS = "终止本届的两人中，须有一人是负责人。"
DIFFERENT = "确认的内容与经办的内容不一致，请重新核对。"


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def first(edition):
    return make_actor(Role.OFFICE)


@pytest.fixture
def second(edition):
    return make_actor(Role.OFFICE)


def sentences(act):
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act()
    assert Event.objects.count() == events
    return [blocker.sentence for blocker in refused.value.blockers]


def make(edition, by, *, reason=REASON, content=None, at=AT):
    return END.make(edition, by=by, at=at, reason=reason, content=content)


def propose(edition, by, *, reason=REASON, content=None, at=AT):
    return END.propose(edition, by=by, at=at, reason=reason, content=content)


def test_two_people_make_the_move(edition, first, second):
    proposal = propose(edition, first)
    event = make(edition, second)

    assert edition.fresh().step == Step.TERMINATED
    assert json.loads(event.payload.payload)["proposal"] == str(proposal.pk)
    assert edition.changes.get().by == second.person
    assert verify() == []


def test_a_proposal_changes_nothing_but_the_record(edition, first):
    proposal = propose(edition, first)

    assert edition.fresh().step == Step.PREPARATION
    assert (proposal.event.action, proposal.event.chain) == ("propose:terminate", "edition-3")
    assert END.proposal(edition) == proposal


def test_refused_without_a_proposal(edition, second):
    assert sentences(lambda: make(edition, second)) == [NEEDS_TWO]
    assert [b.sentence for b in END.second_blockers(edition, second, at=AT)] == [NEEDS_TWO]


def test_refused_to_the_same_person(edition, first):
    propose(edition, first)

    assert sentences(lambda: make(edition, first)) == [SAME]
    assert [b.sentence for b in END.second_blockers(edition, first, at=AT)] == [SAME]


def test_refused_to_the_same_person_under_another_grant(edition, first):
    propose(edition, first)

    again = make_actor(Role.OFFICE, person=first.person)

    assert sentences(lambda: make(edition, again)) == [SAME]


@pytest.mark.parametrize(
    ("reason", "content"),
    [("另一个理由。", {"document": "1号"}), (REASON, {"document": "2号"}), (REASON, {}), (REASON + " ", {"document": "1号"})],
)
def test_refused_when_the_second_confirms_something_else(edition, first, second, reason, content):
    propose(edition, first, content={"document": "1号"})

    assert sentences(lambda: make(edition, second, reason=reason, content=content)) == [DIFFERENT]
    make(edition, second, content={"document": "1号"})


def test_a_head_is_needed_where_the_unit_has_one(edition, first, second):
    head = make_actor(Role.OFFICE, head=True)
    propose(edition, first)

    assert sentences(lambda: make(edition, second)) == [HEADLESS]
    assert [b.sentence for b in END.second_blockers(edition, second, at=AT)] == [HEADLESS]
    make(edition, head)


def test_the_head_may_be_the_first_hand(edition, second):
    propose(edition, make_actor(Role.OFFICE, head=True))

    make(edition, second)


def test_a_proposal_lapses_when_the_state_moves(edition, first, second):
    propose(edition, first)
    CALL.make(edition, by=second, at=AT)

    assert END.proposal(edition.fresh()) is None
    assert sentences(lambda: make(edition, second)) == [NEEDS_TWO]


def test_a_proposal_is_for_one_move_and_one_subject(edition, first, second):
    propose(edition, first)
    other = Move("other", "另一事项", (0,), Step.TERMINATED, Role.OFFICE, "12(1)", hands=2)

    assert sentences(lambda: other.make(edition, by=second, at=AT, reason=REASON)) == ["另一事项要两人办理，还没有人经办。"]
    fourth = make_edition(4)
    assert sentences(lambda: make(fourth, second)) == [NEEDS_TWO]


def test_a_newer_proposal_takes_the_place_of_the_older(edition, first, second):
    propose(edition, first, reason="旧的理由。")
    newer = propose(edition, second)

    assert END.proposal(edition) == newer
    assert sentences(lambda: make(edition, second)) == [SAME]
    assert sentences(lambda: make(edition, first, reason="旧的理由。")) == [DIFFERENT]
    make(edition, first)


def test_the_order_of_the_ledger_decides_which_is_newer(edition, first, second):
    """The clock may step back by seconds between two acts."""
    propose(edition, first, reason="旧的理由。", at=AT + timedelta(seconds=2))
    newer = propose(edition, first)

    assert END.proposal(edition) == newer


def test_sent_back_with_a_reason_it_is_closed(edition, first, second):
    proposal = propose(edition, first)
    END.send_back(edition, by=second, at=AT, reason="理由不充分。")

    assert END.proposal(edition) is None
    assert (proposal.returned.by, proposal.returned.reason) == (second.person, "理由不充分。")
    assert sentences(lambda: make(edition, second)) == [NEEDS_TWO]
    propose(edition, first)
    make(edition, second)
    assert verify() == []


def test_what_was_replaced_does_not_return_when_the_newer_is_sent_back(edition, first, second):
    propose(edition, first, reason="旧的理由。")
    propose(edition, first)

    END.send_back(edition, by=second, at=AT, reason="理由不足。")

    assert END.proposal(edition) is None
    assert sentences(lambda: make(edition, second, reason="旧的理由。")) == [NEEDS_TWO]


@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_needs_a_reason(edition, first, second, reason):
    propose(edition, first)

    assert sentences(lambda: END.send_back(edition, by=second, at=AT, reason=reason)) == ["请写明不同意的理由。"]


def test_nobody_sends_back_his_own_or_what_is_not_there(edition, first, second):
    assert sentences(lambda: END.send_back(edition, by=second, at=AT, reason="x")) == [NEEDS_TWO]
    propose(edition, first)
    assert sentences(lambda: END.send_back(edition, by=first, at=AT, reason="x")) == [SAME]


def test_an_outsider_neither_proposes_nor_confirms_nor_sends_back(edition, first):
    outsider = make_actor(Role.SUPERVISOR)
    propose(edition, first)

    for act in (
        lambda: propose(edition, outsider),
        lambda: make(edition, outsider),
        lambda: END.send_back(edition, by=outsider, at=AT, reason="x"),
    ):
        assert sentences(act) == ["您的身份不能终止本届。"]


def test_a_proposal_needs_the_reason_already(edition, first):
    assert sentences(lambda: propose(edition, first, reason=" ")) == ["请写明终止本届的理由。"]
    assert Proposal.objects.count() == 0
