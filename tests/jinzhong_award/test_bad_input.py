"""What bad input gets, row by row: its status, its sentence, what to do, what is kept; never a default of a library."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils.html import escape

from accounts.grants.models import Role
from accounts.security.models import SecurityEvent
from accounts.todo import todo
from applications.evidence.forms import EvidenceForm
from applications.evidence.models import Attachment
from core import clock
from core.files.kinds import MEGABYTE
from core.files.signatures import EICAR
from procedure.editions.models import Edition
from tests.applications.world import a_company, a_draft, give
from tests.core.files import make
from tests.factories import AT, make_actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REMEDY, KEPT = "可以怎么办", "已保留"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def office(client):
    return sign_in(client, make_actor(Role.OFFICE))


def text(answer):
    return answer.content.decode()


def refused(answer, status, sentence):
    """The common form: a true status, what happened, what to do, what is kept; no library speaks for us."""
    page = text(answer)
    found = (answer.status_code, sentence in page, REMEDY in page, KEPT in page, answer["Content-Type"])
    assert found == (status, True, True, True, "text/html; charset=utf-8"), re.findall("<h1.*", page)
    assert not re.search(r"Traceback|SELECT|Django|Exception|/site-packages/|Not Found|Forbidden", page)


def kinds():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


class TestRequestsThatNoPageTakes:
    @pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
    def test_another_method(self, client, method):
        answer = client.generic(method, "/", b"x")

        refused(answer, 405, "这一步不能这样打开")
        assert (answer["Allow"], kinds()) == ("GET, HEAD, POST, OPTIONS", ["malformed"])

    def test_the_address_of_a_button_opened_by_hand(self, office):
        answer = office.get("/bodies/00000000-0000-4000-8000-000000000000/switch/")

        refused(answer, 405, "这个地址只接受页面上的按钮")
        assert answer["Allow"] == "POST"

    @pytest.mark.parametrize("host", ["evil.example", "a b<>"])
    def test_another_host(self, client, host):
        refused(client.get("/", headers={"host": host}), 400, "这个请求看不懂")
        assert kinds() == ["malformed"]

    def test_a_form_of_other_signs(self, client):
        kind = "application/x-www-form-urlencoded; charset=gbk"
        refused(client.generic("POST", "/accounts/login/", b"login=%e4", content_type=kind), 400, "这个请求看不懂")

    def test_too_many_fields(self, client, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
        refused(client.post("/accounts/login/", {f"field{number}": "1" for number in range(20)}), 400, "这个请求看不懂")

    def test_a_form_from_another_site(self, client):
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        answer = strict.post("/accounts/login/", {"login": "13800000001", "password": "Secret-1"})

        refused(answer, 403, "页面已失效，请刷新后重试")
        assert ["13800000001" in text(answer), "Secret-1" in text(answer), kinds()] == [True, False, ["forbidden"]]

    def test_a_page_that_has_gone_stale_meanwhile(self, office):
        office.handler.enforce_csrf_checks = True

        refused(office.post("/editions/new/", {"number": "7"}), 403, "页面已失效，请刷新后重试")


class TestTooMuch:
    def test_more_than_the_largest_form_is_refused_unread(self, office, settings):
        settings.LARGEST_BODY = 1000
        unread = SimpleUploadedFile("录像.pdf", b"x" * 2000)
        answer = office.post("/editions/new/", {"number": "7", "files": unread})

        refused(answer, 413, "单个文件不超过50MB。")
        assert ("可压缩图片或分卷上传" in text(answer), kinds(), Edition.objects.exists()) == (True, ["too-large"], False)
        assert not hasattr(answer.wsgi_request, "_post")

    def test_words_without_end(self, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        refused(client.post("/accounts/login/", {"login": "长" * 2000}), 413, "文件太大，没有收下")

    def test_longer_than_a_field_is_told_with_the_count(self, office):
        answer = office.post("/bodies/new/", {"name": "长" * 3000})

        assert answer.status_code == 422
        assert "现在是3000个字" in text(answer)
        assert "长" * 3000 in text(answer)


class TestSigns:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("榆次\x00区", "内容含无法保存的特殊字符（第3个字），请删除。"),
            ("榆次\x1b区", "内容含无法保存的特殊字符（第3个字），请删除。"),
            ("榆次\u202e区", "内容含不可见字符（第3个字），请重新输入。"),
            ("榆\u200b次区", "内容含不可见字符（第2个字），请重新输入。"),
        ],
    )
    def test_what_cannot_be_stored_or_seen_is_named_by_its_place(self, office, typed, sentence):
        answer = office.post("/bodies/new/", {"name": typed, "short_name": "榆次"})

        assert (answer.status_code, sentence in text(answer), 'value="榆次"' in text(answer)) == (422, True, True)

    @pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE x; --", "𠮷林\ue000\U00031350"])
    def test_anything_else_is_taken_as_typed_and_shown_literally(self, office, typed):
        sent = {"body_type": "county", "short_name": "演示", "division": "140702", "contact": "演示", "phone": "0354-0000000", "order": "1"}
        assert office.post("/bodies/new/", sent | {"name": typed}).status_code == 302

        assert escape(typed) in text(office.get("/bodies/"))


class TestFormsOfLibraries:
    @pytest.mark.parametrize(
        ("address", "sent", "sentences"),
        [
            ("/accounts/login/", {"login": "", "password": ""}, ["请填写“手机号或用户名”。", "请填写“密码”。"]),
            (
                "/accounts/password/change/",
                {"oldpassword": "x", "password1": "abc", "password2": "abd"},
                ["请输入您的当前密码。", "密码至少10个字符，现在是3个。", "密码要含小写字母、大写字母、数字、符号中的三种。"],
            ),
            ("/accounts/reauthenticate/", {"password": "x"}, ["还可以试4次，之后锁定15分钟。"]),
        ],
    )
    def test_they_answer_with_a_true_status_and_without_a_word_of_english(self, client, address, sent, sentences):
        if address != "/accounts/login/":
            sign_in(client, make_actor(Role.OFFICE))
        answer = client.post(address, sent)
        said = re.findall(r'class="invalid-feedback"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)', text(answer), re.DOTALL)

        assert (answer.status_code, [sentence for sentence in sentences if sentence not in text(answer)]) == (422, [])
        assert not re.search("[A-Za-z]{2}", "".join(said)), said


class TestWhatIsNotThere:
    @pytest.mark.parametrize("address", ["/nothing/", "/notices/2026-1/", "/notices/%00/", "/notices/%ff%fe/", "/editions/x/"])
    def test_no_such_page_and_none_of_yours_are_one_body(self, client, address):
        answer = client.get(address)

        refused(answer, 404, "页面不存在或您无权查看")
        assert answer.content == client.get("/no-such-page/").content

    def test_a_page_of_another_role(self, office):
        answer = office.post("/audit/", {"words": "已经写好的话"})

        refused(answer, 403, "您的身份不能办理此事项")
        assert ("已经写好的话" in text(answer), kinds()) == (True, ["forbidden"])

    def test_nobody_signed_in(self, client):
        assert client.get("/editions/new/?a=1")["Location"] == "/accounts/login/?next=/editions/new/%3Fa%3D1"
        answer = client.get("/editions/new/", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()) == (401, {"sentence": "登录已过期，登录后继续；所填内容已保留。"})


class TestAgainstTheRules:
    def test_an_act_that_the_rules_refuse_is_answered_with_its_article_and_logged(self, office):
        sent = {"number": "3"}
        assert office.post("/editions/new/", sent).status_code == 302

        answer = office.post("/editions/new/", sent)

        assert (answer.status_code, Edition.objects.count()) in ((409, 1), (422, 1))

    def test_a_move_that_is_shut(self, office):
        office.post("/editions/new/", {"number": "3"})
        edition = Edition.objects.get()

        answer = office.post(f"/editions/{edition.pk}/moves/leave-0/", {"reason": "想早一点"})

        refused(answer, 409, "没有办理任何事")
        assert ("服务器时间" in text(answer), "想早一点" in text(answer), kinds()) == (True, True, ["refused"])


class TestFiles:
    """At the applicant's evidence: refused beside the upload, and what was there before stays."""

    @pytest.fixture
    def evidence(self, client, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: AT)
        company = a_company()
        draft = a_draft(by=company)
        client.force_login(company.person)
        give(draft, "licence", company, "执照.pdf")
        address = f"/applications/{draft.pk}/evidence/"
        yield lambda name, content: client.post(address, {"kind": "licence", "files": SimpleUploadedFile(name, content)})
        assert Attachment.objects.filter(removed_at=None).count() == 1

    def test_what_is_no_good_file_is_told_beside_the_upload(self, evidence):
        for name, content, sentence in (
            ("空.pdf", b"", "空.pdf：文件为空，请检查后重新选择。"),
            ("程序.pdf", b"MZ" + b"\0" * 200, "仅接受PDF、JPG、PNG、DOCX、XLSX、OFD；该文件实际为"),
            ("病毒.pdf", EICAR, "该文件未通过安全检查，未保存。"),
            ("坏.pdf", make.pdf()[:60], "文件已损坏或不完整，无法打开，请重新导出后上传。"),
        ):
            answer = evidence(name, content)
            assert (answer.status_code, sentence in text(answer), "执照.pdf" in text(answer)) == (422, True, True), name
        assert kinds() == ["virus"]
        (alarm,) = todo(make_actor(Role.OFFICE), AT)
        assert (alarm.title, "梁衡之上传的文件带有病毒" in alarm.text) == ("有1次上传没有通过安全检查", True)

    def test_one_that_is_too_large_has_its_own_status(self, evidence, monkeypatch):
        monkeypatch.setattr(EvidenceForm.base_fields["files"], "limit", MEGABYTE)

        answer = evidence("录像.pdf", make.pdf(tail=b" " * MEGABYTE))

        assert (answer.status_code, "单个文件不超过1MB。可压缩图片或分卷上传。" in text(answer)) == (413, True)

    def test_while_the_check_is_down_nothing_is_kept_unchecked(self, evidence, settings):
        settings.CLAMD = "/nowhere/clamd.socket"

        answer = evidence("证书.pdf", make.pdf())

        refused(answer, 503, "文件检查暂不可用，已保留草稿，请10分钟后再试。")
        assert answer["Retry-After"] == "600"


class TestTooOften:
    def test_the_sixth_password_waits_for_a_quarter_of_an_hour(self, client):
        sent = {"login": "nobody", "password": "Password-9"}
        answers = [client.post("/accounts/login/", sent) for _ in range(6)]

        assert [answer.status_code for answer in answers] == [422] * 4 + [429] * 2
        assert (answers[-1]["Retry-After"], "操作过于频繁，请15分钟后再试。" in text(answers[-1])) == ("900", True)


class TestFaults:
    def test_a_bug_is_numbered_and_keeps_what_was_typed(self, office, monkeypatch):
        monkeypatch.setattr("jinzhong_award.pages.editions.open_edition", lambda **_: 1 / 0)

        answer = office.post("/editions/new/", {"number": "3"})

        refused(answer, 500, "系统出错，本次操作未生效")
        assert re.search(r"E-[0-9a-f]{8}", text(answer))

    @pytest.mark.parametrize("fault", [OperationalError("database is locked"), OperationalError("pool timeout")])
    def test_a_house_that_is_busy_asks_to_wait(self, client, monkeypatch, fault):
        def busy():
            raise fault

        monkeypatch.setattr(clock, "now", busy)
        answer = client.get("/")

        refused(answer, 503, "当前提交人数较多，请稍候")
        assert (answer["Retry-After"], "2分钟" in text(answer), "以前保存的草稿和已经传完的文件都在" in text(answer)) == ("120", True, True)
