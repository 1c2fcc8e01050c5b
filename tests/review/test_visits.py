"""On-site review: planned by two, recorded by the panel, signed by each, decided by two of the office (article 18(5))."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.answers.services import Conflicted, Unstorable
from applications.cases.models import Status
from core.ledger.models import Event
from core.ledger.services import ref
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.acts.act import CHANGED as PLAN_CHANGED
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from review.assignments.models import Assignment
from review.moves import NOT_PASS, PASS
from review.rounds import Round
from review.visits import deciding, record, reporting, services
from review.visits.guards import reported as reported_guard
from review.visits.models import ReportSignature, Visit, VisitDraft, VisitReport
from tests.factories import AT, at_step, make_actor
from tests.review.seats import leave
from tests.review.test_conflicts_in_the_database import conflict
from tests.review.visiting import DAY, a_team, an_edition, listed, on_site, plan, planned, recorded, reported, told, two, visit_of
from tests.reviewing import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(5)")]


def refused(call):
    """Return the sentences with which something is refused."""
    with pytest.raises(RuleRefused) as refusal:
        call()
    return str(refusal.value)


def applicant_of(application):
    return make_actor(Role.APPLICANT, application.applicant.unit)


class TestPlanning:
    def test_two_plan_the_team_is_assigned_and_the_letter_waits(self):
        world = on_site()
        application, panel, reviewers = world.application, world.panel, world.reviewers

        visit = visit_of(application)
        assigned = Assignment.objects.standing().filter(application=application, round=Round.ON_SITE)
        letter = Letter.objects.waiting().get()
        assert (visit.panel, visit.on, visit.place) == (panel, DAY, "总装车间")
        assert {row.reviewer for row in assigned} == set(reviewers)
        assert (letter.kind, letter.recipient, letter.subject_ref) == (LetterKind.SCHEDULE, application.applicant.unit, ref(visit))
        assert all(reviewer.person.name in letter.text for reviewer in reviewers)
        assert "总装车间" in letter.text
        assert "近三年的首件检验记录" in letter.text

    def test_one_person_alone_cannot(self):
        edition = an_edition()
        application, (panel, _) = listed(edition), a_team(edition)
        first = make_actor(Role.OFFICE)
        services.propose(application, plan(panel), by=first, at=AT)

        assert refused(lambda: services.confirm(application, by=first, at=AT)) == "确定现场评审安排要两人办理，请另一人确认。"
        assert not Visit.objects.exists()

    def test_a_member_in_conflict_is_refused_by_name(self):
        edition = an_edition()
        application, (panel, reviewers) = listed(edition), a_team(edition)
        conflict(application, reviewers[1])

        said = refused(lambda: services.propose(application, plan(panel), by=two()[0], at=AT))
        assert said == f"{reviewers[1].person.name}应当回避这份申报，请换评审组，或者先由备选替补。"

    def test_a_conflict_found_meanwhile_stops_the_second_hand(self):
        edition = an_edition()
        application, (panel, reviewers), (first, second) = listed(edition), a_team(edition), two()
        services.propose(application, plan(panel), by=first, at=AT)
        conflict(application, reviewers[2])

        assert reviewers[2].person.name in refused(lambda: services.confirm(application, by=second, at=AT))
        assert not Visit.objects.exists()
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ({"on": DAY - timedelta(days=20)}, "日期已经过去。"),
            ({"place": ""}, "请写明地点。"),
            ({"unvisited": True}, "本届没有规定可以不到现场，不能只作材料核查。"),
        ],
    )
    def test_what_a_plan_lacks_is_said(self, words, sentence):
        edition = an_edition()
        application, (panel, _) = listed(edition), a_team(edition)

        assert refused(lambda: services.propose(application, plan(panel, **words), by=two()[0], at=AT)) == sentence

    def test_a_panel_too_small_and_a_panel_of_another_round_are_refused(self):
        edition = an_edition()
        application = listed(edition)
        small, _ = a_team(edition, size=2, name="小组")
        other, _ = a_team(edition, round_=Round.MATERIALS, name="材料组")

        first = two()[0]
        assert refused(lambda: services.propose(application, plan(small), by=first, at=AT)) == "小组只有2名组员，本届规定至少3名。"
        assert "请选择本届现场评审的评审组" in refused(lambda: services.propose(application, plan(other), by=first, at=AT))

    def test_an_agency_without_a_mandate_cannot(self):
        edition = an_edition()
        application, (panel, _) = listed(edition), a_team(edition)

        said = refused(lambda: services.propose(application, plan(panel), by=make_actor(Role.AGENCY), at=AT))
        assert said == "贵机构没有受委托组织本届的这一环节，或者委托已经到期。"

    def test_a_changed_panel_is_prepared_anew(self):
        edition = an_edition()
        application, (panel, _), (first, second) = listed(edition), a_team(edition), two()
        services.propose(application, plan(panel), by=first, at=AT)
        leave(panel.seats.filter(chair=False).first())

        assert refused(lambda: services.confirm(application, by=second, at=AT)) == PLAN_CHANGED

    def test_a_new_plan_takes_the_place_of_the_old_and_of_its_waiting_letter(self):
        world = on_site()
        application, panel, reviewers, hands = world.application, world.panel, world.reviewers, world.hands
        recorded(visit_of(application), reviewers[0])
        planned(application, panel, hands, on=DAY + timedelta(days=1))

        assert Visit.objects.count() == 2
        assert Letter.objects.waiting().count() == 1
        assert VisitDraft.objects.get().visit == visit_of(application)
        assert "原来的安排作废" not in Letter.objects.waiting().get().text

    def test_a_change_after_the_letter_says_so(self):
        world = on_site()
        application, panel, hands = world.application, world.panel, world.hands
        told(application, world.second)
        planned(application, panel, hands, on=DAY + timedelta(days=1))

        assert Letter.objects.waiting().get().text.startswith("原来的安排作废，以这一次为准。")


class TestAnswering:
    def test_the_applicant_answers_once_after_the_letter(self):
        world = on_site()
        application = world.application
        actor, visit = applicant_of(application), visit_of(application)
        early = refused(lambda: services.answer(visit, agreed=True, note="", by=actor, at=AT))
        told(application, world.second)

        assert early == "评审安排还没有发出。"
        assert refused(lambda: services.answer(visit, agreed=False, note=" ", by=actor, at=AT)) == "请写明哪里不合适，什么时间可以。"
        assert services.answer(visit, agreed=False, note="设备检修，19日以后可以。", by=actor, at=AT).agreed is False
        assert refused(lambda: services.answer(visit, agreed=True, note="", by=actor, at=AT)) == "已经答复过。"

    def test_nobody_else_answers(self):
        world = on_site()
        application = world.application
        told(application, world.second)

        said = refused(lambda: services.answer(visit_of(application), agreed=True, note="", by=make_actor(Role.APPLICANT), at=AT))
        assert said == "评审安排由申报者答复。"


class TestRecording:
    def test_two_who_record_the_same_see_both_texts_and_nothing_is_lost(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        visit = visit_of(application)
        key = record.entries_of(visit)[0].item.key
        record.save(visit, key, typed={"finding": "甲"}, bases={}, by=acting_as(reviewers[0]), at=AT)

        with pytest.raises(Conflicted) as both:
            record.save(visit, key, typed={"finding": "乙", "points": "3"}, bases={}, by=acting_as(reviewers[1]), at=AT)

        (one,) = both.value.conflicts
        assert (one.theirs, one.yours, one.by) == ("甲", "乙", reviewers[0].person.name)
        assert record.typed_of(visit)[key] == {"finding": "甲", "points": "3"}

    def test_a_text_that_cannot_be_stored_is_refused_whole(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        visit = visit_of(application)

        with pytest.raises(Unstorable):
            record.save(visit, "x", typed={"finding": "a\x00b"}, bases={}, by=acting_as(reviewers[0]), at=AT)
        assert record.typed_of(visit) == {}

    @pytest.mark.parametrize("typed", ["-1", "abc", "1e9", "NaN", "0.001", "9999"])
    def test_points_that_are_none_are_kept_as_typed_and_said(self, typed):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        visit = visit_of(application)
        key = record.entries_of(visit)[0].item.key
        record.save(visit, key, typed={"points": typed}, bases={}, by=acting_as(reviewers[0]), at=AT)

        entry = record.entries_of(visit)[0]
        assert (entry.typed["points"], entry.points) == (typed, None)
        assert entry.fault.startswith("得分应是0到")

    def test_only_the_team_records_and_no_longer_than_the_rounds(self):
        world = on_site()
        edition, application, reviewers = world.edition, world.application, world.reviewers
        visit = visit_of(application)
        _, (stranger, *_) = a_team(edition, name="第二组")

        said = refused(lambda: record.save(visit, "x", typed={"finding": "甲"}, bases={}, by=acting_as(stranger), at=AT))
        at_step(edition, Step.APPROVAL)
        late = refused(lambda: record.save(visit, "x", typed={"finding": "甲"}, bases={}, by=acting_as(reviewers[0]), at=AT))
        assert said == "现场记录由专项评审组的组员填写。"
        assert late == "本届正处于“批准公告”，不能再填写现场记录。"


class TestReport:
    def test_the_chair_alone_locks_when_everything_is_there(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        visit, (chair, member, _) = visit_of(application), reviewers
        bare = refused(lambda: reporting.lock_report(visit, passed=True, by=acting_as(chair), at=AT))
        recorded(visit, member)

        assert "项没有写明记录和得分" in bare
        assert "总体情况至少写10个字。" in bare
        assert refused(lambda: reporting.lock_report(visit, passed=True, by=acting_as(member), at=AT)) == "报告由组长锁定。"
        report = reporting.lock_report(visit, passed=True, by=acting_as(chair), at=AT)
        assert report.total == report.full
        same = refused(lambda: reporting.lock_report(visit, passed=True, by=acting_as(chair), at=AT))
        assert same == "与锁定的一版相同，没有新的内容。"

    def test_a_new_version_voids_the_signatures(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        visit = visit_of(application)
        old = reported(visit, reviewers)
        assert reporting.missing_signatures(visit, old) == []
        new = reporting.lock_report(visit, passed=False, by=acting_as(reviewers[0]), at=AT)

        assert len(reporting.missing_signatures(visit, new)) == 3
        assert ReportSignature.objects.count() == 3
        said = refused(lambda: reporting.sign(old, by=acting_as(reviewers[1]), at=AT, method="demo"))
        assert said == "报告已经有新的一版，请看过新的一版再签。"

    def test_dissent_is_a_signature_and_a_note_stands_for_one(self):
        world = on_site()
        application, reviewers, second = world.application, world.reviewers, world.second
        visit, (chair, second, third) = visit_of(application), reviewers
        recorded(visit, chair)
        report = reporting.lock_report(visit, passed=True, by=acting_as(chair), at=AT)
        reporting.sign(report, by=acting_as(chair), at=AT, method="demo")
        reporting.sign(report, by=acting_as(second), at=AT, method="demo", dissent="第五项得分偏高。")

        assert reported_guard.check(application, AT) == f"还没有签名，也没有说明：{third.person.name}。"
        short = refused(lambda: reporting.note_unsigned(report, third, text="病", by=acting_as(chair), at=AT))
        own = refused(lambda: reporting.note_unsigned(report, chair, text="本人因故不能签名的说明", by=acting_as(chair), at=AT))
        other = refused(lambda: reporting.note_unsigned(report, third, text="因病住院，没有签名。", by=acting_as(second), at=AT))
        reporting.note_unsigned(report, third, text="因病住院，不能签名。", by=acting_as(chair), at=AT)
        assert "至少10个字" in short
        assert own == "请选择没有签名的组员，组长自己要签名。"
        assert other == "未签名的说明由组长填写。"
        assert reported_guard.check(application, AT) is None

    def test_nobody_signs_twice(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        report = reported(visit_of(application), reviewers)

        assert refused(lambda: reporting.sign(report, by=acting_as(reviewers[0]), at=AT, method="demo")) == "您已经签名。"


class TestDeciding:
    def test_two_decide_on_the_report_and_the_letter_waits(self):
        world = on_site()
        application, reviewers, first, second = world.application, world.reviewers, world.first, world.second
        reported(visit_of(application), reviewers)
        deciding.propose(PASS, application, reason="报告建议通过。", by=first, at=AT)
        deciding.confirm(PASS, application, by=second, at=AT)

        application.refresh_from_db()
        letter = Letter.objects.waiting().get(kind=LetterKind.PASSED)
        assert application.status == Status.PASSED
        assert (letter.recipient, letter.subject_ref) == (application.applicant.unit, ref(application))
        assert "报告建议通过。" in letter.text
        assert not any(reviewer.person.name in letter.text for reviewer in reviewers)

    def test_not_without_the_report(self):
        world = on_site()
        application, first = world.application, world.first

        assert refused(lambda: deciding.propose(PASS, application, reason="通过", by=first, at=AT)) == "组长还没有锁定报告。"

    def test_a_report_that_changed_is_prepared_anew(self):
        world = on_site()
        application, reviewers, first, second = world.application, world.reviewers, world.first, world.second
        visit = visit_of(application)
        reported(visit, reviewers)
        deciding.propose(PASS, application, reason="报告建议通过。", by=first, at=AT)
        new = reporting.lock_report(visit, passed=False, by=acting_as(reviewers[0]), at=AT)
        for reviewer in reviewers:
            reporting.sign(new, by=acting_as(reviewer), at=AT, method="demo")

        said = refused(lambda: deciding.confirm(PASS, application, by=second, at=AT))
        application.refresh_from_db()
        assert said == "经办以后，报告或者签名有了变化，请看过新的内容重新经办。"
        assert application.status == Status.ADVANCING

    def test_the_agency_and_a_reviewer_never_decide(self):
        world = on_site()
        application, reviewers = world.application, world.reviewers
        reported(visit_of(application), reviewers)

        for actor in (make_actor(Role.AGENCY), acting_as(reviewers[0])):
            said = refused(lambda actor=actor: deciding.propose(PASS, application, reason="通过", by=actor, at=AT))
            assert said == "您的身份不能通过现场评审。"

    def test_nothing_changes_once_it_is_decided(self):
        world = on_site()
        application, panel, reviewers, first, second = world.application, world.panel, world.reviewers, world.first, world.second
        visit = visit_of(application)
        reported(visit, reviewers)
        deciding.propose(NOT_PASS, application, reason="关键过程没有记录。", by=first, at=AT)
        deciding.confirm(NOT_PASS, application, by=second, at=AT)

        late = refused(lambda: record.save(visit, "x", typed={"finding": "甲"}, bases={}, by=acting_as(reviewers[0]), at=AT))
        again = refused(lambda: planned(application, panel, (first, second)))
        assert late == "这份申报“未通过现场评审”，现场记录不能再改。"
        assert again == "这份申报“未通过现场评审”，不能安排现场评审。"
        assert VisitReport.objects.count() == 1


class TestGate:
    def test_step_five_waits_for_every_decision_and_for_the_letters(self):
        world = on_site()
        edition, application, reviewers, first, second = world.edition, world.application, world.reviewers, world.first, world.second
        label = "名单内的申报都有专项评审组报告和结论，未通过的已经告知"

        def said():
            return [one.sentence for one in gate(edition, AT) if one.label == label]

        name = application.applicant.unit
        assert said() == [f"{name}还没有决定通过或者不通过。"]
        reported(visit_of(application), reviewers)
        deciding.propose(NOT_PASS, application, reason="关键过程没有记录。", by=first, at=AT)
        deciding.confirm(NOT_PASS, application, by=second, at=AT)
        assert said() == [f"{name}未通过，文书还没有发出。"]
        told(application, second)
        assert said() == []

    def test_every_act_is_in_the_ledger(self):
        world = on_site()
        edition, application, reviewers = world.edition, world.application, world.reviewers
        reported(visit_of(application), reviewers)

        kept = Event.objects.filter(chain=edition.chain).values_list("action", flat=True)
        assert {"visit-plan", "visit.plan", "visit.report", "visit.sign", "assignment.deploy", "letter.write"} <= set(kept)
