"""The pages that span apps, as each person meets them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.grants.models import Role
from applications.cases.models import Status
from core.dates import day_in_words
from jinzhong_award.demonstration.build import build
from jinzhong_award.editions import confirm, prepare
from jinzhong_award.navigation import work_navigation
from jinzhong_award.pages.editions import FIXES
from jinzhong_award.progress import deadline
from jinzhong_award.steps import ADVANCE, STEPS, TERMINATE, gate
from procedure.asking import Asking
from procedure.calendar.services import workdays
from procedure.editions.models import Edition, Step
from procedure.letters.models import Letter, LetterKind
from publicity.notices import services as notices
from publicity.notices.models import NoticeKind
from publicity.notices.period import period_of
from publicity.notices.services import Draft
from publicity.notices.todo import todo as notices_todo
from publicity.notices.words import suggested
from tests.factories import AT, at_step, leading_group, make_actor, make_application, make_checkpoint, make_edition, sign_in
from tests.publicity.world import NOON, World

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/notices/", "/rules/", "/winners/", "/verify/", "/sitemap.xml"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_the_same_for_everybody_and_sets_no_cookie(client, address):
    make_edition()
    anonymous = client.get(address)
    signed_in = sign_in(client, make_actor(Role.OFFICE)).get(address)

    assert anonymous.status_code == 200
    assert anonymous.content == signed_in.content
    assert not anonymous.cookies
    assert "Cookie" not in anonymous.headers.get("Vary", "")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_asks_at_most_four_queries(client, address, django_assert_max_num_queries):
    make_edition()
    client.get(address)  # the first view after an act reads more
    with django_assert_max_num_queries(4):
        client.get(address)


def test_every_answer_carries_the_strict_policy(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("step", list(Step))
def test_portal_says_where_the_edition_stands(client, step):
    edition = make_edition(step=step)

    page = client.get("/").content.decode()

    running = edition.step < Step.COMPLETED
    assert ("现在没有" in page) is not running
    assert (f"第{'〇一二三四五六七八九'[step]}步" in page) is (Step.CALL <= step <= Step.APPROVAL) if running else True


def test_unknown_address_is_refused_in_our_words(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "页面不存在或您无权查看" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/editions/3/qualification/", "资格审查"),
        ("/editions/3/", "届次"),
        ("/editions/3/review/board/", "评审"),
        ("/home/", "待办"),
        ("/reviewers/4/", "评审员"),
        ("/nowhere/", None),
    ],
)
def test_the_menu_shows_where_one_is(path, label):
    current = [item.label for item in work_navigation(path, make_actor(Role.OFFICE)) if item.current]

    assert current == ([label] if label else [])


def test_no_demonstration_outside_demo_mode(client):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/office-1/").status_code == 404


def test_home_of_the_office_names_the_first_missing_condition(client):
    make_edition()

    page = sign_in(client, make_actor(Role.OFFICE)).get("/home/").content.decode()

    assert "第三届晋中市质量奖：筹备的条件" in page
    assert "看缺什么" in page


def test_home_offers_a_new_edition_when_none_runs(client):
    page = sign_in(client, make_actor(Role.OFFICE)).get("/home/").content.decode()

    assert "建立新的一届" in page


def test_board_shows_every_condition_of_the_gate(client):
    edition = make_edition()

    response = sign_in(client, make_actor(Role.OFFICE)).get(reverse("edition", args=[edition.pk]))

    page = response.content.decode()
    labels = [guard.label for guard in ADVANCE[Step.PREPARATION].guards]
    assert [label for label in labels if label not in page] == []


def test_office_opens_an_edition(client):
    response = sign_in(client, make_actor(Role.OFFICE)).post("/editions/new/", {"number": "4"})

    edition = Edition.objects.get()
    assert response.url == f"/editions/{edition.pk}/"
    assert (edition.number, edition.step, edition.demo) == (4, Step.PREPARATION, False)


def test_second_edition_of_a_number_is_refused(client):
    make_edition(number=4)

    response = sign_in(client, make_actor(Role.OFFICE)).post("/editions/new/", {"number": "4"})

    assert response.status_code == 409
    assert "第四届已经建立。" in response.content.decode()
    assert response.context["kept"] == [("届次", "4")]
    assert Edition.objects.count() == 1


def test_stale_page_gives_back_what_was_typed_under_the_names_of_its_form():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/register/person/", {"name": "武思勤", "password1": "Password-1", "nickname": "小武"})

    assert response.status_code == 403
    assert response.context["kept"] == [("姓名", "武思勤"), ("第2项", "小武")]


def test_shut_gate_refuses_the_move_with_its_sentences(client):
    edition = make_edition()
    url = reverse("edition_move", args=[edition.pk, "leave-0"])

    response = sign_in(client, make_actor(Role.OFFICE)).post(url, {})

    assert response.status_code == 409
    assert "还没有登记评选办法。" in response.content.decode()
    edition.refresh_from_db()
    assert edition.step == Step.PREPARATION


def links(client, actor, edition):
    """The addresses and words with which the gate's open conditions are mended, for this actor."""
    board = sign_in(client, actor).get(reverse("edition", args=[edition.pk]))
    return {(line["url"], line["action"]) for line in board.context["conditions"] if "url" in line}


def test_open_condition_links_to_the_page_where_it_is_mended(client):
    edition = make_edition()
    own = f"/editions/{edition.pk}/"
    papers, rubrics = (f"{own}documents/", "看本届的文件"), (f"{own}rubrics/", "看评价标准")
    house = {(f"{own}parameters/", "设定本届参数"), ("/bodies/", "看推荐单位"), ("/calendar/", "看工作日历")}

    assert links(client, make_actor(Role.OFFICE), edition) == {papers, rubrics} | house
    assert links(client, make_actor(Role.LEADING_GROUP), edition) == {papers, rubrics}


@pytest.mark.parametrize("label", FIXES)
def test_every_link_belongs_to_a_condition_of_the_table(label):
    assert label in {guard.label for row in STEPS for guard in row.guards}


def test_demonstration_needs_nothing_but_two_hands_to_publish():
    edition = build(at=AT)

    assert (edition.step, gate(edition, AT)) == (Step.PREPARATION, [])


def test_unknown_move_is_not_found(client):
    edition = make_edition()

    assert sign_in(client, make_actor(Role.OFFICE)).get(reverse("edition_move", args=[edition.pk, "leap"])).status_code == 404


def leaders():
    group = leading_group()
    return make_actor(Role.LEADING_GROUP, group), make_actor(Role.LEADING_GROUP, group, head=True)


def test_send_back_closes_the_proposal_and_needs_a_reason(client):
    edition, (first, second) = make_edition(), leaders()
    TERMINATE.propose(edition, by=first, at=AT, reason="演练")
    url = reverse("edition_send_back", args=[edition.pk, "terminate"])
    sign_in(client, second)

    assert client.post(url, {"reason": " "}).status_code == 409
    assert TERMINATE.proposal(edition) is not None

    assert client.post(url, {"reason": "依据不足"}).status_code == 302
    assert TERMINATE.proposal(edition) is None


def test_proposal_waits_on_the_first_and_is_a_task_of_the_second(client):
    edition, (first, second) = make_edition(), leaders()
    TERMINATE.propose(edition, by=first, at=AT, reason="演练")

    assert "确认：第三届晋中市质量奖终止本届" in sign_in(client, second).get("/home/").content.decode()
    assert "另一位办理人" in sign_in(client, first).get("/home/").content.decode()


def test_verify_finds_a_checkpoint_by_its_root_and_a_receipt_by_its_hash(client):
    make_edition()
    point = make_checkpoint("edition-3")

    page = client.get("/verify/").content.decode()
    assert point.root in page
    assert "核对一致" in client.get("/verify/", {"number": point.root[:16]}).content.decode()
    assert "查不到这个编号" in client.get("/verify/", {"number": "0" * 16}).content.decode()
    assert "查不到这个编号" in client.get("/verify/", {"number": "edition-3-99-" + "0" * 16}).content.decode()
    assert "核对不一致" in client.get("/verify/", {"number": "edition-3-1-" + "0" * 64}).content.decode()


def test_display_switches_a_mode_and_goes_back_only_within_the_house(client):
    response = client.post("/display/", {"type": "large"}, headers={"Referer": "http://evil.example/"})

    assert response.url == "/"
    assert response.cookies["display_type"].value == "large"
    again = client.post("/display/", {"type": "large"})
    assert again.cookies["display_type"].value == ""


def test_healthz_needs_no_database_and_readyz_compares_triggers(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"


def test_ended_edition_offers_no_move(client):
    edition = at_step(make_edition(), Step.TERMINATED)

    page = sign_in(client, make_actor(Role.OFFICE)).get(reverse("edition", args=[edition.pk])).content.decode()

    assert "已终止" in page
    assert "两人办理" not in page


def test_the_bar_says_until_when_a_list_stands(client):
    world = World()
    assert deadline(world.edition, NOON) == ""
    publication = world.publish()
    ends = period_of(publication, workdays())

    assert deadline(world.edition, NOON) == f"名单公示至{day_in_words(ends.closes_on)}24:00"
    assert deadline(world.edition, ends.closes_at) == ""


@pytest.mark.article("12(1)")
def test_termination_tells_everybody_in_it_and_asks_for_its_notice():
    edition, (first, second), office = make_edition(3, Step.MATERIALS), leaders(), make_actor(Role.OFFICE)
    within, gone = make_application(edition, Status.ACCEPTED, number="A-1"), make_application(edition, Status.WITHDRAWN)
    prepare(TERMINATE, edition, by=first, at=AT, reason="不可抗力，不能继续评选。", signature={})
    confirm(TERMINATE, edition, by=second, at=AT, reason="不可抗力，不能继续评选。", signature={})

    letter = Letter.objects.get()
    assert (letter.recipient, letter.kind) == (within.applicant.unit, LetterKind.TERMINATED)
    assert "您的申报（编号A-1）不再办理。\n理由：不可抗力" in letter.text
    assert gone.fresh().status == Status.WITHDRAWN
    assert "公告第三届晋中市质量奖终止" in [item.title for item in notices_todo(Asking(office, AT))]
    words = suggested(edition.fresh(), NoticeKind.EXPLANATION)
    assert (words["title"], "理由：不可抗力" in words["text"]) == ("关于终止第三届晋中市质量奖评选的公告", True)
    draft = Draft(**(words | {"kind": NoticeKind.EXPLANATION, "publish_at": AT}))
    notices.confirm(notices.compose(edition.fresh(), draft, by=office, at=AT), by=make_actor(Role.OFFICE), at=AT)
    assert notices_todo(Asking(office, AT)) == []
