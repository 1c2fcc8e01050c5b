"""What everybody sees of notices: published ones, the same bytes for all; nothing of what is not out yet."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files import File
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core import clock
from core.files import storage
from core.ledger.services import cover, lock
from jinzhong_award.pages import demo
from jinzhong_award.tasks import sweep
from procedure.calls import services as calls
from procedure.calls.defaults import first_draft
from procedure.calls.drafts import draft_of
from procedure.calls.models import Call
from procedure.editions.models import Step
from publicity.notices import services
from publicity.notices.models import Notice, NoticeConfirmation, NoticeKind, NoticePaper, NoticePublication
from publicity.notices.papers import render_papers
from publicity.notices.publishing import publish_due
from tests.factories import make_actor, sign_in
from tests.publicity.world import NOON, World, moment
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]
PUBLIC = ["/", "/notices/", "/notices/feed.xml", "/sitemap.xml", "/verify/", "/verify/?number=2026-1", "/winners/"]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


world = shared(World)


def text(answer):
    return answer.content.decode()


def test_nginx_may_keep_what_is_public_and_nothing_else(client, world):
    draft = world.compose()
    number = world.publish().number
    for address in ("/", "/notices/", f"/notices/{number}/", "/rules/", "/winners/", "/verify/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"], answer.cookies) == (200, "public, max-age=0, s-maxage=5", {})
        assert "Cookie" not in answer.get("Vary", "")
    for address in (f"/notices/{number}/object/", "/home/", f"/notices/{draft.pk}/", "/notices/2020-1/"):
        assert "public" not in client.get(address).get("Cache-Control", "")


def test_a_process_keeps_public_pages_for_seconds_where_it_may(client, world, settings):
    settings.KEEP_PAGES = True
    caches["pages"].clear()
    before = client.get("/notices/").content
    world.publish()

    assert client.get("/notices/").content == before
    assert b"2026-1" in client.get("/notices/?page=1").content
    caches["pages"].clear()


class TestOneNotice:
    def test_it_says_who_until_when_how_to_object_and_how_to_check(self, client, world):
        publication = world.publish()

        answer = client.get("/notices/2026-1/")

        page, point = text(answer), publication.checkpoint()
        for words in (
            "关于第三届晋中市质量奖受理名单的公示", "晋中甲公司", "一、受理的组织（2个）", "二、怎样提出异议", "编号2026-1",
            "至2026年11月30日（星期一）24:00止", "公示期还剩", "在线提出异议", point.root, f"{point.chain.title}第{point.number}号校验点",
            "晋中市质量奖评选办公室", "table-public", publication.fingerprint,
        ):  # fmt: skip
            assert words in page, words
        assert not answer.cookies
        assert str(world.applications[0].pk) not in page

    def test_after_the_period_it_stays_without_the_way_to_object(self, client, world, monkeypatch):
        world.publish()
        monkeypatch.setattr(clock, "now", lambda: moment("2026-12-01", 0))

        page = text(client.get("/notices/2026-1/"))

        assert ["公示期满" in page, "晋中甲公司" in page, "在线提出异议" in page, "公示期还剩" in page] == [True, True, False, False]

    @pytest.mark.parametrize("address", ["/notices/2026-1/", "/notices/2026-1.pdf", "/notices/2026-1/object/", "/notices/2027-9999/"])
    def test_what_is_not_out_is_not_there(self, client, world, address):
        services.confirm(world.compose(publish_at=NOON + timedelta(hours=1)), by=world.second, at=NOON)

        assert client.get(address).status_code == 404

    def test_an_explanation_has_no_period(self, client, world):
        world.publish(NoticeKind.EXPLANATION, text="一、情况\n因系统维护，延后一天开放。")

        page = text(client.get("/notices/2026-1/"))

        assert ["<h2>一、情况</h2>" in page, "公示期" in page, "提出异议" in page] == [True, False, False]

    def test_words_of_a_name_are_not_markup(self, client):
        World(names=("<b>甲</b>公司",)).publish()

        assert "&lt;b&gt;甲&lt;/b&gt;公司" in text(client.get("/notices/2026-1/"))


class TestTheList:
    def test_newest_first_with_kind_and_number_page_by_page(self, client, world):
        for number in range(21):
            world.publish(NoticeKind.EXPLANATION, title=f"第{number}号说明")
        world.publish()

        first, second = text(client.get("/notices/")), text(client.get("/notices/?page=2"))

        assert first.index("受理名单的公示") < first.index("第20号说明") < first.index("第19号说明")
        assert ["公示中" in first, "编号2026-22" in first, "第0号说明" in first] == [True, True, False]
        assert ["第0号说明" in second, "第1号说明" in second, "第2号说明" in second] == [True, True, False]

    def test_feed_and_map_name_what_is_out(self, client, world):
        world.publish()

        feed, sitemap = client.get("/notices/feed.xml"), client.get("/sitemap.xml")

        assert feed["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert "<title>关于第三届晋中市质量奖受理名单的公示</title>" in text(feed)
        assert "http://testserver/notices/2026-1/" in text(feed)
        assert "<loc>http://testserver/notices/2026-1/</loc>" in text(sitemap)

    def test_verify_finds_the_number_and_the_root(self, client, world):
        publication = world.publish()

        by_number, by_root = (text(client.get("/verify/", {"number": value})) for value in ("2026-1", publication.checkpoint().root))

        assert ["核对一致" in by_number, 'href="/notices/2026-1/"' in by_number, publication.fingerprint in by_number] == [True] * 3
        assert "这个校验码与台账登记的一致。" in by_root

    def test_the_portal_begins_with_the_running_period(self, client, world, monkeypatch):
        world.publish()
        page = text(client.get("/"))
        assert ["正在公示" in page, "公示期还剩" in page, "/notices/2026-1/object/" in page] == [True] * 3

        monkeypatch.setattr(clock, "now", lambda: moment("2026-12-01", 0))
        page = text(client.get("/"))

        assert ["正在公示" in page, "公示期还剩" in page, "受理名单的公示" in page] == [False, False, True]


class TestTwoWorlds:
    def test_nobody_outside_can_tell_whether_a_notice_waits(self, client, world):
        world.publish(NoticeKind.EXPLANATION)
        addresses = [*PUBLIC, "/notices/2026-1/", "/notices/2026-2/", "/notices/2026-2.pdf", "/notices/2026-2/object/"]
        before = {address: answered(client, address) for address in addresses}
        notice = world.compose(publish_at=NOON + timedelta(hours=1))
        services.confirm(notice, by=world.second, at=NOON)
        world.compose(NoticeKind.EXPLANATION, title="还没有确认的说明")

        assert {address: answered(client, address) for address in addresses} == before
        assert (answered(client, f"/notices/{notice.pk}/"), answered(client, f"/notices/{world.edition.pk}/")) == (
            (302, b"", f"/accounts/login/?next=/notices/{notice.pk}/"), (302, b"", f"/accounts/login/?next=/notices/{world.edition.pk}/"),
        )  # fmt: skip

    @pytest.mark.parametrize("address", [*PUBLIC, "/notices/2026-1/"])
    def test_the_same_bytes_for_everybody_and_no_cookie(self, client, world, address):
        world.publish()
        anonymous = client.get(address)
        office = sign_in(client, make_actor(Role.OFFICE)).get(address)

        assert (anonymous.status_code, anonymous.content == office.content, anonymous.cookies) == (200, True, {})


def answered(client, address):
    answer = client.get(address)
    return answer.status_code, answer.content, answer.get("Location", "")


class TestQueries:
    @pytest.mark.parametrize("address", ["/", "/notices/", "/notices/feed.xml", "/sitemap.xml", "/notices/2026-1/"])
    def test_at_most_four_with_three_and_with_three_hundred(self, client, world, address):
        world.publish()
        self.more(world, 2)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        self.more(world, 297)
        with CaptureQueriesContext(connection) as many:
            assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as again:
            client.get(address)

        assert NoticePublication.objects.count() == 300
        assert len(few) == len(many) <= 5  # the first view after an act
        assert len(again) <= 4

    def more(self, world, count):
        """Rows as publishing leaves them, without its locks."""
        head, start = lock(world.edition.chain), NoticePublication.objects.count()
        for number in range(start + 1, start + count + 1):
            words = {"kind": "explanation", "title": f"说明{number}", "text": "说明", "publish_at": NOON}
            notice = Notice(edition=world.edition, by=world.first.person, grant=world.first.grant, at=NOON, **words)
            cover(head, notice, at=NOON, by=SYSTEM, action="test")
            cover(head, NoticeConfirmation(notice=notice, by=world.second.person, at=NOON), at=NOON, by=SYSTEM, action="test")
            row = NoticePublication(notice=notice, year=2026, serial=number, published_at=NOON, issuer="评选办", fingerprint="0" * 64)
            cover(head, row, at=NOON, by=SYSTEM, action="test")


class TestThePaper:
    def test_it_is_rendered_after_the_commit_kept_and_served(self, client, world):
        publication = world.publish()
        assert client.get("/notices/2026-1.pdf").status_code == 404
        assert "版式文件正在生成" in text(client.get("/notices/2026-1/"))

        assert (render_papers(NOON), render_papers(NOON)) == (1, 0)

        paper = NoticePaper.objects.get()
        content = b"".join(client.get("/notices/2026-1.pdf").streaming_content)
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "").replace(" ", "")
        assert storage.found_hash(paper.sha256) == paper.sha256 == paper.file.sha256
        assert publication.checkpoint().root in words
        for said in ("晋中甲公司", "编号：2026-1", "至2026年11月30日（星期一）24:00止"):
            assert said in words
        assert "演示无效" not in words
        assert paper.event.action == "notice.paper"

    def test_the_same_notice_is_the_same_bytes(self, world):
        world.publish()
        render_papers(NOON)
        first = NoticePaper.objects.get()

        with storage.opened(first.sha256) as kept:
            assert isinstance(kept, File)
            assert kept.read(5) == b"%PDF-"


@pytest.mark.article("18(1)")
class TestTheCall:
    """The call is a notice of its own two hands: at its hour, without a second decision."""

    @pytest.fixture
    def world(self):
        return World(Step.CALL, names=(), at=moment("2026-03-02", 9))

    def confirmed(self, world, at, **changes):
        draft = first_draft(world.edition, workdays=calls.workdays(), at=at)
        base = Call(edition=world.edition, **vars(draft) | {"basis": "评选工作安排", "contact": "评选办"})
        call = calls.compose(world.edition, draft_of(base, **changes), by=world.first, at=at)
        calls.confirm(call, by=world.second, at=at)
        return call

    def test_it_comes_out_at_its_hour(self, client, world):
        call = self.confirmed(world, world.at)

        assert publish_due(call.publish_at - timedelta(seconds=1)) == []
        (publication,) = publish_due(call.publish_at)
        assert publish_due(call.publish_at) == []

        notice = publication.notice
        assert (notice.kind, notice.call, notice.by, notice.confirmation.by) == ("call", call, world.first.person, world.second.person)
        assert (publication.number, publication.closes_on) == ("2026-1", None)
        page = text(client.get("/notices/2026-1/"))
        assert ["近三年完税证明" in page, "申报截止（提交推荐单位）" in page, "公示期" in page] == [True, True, False]

    def test_an_extension_is_a_notice_of_its_own(self, world):
        first = self.confirmed(world, world.at)
        publish_due(first.publish_at)
        now = first.opens_at + timedelta(days=3)
        later = draft_of(first, closes_at=first.closes_at + timedelta(days=3), reason="申报组织较多", publish_at=now)
        call = calls.compose(world.edition, later, by=world.first, at=now)
        calls.confirm(call, by=world.second, at=now)

        (publication,) = publish_due(now)

        assert (publication.number, publication.notice.call) == ("2026-2", call)
        assert "改动原因：申报组织较多" in publication.notice.text

    def test_a_version_that_was_replaced_before_its_hour_never_comes_out(self, world):
        first = self.confirmed(world, world.at)
        second = self.confirmed(world, world.at + timedelta(hours=1))

        found = publish_due(first.publish_at)

        assert [publication.notice.call for publication in found] == [second]

    def test_the_sweep_does_it_all(self, client, world, monkeypatch):
        call = self.confirmed(world, world.at)
        monkeypatch.setattr(clock, "now", lambda: call.publish_at)

        sweep()

        answer = client.get("/notices/2026-1.pdf")
        assert (answer.status_code, b"".join(answer.streaming_content)[:5]) == (200, b"%PDF-")


class TestTheDemonstration:
    def test_what_is_due_is_done_as_soon_as_the_clock_was_moved(self, rf, monkeypatch):
        done = []
        monkeypatch.setattr(clock, "advance", done.append)
        monkeypatch.setattr(demo, "sweep", lambda: done.append("swept"))
        monkeypatch.setattr(demo.messages, "success", lambda *said: None)

        demo.move_clock(rf.post("/demo/clock/", {"to": NOON.isoformat()}))

        assert done == [NOON, "swept"]
