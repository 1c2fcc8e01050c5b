"""Invited, reminded, answered, pledged: each by whom it is for, and in time (articles 14, 28)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from accounts.grants.models import Role
from core.clock import SHANGHAI
from core.ledger.verify import verify
from core.outbox.models import Message
from procedure.editions.models import Step
from review.organizers import NO_MANDATE
from review.reviewers import invitations, pledges
from review.reviewers.models import Invitation
from review.rounds import Round
from tests.factories import AT, at_step, make_actor, make_edition
from tests.review.hands import MARCH, entrusted, refused
from tests.reviewing import acting_as, invite, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.article("14")]
DUE = date(2026, 3, 9)
LATE = datetime(2026, 3, 10, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture
def edition():
    return make_edition(step=Step.QUALIFICATION, demo=True)


@pytest.fixture
def office():
    return make_actor(Role.OFFICE)


@pytest.fixture
def reviewer():
    return make_reviewer("卫明德", email="wei@example.com")


def ask(edition, reviewers, by, **changes):
    words = {"rounds": [Round.ON_SITE, Round.MATERIALS], "answer_by": DUE, "text": "请拨冗参加。", "at": AT} | changes
    return invitations.invite(edition, reviewers, by=by, **words)


def answer(invitation, reviewer, *, accepted=True, at=AT, **words):
    return invitations.answer(invitation, accepted=accepted, by=acting_as(reviewer), at=at, **words)


def sign(invitation, reviewer, digest=""):
    signature = {"method": "demo", "digest": digest or pledges.fingerprint(invitation)}
    return invitations.pledge(invitation, by=acting_as(reviewer), at=AT, signature=signature)


def test_many_are_invited_at_once_each_by_a_mail_of_his_own(edition, office, reviewer):
    other = make_reviewer("苗清和")

    rows = ask(edition, [reviewer, other], office)

    assert [row.rounds for row in rows] == [["materials", "on-site"]] * 2
    mail = Message.objects.get()
    assert (mail.address, mail.private, "苗清和" in mail.text) == ("wei@example.com", True, False)
    assert "参加材料评审、现场评审。请在2026年3月9日（星期一）24:00前登录系统" in mail.text
    assert verify() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rounds": []}, "请选还没有结束、可以由您邀请的环节。"),
        ({"answer_by": date(2026, 3, 1)}, "答复期限已经过了。"),
    ],
)
def test_an_invitation_that_cannot_be(edition, office, reviewer, change, sentence):
    assert refused(ask, edition, [reviewer], office, **change) == sentence
    assert refused(ask, edition, [], office) == "请选要邀请的评审员。"


def test_nobody_is_invited_to_a_round_that_is_past(edition, office, reviewer):
    edition = at_step(edition, Step.ON_SITE)
    assert "请选还没有结束" in refused(ask, edition, [reviewer], office, rounds=[Round.MATERIALS])

    edition = at_step(edition, Step.EVALUATION)
    assert refused(ask, edition, [reviewer], office) == "本届正处于“综合评价”，不再邀请评审员。"


def test_an_agency_invites_to_what_it_is_entrusted_with(edition, reviewer):
    agency = make_actor(Role.AGENCY)
    assert refused(ask, edition, [reviewer], agency) == NO_MANDATE
    entrusted(edition, agency.unit, term=replace(MARCH, on_site=False))

    assert "可以由您邀请的环节" in refused(ask, edition, [reviewer], agency)
    assert ask(edition, [reviewer], agency, rounds=[Round.MATERIALS])[0].by == agency.person
    assert refused(ask, edition, [reviewer], make_actor(Role.SECRETARY)) == "您的身份不能邀请评审员。"


def test_whoever_declined_or_was_silent_may_be_invited_again_whoever_accepted_not(edition, office, reviewer):
    (first,) = ask(edition, [reviewer], office)
    (second,) = ask(edition, [reviewer], office, answer_by=DUE + timedelta(days=1))
    assert (second.replaces, [*Invitation.objects.standing()]) == (first, [second])
    assert refused(answer, first, reviewer) == "这份邀请已经失效。"

    answer(second, reviewer, accepted=False, reason="出国访学。")
    (third,) = ask(edition, [reviewer], office)
    answer(third, reviewer)

    assert refused(ask, edition, [reviewer], office) == "卫明德已经接受邀请。"


def test_he_answers_once_in_time_and_himself(edition, office, reviewer):
    (invitation,) = ask(edition, [reviewer], office)
    stranger = make_reviewer()

    assert refused(answer, invitation, stranger) == "只有被邀请的评审员本人可以办理。"
    assert refused(answer, invitation, reviewer, accepted=False) == "请写明不能参加的理由。"
    assert refused(answer, invitation, reviewer, at=LATE).startswith("答复期限2026年3月9日（星期一）已经过了")
    answer(invitation, reviewer, at=LATE - timedelta(minutes=1))
    assert refused(answer, invitation, reviewer, accepted=False, reason="改主意了") == "这份邀请已经答复。"


def test_the_pledge_is_signed_after_accepting_over_exactly_its_text(edition, office, reviewer):
    (invitation,) = ask(edition, [reviewer], office)
    assert refused(sign, invitation, reviewer) == "请先接受邀请。"
    answer(invitation, reviewer)
    assert [*Invitation.objects.pledged()] == []
    assert refused(sign, invitation, reviewer, digest="0" * 64) == "承诺的文字有了变化，请看过再签。"

    row = sign(invitation, reviewer)

    assert (row.text, row.fingerprint) == (pledges.pledge_text(edition), pledges.fingerprint(invitation))
    assert [*Invitation.objects.pledged()] == [invitation]
    assert refused(sign, invitation, reviewer) == "承诺已经签署。"
    assert verify() == []


@pytest.mark.article("28")
def test_the_pledge_rests_on_the_words_of_the_rules(edition):
    text = pledges.pledge_text(edition)

    for words in ("科学、公开、公正、公平", "依法保守申报组织和个人的商业或技术秘密", "严于律己，公正廉洁", "严格按照有关规定、程序"):
        assert words in text


def test_a_reminder_goes_once_a_day_to_whoever_has_not_answered(edition, office, reviewer):
    (invitation,) = ask(edition, [reviewer], office)
    remind = invitations.remind

    remind(invitation, by=office, at=AT)
    assert Message.objects.count() == 2
    assert refused(remind, invitation, by=office, at=AT) == "今天已经提醒过。"
    remind(invitation, by=office, at=AT + timedelta(days=1))
    assert refused(remind, invitation, by=office, at=LATE) == "这份邀请已经失效，请重新邀请。"
    answer(invitation, reviewer)
    assert refused(remind, invitation, by=office, at=AT + timedelta(days=2)) == "这份邀请已经答复。"


def test_rows_are_seen_by_whom_they_concern(edition, office, reviewer):
    mine, other = invite(edition, reviewer), invite(edition, make_reviewer())
    agency = make_actor(Role.AGENCY)
    seen = Invitation.objects.visible_to

    assert (set(seen(office)), set(seen(acting_as(reviewer))), set(seen(agency))) == ({mine, other}, {mine}, set())
    entrusted(edition, agency.unit)
    assert set(seen(agency)) == {mine, other}
    assert [*seen(make_actor(Role.SYSTEM)), *seen(make_actor(Role.APPLICANT)), *seen(make_actor(Role.SUPERVISOR))] == []
