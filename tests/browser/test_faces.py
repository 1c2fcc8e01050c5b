"""What every page promises whoever looks at it: the modes, the paper, the keyboard, the weight."""

import gzip

import pytest

from tests.browser.fixtures import WIDTHS
from tests.browser.pages import enter

pytestmark = pytest.mark.once
MODES = "localStorage.setItem('display-type', 'large'); localStorage.setItem('display-contrast', 'high')"
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
OPEN = ["/", "/rules/", "/verify/", "/register/organization/"]
OFFICE = ["/home/", "/editions/", "/calendar/2026/", "/reviewers/", "/accounts/identity/"]
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


def test_on_paper_there_is_nothing_to_press(site, page):
    enter(page, "office-1")
    page.goto("/editions/")
    page.get_by_role("link", name="第三届晋中市质量奖").click()
    page.set_viewport_size({"width": 640, "height": 900})  # the width of A4 between its margins
    page.emulate_media(media="print")

    shown = [one.inner_text() for one in page.locator("nav, button, .btn, .modes, .footer").all() if one.is_visible()]
    assert shown == []
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.evaluate(FITS)


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
