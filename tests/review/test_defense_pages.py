"""The pages of step 6: the office's table, the draw, the room, another time, absence; the applicant's page and calendar file."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from core import clock
from core.ledger.services import cover, lock
from procedure.asking import Asking
from procedure.letters.models import Letter
from review.defense import services
from review.defense.models import Appearance, DefenseSession, Question, Slot
from review.defense.todo import todo
from review.moves import DEFEND
from tests.factories import AT, make_actor, many_applications
from tests.procedure.hands import as_actor
from tests.review.defending import BEGINS, BRING, ROOM, a_sitting, came, defense, locked, seated, slot_of, stayed_away, told
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(6)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


world = shared(defense)


@pytest.fixture
def on_the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: BEGINS)


def text(answer):
    return answer.content.decode()


def signed(page):
    form = page.context["signing"] if "signing" in page.context else page.context["form"]
    return {"signing_digest": form.fingerprint, "signing_password": DEMO_PASSWORD}


def all_(world):
    return f"/review/{world.edition.pk}/defense/"


def room_of(application):
    return f"/review/slots/{slot_of(application).pk}/"


def applicant_of(application):
    return make_actor(Role.APPLICANT, application.applicant.unit)


@transaction.atomic
def more_slots(session, applications):
    """Further times of a sitting, day after day."""
    head = lock(session.edition.chain)
    for place, application in enumerate(applications, 4):
        row = Slot(session=session, application=application, order=place, begins_at=BEGINS + timedelta(days=place), at=AT)
        cover(head, row, at=AT, by=SYSTEM, action="defense.slot")


class TestOffice:
    def test_one_prepares_and_another_draws_on_the_page(self, client, world):
        path = f"{all_(world)}draw/"
        page = as_actor(client, world.first).get(path)
        typed = {"panel": world.panel.pk, "begins_at": "2026-03-16T09:00", "room": ROOM, "bring": BRING}
        entrants = page.context["form"].initial["entrants"]
        assert client.post(path, typed | {"entrants": entrants}).status_code == 302
        assert not DefenseSession.objects.exists()
        second = as_actor(client, world.second).get(path)
        assert "次序还没有抽" in text(second)
        done = client.post(path, signed(second))
        table = text(client.get(all_(world)))

        assert done.status_code == 302
        assert DefenseSession.objects.get().seed in table
        assert all(str(one.pk) in table for one in world.applications)
        assert "安排文书待发出3家" in table

    def test_an_empty_form_says_what_is_missing(self, client, world):
        page = as_actor(client, world.first).post(f"{all_(world)}draw/", {})
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"panel", "begins_at", "room", "entrants"}

    def test_a_refusal_keeps_what_was_typed(self, client, world):
        typed = {"panel": world.panel.pk, "begins_at": "2026-03-01T09:00", "room": "东山会议室", "entrants": [world.applications[0].pk]}
        page = as_actor(client, world.first).post(f"{all_(world)}draw/", typed)
        assert page.status_code == 409
        assert "开始时间已经过去。" in text(page)
        assert "东山会议室" in text(page)

    def test_another_time(self, client, world):
        seated(world)
        path = f"{room_of(world.applications[0])}move/"
        assert as_actor(client, world.first).post(path, {}).status_code == 422
        assert client.post(path, {"begins_at": "2026-03-17T09:00", "reason": "封路。"}).status_code == 302
        assert client.post(path, {"begins_at": "2026-03-18T09:00", "reason": "封路。"}).status_code == 409
        assert slot_of(world.applications[0]).reason == "封路。"

    @pytest.mark.parametrize("number", [3, 300])
    def test_the_same_queries_for_few_and_for_many(self, client, world, django_assert_max_num_queries, number):
        session = seated(world)
        many = many_applications(world.edition, number, Status.PASSED)
        more_slots(session, many)
        many_applications(world.edition, 5, Status.PASSED)
        browser = as_actor(client, world.first)
        browser.get(all_(world))
        with django_assert_max_num_queries(24):
            assert len(browser.get(all_(world)).context["boards"][0].rows) == number + 3


class TestRoom:
    def test_the_day_from_the_speaker_to_defended(self, client, world, on_the_day):
        seated(world, at=AT)
        told(world)
        application = world.applications[0]
        path = room_of(application)
        assert as_actor(client, world.first).post(f"{path}begin/", {"speaker": ""}).status_code == 422
        assert client.post(f"{path}begin/", {"speaker": "张三", "post": "总经理"}).status_code == 302
        page = text(client.get(path))
        asked = {"reviewer": world.reviewers[0].pk, "text": "数据从哪里来？", "answer": "来自年报。"}
        assert client.post(f"{path}questions/", {"text": ""}).status_code == 422
        assert client.post(f"{path}questions/", asked).status_code == 302
        assert client.post(f"{path}defended/").status_code == 409
        locked(application)
        assert client.post(f"{path}defended/").status_code == 302
        assert "记录质询" not in text(client.get(path))
        late = client.post(f"{path}questions/", asked)

        assert "这份申报“已答辩”，不能再记录质询。" in text(late)
        assert "data-countdown" in page
        assert re.findall(r"data-until=\"(\S+)\">([\d:]+)<", page) == [("陈述", "09:15:00"), ("质询", "09:30:00")]
        application.refresh_from_db()
        assert application.status == Status.DEFENDED
        assert Question.objects.get().reviewer == world.reviewers[0]

    def test_a_whole_sitting_is_entered_at_once(self, client, world):
        session = seated(world)
        for application in world.applications[:2]:
            came(world, application)
            locked(application)
        page = as_actor(client, world.first).get(all_(world))
        assert "登记这一场的2家已答辩" in text(page)
        assert client.post(f"{all_(world)}{session.pk}/register/").status_code == 302
        assert client.post(f"{all_(world)}{session.pk}/register/").status_code == 409

    def test_absence_by_two_on_the_page(self, client, world, on_the_day, monkeypatch):
        seated(world, at=AT)
        told(world)
        application = world.applications[0]
        path = room_of(application)
        monkeypatch.setattr(clock, "now", lambda: BEGINS + timedelta(hours=2))
        assert as_actor(client, world.first).post(f"{path}absent/", {"absent_note": ""}).status_code == 422
        assert client.post(f"{path}absent/", {"absent_note": "电话没有人接。"}).status_code == 302
        assert "不得列入候选名单" in text(client.get(f"{path}miss/"))
        assert client.post(f"{path}miss/", {"reason": "等到9:30没有来。"}).status_code == 302
        page = as_actor(client, world.second).get(f"{path}miss/")
        assert client.post(f"{path}miss/", signed(page)).status_code == 302
        application.refresh_from_db()
        assert application.status == Status.ABSENT

    def test_sent_back(self, client, world):
        seated(world)
        told(world)
        stayed_away(world, world.applications[0])
        path = room_of(world.applications[0])
        as_actor(client, world.first).post(f"{path}miss/", {"reason": "没有来。"})
        assert as_actor(client, world.second).post(f"{path}miss/send-back/", {"reason": "再联系一次。"}).status_code == 302
        assert client.get(f"{path}miss/").context["proposal"] is None

    def test_before_the_day_the_page_says_so(self, client, world):
        seated(world)
        page = text(as_actor(client, world.first).get(room_of(world.applications[0])))
        assert "答辩在2026年3月16日（星期一），还没有到这一天。" in page
        assert "告知时间的文书还没有发出" in page
        assert client.post(f"{room_of(world.applications[0])}begin/", {"speaker": "张三"}).status_code == 409
        assert not Appearance.objects.exists()

    def test_nobody_else_sees_a_room(self, client, world):
        seated(world)
        for role in (Role.AGENCY, Role.REVIEWER, Role.APPLICANT, Role.SUPERVISOR, Role.SECRETARY):
            assert as_actor(client, make_actor(role)).get(room_of(world.applications[0])).status_code == 403


class TestApplicant:
    def pages(self, client, world, actor=None):
        application = world.applications[0]
        browser = as_actor(client, actor or applicant_of(application))
        path = f"/applications/{application.pk}/defense/"
        return browser.get(path), browser.get(f"{path}calendar.ics")

    def test_nothing_before_the_release_and_his_own_after_it(self, client, world):
        seated(world)
        page, calendar = self.pages(client, world)
        assert "还没有安排" in text(page)
        assert ROOM not in text(page)
        assert calendar.status_code == 404
        told(world)
        page, calendar = self.pages(client, world)
        for words in (ROOM, BRING, "15分钟", f"{slot_of(world.applications[0]).begins_at.astimezone(BEGINS.tzinfo):%H:%M}"):
            assert words in text(page)
        assert not any(one.person.name in text(page) for one in world.reviewers)
        assert calendar["Content-Type"] == "text/calendar; charset=utf-8"

    def test_the_calendar_file_is_well_formed(self, client, world):
        seated(world)
        told(world)
        lines = self.pages(client, world)[1].content.split(b"\r\n")
        slot = slot_of(world.applications[0])
        whole = b"\r\n".join(lines).replace(b"\r\n ", b"").decode()

        assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
        assert max(map(len, lines)) <= 75
        assert f"DTSTART:{slot.begins_at:%Y%m%dT%H%M%SZ}" in whole
        assert f"LOCATION:{ROOM}\r\n" in whole
        assert "SUMMARY:【演示】第三届晋中市质量奖陈述答辩\r\n" in whole

    def test_a_change_is_told_by_its_letter_and_not_before(self, client, world):
        seated(world)
        told(world)
        actor = applicant_of(world.applications[0])
        before = text(self.pages(client, world, actor)[0])
        slot = slot_of(world.applications[0])
        services.move_slot(slot, begins_at=BEGINS + timedelta(days=2), reason="封路。", by=world.first, at=AT)
        assert plain(text(self.pages(client, world, actor)[0])) == plain(before)
        told(world)
        assert "3月18日" in text(self.pages(client, world, actor)[0])

    def test_another_applicant_finds_nothing(self, client, world):
        seated(world)
        told(world)
        stranger = as_actor(client, make_actor(Role.APPLICANT))
        for path in ("", "calendar.ics"):
            assert stranger.get(f"/applications/{world.applications[0].pk}/defense/{path}").status_code == 404


def plain(body):
    """A page without what differs from one answer to the next, tokens and grants, and without the demonstration's own clock."""
    body = re.sub(r'<form class="modes" method="post" action="/demo/clock/">.*?</form>', "", body)
    return re.sub(r'name="(csrfmiddlewaretoken|acting_grant)" value="[^"]*"|nonce="[^"]*"|csrf-token" content="[^"]*"', "", body)


class TestTwoWorlds:
    """What differs in another's world, or waits for release, changes nothing that an applicant gets."""

    def answers(self, client, actor, world):
        mine, other = world.applications[:2]
        browser = as_actor(client, actor)
        paths = [f"/applications/{one.pk}/defense/{end}" for one in (mine, other) for end in ("", "calendar.ics")]
        paths += ["/home/", "/letters/", f"/applications/{mine.pk}/", f"/review/slots/{other.pk}/", all_(world)]
        found = [browser.get(path) for path in paths]
        return [(one.status_code, plain(text(one))) for one in found]

    def test_nobody_has_a_time_or_everybody_has_one_untold(self, client, world):
        actor = applicant_of(world.applications[0])
        before = self.answers(client, actor, world)
        seated(world)
        assert self.answers(client, actor, world) == before

    def test_what_happens_to_another(self, client, world):
        seated(world)
        told(world)
        actor, other = applicant_of(world.applications[0]), world.applications[1]
        before = self.answers(client, actor, world)
        services.move_slot(slot_of(other), begins_at=BEGINS + timedelta(days=2), reason="封路。", by=world.first, at=AT)
        told(world)
        came(world, other)
        locked(other)
        DEFEND.make(other, by=world.first, at=AT)
        stayed_away(world, world.applications[2])
        assert self.answers(client, actor, world) == before

    def test_his_own_coming_and_his_sheets(self, client, world):
        seated(world)
        told(world)
        mine = world.applications[0]
        actor = applicant_of(mine)
        before = self.answers(client, actor, world)
        came(world, mine)
        locked(mine)
        DEFEND.make(mine, by=world.first, at=AT)
        assert self.answers(client, actor, world) == before

    def test_letters_name_nobody_else(self, world):
        seated(world)
        for letter in Letter.objects.all():
            others = [one for one in world.applications if one.applicant.unit != letter.recipient]
            slots = [slot_of(one) for one in others]
            assert not any(one.applicant.unit.name in letter.text for one in others)
            assert not any(f"{slot.begins_at.astimezone(BEGINS.tzinfo):%-H:%M}" in letter.text for slot in slots)


class TestTodo:
    def titles(self, actor, at=AT):
        return [item.title for item in todo(Asking(actor, at))]

    def test_the_office_from_the_sitting_to_the_entering(self, world):
        assert self.titles(world.first) == ["安排3家答辩"]
        services.propose(world.edition, a_sitting(world), by=world.first, at=AT)
        assert self.titles(world.first) == []
        assert self.titles(world.second) == ["确认答辩的安排"]
        services.confirm(world.edition, by=world.second, at=AT)
        told(world)
        assert self.titles(world.first) == []
        assert self.titles(world.first, BEGINS) == ["今天的答辩"]
        one, two, three = world.applications
        came(world, one)
        locked(one)
        stayed_away(world, two)
        came(world, three)
        assert self.titles(world.first, BEGINS) == ["登记1家已答辩", "1家没有到场"]

    def test_the_applicant_from_the_letter_until_he_was_heard(self, world):
        seated(world)
        actor = applicant_of(world.applications[0])
        assert self.titles(actor) == []
        told(world)
        assert self.titles(actor) == ["参加陈述答辩"]
        assert self.titles(actor, BEGINS + timedelta(days=1)) == []
        assert self.titles(make_actor(Role.APPLICANT)) == []
