"""Objections: real name, confirmed address, inside the period to the second; sealed identity; decided by two."""

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.holds.services import hold
from core.ledger.models import Event, Payload
from core.ledger.services import ref
from core.ledger.verify import verify
from core.outbox.models import Message
from core.outbox.services import send_due
from core.rules import RuleRefused
from procedure.letters.models import Letter
from publicity.guards import objections_settled
from publicity.notices.models import NoticeKind
from publicity.objections import services
from publicity.objections.identity import open_identity
from publicity.objections.models import Objection, ObjectionConfirmation, ObjectionDecision
from tests.factories import at_status, make_actor
from tests.publicity import objector
from tests.publicity.objector import END, SECOND, WHO, file
from tests.publicity.world import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)")]
now, world, publication = objector.now, objector.world, objector.publication


def refused(act, *args, **kwargs) -> str:
    """The sentence of a refusal, after which nothing has changed."""
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refusal.value)


class TestFiling:
    def test_it_is_a_row_of_record_that_names_nobody(self, publication, world):
        objection, code = file(publication)

        row = Objection.objects.get()
        everything = str(row.__dict__) + "".join(Payload.objects.values_list("payload", flat=True)) + row.event.actor_ref
        assert (row.application, row.name, row.edition) == (world.applications[0], "晋中甲公司", world.edition)
        assert row.digest() == objection.digest()
        assert [secret in everything for secret in (WHO["name"], WHO["email"], code)] == [False] * 3

    @pytest.mark.parametrize(("at", "open_"), [(NOON, True), (END - SECOND, True), (END, False)])
    def test_inside_the_period_to_the_second(self, publication, at, open_):
        if open_:
            assert file(publication, at)[0].at == at
        else:
            sentence = "公示期已于2026年11月30日（星期一）24:00结束。发现问题的，可以随时作为线索向评选办反映。"
            assert refused(file, publication, at) == sentence
            assert not Objection.objects.exists()

    def test_not_before_it_was_published_nor_against_what_has_no_list(self, world, publication):
        assert "公示期已于" in refused(file, publication, NOON - SECOND)
        assert "没有名单" in refused(file, world.publish(NoticeKind.EXPLANATION))

    def test_the_receipt_leaves_at_once_and_its_code_is_wiped(self, publication):
        objection, code = file(publication)

        message = Message.objects.get(about=ref(objection))
        assert [part in message.text for part in (code, services.number_of(objection), f"/objections/{objection.pk}/")] == [True] * 3
        send_due(NOON)
        message.refresh_from_db()
        assert code not in message.text


class TestDeciding:
    @pytest.fixture
    def objection(self, publication):
        return file(publication)[0]

    def decide(self, objection, world, **changes):
        said = {"outcome": "upheld", "condition": "9(1)", "reason": "注册不满三年。"} | changes
        return services.decide(objection, by=world.first, at=NOON, **said)

    def test_two_hands(self, objection, world):
        decision = self.decide(objection, world)
        assert refused(services.confirm, decision, by=world.first, at=NOON) == "异议处理要两人办理，请另一人确认。"

        services.confirm(decision, by=world.second, at=NOON, signature={"method": "demo"})

        assert ObjectionConfirmation.objects.get().by == world.second.person
        assert verify() == []
        assert refused(services.confirm, decision, by=world.second, at=NOON) == "这件异议已经办结。"
        assert refused(self.decide, objection, world) == "这件异议已经办结。"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"condition": ""}, "异议成立的，写明不符合哪一项申报条件。"),
            ({"condition": "11(1)"}, "异议成立的，写明不符合哪一项申报条件。"),
            ({"outcome": "dismissed"}, "异议不成立的，不写不符合的条件。"),
            ({"reason": " "}, "请写明核查情况和理由。"),
        ],
    )
    def test_what_is_missing_is_refused(self, objection, world, changes, sentence):
        assert refused(self.decide, objection, world, **changes) == sentence
        assert not ObjectionDecision.objects.exists()

    def test_others_are_refused(self, objection, world):
        world.first = make_actor(Role.SUPERVISOR)

        assert refused(self.decide, objection, world) == "只有评选办可以办理异议。"

    def test_a_new_decision_takes_the_place_of_the_old(self, objection, world):
        first, second = self.decide(objection, world), self.decide(objection, world, outcome="dismissed", condition="")

        assert (services.waiting(objection), second.replaces) == (second, first)
        assert refused(services.confirm, first, by=world.second, at=NOON) == "已经有新的处理意见，请看过新的内容再确认。"

    def test_the_applicants_letter_does_not_say_who_objected(self, objection, world):
        services.confirm(self.decide(objection, world), by=world.second, at=NOON)

        letter = Letter.objects.get()
        assert (letter.recipient, letter.kind) == (objection.application.applicant.unit, "objection")
        assert "不符合第九条第（一）项规定的条件" in letter.text
        assert [WHO["name"] in letter.text, WHO["email"] in letter.text] == [False, False]

    def test_opening_who_objected_is_an_event_with_its_reason(self, objection, world):
        assert refused(open_identity, objection, reason="核查", by=make_actor(Role.SUPERVISOR), at=NOON) == (
            "评选办因核查需要可以查看提出人；监督人员只有邀请写明包括提出人的身份，才可以查看。"
        )
        assert refused(open_identity, objection, reason=" ", by=world.first, at=NOON) == "查看提出人要写明原因。"

        found = open_identity(objection, reason="核对材料", by=world.first, at=NOON)

        event = Event.objects.latest("pk")
        assert found == [("姓名", "封书砚"), ("电子邮箱", "feng@example.cn"), ("电话", "0354-1234567")]
        assert (event.action, event.object_ref) == ("open-objector", ref(objection))
        assert ["核对材料" in event.payload.payload, "封书砚" in event.payload.payload] == [True, False]


class TestTheGuard:
    def test_undecided_refuses_and_names_the_applicant_held_or_decided_passes(self, publication, world):
        assert objections_settled.check(world.edition, END) is None
        file(publication)
        assert objections_settled.check(world.edition, END) == "对晋中甲公司的异议还没有办结，也没有暂缓。"

        hold(world.applications[0], reason="核查中", first=world.first, by=world.second, at=NOON)
        assert objections_settled.check(world.edition, END) is None

        file(publication, row=1)
        assert objections_settled.check(world.edition, END) == "对晋中乙公司的异议还没有办结，也没有暂缓。"

    def test_a_prepared_decision_is_none(self, publication, world):
        objection, _ = file(publication)
        decision = services.decide(objection, outcome="dismissed", condition="", reason="查无实据", by=world.first, at=NOON)
        assert objections_settled.check(world.edition, END) is not None

        services.confirm(decision, by=world.second, at=NOON)

        assert objections_settled.check(world.edition, END) is None

    def test_an_upheld_one_asks_for_the_applicant_to_be_out(self, publication, world):
        objection, _ = file(publication)
        decision = services.decide(objection, outcome="upheld", condition="9(1)", reason="不满三年", by=world.first, at=NOON)
        services.confirm(decision, by=world.second, at=NOON)
        assert objections_settled.check(world.edition, END) == "对晋中甲公司的异议成立，请取消参评资格，或者先暂缓。"

        at_status(world.applications[0], Status.DISQUALIFIED, by=world.first)

        assert objections_settled.check(world.edition, END) is None
