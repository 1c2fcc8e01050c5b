"""What is made up for in a browser, each page by both hands: a round opened again, a panel dissolved, who came corrected, one left out."""

import pytest

from accounts.actors import Actor
from accounts.grants.models import Grant
from applications.cases.models import Application, Status
from jinzhong_award.demonstration.build import BEGINS_AT
from procedure.editions.models import Edition, Step
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.parameters.services import fill_demo
from procedure.rubrics.services import fill_demo as fill_rubrics
from review.defense.models import Slot
from review.panels.models import Panel
from review.reviewers.models import Reviewer
from review.rounds import Round
from review.sheets import aside, closing
from review.sheets.models import Sheet
from tests import databases
from tests.browser.pages import enter
from tests.factories import at_status, at_step, make_applicant, make_application
from tests.review.evaluating import sheet_of
from tests.review.hearing import heard
from tests.review.pairs import held
from tests.review.scoring import set_parameter
from tests.reviewing import assign, invite, make_panel, make_reviewer, snapshot_of

pytestmark = [pytest.mark.once, pytest.mark.article("13(6)", "18(4)", "18(6)")]
AT = BEGINS_AT
NAMES = (
    "山西砺衡精密铸造有限公司",
    "平遥县朴光推光漆器工坊有限公司",
    "榆次青禾面业有限公司",
    "介休汾岭机械有限公司",
    "晋中澄川液压股份有限公司",
)
EXPERTS = ("郝见山", "武知远")


@pytest.fixture
def late(server, django_db_blocker):
    """Step 8 of the demonstration: one whose sheet was set aside after the closing, one heard and not registered, one held in step 5."""
    with django_db_blocker.unblock(), databases.attached(server.copy):
        edition, hands = Edition.objects.get(), office()
        fill_demo(edition, at=AT)
        fill_rubrics(edition, at=AT)
        set_parameter(edition, SHEETS_EACH.name, 3)
        edition = at_step(edition, Step.MATERIALS, by=hands[0], at=AT)
        experts = [Reviewer.objects.get(person__username="reviewer-1"), *(make_reviewer(name) for name in EXPERTS)]
        for one in experts:
            invite(edition, one, at=AT)
        lacks, spoke, away, left, waits = (case(edition, name, place) for place, name in enumerate(NAMES, 1))
        score(edition, lacks, experts, hands)
        at_status(left, Status.ADVANCING, at=AT)
        held(left)
        panel = make_panel(edition, experts, round=Round.ORAL_DEFENSE, name="答辩专家组", at=AT)
        make_panel(edition, experts[:2], reserves=experts[2:], round=Round.ON_SITE, name="第二专项评审组", at=AT)
        for one in (spoke, away, waits):
            at_status(one, Status.PASSED, at=AT)
        heard(panel, [spoke], at=AT)
        sheet_of(assign(spoke, experts[0], panel, round=Round.ORAL_DEFENSE, at=AT), 88, at=AT)
        for one in (away, waits):
            assign(one, experts[0], panel, round=Round.ORAL_DEFENSE, at=AT)
        heard(panel, [away], present=False, at=AT)
        edition = at_step(edition, Step.DELIBERATION, by=hands[0], at=AT)
        slots = {name: Slot.objects.get(application=one).pk for name, one in (("spoke", spoke), ("away", away))}
        yield slots | {"edition": edition.pk, "panel": Panel.objects.get(round=Round.ON_SITE).pk, "left": left.pk}


def office():
    grants = Grant.objects.filter(person__username__in=["office-1", "office-2"]).select_related("person", "unit")
    return [Actor(grant.person, grant) for grant in grants.order_by("person__username")]


def case(edition, name, place):
    number = f"JZ3-O-{place:03}"
    made = make_application(edition, Status.ACCEPTED, applicant=make_applicant(name=name), number=number, form="organization-1", at=AT)
    snapshot_of(made, at=AT)
    return made


def score(edition, application, experts, hands):
    """Three sheets, the round closed by two, and one of them set aside since."""
    panel = make_panel(edition, experts, name="材料评审一组", at=AT)
    for place, expert in enumerate(experts):
        sheet_of(assign(application, expert, panel, at=AT), 780 + 10 * place, full=1000, at=AT)
    for other in Application.objects.filter(edition=edition).exclude(pk=application.pk):
        for place, expert in enumerate(experts):
            sheet_of(assign(other, expert, panel, at=AT), 800 + 10 * place, full=1000, at=AT)
    first, second = hands
    closing.propose(edition, Round.MATERIALS, by=first, at=AT)
    closing.confirm(edition, Round.MATERIALS, by=second, at=AT)
    sheet = Sheet.objects.filter(assignment__application=application).order_by("event_id").first()
    aside.propose(sheet, reason="评审员声明近三年曾在该单位任职，应当回避。", by=first, at=AT)
    aside.confirm(sheet, by=second, at=AT)


def by_two(page, look, name, address, act, reason):
    """The first hand writes why; the second reads it and signs."""
    enter(page, "office-1")
    assert page.goto(address).status == 200
    look(page, f"{name}-first")
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="经办").click()
    enter(page, "office-2")
    page.goto(address)
    assert reason in page.locator("main").inner_text()
    look(page, f"{name}-second")
    page.get_by_role("button", name=act).first.click()


def test_every_page_by_both_hands(late, page, look):
    sheets = f"/review/{late['edition']}/sheets/materials/"
    by_two(page, look, "reopen", f"{sheets}reopen/", "确认重新开放", "一份评分表因回避不再计入，另请一名评审员补评。")
    look(page, "sheets-reopened")
    page.get_by_role("link", name="去补派").click()
    page.get_by_role("link", name="卫明德的评分表不计入").wait_for()
    look(page, "board-reopened")
    panel = f"/review/{late['edition']}/panels/{late['panel']}/dissolve/"
    by_two(page, look, "dissolve", panel, "确认解散", "第二组的申报都已经评完，组员并入第一组。")
    by_two(page, look, "leave-out", f"/review/left-out/{late['left']}/", "确认", "暂缓到审定公示，没有走完现场评审。")
    assert "两人已经写明不列入" in page.locator("main").inner_text()
    look(page, "left-out")


def test_who_came_is_corrected(late, page, look):
    enter(page, "office-1")
    page.goto(f"/review/slots/{late['spoke']}/correct/")
    assert "1名专家已经锁定评分表" in page.locator("main").inner_text()
    look(page, "correct-scored")
    page.goto(f"/review/slots/{late['away']}/correct/")
    page.get_by_label("到场答辩").check()
    page.get_by_label("更正的理由").fill("登记时看错了次序，实际按时到场。")
    page.get_by_role("button", name="更正登记").click()
    assert page.get_by_role("alert").count() == 1
    look(page, "correct-refused")
    page.get_by_label("主讲人").fill("秦望舒")
    page.get_by_role("button", name="更正登记").click()
    look(page, "slot-corrected")
    page.goto(f"/review/slots/{late['away']}/")
    look(page, "slot-before")


def test_an_expert_reads_before_he_signs_that_nobody_was_heard(late, page, look):
    enter(page, "reviewer-1")
    page.goto("/review/assignments/")
    look(page, "defense-desk")
    page.get_by_role("link", name="开始评").click()
    assert "陈述之后才能锁定评分表" in page.locator("main").inner_text()
    look(page, "defense-item")
    page.get_by_role("button", name="存好，通看全部条目").click()
    page.wait_for_url("**/check/")
    look(page, "defense-check")
