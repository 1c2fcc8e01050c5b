"""What every page promises whoever looks at it: the modes, the paper, the keyboard, the weight."""

import gzip

import pytest

from tests.browser.fixtures import WIDTHS
from tests.browser.keyboard import keyboard_faults, paper_faults
from tests.browser.pages import enter

pytestmark = pytest.mark.once
MODES = "localStorage.setItem('display-type', 'large'); localStorage.setItem('display-contrast', 'high')"
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
OPEN = ["/", "/rules/", "/verify/", "/register/organization/"]
OFFICE = ["/home/", "/editions/", "/calendar/2026/", "/reviewers/", "/accounts/identity/"]
MAIN = {
    "": ["/", "/rules/", "/how/", "/winners/", "/verify/", "/register/organization/", "/register/person/", "/accounts/login/"],
    "office-1": ["/home/", "/editions/", "/calendar/2026/", "/reviewers/", "/bodies/new/", "/interpretations/", "/accounts/mailbox/"],
    "security": ["/people/new/", "/grants/new/", "/grants/"],
    "13800000001": ["/home/", "/accounts/identity/", "/accounts/unit/people/"],
}
HINDERED = """<form><p><input id=plain></p><p><input id=late tabindex=3></p><p><input id=trap></p>
  <p id=down><input name=below></p><p id=up><input name=above></p></form>
  <nav><p>press</p></nav><table><tr><td id=wide>wide</td></tr></table>"""
HINDER = """html => {
  document.querySelector('main').innerHTML = html;
  const style = (name, rule, value) => document.getElementById(name).style.setProperty(rule, value);
  style('plain', 'outline', 'none'), style('down', 'margin-top', '9rem'), style('up', 'margin-top', '-8rem');
  style('wide', 'min-width', '1000px');
  document.getElementById('trap').addEventListener('keydown', event => event.preventDefault());
}"""
# What is focused, and whether one sees that it is.
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.name || one.innerText || one.tagName, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
}"""


def fits_in_both_modes(page, addresses):
    for address in addresses:
        page.goto(address)
        assert page.locator("html").get_attribute("data-type") == "large"
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(FITS), f"{address} at {width}"


def test_public_pages_hold_in_large_type_and_high_contrast(site, page, axe):
    page.goto("/")
    page.evaluate(MODES)
    fits_in_both_modes(page, OPEN)
    axe(page)


def test_work_pages_hold_in_large_type_and_high_contrast(site, page, axe):
    enter(page, "office-1")
    page.evaluate(MODES)
    fits_in_both_modes(page, OFFICE)
    page.goto("/editions/")
    page.get_by_role("link", name="第三届晋中市质量奖").click()
    axe(page)


@pytest.mark.parametrize("username", list(MAIN))
def test_main_pages_are_worked_by_the_keyboard_and_whole_on_paper(site, page, username):
    if username:
        enter(page, username)
    for address in MAIN[username]:
        assert page.goto(address).status == 200
        assert (keyboard_faults(page), paper_faults(page)) == ([], []), address


def test_what_hinders_the_keyboard_and_the_printer_is_found(site, page):
    page.goto("/")
    page.evaluate(HINDER, HINDERED)

    assert [fault.partition(": ")[2] for fault in keyboard_faults(page)] == [
        "does not show the focus",
        "is out of the order of the page",
        "keeps the focus",
        "stands above below, which comes before it",
    ]
    assert [fault.rpartition(": ")[2] for fault in paper_faults(page)] == ["is printed", "is cut off"]


def test_a_form_is_filled_in_by_the_keyboard_alone(site, page):
    page.goto("/register/organization/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == ["跳到正文", True]
    page.keyboard.press("Enter")
    met = []
    while not met or met[-1] != ["注册单位账号", True]:
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        assert len(met) < 20, met
    names = page.locator("main form :is(input, select, textarea):not([type=hidden])").evaluate_all("all => all.map(one => one.name)")
    assert met == [*([name, True] for name in names), ["注册单位账号", True]]

    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "还有内容要改" in page.evaluate("document.activeElement.innerText"), page.content()[-1500:]


def test_a_first_visit_is_light(site, page):
    asked = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108  Playwright marks its handlers
    page.goto("/", wait_until="networkidle")
    # As nginx hands them out: compressed.
    sizes = {request.url: len(gzip.compress(request.response().body(), 6)) for request in asked}

    assert len(sizes) <= 6, sizes
    assert sum(sizes.values()) <= 60_000, sizes
