"""The pages of step 5: organizers, the panel on its phone, the applicant."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from core import clock
from procedure.asking import Asking
from review.visits import record
from review.visits.models import ReportSignature, VisitFile, VisitReport
from review.visits.record import entries_of
from review.visits.reporting import lock_report
from review.visits.todo import todo
from tests.factories import AT, make_actor, many_applications
from tests.procedure.hands import as_actor
from tests.review.visiting import DAY, WORDS, a_team, listed, on_site, planned, recorded, reported, told, two, visit_of
from tests.reviewing import acting_as
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(5)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


world = shared(on_site)


def text(answer):
    return answer.content.decode()


def photo(name="photo.png"):
    kept = BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def signed(page, **more):
    form = page.context["signing"] if "signing" in page.context else page.context["form"]
    return {"signing_digest": form.fingerprint, "signing_password": DEMO_PASSWORD} | more


class TestPlan:
    def test_one_prepares_and_another_confirms_on_the_page(self, client, world):
        other, (panel, _), (first, second) = listed(world.edition), a_team(world.edition, name="第二组"), two()
        path = f"/review/{world.edition.pk}/visits/{other.pk}/"
        sent = as_actor(client, first).post(path, {"panel": panel.pk, "on": DAY, "place": "办公楼", "note": "台账"})
        assert sent.status_code == 302
        page = as_actor(client, second).get(path)
        assert "第二组" in text(page)
        done = client.post(path, signed(page))

        assert done.status_code == 302
        assert visit_of(other).place == "办公楼"

    def test_the_table_says_where_each_stands(self, client, world):
        listed(world.edition)
        page = as_actor(client, world.first).get(f"/review/{world.edition.pk}/visits/")

        assert sorted(row.place for row in page.context["rows"]) == ["letter", "plan"]
        assert "名单内2份" in text(page)

    def test_an_agency_without_mandate_sees_nothing(self, client, world):
        agency = as_actor(client, make_actor(Role.AGENCY))

        assert agency.get(f"/review/{world.edition.pk}/visits/").status_code == 404
        assert agency.get(f"/review/visits/{visit_of(world.application).pk}/").status_code == 403

    def test_the_same_queries_for_many(self, client, world, django_assert_max_num_queries):
        browser, path = as_actor(client, world.first), f"/review/{world.edition.pk}/visits/"
        many_applications(world.edition, 40, Status.ADVANCING)
        browser.get(path)
        with django_assert_max_num_queries(20):
            assert browser.get(path).status_code == 200


class TestApplicant:
    def test_told_only_after_the_release(self, client, world):
        actor = make_actor(Role.APPLICANT, world.application.applicant.unit)
        path = f"/applications/{world.application.pk}/visit/"
        before = text(as_actor(client, actor).get(path))
        told(world.application, world.second)
        after = text(client.get(path))

        name = world.reviewers[0].person.name
        assert "还没有安排" in before
        assert name not in before
        assert name in after
        assert "总装车间" in after
        assert [item.title for item in todo(Asking(actor, AT))] == ["确认现场评审安排"]

    def test_an_answer_early_is_refused_and_one_without_a_word_is_asked_again(self, client, world):
        actor = make_actor(Role.APPLICANT, world.application.applicant.unit)
        path = f"/applications/{world.application.pk}/visit/"
        assert as_actor(client, actor).post(path, {"agreed": "yes"}).status_code == 409
        told(world.application, world.second)

        empty = client.post(path, {"agreed": "no"})
        assert empty.status_code == 422
        assert "请写明哪里不合适，什么时间可以。" in text(empty)
        assert client.post(path, {"agreed": "no", "note": "设备检修"}).status_code == 302
        assert todo(Asking(actor, AT)) == []

    def test_another_applicant_finds_nothing(self, client, world):
        assert as_actor(client, make_actor(Role.APPLICANT)).get(f"/applications/{world.application.pk}/visit/").status_code == 404


class TestRecord:
    def item(self, world, place=0):
        visit = visit_of(world.application)
        return f"/review/visits/{visit.pk}/items/{entries_of(visit)[place].item.key}/"

    def test_saved_by_the_button_and_in_the_background(self, client, world):
        browser, path = as_actor(client, acting_as(world.reviewers[1])), self.item(world)
        page = browser.get(path)
        bases = {f"base-{name}": base for name, base in page.context["bases"].items()}
        said = browser.post(path, {"finding": WORDS} | bases, headers={"X-Background": "autosave"}).json()
        after = browser.post(path, {"finding": WORDS, "points": "3", "match": "same"} | {f"base-{k}": v for k, v in said["bases"].items()})

        assert set(said) == {"saved", "bases"}
        assert after.status_code == 302
        assert record.typed_of(visit_of(world.application)).popitem()[1] == {"finding": WORDS, "points": "3", "match": "same"}

    def test_both_texts_stand_on_the_page_of_a_conflict(self, client, world):
        path, visit = self.item(world), visit_of(world.application)
        page = as_actor(client, acting_as(world.reviewers[1])).get(path)
        record.save(visit, entries_of(visit)[0].item.key, typed={"finding": "甲的话"}, bases={}, by=acting_as(world.reviewers[0]), at=AT)
        sent = {"finding": "乙的话"} | {f"base-{name}": base for name, base in page.context["bases"].items()}

        refused = client.post(path, sent)
        assert refused.status_code == 409
        assert "甲的话" in text(refused)
        assert "乙的话" in text(refused)
        assert client.post(path, dict(refused.context["again"])).status_code == 302
        assert entries_of(visit)[0].typed["finding"] == "乙的话"

    def test_somebody_of_another_team_finds_nothing(self, client, world):
        _, (stranger, *_) = a_team(world.edition, name="第二组")
        visit = visit_of(world.application)
        kept = record.add_file(visit, photo(), item="", caption="车间", by=acting_as(world.reviewers[0]), at=AT)
        browser = as_actor(client, acting_as(stranger))

        for path in ("", "report/", "sign/", f"files/{kept.pk}/"):
            assert browser.get(f"/review/visits/{visit.pk}/{path}").status_code == 404

    def test_a_photo_is_kept_with_its_caption_and_given_to_the_team(self, client, world):
        visit, browser = visit_of(world.application), as_actor(client, acting_as(world.reviewers[1]))
        sent = browser.post(f"/review/visits/{visit.pk}/files/", {"item": "", "upload": photo(), "caption": "首件检验单"})
        kept = VisitFile.objects.get()

        assert sent.status_code == 302
        served = browser.get(f"/review/visits/{visit.pk}/files/{kept.pk}/?inline")
        assert served.headers["Content-Type"] == "image/png"
        assert b"".join(served.streaming_content).startswith(b"\x89PNG")
        assert "首件检验单" in text(browser.get(f"/review/visits/{visit.pk}/"))

    def test_a_file_that_is_none_is_refused(self, client, world):
        visit, browser = visit_of(world.application), as_actor(client, acting_as(world.reviewers[1]))
        sent = {"item": "", "upload": SimpleUploadedFile("x.exe", b"MZ"), "caption": "首件检验单"}

        assert browser.post(f"/review/visits/{visit.pk}/files/", sent).status_code == 422
        assert not VisitFile.objects.exists()


class TestReport:
    def test_the_chair_locks_and_each_signs(self, client, world):
        visit, (chair, second, _) = visit_of(world.application), world.reviewers
        recorded(visit, second)
        path = f"/review/visits/{visit.pk}/"
        page = as_actor(client, acting_as(chair)).get(f"{path}report/")
        sent = {"text": page.context["summary"], "base-text": page.context["base"], "passed": "yes", "lock": "1"}
        assert client.post(f"{path}report/", sent).status_code == 302
        sign = client.get(f"{path}sign/")
        assert client.post(f"{path}sign/", signed(sign)).status_code == 302
        other = as_actor(client, acting_as(second)).get(f"{path}sign/")
        assert client.post(f"{path}sign/", signed(other, dissent="第五项偏高。")).status_code == 302

        assert VisitReport.objects.get().passed is True
        assert sorted(ReportSignature.objects.values_list("dissent", flat=True)) == ["", "第五项偏高。"]
        assert [item.title for item in todo(Asking(acting_as(world.reviewers[2]), AT))] == [
            f"签名：{world.application.applicant.unit}的评审报告"
        ]

    def test_locking_without_everything_says_what_is_missing(self, client, world):
        visit = visit_of(world.application)
        browser = as_actor(client, acting_as(world.reviewers[0]))
        refused = browser.post(f"/review/visits/{visit.pk}/report/", {"text": "短", "passed": "yes", "lock": "1"})

        assert refused.status_code == 409
        assert "项没有写明记录和得分" in text(refused)
        assert not VisitReport.objects.exists()

    def test_void_signatures_are_said(self, client, world):
        visit, (chair, *_) = visit_of(world.application), world.reviewers
        reported(visit, world.reviewers)
        lock_report(visit, passed=False, by=acting_as(chair), at=AT)
        page = text(as_actor(client, acting_as(world.reviewers[1])).get(f"/review/visits/{visit.pk}/"))
        assert "新的一版，以前的签名作废" in page
        assert page.count("还没有签名") == 3


class TestDecision:
    def test_two_of_the_office_decide(self, client, world):
        visit = visit_of(world.application)
        reported(visit, world.reviewers)
        path = f"/review/visits/{visit.pk}/decide/not-pass/"
        assert as_actor(client, world.first).post(path, {"reason": "关键过程没有记录。"}).status_code == 302
        page = as_actor(client, world.second).get(path)
        done = client.post(path, signed(page))

        world.application.refresh_from_db()
        assert done.status_code == 302
        assert world.application.status == Status.NOT_PASSED

    def test_sent_back_and_wrong_names(self, client, world):
        visit = visit_of(world.application)
        reported(visit, world.reviewers)
        path = f"/review/visits/{visit.pk}/decide/pass/"
        as_actor(client, world.first).post(path, {"reason": "报告建议通过。"})
        back = as_actor(client, world.second).post(f"{path}send-back/", {"reason": "请再看第五项。"})

        assert back.status_code == 302
        assert client.get(f"/review/visits/{visit.pk}/decide/award/").status_code == 404
        assert client.get(path).context["proposal"] is None

    def test_another_team_reads_no_report(self, client, world):
        other, (panel, _) = listed(world.edition), a_team(world.edition, name="第二组")
        planned(other, panel, world.hands)
        visit = visit_of(other)
        browser = as_actor(client, acting_as(world.reviewers[0]))

        assert browser.get(f"/review/visits/{visit.pk}/").status_code == 404
