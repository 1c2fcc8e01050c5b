"""发布信息: the call is composed, confirmed by another, out at its hour on the portal, in the list and the feed."""

from tests.walk.people import become, clock_to, next_step, press, room


def walk(page):
    become(page, "office-1")
    room(page, "申报通知")
    page.get_by_role("link", name="拟定申报通知").first.click()
    press(page, "拟好")

    become(page, "office-2")
    room(page, "申报通知")
    press(page, "确认")
    page.goto("/notices/")
    assert "关于组织申报第三届晋中市质量奖的通知" not in page.content()

    clock_to(page, "2026-03-04T09:00")
    page.goto("/notices/")
    page.get_by_role("link", name="关于组织申报第三届晋中市质量奖的通知").click()
    assert page.url.endswith("/notices/2026-1/")
    assert page.request.get("/notices/2026-1.pdf").body().startswith(b"%PDF")
    assert "关于组织申报第三届晋中市质量奖的通知" in page.request.get("/notices/feed.xml").text()
    next_step(page, "组织申报")
