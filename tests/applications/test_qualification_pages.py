"""The office's pages of step 3: queue, case, decision, departments."""

import io

import pytest
from openpyxl import load_workbook

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.applicants.models import ApplicantKind
from applications.cases.models import Status
from applications.moves import ACCEPT
from applications.qualification.decisions import confirm, propose
from applications.qualification.models import ConditionCheck, DepartmentAnswer, DepartmentQuery, OverdueNote
from applications.qualification.queue import overview, rows_of
from applications.qualification.todo import todo
from applications.snapshots.models import Snapshot
from core import clock
from core.files.models import StoredFile
from procedure.asking import Asking
from procedure.editions.models import Category, Step
from procedure.letters.models import Letter
from tests.applications.qualifying import DAY, TODAY, a_case, a_team_case, acceptable, an_edition, an_office, ask_about, examine
from tests.factories import AT, at_status, make_actor, make_applicant, make_grant
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def first():
    return an_office()


@pytest.fixture
def second():
    return an_office()


@pytest.fixture
def edition(first):
    return an_edition(demo=True)


@pytest.fixture
def case(edition):
    return a_case(edition, applicant=make_applicant(name="晋中澄川液压股份有限公司"))


def text(answer):
    return answer.content.decode()


def places(edition, actor):
    return [(row.application.number, row.place) for row in rows_of(edition, actor, overview(edition, actor))]


class TestQueue:
    def url(self, edition, query=""):
        return f"/editions/{edition.pk}/qualification/{query}"

    def test_where_each_stands(self, edition, first, second):
        a_case(edition, number="1", status=Status.SUBMITTED)
        a_case(edition, number="2")
        examine(a_case(edition, number="3"), first, k9_4="fail")
        examine(a_case(edition, number="4"), first)
        acceptable(a_case(edition, number="5"), first)
        propose(ACCEPT, acceptable(a_case(edition, number="6"), first), by=first, at=AT)
        a_case(edition, number="7", status=Status.ACCEPTED)
        a_case(edition, number="8", status=Status.NOT_RECOMMENDED)

        stand = ["body", "examine", "failed", "departments", "ready", "second", "accepted", "over"]
        assert [place for _, place in places(edition, second)] == stand

    def test_a_proposal_that_was_sent_back_or_outrun_does_not_count(self, edition, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        ACCEPT.send_back(case, by=second, at=AT, reason="再看")
        assert places(edition, first) == [("A-1", "ready")]
        propose(ACCEPT, case, by=first, at=AT)
        at_status(case, Status.RETURNED)
        assert places(edition, first) == [("A-1", "body")]

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("", ["1", "2", "3"]),
            ("?words=澄川", ["1"]),
            ("?words=2", ["2"]),
            ("?category=individual", ["3"]),
            ("?place=failed", ["1"]),
            ("?condition=9(4)&verdict=fail", ["1"]),
            ("?condition=9(4)&verdict=open", ["2"]),
            ("?condition=9(5)&verdict=fail", []),
            ("?verdict=fail", ["1"]),
            ("?place=nonsense&page=x", ["1", "2", "3"]),
        ],
    )
    def test_filters_stand_in_the_address(self, client, edition, first, query, numbers):
        examine(a_case(edition, number="1", applicant=make_applicant(name="澄川液压")), first, k9_4="fail")
        a_case(edition, number="2", applicant=make_applicant(name="锦梭纺织"))
        a_team_case(edition, number="3")
        page = as_actor(client, first).get(self.url(edition, query))

        assert [row.application.number for row in page.context["rows"]] == numbers

    def test_who_stands_twice_is_shown(self, client, edition, first):
        one = make_applicant(name="同名 公司", credit_code="91140700MA0GTYJX31")
        a_case(edition, number="1", applicant=one)
        a_case(edition, number="2", applicant=make_applicant(name="同名公司", credit_code="91140700MA0GTYJX31"))
        team = a_team_case(edition, number="3")
        alone = make_applicant(ApplicantKind.PERSON, "成员1")
        make_grant(team.applicant.members.get(order=1).person, Role.APPLICANT, alone.unit)
        a_case(edition, number="4", applicant=alone, category=Category.INDIVIDUAL, form="individual-1")
        a_case(edition, number="5")
        a_case(edition, number="6", applicant=make_applicant(name="同名公司"), status=Status.WITHDRAWN)

        twice = {row.application.number: row.duplicates for row in rows_of(edition, first, overview(edition, first))}
        assert twice["1"] == ["与“同名公司”（2）的统一社会信用代码相同", "与“同名公司”（2）的名称相同"]
        assert (twice["3"], twice["4"]) == (["成员1也在“成员1”的申报里"], ["成员1也在“精益攻关小组”的申报里"])
        assert (twice["5"], twice["6"]) == ([], [])
        assert "与“同名公司”（2）的名称相同" in text(as_actor(client, first).get(self.url(edition, "?twice=on")))

    def test_the_sheet_is_the_list_and_says_that_it_is_a_demonstration(self, client, edition, case, first):
        examine(case, first, k9_4="fail")
        answer = as_actor(client, first).get(f"/editions/{edition.pk}/qualification/sheet/?place=failed")
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]

        assert "演示" in rows[0][0]
        assert rows[-1][:9] == ["A-1", "晋中澄川液压股份有限公司", "组织", case.body.name, "有不符合", 6, 5, "第九条第（四）项", ""]

    def test_the_menu_leads_to_the_edition_that_runs(self, client, edition, first):
        assert as_actor(client, first).get("/qualification/").url == self.url(edition)

    @pytest.mark.parametrize("role", [Role.APPLICANT, Role.SIGNER, Role.SECRETARY, Role.REVIEWER, Role.SUPERVISOR])
    def test_others_are_refused(self, client, edition, case, role):
        browser = as_actor(client, make_actor(role))
        for path in (self.url(edition), f"/qualification/{case.pk}/", f"/editions/{edition.pk}/qualification/departments/"):
            assert browser.get(path).status_code == 403


class TestCase:
    def url(self, case, rest=""):
        return f"/qualification/{case.pk}/{rest}"

    def posted(self, case, **changes):
        return {"snapshot": Snapshot.objects.latest_of(case).pk, "9-1-verdict": "pass", "9-1-basis": "营业执照", "9-1-seen": ""} | changes

    def test_it_shows_words_system_and_finding_side_by_side(self, client, case, first):
        examine(case, first, places={"9-1"})
        page = text(as_actor(client, first).get(self.url(case)))

        assert "依法在晋中市区域内注册登记并正常运行3年以上" in page
        assert "系统读到：还没有填成立（注册登记）日期。" in page
        assert "第九条第（一）项：看过材料" in page
        assert "还没有就这份申报征求部门意见。" in page

    def test_only_what_changed_is_saved(self, client, case, first):
        examine(case, first, places={"9-2"})
        row = ConditionCheck.objects.get()
        same = {"9-2-verdict": "pass", "9-2-basis": row.basis, "9-2-seen": row.pk}
        answer = as_actor(client, first).post(self.url(case), self.posted(case, **same))

        assert (answer.status_code, answer.url) == (302, self.url(case))
        assert sorted(ConditionCheck.objects.values_list("condition", flat=True)) == ["9(1)", "9(2)"]

    def test_a_verdict_without_basis_is_refused_and_the_words_stay(self, client, case, first):
        changes = {"9-1-basis": "", "9-2-basis": "查过信用中国"}
        answer = as_actor(client, first).post(self.url(case), self.posted(case, **changes))

        assert answer.status_code == 422
        assert answer.context["form"].errors == {"9-1-basis": ["请写明依据。"], "9-2-verdict": ["请选第九条第（二）项的结论。"]}
        assert "查过信用中国" in text(answer)
        assert ConditionCheck.objects.count() == 0

    def test_nothing_new_an_old_version_and_a_decided_case_are_refused(self, client, case, first):
        browser = as_actor(client, first)
        assert "没有新的审查结论。" in text(browser.post(self.url(case), {"snapshot": Snapshot.objects.latest_of(case).pk}))
        answer = browser.post(self.url(case), self.posted(case, snapshot="1"))
        assert (answer.status_code, "申报已经有新的一版" in text(answer)) == (409, True)
        at_status(case, Status.ACCEPTED)
        assert browser.post(self.url(case), self.posted(case)).status_code == 409
        assert ConditionCheck.objects.count() == 0

    def test_a_draft_is_not_there(self, client, edition, first):
        assert as_actor(client, first).get(self.url(a_case(edition, status=Status.LAPSED))).status_code == 404

    def test_every_member_of_a_team_has_his_rows(self, client, edition, first):
        case = a_team_case(edition)
        page = text(as_actor(client, first).get(self.url(case)))
        assert page.count("系统读到") == 6  # 11(1), (2), (6) of each
        assert 'name="11-6-2-verdict"' in page

    def test_a_file_is_served_that_belongs_to_the_case_and_no_other(self, client, case, first):
        other = StoredFile.objects.create(sha256="b" * 64, size=1, name="x.pdf", media_type="application/pdf", at=AT, by_ref="test")
        assert as_actor(client, first).get(self.url(case, f"files/{other.pk}/")).status_code == 404


class TestDeciding:
    def url(self, case, rest="accept/"):
        return f"/qualification/{case.pk}/decide/{rest}"

    def signed(self, page, **changes):
        return {"signing_digest": page.context["form"].fingerprint, "signing_password": DEMO_PASSWORD} | changes

    def test_from_one_hand_to_the_other(self, client, edition, case, first, second):
        acceptable(case, first)
        page = as_actor(client, first).get(self.url(case))
        assert client.post(self.url(case), self.signed(page)).url == f"/qualification/{case.pk}/"
        assert [item.title for item in todo(Asking(second, AT))] == ["确认晋中澄川液压股份有限公司的受理"]
        assert "您已经经办，等另一人确认。" in text(client.get(self.url(case)))

        page = as_actor(client, second).get(self.url(case))
        assert client.post(self.url(case), self.signed(page, signing_password="wrong")).status_code == 422
        assert client.post(self.url(case), self.signed(page)).status_code == 302
        assert case.fresh().status == Status.ACCEPTED
        assert Letter.objects.waiting().count() == 1
        assert "文书还没有发出，申报者还看不到结果" in text(client.get(f"/qualification/{case.pk}/"))

    def test_a_refusal_names_article_and_reason(self, client, case, first, second):
        examine(case, first, k9_6="fail")
        page = as_actor(client, first).get(self.url(case, "decline/"))
        assert client.post(self.url(case, "decline/"), self.signed(page)).status_code == 422
        answer = client.post(self.url(case, "decline/"), self.signed(page, cited=["9(6)"], reason_text="发生重大事故"))
        assert answer.status_code == 302

        page = as_actor(client, second).get(self.url(case, "decline/"))
        assert "发生重大事故" in text(page)
        assert client.post(self.url(case, "decline/"), self.signed(page)).status_code == 302
        assert case.fresh().status == Status.DECLINED

    def test_the_second_hand_sends_back(self, client, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        browser = as_actor(client, second)
        assert browser.post(self.url(case, "accept/send-back/"), {}).status_code == 409
        assert browser.post(self.url(case, "accept/send-back/"), {"reason": "再核对"}).status_code == 302
        assert ACCEPT.proposal(case) is None

    def test_what_stands_against_it_is_shown_and_refused(self, client, case, first):
        browser = as_actor(client, first)
        assert "还没有就这份申报征求部门意见。" in text(browser.get(self.url(case)))
        assert browser.post(self.url(case), {}).status_code == 409
        assert browser.get(self.url(case, "return/")).status_code == 404


class TestDepartments:
    def url(self, edition):
        return f"/editions/{edition.pk}/qualification/departments/"

    def test_asked_answered_and_overdue(self, client, edition, case, first, monkeypatch):
        browser = as_actor(client, first)
        form = {"department": "市税务局", "question": "有没有重大税收违法", "sent_on": TODAY, "due_on": TODAY, "applications": [case.pk]}
        assert browser.post(self.url(edition), form | {"due_on": ""}).status_code == 422
        assert browser.post(self.url(edition), form).status_code == 302
        query = DepartmentQuery.objects.get()
        path = f"/qualification/departments/{query.pk}/"
        assert "还差1份答复" in text(browser.get(path))

        assert browser.post(f"{path}overdue/", {"note": "电话催办"}).status_code == 409
        monkeypatch.setattr(clock, "now", lambda: AT + 2 * DAY)
        assert "市税务局还差1份答复" in [item.title for item in todo(Asking(first, AT + 2 * DAY))]
        assert browser.post(f"{path}overdue/", {"note": "电话催办"}).status_code == 302
        assert OverdueNote.objects.get().note == "电话催办"

        reply = {"applications": [case.pk], "answer": "has", "answered_on": TODAY, "document": "复函"}
        assert browser.post(path, reply).status_code in (409, 422)
        assert browser.post(path, reply | {"text": "一笔欠税，已补"}).status_code == 302
        assert DepartmentAnswer.objects.get().text == "一笔欠税，已补"
        assert "一笔欠税，已补" in text(browser.get(f"/qualification/{case.pk}/"))
        assert "市税务局" in text(browser.get(self.url(edition)))


class TestTodo:
    def test_the_office_alone_is_asked_and_in_step_3_alone(self, edition, case, first):
        acceptable(a_case(edition, number="A-2"), first)
        examine(a_case(edition, number="A-3"), first, k9_4="fail")
        titles = [item.title for item in todo(Asking(first, AT))]

        assert titles == ["审查1份申报", "受理1份申报", "决定1份有不符合的申报"]
        assert todo(Asking(make_actor(Role.SECRETARY), AT)) == []
        a_case(an_edition(4, Step.MATERIALS))
        assert len(todo(Asking(first, AT))) == 3

    def test_what_is_decided_asks_nothing(self, edition, case, first, second):
        acceptable(case, first)
        propose(ACCEPT, case, by=first, at=AT)
        assert todo(Asking(first, AT)) == []
        confirm(ACCEPT, case, by=second, at=AT)
        ask_about(a_case(edition, number="A-2", status=Status.ACCEPTED), first)
        assert todo(Asking(second, AT)) == []
