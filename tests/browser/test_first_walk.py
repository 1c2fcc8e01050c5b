"""What people do in the walls alone: look, enter, sign in two hands, verify."""

import re

import pytest

from tests.browser.pages import enter

PUBLIC = ["/", "/notices/", "/rules/", "/winners/", "/verify/", "/accounts/login/", "/demo/"]
WORK = {
    "office-1": ["/home/", "/editions/", "/calendar/", "/interpretations/"],
    "leader-1": ["/home/", "/editions/"],
    "security": ["/home/", "/people/", "/grants/"],
    "system": ["/home/", "/system/"],
    "audit": ["/home/", "/audit/", "/grants/"],
    "13800000001": ["/home/", "/accounts/identity/"],
}


@pytest.mark.once
@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_accessible_and_fits_a_phone(site, page, look, address):
    assert page.goto(address).status == 200
    look(page)


@pytest.mark.once
@pytest.mark.parametrize("username", list(WORK))
def test_work_pages_are_accessible_and_fit_a_phone(site, page, look, username):
    enter(page, username)
    for address in WORK[username]:
        assert page.goto(address).status == 200
        look(page)


@pytest.mark.once
def test_refusals_are_accessible(site, page, axe):
    enter(page, "13800000001")
    for address, status in (("/nowhere/", 404), ("/people/", 403)):
        assert page.goto(address).status == status
        axe(page)


def test_leaders_terminate_an_edition_in_two_hands(server, page):
    enter(page, "leader-2")
    page.get_by_role("link", name="第三届").click()
    page.get_by_role("link", name=re.compile("^终止第三届")).click()
    page.get_by_label("理由").fill("演练终止")
    page.get_by_role("button", name=re.compile("经办：终止本届")).click()
    page.wait_for_url("**/editions/*/")

    enter(page, "leader-1")
    page.get_by_role("link", name="核对并确认").click()
    assert "演练终止" in page.content()
    page.get_by_role("button", name=re.compile("确认：终止本届")).click()
    page.wait_for_url("**/editions/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "已终止"

    page.goto("/verify/")
    assert "晋中市质量奖/第三届" in page.content()
    assert "核对无误" in server.manage("verify_ledger")


def test_first_hand_cannot_confirm_his_own(server, page):
    enter(page, "leader-2")
    page.goto("/editions/")
    page.get_by_role("link", name="第三届晋中市质量奖").click()
    page.get_by_role("link", name=re.compile("^终止第三届")).click()
    page.get_by_label("理由").fill("演练终止")
    page.get_by_role("button", name=re.compile("经办：终止本届")).click()
    page.wait_for_url("**/editions/*/")
    page.get_by_role("link", name=re.compile("^终止第三届")).click()

    assert "您已经经办，等另一人确认。" in page.content()
    assert page.get_by_role("button", name=re.compile("确认：终止本届")).count() == 0


def test_what_takes_long_shows_how_far_it_is_and_brings_one_back(server, page, look):
    enter(page, "office-1")
    page.goto("/demo/rest/")
    assert page.url.endswith("/demo/")  # nothing runs
    running(server, "Run('/editions/', {'初审、审核、签发': (16, 16), '决定受理': (3, 15)})")
    page.goto("/demo/rest/")
    assert "决定受理　已办3件，共15件" in page.locator("main").inner_text()
    look(page)

    running(server, "Run('/editions/', said='办完了。')")
    page.wait_for_url("**/editions/")
    assert "办完了。" in page.locator(".notes").inner_text()


def running(server, run):
    """Put what runs where the pages look for it."""
    server.manage("shell", "-c", f"from jinzhong_award.demonstration.running import *; cache.set(KEY, {run}, 60)")


def test_clock_of_the_demonstration_moves_forward(server, page):
    enter(page, "office-1")
    page.get_by_role("button", name="五个工作日后").click()

    assert "2026年3月9日" in page.content()
