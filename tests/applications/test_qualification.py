"""The examination: conditions checked on one version, departments asked, and what is refused."""

import pytest

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.qualification.checks import Finding, record_checks
from applications.qualification.conditions import Item, items
from applications.qualification.departments import answer, ask, note_overdue, opinions, unanswered
from applications.qualification.guards import all_decided, conditions_pass, departments_answered, recommended_on_latest
from applications.qualification.models import ConditionCheck, DepartmentAnswer, DepartmentQuery, OverdueNote
from applications.snapshots.models import Snapshot
from core.ledger.models import Event
from core.ledger.services import ref
from core.rules import RuleRefused
from procedure.editions.models import Step
from procedure.letters.models import LetterKind
from procedure.letters.services import release, write_letter
from tests.applications.qualifying import (
    DAY,
    TODAY,
    a_case,
    a_question,
    a_reply,
    a_snapshot,
    a_team_case,
    an_edition,
    an_office,
    answered,
    ask_about,
    examine,
)
from tests.applications.world import a_file
from tests.factories import AT, at_status, make_actor, make_grant

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture
def by():
    return an_office()


@pytest.fixture
def case(by):
    return a_case()


def refusal(act, *args, **kwargs):
    """What an act is refused with; it leaves no event."""
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


class TestConditions:
    @pytest.mark.article("9")
    def test_an_organization_is_examined_by_the_six_items_of_9(self, case):
        assert [item.code for item in items(case)] == ["9(1)", "9(2)", "9(3)", "9(4)", "9(5)", "9(6)"]

    @pytest.mark.article("11")
    def test_every_item_of_11_is_asked_of_every_member_of_a_team(self):
        found = items(a_team_case())

        assert len(found) == 12
        assert [item.label for item in found if item.code == "11(6)"] == ["第十一条第（六）项，成员1", "第十一条第（六）项，成员2"]

    def test_it_waits_until_every_item_is_found_met(self, case, by):
        assert conditions_pass.check(case, AT).startswith("还没有审查：第九条第（一）项、")
        examine(case, by, k9_4="more")
        assert conditions_pass.check(case, AT) == "还要核实：第九条第（四）项。"
        examine(case, by, k9_6="fail")
        assert conditions_pass.check(case, AT) == "不符合：第九条第（六）项。"
        examine(case, by)
        assert conditions_pass.check(case, AT) is None

    def test_one_member_who_is_not_examined_is_enough_to_wait(self, by):
        case = a_team_case()
        examine(case, by, places={item.key for item in items(case)} - {"11-6-2"})

        assert conditions_pass.check(case, AT) == "还没有审查：第十一条第（六）项，成员2。"

    def test_a_new_version_is_examined_anew(self, case, by):
        examine(case, by)
        a_snapshot(case, number=2)

        assert conditions_pass.check(case, AT).startswith("还没有审查")
        assert recommended_on_latest.check(case, AT) == "推荐意见不是针对第2版作的，请推荐单位重新签发。"

    def test_a_correction_is_a_new_row(self, case, by):
        examine(case, by, k9_1="more")
        examine(case, by)

        rows = ConditionCheck.objects.filter(condition="9(1)").order_by("event_id")
        assert [row.verdict for row in rows] == ["more", "pass"]
        assert rows[1].replaces == rows[0]
        assert ConditionCheck.objects.standing().filter(condition="9(1)").get() == rows[1]

    def test_a_new_finding_keeps_the_file_of_the_one_before(self, case, by, monkeypatch):
        monkeypatch.setattr("applications.qualification.checks.store", lambda *args, **kwargs: a_file())
        snapshot, item = Snapshot.objects.latest_of(case), items(case)[0]
        first = record_checks(case, [Finding(item, "more", "再看", evidence=object())], snapshot=snapshot, by=by, at=AT)[0]
        second = record_checks(case, [Finding(item, "pass", "看过", str(first.pk))], snapshot=snapshot, by=by, at=AT)[0]

        assert (second.evidence, second.evidence_sha256) == (first.evidence, "a" * 64)


class TestCheckingIsRefused:
    def act(self, case, by, **changes):
        found = changes.pop("found", None) or [Finding(items(case)[0], "pass", "营业执照")]
        snapshot = changes.pop("snapshot", None) or Snapshot.objects.latest_of(case)
        return refusal(record_checks, case, found, snapshot=snapshot, by=by, at=AT)

    def test_to_another_hand_than_the_office(self, case):
        assert self.act(case, make_actor(Role.SECRETARY)) == "申报条件由评选办审查。"

    def test_before_the_recommendation(self, by):
        assert self.act(a_case(status=Status.SUBMITTED), by) == "申报现在是“已提交”，推荐以后、决定以前才能审查。"

    def test_in_another_step(self, by):
        case = a_case(an_edition(step=Step.MATERIALS))
        assert self.act(case, by) == "本届正处于“材料评审”，不能再审查申报条件。"

    def test_without_a_basis(self, case, by):
        assert self.act(case, by, found=[Finding(items(case)[0], "pass", " ")]) == "请写明第九条第（一）项的依据。"

    def test_for_a_condition_that_is_not_asked(self, case, by):
        assert self.act(case, by, found=[Finding(Item("11(1)"), "pass", "看过")]) == "这份申报不审查第十一条第（一）项。"

    def test_on_an_old_version(self, case, by):
        old = Snapshot.objects.latest_of(case)
        a_snapshot(case, number=2)
        assert self.act(case, by, snapshot=old) == "申报已经有新的一版，请看过新的内容再审查。您看的是第1版。"

    def test_over_what_another_wrote_meanwhile(self, case, by):
        examine(case, by, places={"9-1"})
        assert self.act(case, an_office()) == f"第九条第（一）项刚由{by.person.name}写过，请看过新的结论再改。"

    def test_to_whoever_signed_for_the_body(self, case):
        signer = case.changes.get(target=Status.RECOMMENDED).by
        actor = type(an_office())(signer, make_grant(signer, Role.OFFICE, an_office().unit))
        assert "您代表推荐单位办过这份申报" in self.act(case, actor)


class TestDepartments:
    def test_nobody_was_asked(self, case):
        assert departments_answered.check(case, AT) == "还没有就这份申报征求部门意见。"

    def test_one_that_was_asked_has_to_answer(self, case, by):
        query = ask_about(case, by)
        assert departments_answered.check(case, AT) == "还没有答复，也没有记为逾期：市应急管理局。"
        answer(query, a_reply(), applications=[case], by=by, at=AT)
        assert departments_answered.check(case, AT) is None

    def test_or_is_noted_overdue_after_its_term(self, case, by):
        query = ask_about(case, by)
        assert refusal(note_overdue, query, note="电话催办", by=by, at=AT) == "答复期限是2026年3月3日，还没有过。"
        assert refusal(note_overdue, query, note=" ", by=by, at=AT + 2 * DAY) == "请写明怎样催办、部门怎样答复。"
        note_overdue(query, note="电话催办两次", by=by, at=AT + 2 * DAY)

        assert departments_answered.check(case, AT) is None
        assert refusal(note_overdue, query, note="再催", by=by, at=AT + 2 * DAY) == "这份函已经记为逾期。"
        assert OverdueNote.objects.count() == 1

    def test_nothing_is_overdue_where_all_answered(self, case, by):
        query = answered(case, by).query
        assert refusal(note_overdue, query, note="催办", by=by, at=AT + 2 * DAY) == "问到的申报都已经答复。"

    def test_a_second_answer_takes_the_place_of_the_first(self, case, by):
        first = answered(case, by)
        second = answer(first.query, a_reply(answer="has", text="一起一般事故"), applications=[case], by=by, at=AT)[0]

        assert (second.replaces, DepartmentAnswer.objects.standing().get()) == (first, second)
        assert [opinion.answer for opinion in opinions(case)] == [second]

    def test_who_withdrew_needs_no_answer(self, case, by):
        query = ask_about(case, by)
        assert unanswered(query) == [str(case.pk)]
        at_status(case, Status.WITHDRAWN)
        assert unanswered(query) == []

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"sent_on": TODAY + DAY, "due_on": TODAY + DAY}, "发函日期还没有到。"),
            ({"due_on": TODAY - DAY}, "答复期限不能早于发函日期。"),
        ],
    )
    def test_days_out_of_order_are_refused(self, case, by, changes, sentence):
        assert refusal(ask, case.edition, a_question(**changes), applications=[case], by=by, at=AT) == sentence

    def test_a_letter_about_nobody_or_another_edition_is_refused(self, case, by):
        assert refusal(ask, case.edition, a_question(), applications=[], by=by, at=AT) == "请选择函里询问的申报。"
        other = a_case(an_edition(4))
        assert "不在本届" in refusal(ask, case.edition, a_question(), applications=[other], by=by, at=AT)
        assert DepartmentQuery.objects.count() == 0

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"answer": "has"}, "“有记录”和“另有说明”要写明答复的内容。"),
            ({"answered_on": TODAY + DAY}, "答复日期还没有到。"),
            ({"answered_on": TODAY - DAY}, "答复日期不能早于发函日期。"),
        ],
    )
    def test_an_answer_out_of_order_is_refused(self, case, by, changes, sentence):
        query = ask_about(case, by)
        assert refusal(answer, query, a_reply(**changes), applications=[case], by=by, at=AT) == sentence

    def test_an_answer_about_somebody_else_is_refused(self, case, by):
        query, other = ask_about(case, by), a_case(case.edition, number="A-2")
        assert refusal(answer, query, a_reply(), applications=[other], by=by, at=AT) == "这份函没有问到选中的某份申报。"

    def test_departments_are_asked_by_the_office_in_step_3(self, case, by):
        assert (
            refusal(ask, case.edition, a_question(), applications=[case], by=make_actor(Role.EXAMINER), at=AT) == "部门意见由评选办登记。"
        )
        late = a_case(an_edition(4, Step.MATERIALS))
        sentence = "本届正处于“材料评审”，不能再登记部门意见。"
        assert refusal(ask, late.edition, a_question(), applications=[late], by=by, at=AT) == sentence


class TestTheGate:
    def told(self, case, kind, by, *, let_go=True):
        letter = write_letter(
            case.edition, kind=kind, recipient=case.applicant.unit, act="a", title="通知", text="正文", article="18(3)",
            subject_ref=ref(case), by=by, at=AT,
        )  # fmt: skip
        if let_go:
            release([letter], by=by, at=AT)

    def test_nobody_satisfies_it(self):
        assert all_decided.check(an_edition(), AT) is None

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            (Status.SUBMITTED, "还没有推荐结果。"),
            (Status.RETURNED, "正在补正。"),
            (Status.RECOMMENDED, "还没有决定受理或者不予受理。"),
            (Status.NOT_RECOMMENDED, "未推荐，文书还没有发出。"),
            (Status.DECLINED, "不予受理，文书还没有发出。"),
        ],
    )
    def test_each_that_is_open_is_named(self, status, sentence):
        case = a_case(status=status)
        assert all_decided.check(case.edition, AT) == f"{case.applicant.unit}{sentence}"

    @pytest.mark.parametrize("status", [Status.ACCEPTED, Status.OVERDUE, Status.WITHDRAWN, Status.ENDED, Status.DISQUALIFIED])
    def test_those_that_are_settled_let_it_open(self, status):
        assert all_decided.check(a_case(status=status).edition, AT) is None

    @pytest.mark.parametrize("status", [Status.DECLINED, Status.NOT_RECOMMENDED])
    def test_a_refusal_counts_once_its_letter_is_released(self, by, status):
        case = a_case(status=status)
        kind = LetterKind(status.value)
        self.told(case, kind, by, let_go=False)
        assert "文书还没有发出" in all_decided.check(case.edition, AT)
        self.told(case, kind, by)
        assert all_decided.check(case.edition, AT) is None
