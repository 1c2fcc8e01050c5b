"""The pages of step 9 and the public register of winners."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.honours.services import Words, confirm, enter
from awards.approvals import services as approvals
from awards.approvals.models import Answer, Approval, Commendation
from awards.news import waiting
from awards.papers import certificate_paper, commendation_paper, request_paper
from awards.register import services as register
from awards.register.models import Certificate, Register
from awards.requests import services as requests
from awards.requests.models import Request, RequestIssue
from awards.todo import todo
from core import clock
from core.papers.content import words
from procedure.asking import Asking
from tests.awards.world import LATER, STOOD, Approving
from tests.factories import AT
from tests.procedure.hands import as_actor
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(9)")]
SECOND = timedelta(seconds=1)
TO_ISSUE = "印发第三届晋中市质量奖的请示。"
HAPPENED = ("第1次全体会议：作出决定", "演示日报刊登编号2026-1的公示，已经登记", "请示印发：演示请〔2026〕1号", "表彰通报印发：演示发")


class Hours:
    def __init__(self, monkeypatch):
        self.at = STOOD
        monkeypatch.setattr(clock, "now", lambda: self.at)


@pytest.fixture
def hours(settings, monkeypatch):
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    return Hours(monkeypatch)


world = shared(Approving)


def said(response) -> str:
    return response.content.decode()


def titles(actor, at=STOOD):
    return [item.title for item in todo(Asking(actor, at))]


def waits(actor, at=STOOD):
    return [(item.who, item.text) for item in waiting(Asking(actor, at))]


class TestTheWay:
    def test_each_is_asked_in_turn(self, client, world, hours):
        world.stood("award", "nomination")
        assert titles(world.secretary) == ["起草第三届晋中市质量奖的请示"]
        secretary = as_actor(client, world.secretary)
        page = secretary.get(f"/editions/{world.edition.pk}/request/")
        assert "关于授予第三届晋中市质量奖的请示" in said(page)
        typed = {"title": "关于授予奖项的请示", "text": "妥否，请批示。"}
        assert secretary.post(f"/editions/{world.edition.pk}/request/", typed).status_code == 302
        request = Request.objects.get()

        assert titles(world.secretary) == ["登记请示的印发"]
        issued = {"document_number": "演示请〔2026〕1号", "dated_on": "2026-03-11"}
        assert secretary.post(f"/requests/{request.pk}/issue/", issued).status_code == 302
        assert (titles(world.secretary), titles(world.members[0])) == ([], ["确认请示的印发的登记"])
        assert waits(world.secretary) + waits(world.first) == [("另一位办理人", "确认登记请示印发。"), ("领导小组", TO_ISSUE)]
        requests.confirm_issue(request, by=world.members[0], at=STOOD)
        assert RequestIssue.objects.get().document_number == "演示请〔2026〕1号"

        assert titles(world.first) == ["登记市政府的答复"]
        assert waits(world.secretary) == [("市人民政府", "答复请示演示请〔2026〕1号。")]
        office = as_actor(client, world.first)
        answered = {"answer": "approved", "document_number": "演示批〔2026〕1号", "dated_on": "2026-03-11"}
        assert office.post(f"/requests/{request.pk}/answer/", answered).status_code == 302
        assert titles(world.second) == ["确认市政府的答复的登记"]
        approvals.confirm(request, by=world.second, at=STOOD)
        approval = Approval.objects.get()

        hours.at = LATER
        assert titles(world.first, LATER) == ["登记表彰通报"]
        commended = {"title": "关于表彰的通报", "document_number": "演示发〔2026〕1号", "dated_on": "2026-03-12"}
        assert office.post(f"/approvals/{approval.pk}/commendation/", commended).status_code == 302
        approvals.confirm_commendation(approval, by=world.second, at=LATER)
        assert Commendation.objects.count() == 1

        assert titles(world.first, LATER) == ["登记授奖"]
        assert office.post(f"/editions/{world.edition.pk}/register/", {}).status_code == 302
        assert titles(world.second, LATER) == ["确认授奖的登记"]
        board = said(office.get(f"/editions/{world.edition.pk}/approval/"))
        assert [words for words in HAPPENED if words not in said(office.get("/home/"))] == []
        assert [number in board for number in ("演示批〔2026〕1号", "演示发〔2026〕1号")] == [True, True]

    def test_what_is_wrong_is_said_and_kept(self, client, world, hours):
        world.stood("award", "award")
        request = world.request()
        typed = {"answer": "refused", "document_number": "演示批1", "dated_on": "2026-03-11", "note": ""}
        answer = as_actor(client, world.first).post(f"/requests/{request.pk}/answer/", typed)

        assert answer.status_code == 409
        assert "请写明答复的内容" in said(answer)
        assert "演示批1" in said(answer)
        assert not Approval.objects.exists()

    def test_over_nobody(self, client, world, hours):
        world.stood()
        office = as_actor(client, world.first)

        assert "本届质量奖和提名奖全部空缺" in said(office.get(f"/editions/{world.edition.pk}/register/"))
        assert titles(world.first) == ["登记授奖"]


class TestWinners:
    def test_nothing_before_the_register_and_everything_with_it(self, client, world, hours):
        """Two worlds: until two have registered the awards, no page outside says more than if nobody had won."""
        one, two = world.stood("award", "nomination")
        outside = ["/", "/winners/", "/winners/?edition=3", "/notices/", "/notices/feed.xml", "/sitemap.xml"]
        outside += ["/verify/", "/verify/?number=演示发〔2026〕1号", "/verify/?number=演示批〔2026〕1号"]
        before = [client.get(url).content for url in outside]
        world.commend(world.answer(world.request()))
        assert [client.get(url).content for url in outside] == before
        world.register()

        page = said(client.get("/winners/"))
        assert one.applicant.unit.name in page
        assert two.applicant.unit.name in page
        assert "2026年晋中市质量奖" in page
        assert "演示发〔2026〕1号" in page
        assert client.get("/winners/").cookies == {}

    def test_vacant_places_say_so(self, client, world, hours):
        world.stood()
        world.register()

        assert "本届全部空缺" in said(client.get("/winners/"))

    def test_only_whoever_was_approved(self, client, world, hours):
        one, two = world.stood("award", "nomination")
        world.commend(world.answer(world.request(), Answer.IN_PART, approved=[two]))
        world.register()
        page = said(client.get("/winners/"))

        assert (one.applicant.unit.name in page, two.applicant.unit.name in page) == (False, True)

    @pytest.mark.parametrize("many", [2, 9])
    def test_queries(self, client, world, hours, many):
        world.stood(*["nomination"] * many)
        world.commend(world.answer(world.request()))
        world.register()
        with CaptureQueriesContext(connection) as queries:
            client.get("/winners/")
        with CaptureQueriesContext(connection) as again:
            client.get("/winners/")

        assert (len(queries) <= 6, len(again) <= 4) == (True, True)  # the first view after an act, and the next

    def test_winners_from_before_the_system_stand_there_once_two_have_entered_them(self, client, world, hours):
        written = Words(2, 2023, "award", "晋中汾源制药有限公司（演示）", "演示发〔2023〕1号")
        honour = enter(written, by=world.first, at=AT)
        enter(replace(written, name="郭守质（演示）", revoked_in=2), by=world.first, at=AT)
        before = said(client.get("/winners/"))
        confirm(honour, by=world.second, at=AT)

        page = said(client.get("/winners/?edition=2"))

        assert written.name not in before
        assert "由评选办依据演示发〔2023〕1号补登。" in page
        assert "2023年晋中市质量奖" in page
        assert (written.name in page, "郭守质" in page) == (True, False)


class TestVerifying:
    @pytest.mark.parametrize("number", ["演示发〔2026〕1号", "演示证1"])
    def test_a_number_agrees_once_it_is_public_and_is_unknown_before(self, client, world, hours, number):
        one = world.stood("award")[0]
        unknown = client.get("/verify/", {"number": number}).content
        approval = world.answer(world.request())
        world.commend(approval)
        assert client.get("/verify/", {"number": number}).content == unknown
        world.register()
        register.enter_number(one, number="演示证1", by=world.first, at=LATER)

        assert "与登记一致，以发文机关正式文本为准" in said(client.get("/verify/", {"number": number}))

    def test_a_request_is_nobody_s_business(self, client, world, hours):
        world.stood("award")
        world.request()

        assert "届次" not in said(client.get("/verify/", {"number": "演示请〔2026〕1号"}))


@pytest.mark.article("19")
class TestCertificates:
    def test_a_specimen_for_each_and_a_number_once(self, client, world, hours):
        one = world.stood("award")[0]
        world.commend(world.answer(world.request()))
        world.register()
        office = as_actor(client, world.first)
        url = f"/editions/{world.edition.pk}/certificates/"

        assert "登记编号" in said(office.get(url))
        assert b"".join(office.get(f"/certificates/{one.pk}.pdf").streaming_content).startswith(b"%PDF")
        assert office.post(url, {"application": str(one.pk), "number": "演示证1"}).status_code == 302
        assert Certificate.objects.get().number == "演示证1"
        assert "演示证1" in said(office.get(url))

    @pytest.mark.article("22")
    def test_papers_are_drafts_of_their_issuers_and_carry_nothing_of_ours(self, world):
        one = world.stood("award")[0]
        request = world.request()
        approval = world.answer(request)
        papers = [request_paper(request), commendation_paper(approval), certificate_paper(one, name="演示公司", year=2026)]

        assert [(paper.draft, paper.demo, paper.colophon) for paper in papers] == [(True, True, ())] * 3
        assert "2026年" in "".join(text for block in papers[2].blocks for text in words(block))


def test_a_judgment_is_entered_by_two(client, world, hours):
    one = world.stood("award")[0]
    world.answer(world.request(), Answer.REFUSED)
    world.register()
    hours.at = LATER
    office = as_actor(client, world.first)
    url = f"/applications/{one.pk}/judgment/"
    typed = {
        "move": "restore-not_proposed",
        "authority": "演示法院",
        "document_number": "演示1",
        "dated_on": "2026-03-12",
        "summary": "撤销",
    }

    assert "恢复到" in said(office.get(url))
    assert office.post(url, typed).status_code == 302
    assert "确认：依复议决定或者判决恢复" in said(as_actor(client, world.second).get(url))
    assert Register.objects.count() == 1
