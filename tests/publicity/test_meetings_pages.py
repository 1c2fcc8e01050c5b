"""The pages of the leading group's meeting, as secretary, member and office use them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from applications.cases.models import Status
from core import clock
from core.ledger.models import Event
from procedure.editions.models import Step
from publicity.meetings import deciding
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Minutes
from publicity.notices.models import NoticeAppearance
from tests.factories import AT, at_status, at_step, make_actor
from tests.procedure.hands import as_actor
from tests.publicity.deliberating import EMPTY, HOUR, WHY, Deliberating
from tests.publicity.test_award_notice import publish
from tests.publicity.world import know_years
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(8)")]


class Hours:
    """The clock of a test."""

    def __init__(self, monkeypatch):
        self.at = AT
        monkeypatch.setattr(clock, "now", lambda: self.at)

    def pass_(self, hours):
        self.at = AT + hours * HOUR


@pytest.fixture
def hours(settings, monkeypatch):
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    return Hours(monkeypatch)


world = shared(Deliberating)


def said(response) -> str:
    return response.content.decode()


def item(one, grade, how="consensus", reason=WHY, **votes):
    """What is typed for one application."""
    return {f"{one.pk}-grade": grade, f"{one.pk}-how": how, f"{one.pk}-reason": reason} | {
        f"{one.pk}-{name}": n for name, n in votes.items()
    }


class TestTheWay:
    def test_from_the_call_to_the_minutes(self, client, world, hours):
        one, two = world.candidates("award", "nomination")
        secretary = as_actor(client, world.secretary)
        base = f"/editions/{world.edition.pk}/meetings/"
        assert "登记召集会议" in said(secretary.get(base))

        words = {"held_at": "2026-03-02T10:00", "place": "第一会议室", "called_on": "2026-03-02", "how": "书面通知"}
        response = secretary.post(f"{base}call/", words)
        meeting = Meeting.objects.get()
        assert response["Location"] == f"/meetings/{meeting.pk}/"

        hours.pass_(2)
        came = {"present": [str(member.person_id) for member in world.members]}
        assert secretary.post(f"/meetings/{meeting.pk}/attendance/", came).status_code == 302
        assert len(Attendance.objects.get().present()) == 3

        hours.pass_(3)
        typed = item(one, "award", "vote", **{"for": 3, "against": 0, "abstained": 0}) | item(two, "out", "consensus")
        answer = secretary.post(f"/meetings/{meeting.pk}/result/", typed | {"outcome": "decided", "vacancy": EMPTY})
        assert answer.status_code == 302
        assert deciding.DECIDE.proposal(meeting).content["rows"][0]["for"] == 3

        hours.pass_(4)
        deciding.confirm(meeting, by=world.members[0], at=hours.at)
        assert MeetingDecision.objects.get().outcome == "decided"
        page = said(secretary.get(f"/meetings/{meeting.pk}/"))
        assert "赞成3　反对0　弃权0" in page
        assert "登记印发的纪要" in page

        draft = secretary.get(f"/meetings/{meeting.pk}/minutes.pdf")
        assert b"".join(draft.streaming_content).startswith(b"%PDF")
        assert secretary.post(f"/meetings/{meeting.pk}/minutes/", {"number": "演示纪要1", "dated_on": "2026-03-02"}).status_code == 302
        assert Minutes.objects.get().number == "演示纪要1"

    def test_what_is_wrong_is_said_at_its_place_and_kept(self, client, world, hours):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting)
        hours.pass_(3)
        events = Event.objects.count()

        answer = as_actor(client, world.secretary).post(
            f"/meetings/{meeting.pk}/result/", item(one, "award", reason="太短") | {"outcome": "decided", "vacancy": "没有其他的"}
        )

        assert answer.status_code == 422
        assert "理由至少写10个字" in said(answer)
        assert "太短" in said(answer)
        assert "没有其他的" in said(answer)
        assert Event.objects.count() == events

    def test_a_rule_refuses_with_its_sentence(self, client, world, hours):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting)
        hours.pass_(3)

        answer = as_actor(client, world.secretary).post(
            f"/meetings/{meeting.pk}/result/", item(one, "award", "vote", **{"for": 1}) | {"outcome": "decided", "vacancy": EMPTY}
        )

        assert answer.status_code == 409
        assert "合计要等于到会并且不回避的3人" in said(answer)

    def test_a_member_sees_what_was_recorded_and_how_to_confirm(self, client, world, hours):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting)
        deciding.propose(meeting, world.result({one: "award"}), by=world.secretary, at=AT + 3 * HOUR)
        hours.pass_(4)
        page = said(as_actor(client, world.members[0]).get(f"/meetings/{meeting.pk}/result/"))

        assert "确认：会议结果" in page
        assert "拟授质量奖" in page
        assert "退回经办的内容" in page

    def test_a_member_who_was_not_there_is_told_so(self, client, world, hours):
        one = world.candidates("award")[0]
        meeting = world.call()
        world.attend(meeting, absent=world.members[2:])
        deciding.propose(meeting, world.result({one: "award"}), by=world.secretary, at=AT + 3 * HOUR)
        hours.pass_(4)

        assert "由到会的领导小组成员确认" in said(as_actor(client, world.members[2]).get(f"/meetings/{meeting.pk}/result/"))


class TestTheOffice:
    def test_composes_the_notice_and_records_the_medium(self, client, world, hours):
        know_years(AT)
        one = world.candidates("award")[0]
        world.meet({one: "award"})
        hours.pass_(24)
        world.read_again(at=hours.at)
        office = as_actor(client, world.first)
        assert "拟授奖名单公示" in said(office.get(f"/editions/{world.edition.pk}/notices/"))
        assert "关于第三届晋中市质量奖拟授奖名单的公示" in said(office.get(f"/editions/{world.edition.pk}/notices/award/"))

        publication = publish(world, at=hours.at)
        public = said(client.get(f"/notices/{publication.number}/"))
        assert "新闻媒体刊登以后起算" in public
        assert "在线提出异议" in public

        medium = {"outlet": "演示日报", "appeared_on": "2026-03-03", "where": "演示版面"}
        assert office.post(f"/notices/{publication.notice_id}/appearance/", medium).status_code == 302
        assert NoticeAppearance.objects.get().outlet == "演示日报"
        public = said(client.get(f"/notices/{publication.number}/"))
        assert "演示日报2026年3月3日刊登（演示版面）" in public
        assert "2026年3月10日（星期二）24:00" in public

    def test_has_no_door_to_the_result(self, client, world, hours):
        world.candidates("award")
        meeting = world.call()

        assert as_actor(client, world.first).get(f"/meetings/{meeting.pk}/result/").status_code == 403


@pytest.mark.parametrize("many", [False, True])
def test_pages_ask_the_same_for_few_and_for_many(client, world, hours, many):
    world.candidates(*["nomination"] * (9 if many else 2))
    meeting = world.call()
    world.attend(meeting)
    hours.pass_(3)
    secretary = as_actor(client, world.secretary)
    counts = []
    for url in (f"/editions/{world.edition.pk}/meetings/", f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/result/"):
        secretary.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(url).status_code == 200
        counts.append(len(queries))

    assert counts == [32, 17, 24]


def test_nothing_of_it_shows_outside(client, world, hours):
    """Two worlds: with a decision and without one the public pages and an applicant's are the same bytes."""
    one = world.candidates("award")[0]
    outside = ["/", "/notices/", "/notices/feed.xml", "/sitemap.xml", "/winners/"]
    before = [client.get(url).content for url in outside]
    world.meet({one: "award"})

    assert [client.get(url).content for url in outside] == before


@pytest.mark.article("13(6)")
def test_setting_aside_is_offered_where_it_can_be_done(client, world, hours):
    """Not for whom nothing is to be set aside, not to whoever must leave for it, not once the edition is over."""
    one, two = world.candidates("award", "nomination")
    at_status(two, Status.NOT_PROPOSED)
    address, links = f"/editions/{world.edition.pk}/meetings/", [f"/applications/{each.pk}/holds/hold/" for each in (one, two)]
    member = world.members[0]

    def offered(actor):
        page = said(as_actor(client, actor).get(address))
        return [link in page for link in links]

    assert offered(world.secretary) == offered(member) == [True, False]
    assert [client.get(link).status_code for link in links] == [200, 409]
    make_actor(Role.APPLICANT, one.applicant.unit, person=member.person)
    assert offered(member) == [False, False]
    assert client.get(links[0]).status_code == 409
    at_step(world.edition.fresh(), Step.COMPLETED)
    assert offered(world.secretary) == [False, False]
