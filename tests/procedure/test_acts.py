"""Acts of two hands that change no state: prepared by one, confirmed exactly by another, or sent back."""

import json
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.grants.models import Role
from accounts.grants.services import end as end_grant
from core.canonical import digest
from core.ledger.models import Event
from core.ledger.services import ref
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.acts.act import CHANGED, SETTLED, Act
from procedure.editions.models import Step
from procedure.proposals.models import ActConfirmation, Proposal, ProposalReturn
from tests.factories import AT, LONG_AGO, at_step, make_actor, make_edition, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(4)")]

HOUR = timedelta(hours=1)
FORM = Act("form-something", "组成某个组", "13(4)", steps=(Step.MATERIALS,), reasoned=True)
SHARED = Act("shared", "办理共同的事", "13(4)", roles=(Role.OFFICE, Role.AGENCY))


@pytest.fixture
def edition():
    return make_edition(step=Step.MATERIALS)


@pytest.fixture
def first():
    return make_actor(Role.OFFICE)


@pytest.fixture
def head():
    return make_actor(Role.OFFICE, head=True)


def propose(edition, by, *, act=FORM, content=None, reason="按细则组成", facts=None, at=AT):
    return act.propose(edition, edition, content=content or {"name": "一组"}, by=by, at=at, reason=reason, facts=facts)


def refused(call, /, *args, **kwargs):
    """Return the sentences with which something was refused, having changed nothing."""
    before = Event.objects.count(), Proposal.objects.count(), ActConfirmation.objects.count(), ProposalReturn.objects.count()
    with pytest.raises(RuleRefused) as found, transaction.atomic():
        call(*args, **kwargs)
    assert (Event.objects.count(), Proposal.objects.count(), ActConfirmation.objects.count(), ProposalReturn.objects.count()) == before
    return [blocker.sentence for blocker in found.value.blockers]


class TestTwoHands:
    def test_what_one_prepared_another_confirms(self, edition, first, head):
        proposal = propose(edition, first, facts={"members": 3})
        assert FORM.proposal(edition) == proposal

        row = FORM.confirm(edition, edition, by=head, at=AT + HOUR, facts={"members": 3})

        assert (row.proposal, row.by, row.at) == (proposal, head.person, AT + HOUR)
        assert FORM.proposal(edition) is None
        assert verify() == []

    def test_the_ledger_keeps_content_reason_and_signature(self, edition, first, head):
        proposal = propose(edition, first)
        signature = {"method": "passkey", "digest": proposal.subject_digest}

        row = FORM.confirm(edition, edition, by=head, at=AT, signature=signature)

        kept = json.loads(row.event.payload.payload)
        assert row.event.action == "form-something"
        assert row.event.object_ref == ref(edition)
        assert (kept["content"], kept["reason"], kept["signature"]) == ({"name": "一组"}, "按细则组成", signature)

    def test_what_was_signed_must_be_what_waits(self, edition, first, head):
        older = propose(edition, first)
        propose(edition, first, content={"name": "二组"})

        found = refused(FORM.confirm, edition, edition, by=head, at=AT, signature={"digest": older.subject_digest})

        assert found == [CHANGED]

    def test_a_newer_proposal_takes_the_place_of_the_older(self, edition, first, head):
        propose(edition, first)
        propose(edition, head, content={"name": "二组"})

        row = FORM.confirm(edition, edition, by=first, at=AT)

        assert row.proposal.content == {"name": "二组"}
        assert FORM.proposal(edition) is None

    def test_the_same_act_may_be_done_again(self, edition, first, head):
        for name in ("一组", "二组"):
            propose(edition, first, content={"name": name})
            FORM.confirm(edition, edition, by=head, at=AT)

        assert set(ActConfirmation.objects.values_list("proposal__content__name", flat=True)) == {"一组", "二组"}

    def test_two_subjects_wait_beside_each_other(self, edition, first):
        other = make_edition(number=4, step=Step.MATERIALS)
        propose(edition, first, content={"name": "甲"})
        propose(other, first, content={"name": "乙"})

        assert [FORM.proposal(one).content["name"] for one in (edition, other)] == ["甲", "乙"]

    def test_two_units_of_the_same_role_do_not_meet(self, edition):
        here, there = make_actor(Role.AGENCY, make_unit("agency")), make_actor(Role.AGENCY, make_unit("agency"))
        proposal = propose(edition, here, act=SHARED)

        assert refused(SHARED.confirm, edition, edition, by=there, at=AT) == ["要由经办单位的另一人确认。"]
        assert refused(SHARED.send_back, edition, edition, reason="不同意", by=there, at=AT) == ["要由经办单位的另一人确认。"]
        assert not SHARED.awaits(proposal, there, at=AT)
        SHARED.confirm(edition, edition, by=make_actor(Role.AGENCY, here.unit), at=AT)


class TestRefused:
    def test_the_same_person(self, edition, first, head):
        proposal = propose(edition, head)

        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == ["组成某个组要两人办理，请另一人确认。"]
        assert not FORM.awaits(proposal, head, at=AT)
        assert FORM.awaits(proposal, first, at=AT)

    def test_two_of_whom_none_is_the_head_where_there_is_one(self, edition, first, head):
        propose(edition, first)

        found = refused(FORM.confirm, edition, edition, by=make_actor(Role.OFFICE), at=AT)

        assert found == ["组成某个组的两人中，须有一人是负责人。"]

    def test_without_a_head_any_two_do(self, edition, first):
        propose(edition, first)

        assert FORM.confirm(edition, edition, by=make_actor(Role.OFFICE), at=AT).pk

    @pytest.mark.parametrize("role", [Role.AGENCY, Role.REVIEWER, Role.LEADING_GROUP, Role.SYSTEM])
    def test_another_role(self, edition, first, role):
        sentence = ["您的身份不能组成某个组。"]
        assert refused(propose, edition, make_actor(role)) == sentence
        propose(edition, first)
        assert refused(FORM.confirm, edition, edition, by=make_actor(role), at=AT) == sentence
        assert refused(FORM.send_back, edition, edition, reason="不同意", by=make_actor(role), at=AT) == sentence

    def test_a_grant_that_has_ended(self, edition):
        former = make_actor(Role.OFFICE, from_on=LONG_AGO, until_on=date(2025, 12, 31))

        assert refused(propose, edition, former) == ["您的身份不能组成某个组。"]

    def test_a_first_hand_whose_grant_has_ended_since(self, edition, first, head):
        proposal = propose(edition, first)
        security = make_actor(Role.SECURITY)
        end_grant(first.grant, by=security, at=AT, reason="调离")

        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == ["经办人的授权已经结束，请重新经办。"]
        assert not FORM.awaits(proposal, head, at=AT)  # so the page lets him prepare it anew
        propose(edition, head, content={"name": "二组"})
        assert FORM.confirm(edition, edition, by=make_actor(Role.OFFICE), at=AT).proposal.content == {"name": "二组"}

    @pytest.mark.parametrize("step", [Step.QUALIFICATION, Step.ON_SITE])
    def test_another_step(self, first, step):
        edition = make_edition(step=step)

        assert refused(propose, edition, first) == [f"本届正处于“{step.label}”，不能组成某个组。"]

    def test_a_step_that_was_left_since(self, edition, first, head):
        propose(edition, first)
        at_step(edition, Step.ON_SITE)

        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == ["本届正处于“现场评审”，不能组成某个组。"]

    def test_an_edition_that_is_over(self, first):
        assert refused(propose, make_edition(step=Step.COMPLETED), first, act=SHARED) == ["本届正处于“已完成”，不能办理共同的事。"]

    def test_what_the_room_has_against_it(self, edition, first):
        act = Act("barred", "办理", "13(4)", against=lambda edition, actor, at: "没有受委托。")

        assert refused(propose, edition, first, act=act) == ["没有受委托。"]

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_no_reason_where_one_is_asked(self, edition, first, reason):
        assert refused(propose, edition, first, reason=reason) == ["请写明组成某个组的理由。"]

    def test_facts_that_have_changed(self, edition, first, head):
        propose(edition, first, facts={"members": 3})

        assert refused(FORM.confirm, edition, edition, by=head, at=AT, facts={"members": 4}) == [CHANGED]
        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == [CHANGED]

    def test_nothing_waits(self, edition, head):
        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == [SETTLED]
        assert refused(FORM.send_back, edition, edition, reason="不同意", by=head, at=AT) == [SETTLED]

    def test_twice(self, edition, first, head):
        propose(edition, first)
        FORM.confirm(edition, edition, by=head, at=AT)

        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == [SETTLED]


class TestSendingBack:
    def test_it_closes_the_proposal_with_a_reason(self, edition, first, head):
        proposal = propose(edition, first)

        row = FORM.send_back(edition, edition, reason="缺一名组员", by=head, at=AT)

        assert (row.proposal, row.by, row.reason) == (proposal, head.person, "缺一名组员")
        assert row.event.action == "send-back:form-something"
        assert FORM.proposal(edition) is None

    def test_an_older_one_does_not_come_back(self, edition, first, head):
        propose(edition, first)
        propose(edition, first, content={"name": "二组"})
        FORM.send_back(edition, edition, reason="缺一名组员", by=head, at=AT)

        assert refused(FORM.confirm, edition, edition, by=head, at=AT) == [SETTLED]

    def test_to_disagree_needs_no_head(self, edition, first, head):
        propose(edition, first)

        assert FORM.send_back(edition, edition, reason="不同意", by=make_actor(Role.OFFICE), at=AT).pk

    def test_ones_own_is_not_sent_back(self, edition, first):
        propose(edition, first)

        assert refused(FORM.send_back, edition, edition, reason="写错了", by=first, at=AT) == ["组成某个组要两人办理，请另一人确认。"]

    def test_without_a_reason(self, edition, first, head):
        propose(edition, first)

        assert refused(FORM.send_back, edition, edition, reason=" ", by=head, at=AT) == ["请写明不同意的理由。"]


def test_what_both_hands_sign_names_act_subject_reason_content_and_facts(edition, first):
    proposal = propose(edition, first, facts={"members": 3})

    assert proposal.subject_digest == digest([FORM.name, ref(edition), 0, "按细则组成", {"name": "一组"}, {"members": 3}])
