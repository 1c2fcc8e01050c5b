"""An edition's papers: what is refused, what stands against the gate, what a demonstration carries in their place."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.grants.models import Role
from core.files import storage
from core.files.models import StoredFile
from core.ledger.services import cover, lock
from core.ledger.verify.rows import covered_models
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.documents import services
from procedure.documents.guards import rules_documented, work_plan_approved, working_rules_approved
from procedure.documents.models import DocumentApproval, DocumentKind, EditionDocument
from procedure.documents.services import fill_demo
from procedure.documents.todo import todo
from procedure.editions.models import Step
from tests.factories import AT, at_step, make_actor, make_edition
from tests.procedure.papers import RULES, TODAY, WORK_PLAN, WORKING_RULES, approve, enter

pytestmark = pytest.mark.django_db
GUARDS = {RULES: rules_documented, WORK_PLAN: work_plan_approved, WORKING_RULES: working_rules_approved}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A storage of this test's own."""
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


@pytest.fixture
def by():
    return make_actor(Role.OFFICE)


@pytest.fixture
def secretary():
    return make_actor(Role.SECRETARY)


@pytest.fixture
def edition(by):
    return make_edition(by=by)


def refusal(act, *args, **changes):
    with pytest.raises(RuleRefused) as refused:
        act(*args, **changes)
    return str(refused.value)


def sentence(kind, edition, at=AT):
    blocker = GUARDS[kind].blocker(edition, at)
    return blocker and blocker.sentence


class TestEntering:
    def test_it_is_kept_in_the_editions_chain_with_the_hash_of_its_scan(self, edition, by):
        document = enter(edition, RULES, by)

        kept = EditionDocument.objects.get()
        assert (document.event.chain, document.event.action) == ("edition-3", "document.enter")
        assert (kept.scan_sha256, kept.digest()) == (StoredFile.objects.get().sha256, document.digest())
        assert {EditionDocument, DocumentApproval} <= set(covered_models())

    def test_a_new_version_replaces_the_one_before_and_keeps_its_scan(self, edition, by):
        first = enter(edition, RULES, by)

        second = enter(edition, RULES, by, with_scan=False, number="甲发〔2026〕3号")

        assert (second.replaces, second.scan) == (first, first.scan)
        assert list(EditionDocument.objects.in_force(edition)) == [second]

    def test_each_kind_has_its_own_versions(self, edition, by):
        entered = [enter(edition, kind, by) for kind in DocumentKind]

        assert [document.replaces for document in entered] == [None, None, None]
        assert set(EditionDocument.objects.in_force(edition)) == set(entered)

    @pytest.mark.parametrize(
        ("kind", "changes", "expected"),
        [
            (RULES, {"title": " "}, "请写明文件名称。"),
            (RULES, {"issuer": ""}, "请写明印发单位。"),
            (RULES, {"dated_on": TODAY + timedelta(days=1)}, "印发日期还没有到。"),
            (RULES, {"effective_on": TODAY - timedelta(days=1)}, "施行日期不能早于印发日期。"),
            (WORK_PLAN, {"approved_on": TODAY + timedelta(days=1)}, "批准日期还没有到。"),
        ],
    )
    def test_it_is_refused(self, edition, by, kind, changes, expected):
        assert refusal(enter, edition, kind, by, **changes) == expected
        assert (EditionDocument.objects.count(), StoredFile.objects.count()) == (0, 0)

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR])
    def test_another_hand_is_refused(self, edition, role):
        assert refusal(enter, edition, RULES, make_actor(role)) == "只有评选办可以登记本届的文件。"
        assert EditionDocument.objects.count() == 0

    def test_the_same_again_is_refused(self, edition, by):
        enter(edition, RULES, by)

        assert refusal(enter, edition, RULES, by, with_scan=False) == "与现行的一版完全一致，不用再登记。"
        assert EditionDocument.objects.count() == 1

    def test_once_the_edition_has_begun_a_change_says_why(self, edition, by):
        edition = at_step(edition, Step.CALL)

        assert refusal(enter, edition, WORK_PLAN, by) == "本届已经开始，更换或者补登评选工作安排的，请在说明里写明理由。"
        assert enter(edition, WORK_PLAN, by, note="日程调整").note == "日程调整"

    def test_in_an_ended_edition_nothing_is_entered(self, edition, by):
        edition = at_step(edition, Step.TERMINATED)

        assert refusal(enter, edition, RULES, by, note="补登") == "第三届晋中市质量奖已经结束，文件不能再改。"

    def test_a_scan_without_its_hash_is_refused_by_the_database(self, edition, by):
        stored = enter(edition, RULES, by).scan
        row = EditionDocument(
            edition=edition, kind=WORK_PLAN, title="文件", issuer="单位", dated_on=TODAY, scan=stored, by=by.person, at=AT
        )

        with pytest.raises(IntegrityError), transaction.atomic():
            cover(lock(edition.chain), row, at=AT, by=by, action="test")


@pytest.mark.article("12(2)")
class TestApproval:
    @pytest.fixture
    def document(self, edition, by):
        return enter(edition, WORKING_RULES, by)

    def test_the_secretary_records_it_for_one_version(self, document, secretary):
        approval = approve(document, secretary)

        kept = DocumentApproval.objects.get()
        assert (kept.document, kept.by, kept.scan_sha256) == (document, secretary.person, kept.scan.sha256)
        assert approval.event.action == "document.approve"

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"minutes": " "}, "请写明会议名称或者纪要编号。"),
            ({"decided_on": TODAY + timedelta(days=1)}, "审定日期还没有到。"),
            ({"scan": None}, "请上传会议纪要的扫描件。"),
        ],
    )
    def test_it_is_refused(self, document, secretary, changes, expected):
        assert refusal(approve, document, secretary, **changes) == expected
        assert DocumentApproval.objects.count() == 0

    @pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADING_GROUP, Role.SUPERVISOR])
    def test_another_hand_is_refused(self, document, role):
        assert refusal(approve, document, make_actor(role)) == "评选细则的审定由领导小组秘书登记。"
        assert DocumentApproval.objects.count() == 0

    def test_another_paper_is_refused(self, edition, by, secretary):
        assert refusal(approve, enter(edition, WORK_PLAN, by), secretary) == "只有评选细则要由领导小组审定。"

    def test_an_earlier_version_is_refused(self, edition, document, by, secretary):
        enter(edition, WORKING_RULES, by, title="评选细则（修订）")

        assert refusal(approve, document, secretary) == "评选细则已经有新的一版，请看过新的一版再登记审定。"

    def test_a_second_time_is_refused(self, document, secretary):
        approve(document, secretary)

        assert refusal(approve, document, secretary) == "这一版已经登记审定。"

    def test_in_an_ended_edition_it_is_refused(self, edition, document, secretary):
        at_step(edition, Step.TERMINATED)

        assert refusal(approve, document, secretary) == "第三届晋中市质量奖已经结束，不能再登记审定。"

    def test_the_secretary_is_asked_for_it_until_it_is_there(self, edition, document, secretary, by):
        assert [item.title for item in todo(Asking(secretary, AT))] == ["登记第三届晋中市质量奖评选细则的审定"]
        assert todo(Asking(by, AT)) == []

        approve(document, secretary)

        assert todo(Asking(secretary, AT)) == []


class TestGuards:
    @pytest.mark.parametrize("kind", DocumentKind)
    def test_nothing_passes_by_absence(self, edition, kind):
        assert sentence(kind, edition) == f"还没有登记{kind.label}。"

    @pytest.mark.parametrize("kind", [RULES, WORK_PLAN])
    def test_a_complete_paper_opens(self, edition, by, kind):
        enter(edition, kind, by)

        assert sentence(kind, edition) is None

    @pytest.mark.article("31")
    @pytest.mark.parametrize(
        ("kind", "changes", "expected"),
        [
            (RULES, {"number": ""}, "评选办法还缺：文号。"),
            (RULES, {"effective_on": None}, "评选办法还缺：施行日期。"),
            (RULES, {"number": "", "effective_on": None, "with_scan": False}, "评选办法还缺：文号、施行日期、扫描件。"),
            (WORK_PLAN, {"approver": "", "approved_on": None}, "评选工作安排还缺：批准单位、批准日期。"),
            (WORK_PLAN, {"number": "", "with_scan": False}, "评选工作安排还缺：文号、扫描件。"),
            (WORKING_RULES, {"with_scan": False}, "评选细则还缺：扫描件。"),
        ],
    )
    def test_it_names_what_is_missing(self, edition, by, kind, changes, expected):
        enter(edition, kind, by, **changes)

        assert sentence(kind, edition) == expected

    @pytest.mark.article("31")
    def test_rules_that_do_not_bind_yet_wait_for_their_day(self, edition, by):
        enter(edition, RULES, by, effective_on=date(2026, 4, 1))

        blocker = rules_documented.blocker(edition, AT)

        assert (blocker.sentence, blocker.wait) == ("办法自2026年4月1日（星期三）起施行。", True)
        assert rules_documented.blocker(edition, AT + timedelta(days=30)) is None

    @pytest.mark.article("12(2)")
    def test_a_new_version_of_the_working_rules_needs_its_own_approval(self, edition, by, secretary):
        open_ = "《评选细则》还没有登记领导小组的审定，由领导小组秘书登记。"
        first = enter(edition, WORKING_RULES, by)
        assert sentence(WORKING_RULES, edition) == open_
        approve(first, secretary)
        assert sentence(WORKING_RULES, edition) is None

        enter(edition, WORKING_RULES, by, note="改正错字")

        assert sentence(WORKING_RULES, edition) == open_

    @pytest.mark.parametrize("kind", DocumentKind)
    def test_each_asks_the_database_once(self, edition, by, kind, django_assert_num_queries):
        enter(edition, kind, by)

        with django_assert_num_queries(1):
            GUARDS[kind].blocker(edition, AT)


class TestDemonstration:
    def test_it_carries_a_mark_in_place_of_papers(self, by):
        edition = make_edition(4, by=by, demo=True)

        filled = fill_demo(edition, at=AT)

        assert [document.title for document in filled] == ["评选办法（演示）", "评选工作安排（演示）", "评选细则（演示）"]
        assert [(document.number, document.scan) for document in filled] == [("", None)] * 3
        assert [sentence(kind, edition) for kind in DocumentKind] == [None, None, None]
        assert fill_demo(edition, at=AT) == []

    def test_what_it_carries_would_not_open_a_real_edition(self, by):
        edition = make_edition(4, by=by, demo=True)
        fill_demo(edition, at=AT)
        edition.demo = False

        documents = list(EditionDocument.objects.filter(edition=edition).order_by("event_id"))
        for document in documents:
            document.edition = edition

        assert [document.missing() for document in documents] == [["文号", "扫描件"], ["文号", "扫描件"], ["扫描件"]]

    def test_a_real_edition_is_not_filled(self, edition):
        assert refusal(fill_demo, edition, at=AT) == "只有演示届可以填入演示内容。"
        assert EditionDocument.objects.count() == 0

    def test_the_articles_are_named(self):
        assert services.ARTICLES == {RULES: "31", WORK_PLAN: "18(1)", WORKING_RULES: "13(1)"}
