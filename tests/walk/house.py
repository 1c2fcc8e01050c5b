"""Before any edition: the first administrators, everybody's account and grant, the units, the bodies, the working calendar."""

import re
import time

from allauth.mfa.totp.internal import auth as totp

from tests.procedure.test_calendar_arrangement import NOTICE_2026
from tests.walk.people import (
    AGENCY,
    AUDIT,
    GROUP,
    HANDS,
    OFFICE,
    PASSWORD,
    PEOPLE,
    PINGYAO,
    SECURITY,
    TAIGU,
    YUCI,
    become,
    follow,
    leave,
    press,
    send,
    sits,
)

TERM = {"from_on": "2026-03-02", "until_on": "2027-06-30"}
UNITS = ((GROUP, "领导小组"), (AGENCY, "受委托机构"))
BODIES = ((YUCI, "榆次", "140702"), (TAIGU, "太谷", "140703"), (PINGYAO, "平遥", "140728"))


def walk(page, server):
    page.goto("/demo/")
    assert "还没有演示人员" in page.locator("main").inner_text()
    for username, password in first_administrators(server).items():
        sign_in(page, username, password)
        secret, window = take_second_factor(page)
    for person in HANDS:
        give(page, person)
    confirm(page)
    for name, kind in UNITS:
        enter_unit(page, name, kind)
    enter_bodies(page)
    enter_calendar(page)
    passwords = {person.username: give(page, person) for person in PEOPLE}
    confirm(page)
    first_sign_in(page, "secretary", passwords["secretary"])
    sign_in_again(page, AUDIT[0], secret, window)


def first_administrators(server):
    """The command says two temporary passwords, once."""
    (security, name), (audit, other) = SECURITY, AUDIT
    said = server.manage(
        "first_administrator",
        f"--unit={OFFICE}",
        f"--security-username={security}",
        f"--security-name={name}",
        f"--audit-username={audit}",
        f"--audit-name={other}",
    )
    return dict(re.findall(r"用户名 (\S+)　临时密码 (\S+)", said))


def sign_in(page, username, password):
    """The real sign-in with a temporary password, which is changed first."""
    leave(page)
    page.goto("/accounts/login/")
    page.get_by_label("手机号或用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    press(page, "^登录$")
    assert "您用的是临时密码" in page.locator("body").inner_text()
    page.locator('input[name="oldpassword"]').fill(password)
    page.locator('input[name="password1"]').fill(PASSWORD)
    page.locator('input[name="password2"]').fill(PASSWORD)
    press(page, "更换密码")
    sits(page, username)


first_sign_in = sign_in


def take_second_factor(page):
    """Add a device; return its secret and the half minute whose code was spent."""
    page.goto("/accounts/2fa/totp/activate/")
    if page.url.endswith("/reauthenticate/") or "reauthenticate" in page.url:
        page.locator('input[name="password"]').fill(PASSWORD)
        press(page, "确认")
    secret = page.get_by_label("密钥").input_value()
    window = _window()
    page.locator('input[name="code"]').fill(code(secret, window))
    press(page, "添加动态码")
    assert "恢复码" in page.locator("main").inner_text()
    return secret, window


def sign_in_again(page, username, secret, spent):
    """Password and code; a code serves once, so the half minute must be another."""
    leave(page)
    page.goto("/accounts/login/")
    page.get_by_label("手机号或用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "^登录$")
    assert "还差一步" in page.locator("main").inner_text()
    while _window() == spent:
        time.sleep(1)
    page.locator('form input[name="code"]').fill(code(secret, _window()))
    with page.expect_navigation(url="**/home/"):
        page.get_by_role("button", name="登录", exact=True).click()
    sits(page, username)


def code(secret, window):
    """What the device shows in a half minute."""
    return totp.format_hotp_value(totp.hotp_value(secret, window))


def _window():
    return next(totp.yield_hotp_counters_from_time())


def give(page, person):
    """The security administrator opens an account and proposes the grant; return the temporary password."""
    become(page, SECURITY[0])
    opened = send(page, "/people/new/", username=person.username, name=person.name, phone="").text()
    chosen = {"person": f"{person.name}（{person.username}）", "role": person.role, "unit": person.unit}
    send(page, "/grants/new/", chosen, reason="任职名单（演示）", **TERM, **({"head": "on"} if person.head else {}))
    return re.search(r'<span class="fingerprint">([^<]+)</span>', opened).group(1)


def confirm(page):
    """The audit administrator confirms what waits: the first by its button, the others in the same way undrawn."""
    become(page, SECURITY[0])
    page.goto("/grants/")
    assert page.get_by_role("button", name=re.compile("^复核通过")).count() == 0
    become(page, AUDIT[0])
    page.goto("/grants/")
    press(page, "^复核通过")
    hidden = {name: page.locator(f'input[name="{name}"]').first.input_value() for name in ("csrfmiddlewaretoken", "acting_grant")}
    for form in page.locator('form[action^="/grants/"][action$="/confirm/"]').all():
        assert page.request.post(form.get_attribute("action"), form=hidden).ok
    page.goto("/grants/")
    assert "提出而没有复核的授权列在这里" in page.locator("main").inner_text()


def enter_unit(page, name, kind):
    """The security administrator enters a unit of the house."""
    become(page, SECURITY[0])
    page.goto("/grants/units/")
    page.get_by_label("类别").select_option(label=kind)
    page.get_by_label("名称", exact=True).fill(name)
    press(page, "录入这个单位")
    assert f"已录入{name}" in page.locator("body").inner_text()


def enter_bodies(page):
    """The office enters who may recommend."""
    become(page, "office-1")
    for name, short, division in BODIES:
        page.goto("/bodies/new/")
        page.get_by_label("类型").select_option("county")
        fields = {"name": name, "short_name": short, "division": division, "contact": "演示联系人", "phone": "0354-0000000"}
        for key, words in fields.items():
            page.locator(f'[name="{key}"]').fill(words)
        press(page, "录入这个推荐单位")
    assert page.get_by_role("row").count() == len(BODIES) + 1


def enter_calendar(page):
    """The office enters the year's arrangement from the notice of the State Council's office."""
    page.goto("/calendar/2026/enter/")
    page.locator('textarea[name="text"]').fill(NOTICE_2026)
    page.locator('[name="source"]').fill("国务院办公厅关于2026年部分节假日安排的通知")
    press(page, "核对2026年的日期")
    press(page, "核对无误")
    assert "2026年" in page.locator("main").inner_text()
    follow(page, "工作日历")
