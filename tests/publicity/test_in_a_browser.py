"""Notices, objections and holds in a browser: the walk of a period, every page at 1280 and 390, with axe."""

import pytest
from playwright.sync_api import expect

from accounts.actors import Actor
from accounts.grants.models import Grant
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Application, Status
from applications.holds.services import HOLD, propose
from jinzhong_award.demonstration.build import BEGINS_AT
from procedure.editions.models import Category, Edition, Step
from publicity.notices import services
from publicity.notices.models import NoticeKind
from publicity.notices.services import Draft
from publicity.notices.words import suggested
from tests import databases
from tests.browser.pages import enter
from tests.factories import at_step, make_applicant, make_application

pytestmark = [pytest.mark.once, pytest.mark.article("18(3)")]
AT = BEGINS_AT
NAMES = ("晋中澄川液压股份有限公司", "山西砺衡精密铸造有限公司", "平遥县朴光推光漆器工坊有限公司")


@pytest.fixture
def noticed(server, django_db_blocker):
    """The demonstration in step 3, its acceptance notice out, a hold prepared, an explanation waiting for its second hand."""
    with django_db_blocker.unblock(), databases.attached(server.copy):
        first, second = (Actor(grant.person, grant) for grant in office())
        edition = at_step(Edition.objects.get(), Step.QUALIFICATION, by=first, at=AT)
        for name in NAMES:
            make_application(edition, Status.ACCEPTED, applicant=make_applicant(name=name), by=first, at=AT)
        person = make_applicant("person", name="梁衡之")
        make_application(edition, Status.ACCEPTED, applicant=person, by=first, at=AT, category=Category.INDIVIDUAL)
        publish(edition, first, second)
        propose(HOLD, Application.objects.get(applicant__unit__name=NAMES[1]), reason="有关部门正在核查。", by=first, at=AT)
        draft = Draft("explanation", "关于系统维护的说明", "一、情况\n因维护延后一天。", AT, [])
        notice = services.compose(edition, draft, by=first, at=AT)
        yield {"edition": f"/editions/{edition.pk}", "draft": f"/notices/{notice.pk}/", "held": hold_url()}


def office():
    grants = Grant.objects.filter(person__username__in=["office-1", "office-2"]).select_related("person", "unit")
    return grants.order_by("person__username")


def publish(edition, first, second):
    words = suggested(edition, NoticeKind.ACCEPTANCE)
    notice = services.compose(edition, Draft(kind="acceptance", publish_at=AT, **words), by=first, at=AT)
    services.confirm(notice, by=second, at=AT)


def hold_url():
    application = Application.objects.get(applicant__unit__name=NAMES[1])
    return f"/applications/{application.pk}/holds/hold/"


def test_public_pages(noticed, page, look):
    for name, address in {
        "portal": "/", "notices": "/notices/", "notice": "/notices/2026-1/", "object-1": "/notices/2026-1/object/",
        "verify": "/verify/?number=2026-1", "status": f"/objections{noticed['draft'][8:]}",
    }.items():  # fmt: skip
        assert page.goto(address).status == 200
        look(page, name)


def test_the_houses_pages(noticed, page, look):
    edition = noticed["edition"]
    enter(page, "office-2")
    addresses = {
        "home": "/home/", "office": f"{edition}/notices/", "compose": f"{edition}/notices/explanation/", "draft": noticed["draft"],
        "objections": f"{edition}/objections/", "holds": f"{edition}/holds/", "hold": noticed["held"],
    }  # fmt: skip
    for name, address in addresses.items():
        assert page.goto(address).status == 200
        look(page, name)


@pytest.mark.article("13(6)")
def test_an_objection_from_the_notice_to_its_decision(noticed, page, phone, look, open_page):
    phone.goto("/notices/2026-1/")
    phone.get_by_role("link", name="在线提出异议").click()
    phone.get_by_label("您的电子邮箱").fill("feng@example.cn")
    phone.get_by_role("button", name="把验证码发到这个邮箱").click()
    code = phone.locator("form strong").last.inner_text()
    look(phone, "object-2")
    fields = {"邮件里的验证码": code, "真实姓名": "封书砚", "事实": "注册不满三年。", "理由和依据": "营业执照"}
    for label, value in fields.items():
        phone.get_by_label(label, exact=True).fill(value)
    phone.get_by_role("button", name="实名提出异议").click()
    look(phone, "object-errors")
    phone.get_by_label("以什么身份提出").select_option("person")
    phone.get_by_label("针对名单里的哪一个").select_option("0")
    phone.get_by_label("以上是我的真实姓名").check()
    phone.get_by_role("button", name="实名提出异议").click()
    look(phone, "receipt")
    code = phone.locator("dd strong").first.inner_text()

    _decided_by_two(noticed, page, open_page(), look)

    phone.get_by_role("link", name="凭查询码看办理情况").click()
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="看办理情况").click()
    look(phone, "status-shown")
    assert phone.get_by_text("正在核查").count() == 1


@pytest.mark.article("13(6)")
def test_with_a_script_the_form_brings_its_work_and_without_one_the_code_is_enough(noticed, page, open_page):
    posts = []
    page.on("request", lambda sent: posts.append(sent.post_data or "") if sent.method == "POST" else None)
    page.goto("/notices/2026-1/object/")
    assert page.locator("[name=altcha]").input_value() == ""
    # Pressed at once: the form waits for the work, says so, and goes by itself.
    page.get_by_label("您的电子邮箱").fill("feng@example.cn")
    page.get_by_role("button", name="把验证码发到这个邮箱").click()
    page.get_by_label("邮件里的验证码").wait_for()
    expect(page.locator("[name=altcha]")).not_to_have_value("")
    assert len(posts) == 1
    assert 'name="altcha"\r\n\r\ney' in posts[0]

    plain = open_page(java_script_enabled=False)
    plain.goto("/notices/2026-1/object/")
    plain.get_by_label("您的电子邮箱").fill("other@example.cn")
    plain.get_by_role("button", name="把验证码发到这个邮箱").click()
    assert plain.get_by_label("邮件里的验证码").count() == 1


def _decided_by_two(noticed, page, other, look):
    """One looks into it and proposes, the other confirms."""
    enter(page, "office-1")
    page.goto(f"{noticed['edition']}/objections/")
    page.get_by_role("link", name="对").first.click()
    look(page, "case")
    page.get_by_label("查看提出人的原因").fill("核对材料")
    page.get_by_role("button", name="查看提出人").click()
    assert page.get_by_text("封书砚").count() == 1
    page.get_by_role("link", name="拟处理意见").click()
    look(page, "decide")
    page.get_by_label("结论").select_option("dismissed")
    page.get_by_label("核查情况和理由").fill("查营业执照，注册已满三年。")
    page.get_by_role("button", name="拟好，请另一人确认").click()
    case = page.url

    enter(other, "office-2")
    other.goto(case)
    look(other, "case-second")
    other.get_by_label("演示口令").fill(DEMO_PASSWORD)
    other.get_by_role("button", name="确认“异议不成立”").click()
    look(other, "case-decided")


def test_the_moved_clock_prints_the_paper_and_ends_the_period(noticed, page, look):
    enter(page, "office-2")
    page.locator(".demo-note, .demo").get_by_role("button", name="五个工作日后").first.click()
    assert page.goto("/notices/2026-1/").status == 200
    assert page.get_by_role("link", name="版式文件（PDF）").count() == 1
    page.goto("/home/")
    page.locator(".demo-note, .demo").get_by_role("button", name="下一个工作日").first.click()

    page.goto("/notices/2026-1/")

    assert [page.get_by_text("公示期满", exact=True).count(), page.get_by_role("link", name="在线提出异议").count()] == [1, 0]
    look(page, "notice-over")
