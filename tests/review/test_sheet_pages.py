"""The pages of scoring: the reviewer's desk, item by item, locking, explaining; the organizers' table, closing, report and list."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.answers.posted import base_of
from applications.cases.models import Status
from core import clock
from core.files.kinds import EVIDENCE
from core.files.services import store
from procedure.asking import Asking
from procedure.calendar.seed import library_years
from procedure.calendar.services import Paper, enter_year
from procedure.parameters.reviewing import OUTLIER_PERCENT
from procedure.proposals.models import Proposal
from review.reports.drafts import MATERIALS_REPORT
from review.reports.models import Report
from review.rounds import Round
from review.sheets import drafts
from review.sheets.items import items_of
from review.sheets.models import Explanation, RoundClosing, Sheet, SheetDraft, SheetSetAside
from review.sheets.organizing import organizing
from review.sheets.todo import reviewing
from tests.factories import AT, make_actor, make_application
from tests.procedure.hands import as_actor
from tests.review.hands import entrusted
from tests.review.scoring import assignment_of, close, fill, lock_it, report, scored, scoring, set_parameter
from tests.review.test_sheets import release
from tests.reviewing import assign, snapshot_of
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(4)")]
MINE = "/review/assignments/"
NUMBERS = r"(?<![0-9a-f-])7[01]0(?![0-9a-f-])"  # the totals of others; addresses have figures too


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


world = shared(scoring)


def text(answer):
    return answer.content.decode()


def path(assignment, rest=""):
    return f"{MINE}{assignment.pk}/{rest}"


def signed(page, **more):
    form = page.context["signing"] if page.context.get("signing") else page.context["form"]
    return {"signing_digest": form.fingerprint, "signing_password": DEMO_PASSWORD} | more


def bases(**present):
    return {f"base-{name}": base_of(present.get(name, "")) for name in ("points", "strengths", "improvements", "page")}


def first(world):
    return assignment_of(world, world.applications[0], 0), world.by(0)


class TestDesk:
    def test_it_lists_ones_own_with_what_is_done_and_until_when(self, client, world):
        assignment, by = first(world)
        enter_year(2026, rules=library_years()[2026], paper=Paper("国务院办公厅通知"), by=SYSTEM, at=AT)
        drafts.save_entry(assignment, items_of(assignment)[0].key, typed={"points": "1"}, bases={}, by=by, at=AT)
        page = text(as_actor(client, by).get(MINE))
        assert "1条，共23条" in page
        assert "0条，共23条" in page
        assert "3月16日（星期一）24:00" in page
        assert not any(one.person.name in page for one in world.reviewers[1:])

    def test_the_same_queries_for_many(self, client, world, django_assert_max_num_queries):
        for number in range(10, 30):
            application = make_application(world.edition, Status.ACCEPTED, number=f"JZ3-O-{number:03}", form="organization-1")
            assign(application, world.reviewers[0], world.panel)
        as_actor(client, world.by(0)).get(MINE)
        with django_assert_max_num_queries(18):
            assert text(client.get(MINE)).count("开始评") == 22


class TestItem:
    def test_the_workspace_takes_twelve_queries(self, client, world, settings, django_assert_max_num_queries):
        settings.DEMO = False  # the demonstration's banner asks five more
        assignment, by = first(world)
        fill(assignment, by)
        as_actor(client, by).get(path(assignment, "items/i4-1-2/"))
        with django_assert_max_num_queries(12):
            page = text(client.get(path(assignment, "items/i4-1-2/")))
        assert "本单位的自评文字。" in page
        assert page.count('class="review-item"') == 24

    def test_an_open_sheet_leads_to_the_first_item_without_points(self, client, world):
        assignment, by = first(world)
        keys = [item.key for item in items_of(assignment)]
        drafts.save_entry(assignment, keys[0], typed={"points": "1"}, bases={}, by=by, at=AT)
        assert as_actor(client, by).get(path(assignment)).url == path(assignment, f"items/{keys[1]}/")

    def test_without_script_a_rate_becomes_points(self, client, world):
        assignment, by = first(world)
        item = items_of(assignment)[0]
        sent = {"rate": "75", "base-rate": "", "points": "", "strengths": "好", "improvements": "", "page": "", "next": "i4-1-3"} | bases()
        answer = as_actor(client, by).post(path(assignment, f"items/{item.key}/"), sent)
        assert answer.url == path(assignment, "items/i4-1-3/")
        assert SheetDraft.objects.get().entries[item.key] == {"points": f"{float(item.full) * 0.75:g}", "strengths": "好"}

    def test_points_typed_count_before_a_rate(self, client, world):
        assignment, by = first(world)
        sent = {"rate": "75", "base-rate": "", "points": "12.5", "strengths": "", "improvements": "", "page": ""} | bases()
        as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent)
        assert SheetDraft.objects.get().entries["i4-1-2"] == {"points": "12.5"}

    def test_a_background_save_answers_the_time_and_the_marks(self, client, world):
        assignment, by = first(world)
        sent = {"points": "10", "strengths": "一", "improvements": "", "page": ""} | bases()
        answer = as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent, headers={"X-Background": "autosave"})
        assert answer.json() == {
            "saved": "09:00:00",
            "bases": {name[5:]: mark for name, mark in bases(points="10", strengths="一").items()},
        }

    def test_another_tab_is_told_with_both_texts_and_may_insist(self, client, world):
        assignment, by = first(world)
        drafts.save_entry(assignment, "i4-1-2", typed={"strengths": "先写的"}, bases={}, by=by, at=AT)
        sent = {"points": "9", "strengths": "后写的", "improvements": "", "page": ""} | bases()
        answer = as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent)
        assert answer.status_code == 409
        assert "先写的" in text(answer)
        assert "后写的" in text(answer)
        background = client.post(path(assignment, "items/i4-1-2/"), sent, headers={"X-Background": "autosave"})
        assert (background.status_code, background.json()["sentence"][:4]) == (409, "“长处”")
        client.post(path(assignment, "items/i4-1-2/"), dict(answer.context["again"]))
        assert SheetDraft.objects.get().entries["i4-1-2"] == {"points": "9", "strengths": "后写的"}

    def test_what_cannot_be_stored_stays_on_the_page(self, client, world):
        assignment, by = first(world)
        sent = {"points": "9", "strengths": "藏\u202e字", "improvements": "", "page": ""} | bases()
        answer = as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent)
        assert answer.status_code == 422
        assert "内容含不可见字符" in text(answer)
        assert not SheetDraft.objects.exists()

    def test_after_release_what_was_typed_is_shown_and_the_page_is_gone(self, client, world):
        assignment, by = first(world)
        release(assignment)
        sent = {"points": "9", "strengths": "写了很久的话", "improvements": "", "page": ""} | bases()
        answer = as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent)
        assert answer.status_code == 409
        assert "您已经不再评审这份申报，评分表不能再改。" in text(answer)
        assert "写了很久的话" in text(answer)
        for rest in ("", "items/i4-1-2/", "check/", "materials/", "explanation/"):
            assert client.get(path(assignment, rest)).status_code == 404

    def test_an_unknown_item_is_not_there(self, client, world):
        assignment, by = first(world)
        assert as_actor(client, by).get(path(assignment, "items/i99/")).status_code == 404


class TestFiles:
    def test_a_file_is_reached_through_ones_own_assignment_alone(self, client, world):
        kept = BytesIO()
        Image.new("RGB", (8, 8)).save(kept, "PNG")
        upload = SimpleUploadedFile("证书.png", kept.getvalue(), "image/png")
        stored = store(upload, allowed=EVIDENCE, by=world.first, at=AT)
        file = {"kind": "certificate", "title": "证书", "name": stored.name, "sha256": stored.sha256, "size": stored.size}
        application = make_application(world.edition, Status.ACCEPTED, number="JZ3-O-050", form="organization-1")
        snapshot_of(application, files=[file | {"file": str(stored.pk)}])
        assignment = assign(application, world.reviewers[0], world.panel)
        own = as_actor(client, world.by(0))
        assert "证书.png" in text(own.get(path(assignment, "materials/")))
        given = own.get(path(assignment, f"files/{stored.pk}/"))
        assert b"".join(given.streaming_content) == kept.getvalue()
        other, _ = first(world)
        assert own.get(path(other, f"files/{stored.pk}/")).status_code == 404
        assert as_actor(client, world.by(1)).get(path(assignment, f"files/{stored.pk}/")).status_code == 404
        release(assignment)
        assert as_actor(client, world.by(0)).get(path(assignment, f"files/{stored.pk}/")).status_code == 404


class TestLocking:
    def test_the_check_page_names_what_is_missing_and_then_locks(self, client, world):
        assignment, by = first(world)
        page = as_actor(client, by).get(path(assignment, "check/"))
        assert "还有23条不能锁定" in text(page)
        refused = client.post(path(assignment, "check/"), {})
        assert refused.status_code == 409
        fill(assignment, by)
        page = client.get(path(assignment, "check/"))
        assert "700分" in text(page).replace('<small class="soft">', "")
        answer = client.post(path(assignment, "check/"), signed(page))
        assert answer.url == path(assignment)
        locked = text(client.get(answer.url))
        assert "评分表已经锁定" in locked
        assert Sheet.objects.get().fingerprint in locked
        assert client.get(path(assignment, "check/")).url == path(assignment)

    def test_a_save_after_locking_is_refused_with_the_sentence(self, client, world):
        assignment, by = first(world)
        fill(assignment, by)
        lock_it(assignment, by)
        sent = {"points": "1", "strengths": "改主意了", "improvements": "", "page": ""} | bases()
        answer = as_actor(client, by).post(path(assignment, "items/i4-1-2/"), sent)
        assert answer.status_code == 409
        assert "评分表已经锁定，不能再改。" in text(answer)
        assert "改主意了" in text(answer)
        page = text(client.get(path(assignment, "items/i4-1-2/")))
        assert "data-autosave" not in page


class TestExplaining:
    def test_who_is_asked_explains_and_sees_no_number_of_others(self, client, world):
        set_parameter(world.edition, OUTLIER_PERCENT.name, 15)
        sheets = scored(world, world.applications[0], (70, 71, 95))
        by = world.by(2)
        assert next(item.title for item in reviewing(Asking(by, AT))) == "请说明评分依据"
        where = path(sheets[2].assignment, "explanation/")
        page = text(as_actor(client, by).get(where))
        assert not re.search(NUMBERS, page)
        assert client.post(where, {"text": " "}).status_code == 422
        assert client.post(where, {"text": "见第27页。"}).status_code == 302
        assert Explanation.objects.get().text == "见第27页。"
        assert client.get(where).status_code == 404
        assert "请说明评分依据" not in [item.title for item in reviewing(Asking(by, AT))]


class TestOrganizers:
    def url(self, world, rest=""):
        return f"/review/{world.edition.pk}/sheets/{rest}"

    def test_before_the_closing_they_see_done_or_not_done(self, client, world):
        sheets = scored(world, world.applications[0], (70, 71, 72))
        agency = make_actor(Role.AGENCY)
        entrusted(world.edition, agency.unit)
        for actor in (world.first, agency):
            page = text(as_actor(client, actor).get(self.url(world, "materials/")))
            assert [page.count("：已锁定"), page.count("：还没有锁定")] == [3, 3]
            assert not any(str(number) in page for number in (700, 710, 720))
        assert as_actor(client, world.first).get(self.url(world, f"{sheets[0].pk}/")).status_code == 404
        assert as_actor(client, agency).get(self.url(world, "oral-defense/")).status_code == 404

    def test_an_agency_without_mandate_finds_nothing(self, client, world):
        stranger = as_actor(client, make_actor(Role.AGENCY))
        assert [stranger.get(self.url(world, rest)).status_code for rest in ("", "materials/", "materials/close/")] == [404] * 3

    def test_two_close_on_the_page_and_then_the_office_reads(self, client, world):
        for application in world.applications:
            scored(world, application)
        where = self.url(world, "materials/close/")
        as_actor(client, world.first).post(where)
        page = as_actor(client, world.second).get(where)
        assert client.post(where, signed(page)).status_code == 302
        assert RoundClosing.objects.exists()
        page = text(client.get(self.url(world, "materials/")))
        assert "1（并列）" in page
        assert "得分率72%" in page
        sheet = Sheet.objects.first()
        assert "各条得分" in text(client.get(self.url(world, f"{sheet.pk}/")))

    def test_an_agency_closes_what_it_organises_and_reads_no_points(self, client, world):
        for application in world.applications:
            scored(world, application)
        one = make_actor(Role.AGENCY)
        entrusted(world.edition, one.unit)
        two = make_actor(Role.AGENCY, one.unit, head=True)
        where = self.url(world, "materials/close/")
        as_actor(client, one).post(where)
        page = as_actor(client, two).get(where)
        assert client.post(where, signed(page)).status_code == 302
        page = text(client.get(self.url(world, "materials/")))
        assert "结果由评选办办理" in page
        assert "720" not in page

    def test_a_sheet_is_set_aside_on_the_page_without_its_points(self, client, world):
        sheet = scored(world, world.applications[0], (70, 71, 72))[0]
        where = self.url(world, f"{sheet.pk}/aside/")
        page = as_actor(client, world.first).get(where)
        assert not re.search(NUMBERS, text(page))
        client.post(where, {"reason": "评审员已经回避"})
        page = as_actor(client, world.second).get(where)
        assert "评审员已经回避" in text(page)
        assert client.post(where, signed(page)).status_code == 302
        assert SheetSetAside.objects.get().sheet == sheet

    def test_the_same_queries_for_many(self, client, world, django_assert_max_num_queries):
        for number in range(10, 40):
            application = make_application(world.edition, Status.ACCEPTED, number=f"JZ3-O-{number:03}", form="organization-1")
            assign(application, world.reviewers[0], world.panel)
        as_actor(client, world.first).get(self.url(world, "materials/"))
        with django_assert_max_num_queries(31):
            client.get(self.url(world, "materials/"))


class TestReportAndList:
    @pytest.fixture
    def world(self):
        world = scoring()
        for application in world.applications:
            scored(world, application)
        close(world)
        return world

    def test_the_report_is_written_and_issued_on_the_page(self, client, world):
        where = f"/review/{world.edition.pk}/reports/materials/"
        page = as_actor(client, world.first).get(where)
        form = page.context["form"]
        sent = {"title": form["title"].value(), "text": form["text"].value() + "\n补充一段。", "base": ""}
        assert client.post(where, sent).status_code == 302
        assert client.post(where, sent).status_code == 409
        client.post(f"{where}issue/")
        page = as_actor(client, world.second).get(f"{where}issue/")
        assert "补充一段。" in text(page)
        assert client.post(f"{where}issue/", signed(page)).status_code == 302
        assert hasattr(Report.objects.get(), "issue")
        for kind, start in (("pdf", b"%PDF"), ("word", b"PK")):
            assert client.get(f"{where}{kind}/").content[: len(start)] == start

    def test_the_list_is_proposed_and_confirmed_on_the_page(self, client, world):
        report(world)
        where = f"/review/{world.edition.pk}/list/"
        page = as_actor(client, world.first).get(where)
        one, two = world.applications
        sent = {f"move-{one.pk}": "advance-on-site", f"reason-{one.pk}": "材料扎实"}
        missing = client.post(where, sent)
        assert missing.status_code == 422
        assert "材料扎实" in text(missing)
        assert not Proposal.objects.filter(move="advance-on-site").exists()
        sent |= {f"move-{two.pk}": "not-advance", f"reason-{two.pk}": "数据不足"}
        assert client.post(where, sent).status_code == 302
        assert "等另一人确认" in text(client.get(where))
        page = as_actor(client, world.second).get(where)
        assert "数据不足" in text(page)
        assert client.post(where, signed(page)).status_code == 302
        assert [type(one).objects.get(pk=item.pk).status for item in (one, two)] == [Status.ADVANCING, Status.NOT_ADVANCING]

    def test_it_is_sent_back_on_the_page(self, client, world):
        report(world)
        where = f"/review/{world.edition.pk}/list/"
        one, two = world.applications
        sent = {f"move-{each.pk}": "advance-on-site" for each in (one, two)} | {f"reason-{each.pk}": "好" for each in (one, two)}
        as_actor(client, world.first).post(where, sent)
        as_actor(client, world.second).post(where, {"send_back": "1", "reason": "再议"})
        assert client.get(where).context["form"] is not None

    def test_before_the_closing_the_pages_say_why_not(self, client):
        world = scoring(applications=1)
        office = as_actor(client, world.first)
        assert "材料评审还没有结束评分" in text(office.get(f"/review/{world.edition.pk}/reports/materials/"))
        assert "材料评审还没有结束评分" in text(office.get(f"/review/{world.edition.pk}/list/"))
        assert office.post(f"/review/{world.edition.pk}/list/", {}).status_code == 409


class TestTodo:
    def test_the_office_is_led_from_closing_to_the_list(self, world):
        for application in world.applications:
            scored(world, application)

        def asks(actor):
            return [item.title for item in organizing(Asking(actor, AT))]

        assert asks(world.first) == ["结束材料评审评分"]
        close(world)
        assert asks(world.first) == ["写材料评审报告"]
        report(world, room=MATERIALS_REPORT)
        assert asks(world.first) == ["提出现场评审名单"]

    def test_a_reviewer_is_led_to_each_and_to_the_list_when_there_are_many(self, world):
        by = world.by(0)
        assert [item.action for item in reviewing(Asking(by, AT))] == ["开始评", "开始评"]
        for number in range(10, 15):
            application = make_application(world.edition, Status.ACCEPTED, number=f"JZ3-O-{number:03}", form="organization-1")
            assign(application, world.reviewers[0], world.panel)
        (line,) = reviewing(Asking(by, AT))
        assert (line.title, line.url) == ("评审7份申报", MINE)


@pytest.mark.article("18(6)")
def test_the_defense_is_scored_on_the_same_sheet(client):
    world = scoring(round_=Round.ORAL_DEFENSE, applications=1)
    assignment, by = assignment_of(world, world.applications[0], 0, Round.ORAL_DEFENSE), world.by(0)
    page = text(as_actor(client, by).get(path(assignment, "items/innovation/")))
    assert "创新驱动" in page
    assert page.count('class="review-item"') == 5
