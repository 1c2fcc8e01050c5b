"""Passkeys and kept words, as a browser does them."""

import dataclasses
import re

import pytest

from accounts.signing.services import DEMO_PASSWORD
from tests.browser.server import Server


class InEarnest(Server):
    """The people of the demonstration, in a house that is none: second factors are demanded."""

    def _start(self):
        self.copy = dataclasses.replace(self.copy, demo=False)
        return super()._start()


@pytest.fixture
def server(request):
    server = getattr(request, "param", Server)()
    yield server
    server.close()


def sign_in(page, username):
    page.get_by_label("手机号或用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("server", [InEarnest], indirect=True)
def test_a_passkey_is_added_signs_and_signs_in(server, page, passkey, axe):
    passkey(page)
    page.goto("/accounts/login/")
    sign_in(page, "leader-2")
    page.wait_for_url("**/accounts/2fa/")

    page.get_by_role("link", name="添加通行密钥").click()
    axe(page)
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/webauthn/add/")
    axe(page)
    page.locator("input[name=name]").fill("办公室的钥匙")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    page.reload()
    axe(page)

    page.goto("/editions/")
    page.get_by_role("link", name="第三届晋中市质量奖").click()
    page.get_by_role("link", name=re.compile("^终止第三届")).click()
    axe(page)
    assert not page.get_by_text("通行密钥没有回应").is_visible()
    page.get_by_label("理由").fill("演练终止")
    page.get_by_role("button", name=re.compile("用通行密钥经办：终止本届")).click()
    page.wait_for_url(re.compile(r"/editions/[0-9a-f-]+/$"))
    page.get_by_role("link", name=re.compile("^终止第三届")).click()
    assert "您已经经办，等另一人确认" in page.content()

    page.goto("/accounts/2fa/webauthn/")
    axe(page)
    assert page.get_by_role("rowheader").inner_text() == "办公室的钥匙"
    page.get_by_role("button", name="退出").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/home/")


def test_typed_words_outlive_an_ended_session(server, page):
    page.goto("/accounts/login/")
    assert not page.get_by_text("所填内容已保留").is_visible()
    sign_in(page, "security")
    page.wait_for_url("**/home/")
    page.goto("/people/new/")
    page.get_by_label("用户名").fill("office-9")
    page.get_by_label("姓名").fill("郝明砚")

    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="开通账号").click()
    page.wait_for_url("**/accounts/login/?next=/people/new/")
    assert page.get_by_text("所填内容已保留").is_visible()

    sign_in(page, "security")
    page.wait_for_url("**/people/new/")
    assert page.get_by_label("用户名").input_value() == "office-9"
    assert page.get_by_label("姓名").input_value() == "郝明砚"
    page.get_by_role("button", name="开通账号").click()
    assert "临时密码" in page.content()

    page.goto("/people/new/")
    assert page.get_by_label("用户名").input_value() == ""
