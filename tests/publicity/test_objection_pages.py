"""The pages of an objection: two steps without a script, the receipt, the page that its code opens; and the office's."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accounts.grants.models import Role
from accounts.mailbox import proving
from accounts.signing.services import DEMO_PASSWORD
from accounts.units.models import UnitKind
from core.ledger.models import Event
from core.ledger.services import ref
from core.outbox.models import Message
from procedure.asking import Asking
from procedure.letters.models import Letter
from procedure.letters.services import release
from publicity.objections import services
from publicity.objections.models import Objection, ObjectionConfirmation, ObjectionDecision
from publicity.todo import todo
from tests.core.files import make
from tests.factories import make_actor, make_unit, sign_in
from tests.jinzhong_award.test_supervision import invite
from tests.publicity import objector
from tests.publicity.objector import END, URL, WHO, file, hidden, mailed, text, typed
from tests.publicity.world import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)")]
now, world, publication = objector.now, objector.world, objector.publication


class TestThePublicForm:
    def test_in_two_steps_without_a_script(self, client, publication):
        first = text(client.get(URL))
        assert ["您的电子邮箱" in first, "您填写的个人信息怎样使用" in first] == [True, True]

        answer = client.post(URL, typed(client) | {"files": SimpleUploadedFile("证据.pdf", make.pdf(), "application/pdf")})

        objection = Objection.objects.get()
        page = text(answer)
        assert answer.status_code == 200
        assert ["异议已经收到" in page, services.number_of(objection) in page, f"/objections/{objection.pk}/" in page] == [True] * 3
        assert (objection.facts, objection.name) == ("年限不足", "晋中甲公司")
        assert [(row.file.name, row.sha256 == row.file.sha256) for row in objection.files.all()] == [("证据.pdf", True)]

    def test_outside_the_period_the_page_refuses(self, client, publication, now):
        sent = typed(client)
        now[0] = END

        for answer in (client.get(URL), client.post(URL, sent)):
            assert answer.status_code == 409
            assert "可以随时作为线索向评选办反映" in text(answer)
        assert not Objection.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"code": "000000x"}, "验证码不对，请核对邮件。"),
            ({"word": "forged"}, "验证码已经过期，请回到上一步重新索取。"),
            ({"kind": "unit"}, "单位提出的，请写单位全称。"),
            ({"row": "7"}, "“针对名单里的哪一个”里没有选中的这一项，请重新选择。"),
            ({"row": ""}, "请选择“针对名单里的哪一个”。"),
            ({"facts": ""}, "请填写“事实”。"),
            ({"true": ""}, "请勾选“以上是我的真实姓名和联系方式，所写内容属实”。"),
            ({"name": "封\u202e书砚"}, "内容含不可见字符"),
        ],
    )
    def test_it_refuses_and_keeps_the_words(self, client, publication, changes, sentence):
        answer = client.post(URL, typed(client, **changes))

        assert answer.status_code == 422
        assert sentence in text(answer)
        assert escape("营业执照") in text(answer)
        assert not Objection.objects.exists()

    def test_a_code_is_tried_five_times(self, client, publication):
        sent = typed(client)

        answers = [client.post(URL, sent | {"code": "x"}).status_code for _ in range(5)]
        locked = client.post(URL, sent)

        assert (answers, locked.status_code, Objection.objects.count()) == ([422] * 5, 429, 0)

    def test_a_mailbox_gets_three_codes_an_hour(self, client, publication):
        answers = [client.post(URL, {"email": WHO["email"]}).status_code for _ in range(4)]

        assert answers == [200, 200, 200, 429]
        assert Message.objects.filter(subject="提出异议的验证码").count() == 3

    def test_a_code_of_another_address_does_not_serve(self, client, publication):
        mine = typed(client)
        other = hidden(client.post(URL, {"email": "other@example.cn"}))

        assert client.post(URL, mine | {"word": other}).status_code == 422

    def test_a_code_ends_after_half_an_hour(self, client, publication, monkeypatch):
        sent = typed(client)
        monkeypatch.setattr(proving, "MINUTES", -1)

        assert "验证码已经过期" in text(client.post(URL, sent))

    def test_only_a_demonstration_shows_the_code(self, client, publication, settings):
        assert "验证码是" not in text(client.post(URL, {"email": WHO["email"]}))
        settings.DEMO = True
        assert f"验证码是<strong>{mailed()}" not in text(client.get(URL))
        assert re.search(r"验证码是<strong>\d{6}</strong>", text(client.post(URL, {"email": WHO["email"]})))


class TestTheStatusPage:
    def test_it_opens_with_the_code_alone(self, client, publication):
        objection, code = file(publication)
        url = f"/objections/{objection.pk}/"
        assert objection.name not in text(client.get(url))

        shown = text(client.post(url, {"code": code.lower().replace("-", " ")}))

        assert ["正在核查" in shown, "晋中甲公司" in shown, WHO["name"] in shown, WHO["email"] in shown] == [True, True, False, False]

    def test_a_wrong_code_and_a_wrong_address_answer_alike(self, client, publication):
        objection, _ = file(publication)
        answers = [client.post(f"/objections/{key}/", {"code": "wrong"}) for key in (objection.pk, publication.notice.pk)]
        token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')

        assert [answer.status_code for answer in answers] == [422, 422]
        assert token.sub(b"", answers[0].content) == token.sub(b"", answers[1].content)

    def test_codes_are_counted(self, client, publication):
        objection, code = file(publication)
        url = f"/objections/{objection.pk}/"

        answers = [client.post(url, {"code": "wrong"}).status_code for _ in range(10)]

        assert (answers, client.post(url, {"code": code}).status_code) == ([422] * 10, 429)

    def test_the_outcome_is_told_once_the_office_has_let_the_letters_go(self, client, publication, world):
        objection, code = file(publication)
        decision = services.decide(objection, outcome="dismissed", condition="", reason="年限够三年。", by=world.first, at=NOON)
        services.confirm(decision, by=world.second, at=NOON)
        url = f"/objections/{objection.pk}/"
        assert "年限够三年" not in text(client.post(url, {"code": code}))
        held = Message.objects.get(about=ref(decision))
        assert (services.release_told(NOON), held.released_at) == (0, None)

        release([Letter.objects.get()], by=world.first, at=NOON)

        assert (services.release_told(NOON), services.release_told(NOON)) == (1, 0)
        held.refresh_from_db()
        assert held.released_at == NOON
        assert ["年限够三年" in text(client.post(url, {"code": code})), held.address] == [True, WHO["email"]]


class TestTheOfficesPages:
    def test_list_case_decision_and_the_two_hands(self, client, publication, world, settings):
        settings.DEMO = True
        objection, _ = file(publication)
        sign_in(client, world.first)
        assert "对晋中甲公司的异议" in text(client.get(f"/editions/{world.edition.pk}/objections/"))
        url = f"/objections/{objection.pk}/case/"
        assert ["拟处理意见" in text(client.get(url)), WHO["name"] in text(client.get(url))] == [True, False]

        bad = client.post(f"{url}decide/", {"outcome": "upheld", "condition": "", "reason": "不满三年"})
        done = client.post(f"{url}decide/", {"outcome": "upheld", "condition": "9(1)", "reason": "不满三年"})

        decision = ObjectionDecision.objects.get()
        assert (bad.status_code, done.status_code) == (422, 302)
        assert client.post(url, {"signing_digest": decision.digest(), "signing_password": DEMO_PASSWORD}).status_code == 409
        sign_in(client, world.second)
        signed = client.post(url, {"signing_digest": decision.digest(), "signing_password": DEMO_PASSWORD})
        assert (signed.status_code, ObjectionConfirmation.objects.count()) == (302, 1)

    def test_who_objected_is_shown_for_a_reason_and_not_kept(self, client, publication, world):
        objection, _ = file(publication)
        sign_in(client, world.first)
        url = f"/objections/{objection.pk}/case/identity/"

        assert client.post(url, {"reason": ""}).status_code == 422
        assert WHO["name"] in text(client.post(url, {"reason": "核对"}))
        assert (client.get(url).status_code, WHO["name"] in text(client.get(f"/objections/{objection.pk}/case/"))) == (405, False)

    def test_the_outbox_shows_no_objectors_address(self, client, publication, world):
        sent = typed(client)
        client.post(URL, sent)
        decision = services.decide(Objection.objects.get(), outcome="dismissed", condition="", reason="查无实据", by=world.first, at=NOON)
        services.confirm(decision, by=world.second, at=NOON)
        sign_in(client, world.first)

        pages = [text(client.get(f"/outbox/?state={state}")) for state in ("waiting", "held", "sent", "failed")]

        assert [page.count("收件人保密") for page in pages] == [2, 1, 0, 0]
        assert not any(WHO["email"] in page for page in pages)

    @pytest.mark.article("15")
    def test_the_supervisor_reads_while_invited_and_does_not_decide(self, client, publication, world):
        objection, _ = file(publication)
        supervisor = make_actor(Role.SUPERVISOR, make_unit(UnitKind.DEPARTMENT, "监察部门（演示）"))
        sign_in(client, supervisor)
        case, listed = f"/objections/{objection.pk}/case/", f"/editions/{world.edition.pk}/objections/"
        assert [client.get(url).status_code for url in (case, listed)] == [404, 404]

        invite(world.edition, supervisor, (make_actor(Role.SECRETARY), make_actor(Role.LEADING_GROUP, head=True)))

        assert [client.get(url).status_code for url in (case, listed)] == [200, 200]
        assert [client.get(f"{case}decide/").status_code, client.post(case).status_code] == [403, 409]

    @pytest.mark.article("15")
    @pytest.mark.parametrize(
        ("named", "identity", "opened"), [((), 409, 409), (("objectors",), 200, 409), (("objectors", "secrets"), 200, 200)]
    )
    def test_who_objected_and_what_he_handed_in_only_where_the_invitation_names_it(
        self, client, publication, world, named, identity, opened
    ):
        objection, _ = file(publication, files=[SimpleUploadedFile("证据.pdf", make.pdf())])
        supervisor = make_actor(Role.SUPERVISOR, make_unit(UnitKind.DEPARTMENT, "监察部门（演示）"))
        hands = (make_actor(Role.SECRETARY), make_actor(Role.LEADING_GROUP, head=True))
        invite(world.edition, supervisor, hands, **dict.fromkeys(named, True))
        sign_in(client, supervisor)

        asked = client.post(f"/objections/{objection.pk}/case/identity/", {"reason": "监督核查"})
        attached = client.get(f"/objections/files/{objection.files.get().pk}/")

        assert ([asked.status_code, attached.status_code], WHO["name"] in text(asked)) == ([identity, opened], identity == 200)
        attached.getvalue()
        logged = Event.objects.filter(action__in=["open-objector", "open-objection-file"]).order_by("seq")
        assert [event.actor_ref for event in logged] == [supervisor.ref] * [identity, opened].count(200)

    def test_the_number_of_queries_does_not_grow(self, client, publication, world):
        sign_in(client, world.first)
        url = f"/editions/{world.edition.pk}/objections/"
        file(publication)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for _ in range(5):
            file(publication)
        with CaptureQueriesContext(connection) as six:
            client.get(url)

        assert len(one) == len(six)

    def test_the_office_is_asked(self, publication, world):
        objection, _ = file(publication)
        assert "办理对晋中甲公司的异议" in [item.title for item in todo(Asking(world.first, NOON))]

        services.decide(objection, outcome="dismissed", condition="", reason="查无实据", by=world.first, at=NOON)

        assert [item.title for item in todo(Asking(world.first, NOON))] == []
        assert [item.title for item in todo(Asking(world.second, NOON))] == ["确认对晋中甲公司的异议的处理意见"]
