"""Step 9: the request, the answer in its four forms, the commendation, awards equal to the approved list (article 18(9))."""

from dataclasses import replace

import pytest

from accounts.actors import SYSTEM
from applications.cases.models import Application, Status
from applications.cases.told import told_status
from applications.honours import late
from applications.honours.services import Words, enter
from applications.honours.services import confirm as confirm_honour
from awards.approvals import services as approvals
from awards.approvals.models import Answer
from awards.guards import answered, awards_registered
from awards.judgments import services as judgments
from awards.moves import AWARD, NOT_APPROVED
from awards.register import services as register
from awards.register.models import Certificate, Register
from awards.requests import services as requests
from core import clock
from core.ledger.models import Event
from core.ledger.services import ref
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release, rewrite, write_letter
from publicity.meetings import deciding
from publicity.meetings.deciding import KEPT
from publicity.meetings.services import call_blockers
from publicity.notices.models import NoticeKind
from tests.awards.world import LATER, OUT, STOOD, Approving
from tests.factories import at_status, at_step, make_application
from tests.procedure.hands import as_actor
from tests.promises import broken
from tests.publicity.deliberating import HOUR
from tests.publicity.test_meetings import hold
from tests.publicity.world import moment
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(9)")]


world = shared(Approving)


def refused(act, *args, **kwargs) -> str:
    """The sentences of a refusal, after which nothing has changed."""
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refusal.value)


def states(*applications):
    return [(one.status, one.grade) for one in (application.fresh() for application in applications)]


def told_by(application, kind):
    """A letter about what an application has become, not released."""
    words = {
        "act": f"{kind}-{application.last_change()}",
        "subject_ref": ref(application),
        "title": "告知",
        "text": "话",
        "article": "18(9)",
    }
    return write_letter(application.edition, kind=kind, recipient=application.applicant.unit, by=SYSTEM, at=LATER, **words)


class TestTheWhole:
    def test_awards_are_what_was_approved_and_the_edition_can_be_completed(self, world):
        one, two = world.stood("award", "nomination")
        assert len(gate(world.edition, STOOD)) == 2
        world.commend(world.answer(world.request()))
        world.register()

        assert states(one, two) == [("awarded", "award"), ("awarded", "nomination")]
        assert gate(world.edition, LATER) == []
        assert broken(past_guards=True) == []

    def test_everything_vacant_needs_no_request(self, world):
        world.stood()
        assert "没有拟授奖的申报，不用请示" in refused(world.request)
        world.register()

        assert (Register.objects.get().rows, gate(world.edition, LATER)) == ([], [])


@pytest.mark.article("12(4)")
class TestRequest:
    def test_by_the_secretary_then_a_member(self, world):
        world.stood("award")
        title, text = requests.suggested(world.edition)
        assert "由领导小组秘书起草" in refused(requests.write, world.edition, title=title, text=text, by=world.first, at=STOOD)
        request = requests.write(world.edition, title=title, text=text, by=world.secretary, at=STOOD)
        requests.propose_issue(request, requests.Issued("演示1号", STOOD.date()), by=world.secretary, at=STOOD)
        assert refused(requests.confirm_issue, request, by=world.secretary, at=STOOD)
        requests.confirm_issue(request, by=world.members[1], at=STOOD)

        assert request.rows[0]["grade"] == "award"

    def test_whoever_is_set_aside_is_not_in_it(self, world):
        one, two = world.stood("award", "award")
        hold(world, two, at=STOOD)
        request = world.request()

        assert [row["application"] for row in request.rows] == [str(one.pk)]

    def test_a_list_that_changed_is_written_anew(self, world):
        two = world.stood("award", "award")[1]
        request = requests.write(world.edition, title="请示", text="请示", by=world.secretary, at=STOOD)
        hold(world, two, at=STOOD)
        words = requests.Issued("演示1号", STOOD.date())

        assert requests.CHANGED in refused(requests.propose_issue, request, words, by=world.secretary, at=STOOD)


class TestAnswer:
    def test_in_part_awards_those_named(self, world):
        one, two = world.stood("award", "nomination")
        world.commend(world.answer(world.request(), Answer.IN_PART, approved=[one]))
        world.register()

        assert states(one, two) == [("awarded", "award"), ("not_proposed", None)]
        assert gate(world.edition, LATER) == []

    def test_refused_awards_nobody_and_needs_no_commendation(self, world):
        one = world.stood("award")[0]
        world.answer(world.request(), Answer.REFUSED)
        world.register()

        assert states(one) == [("not_proposed", None)]
        assert gate(world.edition, LATER) == []

    def test_returned_leads_to_a_new_meeting_notice_and_request(self, world):
        one, two = world.stood("award", "nomination")
        world.answer(world.request(), Answer.RETURNED, note="请补充研究提名奖名单。")
        assert "被退回" in answered.check(world.edition, STOOD)
        assert refused(register.propose, world.edition, by=world.first, at=LATER)

        world.meet({one: KEPT, two: "award"}, at=LATER)
        world.read_again(at=LATER)
        world.notice(at=LATER, kind=NoticeKind.AWARD_SUPPLEMENT)
        over = moment("2026-03-20", 9)
        world.commend(world.answer(world.request(at=over, number="演示请〔2026〕2号"), at=over), at=over)
        world.register(at=over)

        assert states(one, two) == [("awarded", "award"), ("awarded", "award")]

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"document_number": ""}, "写明文号；没有文号的，写明原因"),
            ({"unnumbered": "口头答复"}, "两项只写一项"),
            ({"answer": "in-part"}, "请勾选批准的名单"),
            ({"answer": "refused", "note": ""}, "请写明答复的内容"),
            ({"dated_on": moment("2026-04-01").date()}, "答复日期在请示印发以后、今天以前"),
        ],
    )
    def test_what_is_missing_is_said(self, world, changed, sentence):
        world.stood("award", "award")
        request = world.request()
        said = {"answer": "approved", "dated_on": STOOD.date(), "document_number": "演示1号", "note": "同意。"} | changed

        assert sentence in refused(approvals.propose, request, approvals.Answered(**said), by=world.first, at=STOOD)


class TestRegister:
    def test_not_before_the_commendation(self, world):
        world.stood("award")
        world.answer(world.request())

        assert "表彰通报还没有登记" in refused(register.propose, world.edition, by=world.first, at=LATER)
        assert "表彰通报还没有登记" in answered.check(world.edition, LATER)

    def test_the_move_alone_is_refused(self, world):
        one = world.stood("award")[0]

        assert "不在市政府批准的名单里" in refused(AWARD.make, one, by=world.first, at=LATER)

    def test_whoever_was_set_aside_is_not_awarded(self, world):
        one, two = world.stood("award", "award")
        hold(world, two, at=STOOD)
        world.commend(world.answer(world.request()))
        world.register()

        assert states(one, two) == [("awarded", "award"), ("not_proposed", None)]
        assert awards_registered.check(world.edition, LATER) is None

    def test_where_everybody_is_set_aside_nobody_is_requested_nor_awarded(self, world):
        one = world.stood("award")[0]
        hold(world, one, at=STOOD)
        world.register()

        assert states(one) == [("not_proposed", None)]
        assert gate(world.edition, LATER) == []

    def test_neither_move_is_made_before_two_have_registered(self, world):
        one, two = world.stood("award", "nomination")
        world.commend(world.answer(world.request(), Answer.IN_PART, approved=[one]))

        assert refused(AWARD.make, one, by=world.first, at=LATER) == "授奖还没有登记。"
        assert refused(NOT_APPROVED.make, two, by=world.first, at=LATER, reason="没有批准") == "授奖还没有登记。"

    def test_the_applicant_learns_it_from_his_letter(self, world):
        one = world.stood("award")[0]
        world.commend(world.answer(world.request()))
        world.register()
        assert told_status(one.fresh()) != Status.AWARDED
        release(list(Letter.objects.filter(kind=LetterKind.RESULT)), by=world.first, at=LATER)

        assert told_status(one.fresh()) == Status.AWARDED

    def test_whoever_was_left_out_or_set_aside_is_told_with_the_result(self, world):
        one, two, three = world.candidates("award", "award", "award", others=1)
        four = Application.objects.get(status=Status.NOT_CANDIDATE)
        hold(world, two)
        world.meet({one: "award"})
        world.read_again(at=OUT)
        world.notice()
        world.edition = at_step(world.edition, Step.APPROVAL, at=STOOD)
        world.read_again(at=STOOD)
        world.commend(world.answer(world.request()))
        world.register()

        left = ["candidate", "not_proposed", "not_candidate"]
        assert states(one, two, three, four) == [("awarded", "award"), *[(state, None) for state in left]]
        letters = Letter.objects.filter(kind=LetterKind.RESULT)
        assert set(letters.values_list("subject_ref", flat=True)) == {ref(each) for each in (one, two, three, four)}
        assert len(set(letters.values_list("act", flat=True))) == 1
        release(list(letters), by=world.first, at=LATER)
        assert [told_status(each.fresh()) for each in (three, four)] == [Status.NOT_PROPOSED, Status.NOT_CANDIDATE]

    def test_a_letter_tells_nothing_that_came_after_it(self, world):
        """Told that he was left out, then restored and awarded: the award is his when its own letter is out, not before."""
        one = at_status(at_status(world.add(), Status.CANDIDATE), Status.NOT_CANDIDATE)
        letter = told_by(one, LetterKind.RESULT)
        one = at_status(at_status(one, Status.DEFENDED), Status.CANDIDATE)
        Application.objects.filter(pk=one.pk).update(grade="award", seat=1)
        one = at_status(at_status(one.fresh(), Status.PROPOSED), Status.AWARDED)
        newer = told_by(one, LetterKind.RESULT)

        letter = rewrite(letter, title="告知", text="改过的话", by=world.first, at=LATER)
        assert told_status(one) == Status.SUBMITTED
        release([letter], by=world.first, at=LATER)
        assert told_status(one) == Status.NOT_CANDIDATE
        release([newer], by=world.first, at=LATER)
        assert told_status(one) == Status.AWARDED

    @pytest.mark.article("19")
    def test_a_certificate_s_number_is_entered_once(self, world):
        one, two = world.stood("award", "nomination")
        assert "没有授奖" in refused(register.enter_number, one, number="演示证1", by=world.first, at=STOOD)
        world.commend(world.answer(world.request()))
        world.register()
        register.enter_number(one, number="演示证1", by=world.first, at=LATER)

        assert "已经登记" in refused(register.enter_number, one, number="演示证2", by=world.first, at=LATER)
        assert "已经用过" in refused(register.enter_number, two, number="演示证1", by=world.first, at=LATER)
        assert Certificate.objects.get().number == "演示证1"


@pytest.mark.article("13(6)")
class TestJudgments:
    def words(self, move):
        return judgments.Judged(move, "演示人民法院", "演示行初1号", STOOD.date(), "原决定认定事实不清，予以撤销。")

    def test_a_state_comes_back_and_the_history_stays(self, world):
        one, two = world.stood("award", "nomination")
        world.answer(world.request(), Answer.REFUSED)
        world.register()
        before = one.changes.count()
        judgments.propose(one.fresh(), self.words("restore-not_proposed"), by=world.first, at=LATER)
        judgments.confirm(one.fresh(), by=world.second, at=LATER)

        assert states(one, two) == [("candidate", None), ("not_proposed", None)]
        assert one.changes.count() == before + 1
        letter = Letter.objects.get(title="关于恢复申报的告知")
        assert told_status(one.fresh()) != Status.CANDIDATE
        release([letter], by=world.first, at=LATER)
        assert told_status(one.fresh()) == Status.CANDIDATE

    def test_after_the_end_the_government_s_paper_is_entered_by_two_and_public(self, world, client):
        one, two = world.stood("award", "nomination")
        world.answer(world.request(), Answer.REFUSED)
        world.register()
        code = "91140700MA0GTYJX31"
        type(one.applicant.unit).objects.filter(pk=one.applicant.unit_id).update(credit_code=code, confirmed_at=STOOD)
        words = Words(3, LATER.year, "award", str(one.applicant.unit), "演示政发〔2026〕9号", credit_code=code)
        at_step(world.edition, Step.COMPLETED)
        assert refused(enter, words, by=world.first, at=LATER) == late.OURS.format("三")

        judgments.propose(one.fresh(), self.words("restore-not_proposed"), by=world.first, at=LATER)
        judgments.confirm(one.fresh(), by=world.second, at=LATER)
        assert judgments.LATE in Letter.objects.get(title="关于恢复申报的告知").text
        confirm_honour(enter(words, by=world.first, at=LATER), by=world.second, at=LATER)

        page = client.get("/winners/?edition=3").content.decode()
        assert [str(one.applicant.unit) in page, "办结以后另有补授，由评选办依据演示政发〔2026〕9号补登。" in page] == [True, True]
        assert str(two.applicant.unit) not in page

    def test_once_awards_are_registered_no_meeting_is_called(self, world):
        world.stood("award", "nomination")
        world.commend(world.answer(world.request()))
        world.register()

        assert [one.sentence for one in call_blockers(world.edition, world.secretary, at=LATER)] == ["授奖已经登记，名单不再改变。"]

    @pytest.mark.parametrize("vacant", [False, True])
    def test_a_candidate_set_free_after_the_register_can_only_be_left_out(self, world, vacant):
        world.stood("award", "nomination")
        request = world.request()
        world.answer(request, Answer.REFUSED) if vacant else world.commend(world.answer(request))
        world.register()
        late = at_status(world.add(), Status.CANDIDATE)
        meeting = world.call(at=LATER)
        world.attend(meeting, at=LATER)
        hand = {"by": world.secretary, "at": LATER + 3 * HOUR}

        assert f"{late.applicant.unit}：{deciding.LATE}" in refused(deciding.propose, meeting, world.result({late: "nomination"}), **hand)
        deciding.propose(meeting, world.result({}), **hand)
        deciding.confirm(meeting, by=world.members[0], at=LATER + 4 * HOUR)
        assert late.fresh().status == Status.NOT_PROPOSED
        assert awards_registered.check(world.edition, LATER) is None
        assert call_blockers(world.edition, world.secretary, at=LATER + 5 * HOUR) != []

    def test_after_the_end_no_more_than_there_are_places(self, world):
        one, _ = world.stood("award", "nomination")
        world.answer(world.request(), Answer.REFUSED)
        world.register()
        edition = at_step(world.edition, Step.COMPLETED)
        judgments.propose(one.fresh(), self.words("restore-not_proposed"), by=world.first, at=LATER)
        judgments.confirm(one.fresh(), by=world.second, at=LATER)
        for seat in range(1, 6):
            make_application(edition, Status.AWARDED, grade="award", seat=seat)
        code = "91140700MA0GTYJX31"
        type(one.applicant.unit).objects.filter(pk=one.applicant.unit_id).update(credit_code=code)
        words = Words(3, LATER.year, "award", str(one.applicant.unit), "演示政发〔2026〕9号", credit_code=code)

        assert refused(enter, words, by=world.first, at=LATER) == late.FULL.format("三", "质量奖")
        enter(replace(words, grade="nomination"), by=world.first, at=LATER)

    def test_once_for_one_document(self, world):
        one = world.stood("award")[0]
        world.answer(world.request(), Answer.REFUSED)
        world.register()
        judgments.propose(one.fresh(), self.words("restore-not_proposed"), by=world.first, at=LATER)

        assert refused(judgments.confirm, one.fresh(), by=world.first, at=LATER)
        assert "请选恢复到哪里" in refused(judgments.propose, one.fresh(), self.words("restore-declined"), by=world.first, at=LATER)

    def test_a_state_that_no_decision_took_is_not_restored(self, world):
        one = world.stood("award")[0]

        assert "没有可以恢复的决定" in refused(judgments.propose, one, self.words("restore-declined"), by=world.first, at=STOOD)
        assert Application.objects.get(pk=one.pk).status == Status.PROPOSED

    @pytest.mark.parametrize("state", [Status.ACCEPTED, Status.ADVANCING, Status.PASSED, Status.DEFENDED, Status.ABSENT, Status.CANDIDATE])
    def test_whoever_is_no_candidate_goes_back_to_where_he_was_taken_from(self, world, state):
        one = at_status(at_status(world.add(), state), Status.NOT_CANDIDATE)
        (way,) = judgments.moves_of(one, LATER)
        assert way.target == state
        other = "restore-not_candidate" if state != Status.DEFENDED else "restore-not_candidate-absent"
        assert "请选恢复到哪里" in refused(judgments.propose, one, self.words(other), by=world.first, at=LATER)

        judgments.propose(one, self.words(way.name), by=world.first, at=LATER)
        judgments.confirm(one, by=world.second, at=LATER)

        assert one.fresh().status == state

    def test_its_page_is_found_from_the_edition_and_lists_what_is_on_record(self, world, client, monkeypatch, settings):
        settings.DEMO = True
        monkeypatch.setattr(clock, "now", lambda: LATER)
        one = at_status(at_status(world.add(), Status.CANDIDATE), Status.NOT_CANDIDATE)
        office = as_actor(client, world.first)
        listed = f"/editions/{world.edition.pk}/judgments/"
        assert listed in office.get(f"/editions/{world.edition.pk}/").content.decode()
        assert f"/applications/{one.pk}/judgment/" in office.get(listed).content.decode()
        judgments.propose(one, self.words("restore-not_candidate-candidate"), by=world.first, at=LATER)
        judgments.confirm(one, by=world.second, at=LATER)

        page = office.get(listed).content.decode()
        assert [
            "演示人民法院 演示行初1号" in page,
            Status.CANDIDATE.label in page,
            f"/applications/{one.pk}/judgment/" in page,
        ] == [True, True, False]
