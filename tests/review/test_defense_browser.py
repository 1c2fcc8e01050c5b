"""The defense in a browser: every page at 1280 and 390 with axe, and the room's clock."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from accounts.actors import Actor
from accounts.grants.models import Grant
from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Status
from jinzhong_award.demonstration.build import BEGINS_AT
from procedure.editions.models import Edition, Step
from procedure.letters.models import Letter
from procedure.letters.services import release
from procedure.parameters.services import fill_demo
from review.assignments.models import Assignment
from review.defense import registering, room, services
from review.defense.models import Slot
from review.defense.sitting import Sitting, minutes_of
from review.rounds import Round
from tests import databases
from tests.browser.pages import enter
from tests.factories import at_step, make_applicant, make_application
from tests.review.scoring import fill, lock_it
from tests.reviewing import acting_as, declared, invite, make_panel, make_reviewer, snapshot_of

pytestmark = [pytest.mark.once, pytest.mark.article("18(6)")]
AT = BEGINS_AT
NAMES = (
    "晋中澄川液压股份有限公司",
    "山西砺衡精密铸造有限公司",
    "平遥县朴光推光漆器工坊有限公司",
    "榆次青禾面业有限公司",
    "介休汾岭机械有限公司",
)
EXPERTS = ("梁衡之", "郝见山", "武知远", "岳明川", "白晓禾")


@pytest.fixture
def sitting(server, django_db_blocker):
    """The demonstration on the day of the defense: one speaks, one is ready, one did not come, one is to come, one still waits."""
    with django_db_blocker.unblock(), databases.attached(server.copy):
        first, second = (Actor(grant.person, grant) for grant in office())
        edition = at_step(Edition.objects.get(), Step.DEFENSE, by=first, at=AT)
        fill_demo(edition, at=AT)
        experts = [make_reviewer(name) for name in EXPERTS]
        for one in experts:
            invite(edition, one, at=AT)
        panel = make_panel(edition, experts, round=Round.ORAL_DEFENSE, name="答辩专家组", at=AT)
        for place, name in enumerate(NAMES, 1):
            passed(edition, name, place)
        declared(edition, at=AT)
        seat(edition, panel, first, second)
        slots = list(Slot.objects.whole().order_by("order"))
        the_day(slots, first, second)
        yield {"edition": edition.pk, "slots": [slot.pk for slot in slots], "told": told_application().pk}


def office():
    grants = Grant.objects.filter(person__username__in=["office-1", "office-2"]).select_related("person", "unit")
    return grants.order_by("person__username")


def passed(edition, name, place):
    """An application that passed; the first is of whoever is 13800000001."""
    applicant = make_applicant(name=name)
    if place == 1:
        unit = Grant.objects.get(person__username="13800000001").unit
        known = {"kind": ApplicantKind.ORGANIZATION, "registered_at": AT}
        applicant, _ = Applicant.objects.get_or_create(unit=unit, defaults=known)
    application = make_application(edition, Status.PASSED, applicant=applicant, number=f"JZ3-O-{place:03}", form="organization-1", at=AT)
    snapshot_of(application, at=AT)
    return application


def seat(edition, panel, first, second):
    """Four are heard today, the fifth still waits."""
    words = {"begins_at": AT.replace(hour=AT.hour + 1), "room": "市政府第二会议室", "bring": "演示文稿，两人以内。"}
    entrants = tuple(sorted(str(one.pk) for one in services.waiting(edition)[:4]))
    services.propose(edition, Sitting(panel=str(panel.pk), entrants=entrants, **words, **minutes_of(edition)), by=first, at=AT)
    services.confirm(edition, by=second, at=AT)
    release(list(Letter.objects.waiting().filter(edition=edition)), by=second, at=AT)


@transaction.atomic
def the_day(slots, first, second):
    speaks, ready, absent, _ = slots
    row = room.begin(speaks, speaker="秦望舒", post="总经理", by=first, at=AT)
    for expert, words in zip(room.experts_of(row.slot), ("近三年的不合格品率从哪里统计？", "首件检验怎样做？"), strict=False):
        room.ask(speaks, reviewer=expert, text=words, answer="来自制造执行系统，每月由质量部复核。", by=first, at=AT)
    room.begin(ready, speaker="高远", post="", by=first, at=AT)
    for assignment in Assignment.objects.standing().filter(application=ready.application, round=Round.ORAL_DEFENSE).whole():
        fill(assignment, acting_as(assignment.reviewer), at=AT)
        lock_it(assignment, acting_as(assignment.reviewer), at=AT)
    room.miss(absent, note="等到11:30，电话没有人接。", by=first, at=absent.ends_at)
    registering.propose_miss(absent.application, reason="通知11:00到场，等到11:30没有来，电话没有人接。", by=first, at=AT)


def told_application():
    return Slot.objects.get(application__applicant__unit=Grant.objects.get(person__username="13800000001").unit).application


def test_the_pages_of_the_office(sitting, page, look):
    enter(page, "office-2")
    speaks, ready, absent, coming = (f"/review/slots/{pk}/" for pk in sitting["slots"])
    edition = f"/review/{sitting['edition']}/defense/"
    rooms = {"speaks": speaks, "ready": ready, "absent": absent, "coming": coming}
    acts = {"miss": f"{absent}miss/", "move": f"{coming}move/"}
    for name, address in ({"home": "/home/", "table": edition, "draw": f"{edition}draw/"} | rooms | acts).items():
        assert page.goto(address).status == 200, address
        look(page, f"defense-{name}")


def test_the_applicant_reads_his_time(sitting, page, look):
    enter(page, "13800000001")
    assert page.goto(f"/applications/{sitting['told']}/defense/").status == 200
    look(page, "defense-told")
    with page.expect_download() as download:
        page.get_by_role("link", name="存入日历").click()
    assert download.value.suggested_filename == "defense.ics"


def test_one_prepares_and_another_draws(sitting, page, look):
    enter(page, "office-1")
    page.goto(f"/review/{sitting['edition']}/defense/draw/")
    page.get_by_label("专家组").select_option(label="答辩专家组")
    page.get_by_label("第一位开始时间").fill("2026-03-20T09:00")
    page.get_by_label("地点").fill("市政府第二会议室")
    page.get_by_role("button", name="经办，交另一人确认").click()
    expect(page.get_by_text("您已经经办，等另一人确认")).to_be_visible()
    enter(page, "office-2")
    page.goto(f"/review/{sitting['edition']}/defense/draw/")
    look(page, "defense-confirm")
    page.get_by_role("button", name="确认安排答辩并抽签").click()
    page.wait_for_url("**/defense/")
    page.get_by_text("抽签的种子，怎样核对").first.click()
    look(page, "defense-seed")


def test_the_clock_of_the_room_counts_down(sitting, page):
    enter(page, "office-1")
    page.goto(f"/review/slots/{sitting['slots'][0]}/")
    clock = page.get_by_role("timer")
    expect(clock).to_contain_text("还剩")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
