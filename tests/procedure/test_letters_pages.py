"""The pages of 送达 and of the outbox: what each role reads there, and what a post does or is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core.outbox.models import Channel, Message
from core.outbox.services import put, put_mail
from procedure.asking import Asking
from procedure.letters import services
from procedure.letters.models import Delivery, Letter, LetterKind, LetterRelease, Method, RemedyText
from procedure.letters.todo import todo
from tests.factories import AT, make_actor, make_edition, make_unit
from tests.procedure.hands import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_actor(Role.OFFICE)


@pytest.fixture
def edition(office):
    return make_edition(by=office)


@pytest.fixture
def company():
    return make_unit(UnitKind.APPLICANT, "晋中澄川液压股份有限公司")


@pytest.fixture
def applicant(company):
    return make_actor(Role.APPLICANT, company)


def make_letter(edition, recipient, **fields):
    words = {"kind": LetterKind.DECLINED, "act": "edition-3-9", "title": "关于不予受理的通知", "text": "成立不满三年。", "article": "9(1)"}
    return services.write_letter(edition, **({"recipient": recipient, "by": SYSTEM, "at": AT} | words | fields))


def make_released(edition, recipient, office, **fields):
    letter = make_letter(edition, recipient, **fields)
    services.release([letter], by=office, at=AT)
    return letter


def text(answer):
    return answer.content.decode()


class TestOutboxOfLetters:
    URL = "/letters/outbox/"

    def test_it_shows_every_act_with_its_texts(self, client, edition, company, office):
        make_letter(edition, company)
        make_letter(edition, make_unit(UnitKind.APPLICANT), text="另一份的正文。")
        make_letter(edition, company, act="edition-3-12", kind=LetterKind.HELD)

        page = text(as_actor(client, office).get(self.URL))

        assert [f"发出这{count}份文书" in page for count in (1, 2, 3)] == [True, True, False]
        assert page.count("成立不满三年。") == 2
        assert page.count("另一份的正文。") == 1
        assert "第三届晋中市质量奖：不予受理，2份" in page

    def test_one_button_releases_what_was_shown(self, client, edition, company, office):
        shown = [make_letter(edition, company), make_letter(edition, make_unit(UnitKind.APPLICANT))]
        later = make_letter(edition, make_unit(UnitKind.APPLICANT))

        answer = as_actor(client, office).post(self.URL, {"letter": [letter.pk for letter in shown]})

        assert (answer.status_code, answer.url) == (302, self.URL)
        assert list(Letter.objects.waiting()) == [later]

    def test_a_text_that_changed_since_is_refused(self, client, edition, company, office):
        letter = make_letter(edition, company)
        services.rewrite(letter, title="改", text="改", by=office, at=AT)

        answer = as_actor(client, office).post(self.URL, {"letter": [letter.pk]})

        assert answer.status_code == 409
        assert "这份文书已经改过，请看过新的内容再办。" in text(answer)
        assert LetterRelease.objects.count() == 0

    @pytest.mark.parametrize(("keys", "status"), [([], 409), (["x"], 404)])
    def test_nothing_and_nonsense_are_refused(self, client, office, keys, status):
        assert as_actor(client, office).post(self.URL, {"letter": keys}).status_code == status

    def test_others_are_refused(self, client, applicant):
        assert as_actor(client, applicant).get(self.URL).status_code == 403

    def test_a_letter_is_edited_before_its_release(self, client, edition, company, office):
        letter = make_letter(edition, company)
        as_actor(client, office)

        assert client.get(f"/letters/{letter.pk}/edit/").status_code == 200
        answer = client.post(f"/letters/{letter.pk}/edit/", {"title": letter.title, "text": "成立于2024年，不满三年。"})

        assert (answer.status_code, [row.text for row in Letter.objects.waiting()]) == (302, ["成立于2024年，不满三年。"])

    def test_an_edit_with_hidden_characters_is_refused_and_kept(self, client, edition, company, office):
        letter = make_letter(edition, company)

        answer = as_actor(client, office).post(f"/letters/{letter.pk}/edit/", {"title": letter.title, "text": "成\u202e立"})

        assert (answer.status_code, Letter.objects.count()) == (422, 1)
        assert answer.context["form"].errors["text"] == ["内容含不可见字符（第2个字），请重新输入。"]

    def test_a_released_letter_is_not_edited(self, client, edition, company, office):
        letter = make_released(edition, company, office)
        as_actor(client, office)

        assert client.get(f"/letters/{letter.pk}/edit/").status_code == 409
        assert client.post(f"/letters/{letter.pk}/edit/", {"title": "改", "text": "改"}).status_code == 409
        assert Letter.objects.count() == 1


class TestReading:
    def test_the_recipient_finds_and_opens_it(self, client, edition, company, office, applicant):
        letter = make_released(edition, company, office)
        as_actor(client, applicant)
        assert "有1份没有打开过" in text(client.get("/letters/"))

        page = text(client.get(f"/letters/{letter.pk}/"))

        assert "成立不满三年。" in page
        assert "送达情况" not in page
        assert "都已经打开过" in text(client.get("/letters/"))
        client.get(f"/letters/{letter.pk}/")
        assert Delivery.objects.filter(letter=letter, method=Method.READ, by=applicant.person).count() == 1

    def test_it_carries_the_sentence_about_remedies(self, client, edition, company, office, applicant):
        services.set_remedy(LetterKind.DECLINED, text="可以申请行政复议。", basis="法律审核意见", by=office, at=AT)
        letter = make_released(edition, company, office)

        assert "可以申请行政复议。" in text(as_actor(client, applicant).get(f"/letters/{letter.pk}/"))

    def test_one_that_waits_is_not_there_for_the_recipient(self, client, edition, company, applicant):
        letter = make_letter(edition, company)
        as_actor(client, applicant)

        assert client.get(f"/letters/{letter.pk}/").status_code == 404
        assert letter.title not in text(client.get("/letters/"))

    def test_another_ones_is_not_there(self, client, edition, company, office):
        letter = make_released(edition, company, office)

        assert as_actor(client, make_actor(Role.APPLICANT)).get(f"/letters/{letter.pk}/").status_code == 404

    def test_the_office_opens_it_without_a_reading(self, client, edition, company, office):
        letter = make_released(edition, company, office)

        page = text(as_actor(client, office).get(f"/letters/{letter.pk}/"))

        assert "网站发布" in page
        assert Delivery.objects.filter(method=Method.READ).count() == 0

    def test_it_is_printed_from_its_release_on(self, client, edition, company, office, applicant):
        letter = make_letter(edition, company)
        as_actor(client, office)
        assert client.get(f"/letters/{letter.pk}/pdf/").status_code == 409
        services.release([letter], by=office, at=AT)

        answer = as_actor(client, applicant).get(f"/letters/{letter.pk}/pdf/")

        assert (answer.status_code, answer["Content-Type"], b"".join(answer)[:5]) == (200, "application/pdf", b"%PDF-")
        assert Delivery.objects.filter(letter=letter, method=Method.READ).count() == 1

    def test_a_script_in_a_text_is_shown_as_text(self, client, edition, company, office, applicant):
        letter = make_released(edition, company, office, text="<script>alert(1)</script>")

        assert "<script>alert(1)" not in text(as_actor(client, applicant).get(f"/letters/{letter.pk}/"))

    @pytest.mark.parametrize("who", ["office", "applicant"])
    def test_the_number_of_queries_does_not_grow(self, client, edition, company, office, applicant, who):
        as_actor(client, {"office": office, "applicant": applicant}[who])
        make_released(edition, company, office)
        client.get("/letters/")
        with CaptureQueriesContext(connection) as one:
            client.get("/letters/")
        for _ in range(2):
            make_released(edition, company, office)
        with CaptureQueriesContext(connection) as three:
            client.get("/letters/")

        assert len(three) == len(one)

    def test_the_number_of_queries_of_what_waits_does_not_grow(self, client, edition, company, office):
        as_actor(client, office)
        make_letter(edition, company)
        client.get("/letters/outbox/")
        with CaptureQueriesContext(connection) as one:
            client.get("/letters/outbox/")
        for number in range(2):
            make_letter(edition, make_unit(UnitKind.APPLICANT), act=f"edition-3-{number}")
        with CaptureQueriesContext(connection) as three:
            client.get("/letters/outbox/")

        assert len(three) == len(one)


class TestDelivering:
    def post(self, client, letter, **fields):
        today = timezone.localdate().isoformat()
        return client.post(f"/letters/{letter.pk}/delivery/", {"method": "post", "delivered_on": today, "proof": "单号1234"} | fields)

    def test_the_office_records_it(self, client, edition, company, office):
        letter = make_released(edition, company, office)
        as_actor(client, office)
        assert client.get(f"/letters/{letter.pk}/delivery/").status_code == 200

        answer = self.post(client, letter)

        assert (answer.status_code, answer.url) == (302, f"/letters/{letter.pk}/")
        assert "单号1234" in text(client.get(answer.url))

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"delivered_on": "2026-03-01"}, "delivered_on", "送达日期不能早于发出日期。"),
            ({"delivered_on": "2999-03-01"}, "delivered_on", "送达日期不能晚于今天。"),
            ({"proof": ""}, "proof", "请填写“送达证明”。"),
            ({"method": "read"}, "method", "“送达方式”里没有选中的这一项，请重新选择。"),
        ],
    )
    def test_the_form_refuses(self, client, edition, company, office, fields, field, sentence):
        letter = make_released(edition, company, office)

        answer = self.post(as_actor(client, office), letter, **fields)

        assert (answer.status_code, answer.context["form"][field].errors) == (422, [sentence])
        assert Delivery.objects.exclude(method=Method.SITE).count() == 0

    def test_before_the_release_it_is_refused(self, client, edition, company, office):
        answer = self.post(as_actor(client, office), make_letter(edition, company))

        assert (answer.status_code, Delivery.objects.count()) == (409, 0)


class TestRemedies:
    def test_the_office_sets_one(self, client, office):
        as_actor(client, office)
        assert text(client.get("/letters/remedies/")).count("不写</span>") == len(LetterKind)

        answer = client.post("/letters/remedies/declined/", {"text": "可以申请行政复议。", "basis": "法律审核意见"})

        assert (answer.status_code, RemedyText.objects.get().kind) == (302, "declined")
        assert "可以申请行政复议。" in text(client.get("/letters/remedies/declined/"))

    def test_an_unknown_kind_is_not_there(self, client, office):
        assert as_actor(client, office).get("/letters/remedies/nothing/").status_code == 404


class TestMessages:
    def fail(self, **fields):
        message = put_mail("wu@example.com", subject="受理通知", text="正文", at=AT, **fields)
        Message.objects.filter(pk=message.pk).update(failed_at=AT, due_at=None, attempts=7, error="SMTPRecipientsRefused: wu@example.com")
        return message

    def test_the_office_sees_what_waits_and_what_failed(self, client, office):
        self.fail()
        put_mail("liang@example.com", subject="暂缓通知", text="正文", at=AT)
        as_actor(client, office)

        failed, waiting = (text(client.get(url)) for url in ("/outbox/", "/outbox/?state=waiting"))

        assert ["wu@example.com" in failed, "发送没有成功，原因请系统管理员查看。" in failed, "SMTP" in failed] == [True, True, False]
        assert ["liang@example.com" in waiting, "暂缓通知" in waiting] == [True, True]

    def test_the_administrator_sees_neither_address_nor_subject(self, client, office):
        self.fail()

        page = text(as_actor(client, make_actor(Role.SYSTEM)).get("/outbox/"))

        assert ["wu@example.com" in page, "受理通知" in page, "SMTPRecipientsRefused" in page] == [False, False, True]

    def test_no_page_shows_the_text_of_a_code(self, client, office):
        put_mail("wu@example.com", subject="验证码", text="验证码 482913", at=AT, secret=True)
        as_actor(client, office)

        assert [("482913" in text(client.get(f"/outbox/?state={state}"))) for state in ("failed", "waiting", "held", "sent")] == [False] * 4

    def test_nobody_learns_who_objected_from_the_outbox(self, client, office):
        message = self.fail(private=True)
        put_mail("liang@example.com", subject="异议处理结果", text="正文", at=AT, held=True, private=True)
        as_actor(client, office)

        pages = [text(client.get(f"/outbox/?state={state}")) for state in ("failed", "held")]
        pages.append(text(client.post(f"/outbox/{message.pk}/retry/", follow=True)))

        assert ["收件人保密" in page for page in pages] == [True] * 3
        assert ["@example.com" in page for page in pages] == [False] * 3

    def test_the_page_says_that_there_are_no_text_messages(self, client, office):
        put(Channel.SMS, address="13800000001", subject="提醒", text="请查看。", at=AT)

        assert text(as_actor(client, office).get("/outbox/")).count("没有接通短信，不能送达。") == 2

    def test_the_office_tries_one_again(self, client, office):
        message = self.fail()

        assert as_actor(client, office).post(f"/outbox/{message.pk}/retry/").status_code == 302
        assert Message.objects.get().state == "等待发送"

    def test_what_was_not_given_up_is_refused(self, client, office):
        message = put_mail("wu@example.com", subject="受理通知", text="正文", at=AT)

        answer = as_actor(client, office).post(f"/outbox/{message.pk}/retry/")

        assert answer.status_code == 409
        assert "这份消息等待发送，不用再发。" in text(answer)

    def test_the_administrator_may_not(self, client):
        message = self.fail()

        assert as_actor(client, make_actor(Role.SYSTEM)).post(f"/outbox/{message.pk}/retry/").status_code == 403
        assert Message.objects.get().state == "没有送达"

    def test_the_number_of_queries_does_not_grow(self, client, office):
        as_actor(client, office)
        self.fail()
        client.get("/outbox/")
        with CaptureQueriesContext(connection) as one:
            client.get("/outbox/")
        self.fail()
        self.fail()
        with CaptureQueriesContext(connection) as three:
            client.get("/outbox/")

        assert len(three) == len(one)


class TestTodo:
    def test_the_office_is_asked_to_release(self, edition, company, office):
        assert todo(Asking(office, AT)) == []
        make_letter(edition, company)

        assert [(item.title, item.url) for item in todo(Asking(office, AT))] == [("发出1份文书", "/letters/outbox/")]

    def test_the_recipient_is_asked_to_read_until_he_has(self, edition, company, office, applicant):
        letter = make_released(edition, company, office)
        assert [(item.title, item.url) for item in todo(Asking(applicant, AT))] == [("阅读：关于不予受理的通知", f"/letters/{letter.pk}/")]

        services.record_reading(letter, by=applicant, at=AT + timedelta(hours=1))

        assert todo(Asking(applicant, AT)) == []

    def test_nobody_else_is_asked(self, edition, company, office):
        make_released(edition, company, office)

        assert todo(Asking(make_actor(Role.SUPERVISOR), AT)) == []
