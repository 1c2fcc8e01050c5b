"""Sending back with named items, the applicant's answers, and the newer version that voids what was signed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.grants.models import Role
from applications.answers.models import AnswerPart
from applications.cases.models import Status
from applications.corrections import services
from applications.corrections.models import Return, ReturnAnswer
from applications.corrections.services import Item, open_items
from applications.recommendations.deadline import sign_until
from applications.recommendations.standing import Stage, standing_of
from applications.todo import todo
from core import clock
from core.clock import midnight_after
from core.ledger.models import Event
from core.ledger.verify import verify
from core.outbox.models import Message
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.letters.models import Letter, LetterKind
from tests.applications.recommending import ITEM, THEN, UNTIL, Body, checked, examine, fresh, recommended, sign, submitted
from tests.applications.world import SECOND, send
from tests.applications.world import sign as vouch
from tests.factories import make_actor
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]

DUE = date(2026, 4, 9)  # five working days after 2 April
LAST = midnight_after(DUE)
LICENCE = Item("evidence", "licence", "营业执照", "扫描不清，请重新上传。")


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    times = {"now": THEN}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    return lambda at: times.update(now=at)


@pytest.fixture
def body():
    return Body()


@pytest.fixture
def pair(body):
    return submitted(body)


@pytest.fixture
def application(pair):
    return pair[0]


@pytest.fixture
def by(pair):
    return pair[1]


def send_back(application, by, *, at=THEN, items=(ITEM,), note=""):
    seen = str(standing_of(fresh(application), at).snapshot.pk)
    return services.send_back(application, seen=seen, items=items, note=note, by=by, at=at)


def answer(application, by, *, at=THEN, text="已经更正。"):
    returned = Return.objects.latest_of(application)
    return services.answer(application, {item["key"]: text for item in returned.items}, by=by, at=at)


def corrected(application, by, *, at=THEN, **answers):
    """Change a field, vouch again, answer everything and submit again."""
    row = AnswerPart.objects.get(application=application, part="indicators")
    row.answers = row.answers | (answers or {"profit": {"y1": "8.1", "y2": "8.2", "y3": "8.3", "rank": "全省第4"}})
    row.save()
    vouch(application, by, at=at)
    answer(application, by, at=at)
    return send(application, by, at=at)


def refusal(act, *args, **kwargs):
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


class TestReturning:
    def test_the_applicant_is_told_at_once_and_by_letter(self, application, by, body):
        by.person.email = "someone@example.com"
        by.person.save()

        row = send_back(application, body.examiner, items=(ITEM, LICENCE))

        letter = Letter.objects.get(kind=LetterKind.RETURNED)
        assert (fresh(application).status, row.due_on) == (Status.RETURNED, DUE)
        assert "1. 利润总额：多写了一位，请核对。" in letter.text
        assert "请在2026年4月9日（星期四）24:00前补正2处" in letter.text
        assert Message.objects.get(address="someone@example.com", about__contains="return").state == "等待发送"
        assert open_items(fresh(application)) == {("indicators", "profit"): ITEM.asked, ("evidence", "licence"): LICENCE.asked}
        assert verify() == []

    def test_without_items(self, application, body):
        assert refusal(send_back, application, body.examiner, items=()) == "请至少选一项要补正的内容，写明要求。"
        assert fresh(application).status == Status.SUBMITTED

    def test_another_body(self, application):
        assert "您的身份不能退回补正" in refusal(send_back, application, Body("太谷区人民政府").examiner)

    def test_another_version_than_was_shown(self, application, body):
        words = {"items": (ITEM,), "note": "", "by": body.examiner, "at": THEN}

        assert refusal(services.send_back, application, seen="", **words) == services.CHANGED

    def test_where_no_term_is_set(self, body):
        application, _ = submitted(body, term=None)

        assert "没有启用退回补正" in refusal(send_back, application, body.examiner)

    def test_the_body_keeps_a_day_for_itself(self, application, body):
        late = UNTIL - timedelta(days=2, hours=3)

        assert send_back(application, body.examiner, at=late).due_on == date(2026, 4, 19)

    def test_on_the_last_day_it_is_too_late(self, application, body):
        assert refusal(send_back, application, body.examiner, at=UNTIL - timedelta(hours=3)) == services.TOO_LATE


class TestAnswering:
    def test_the_newer_version_voids_what_was_examined(self, application, by, body):
        checked(application, body)
        send_back(application, body.examiner)

        corrected(application, by)

        standing = standing_of(fresh(application), THEN)
        assert (standing.snapshot.number, standing.stage) == (2, Stage.AGAIN)
        assert (standing.examination, standing.void.snapshot.number) == (None, 1)
        assert "第1版的初审意见已经作废，第2版还没有经办初审。" in refusal(sign, application, body)
        assert recommended(application, body).status == Status.RECOMMENDED
        assert open_items(fresh(application)) == {}

    def test_every_item_must_be_answered(self, application, by, body):
        send_back(application, body.examiner, items=(ITEM, LICENCE))
        services.answer(application, {ITEM.key: "已经更正。"}, by=by, at=THEN)

        assert refusal(send, application, by, at=THEN) == "还有1项没有答复：“营业执照”。"
        assert fresh(application).status == Status.RETURNED

    def test_another_wording_takes_the_place_and_the_same_is_not_written_twice(self, application, by, body):
        row = send_back(application, body.examiner)
        answer(application, by, text="一")
        answer(application, by, text="二")

        assert answer(application, by, text="二") == []
        assert [found.text for found in ReturnAnswer.objects.standing(row)] == ["二"]

    def test_to_the_second(self, application, by, body):
        send_back(application, body.examiner)
        answer(application, by)

        sentence = "补正已于2026年4月9日（星期四）24:00截止，不能再提交；填写的内容仍可查看。"
        assert refusal(send, application, by, at=LAST) == sentence
        assert refusal(answer, application, by, at=LAST, text="迟了") == sentence
        send(application, by, at=LAST - SECOND)
        assert fresh(application).status == Status.SUBMITTED

    def test_what_was_never_corrected_is_refused_with_a_reason(self, application, body):
        send_back(application, body.examiner)
        assert "补正期限到2026年4月9日" in refusal(examine, application, body)
        assert standing_of(fresh(application), LAST).stage is Stage.LAPSED

        checked(application, body, at=LAST, recommend=False)
        sign(application, body, at=LAST, recommend=False, opinion="逾期没有补正。")

        assert fresh(application).status == Status.NOT_RECOMMENDED


class TestByTheOffice:
    def test_the_recommendation_is_void_and_the_body_signs_again_in_a_time_of_its_own(self, application, by, body):
        recommended(application, body)
        late = UNTIL + timedelta(days=1, hours=9)

        row = send_back(application, make_actor(Role.OFFICE), at=late)
        assert "您的申报" in Letter.objects.get(kind=LetterKind.RETURNED).text
        corrected(application, by, at=late)

        assert standing_of(fresh(application), late).stage is Stage.AGAIN
        assert sign_until(fresh(application), late) == row.sign_until > late
        assert recommended(application, body, at=late).status == Status.RECOMMENDED
        assert "推荐已于" in refusal(examine, application, body, at=row.sign_until) or fresh(application).status == Status.RECOMMENDED

    def test_only_what_was_recommended(self, application):
        assert "当前状态不能" in refusal(send_back, application, make_actor(Role.OFFICE))

    def test_whoever_acted_for_the_body_does_not_send_back_for_the_office(self, application, body):
        recommended(application, body)

        assert "您代表推荐单位办过" in refusal(send_back, application, make_actor(Role.OFFICE, person=body.checker.person))


class TestPages:
    def test_what_is_written_beside_a_question_is_asked_for(self, client, application, body):
        as_actor(client, body.examiner)
        address = reverse("applications:recommendation_return", args=[application.pk])
        page = client.get(address).content.decode()
        assert "在要改的项目后面写明要求" in page
        assert "2026年4月9日" in page

        seen = str(standing_of(application, THEN).snapshot.pk)
        assert client.post(address, {"seen": seen}).status_code == 422
        answer = client.post(address, {"seen": seen, "asked-indicators-profit": "请核对", "asked-evidence-licence": "不清楚"})

        assert answer.status_code == 302
        assert [item["label"] for item in Return.objects.get().items] == ["利润总额", "营业执照"]

    def test_the_office_reads_three_hands_and_sends_back_from_the_case(self, client, application, body, moment):
        as_actor(client, make_actor(Role.OFFICE))
        case = reverse("applications:qualification_case", args=[application.pk])
        address = reverse("applications:recommendation_return", args=[application.pk])
        page = client.get(case).content.decode()
        assert "推荐单位对最新一版还没有办理。" in page
        assert address not in page  # what is not recommended yet is with the body

        recommended(application, body)
        page = client.get(case).content.decode()
        assert [f"{hand['label']}{hand['name']}" for hand in client.get(case).context["hands"]] == [
            f"经办{body.examiner.person.name}",
            f"审核{body.checker.person.name}",
            f"签发{body.signer.person.name}",
        ]
        assert "建议推荐：材料齐全、真实、规范，同意推荐。" in page
        assert "在系统中签发" in page
        assert address in page

        seen = str(standing_of(application, THEN).snapshot.pk)
        answer = client.post(address, {"seen": seen, "asked-indicators-profit": "请核对"})
        assert (answer.status_code, answer.url) == (302, case)
        assert address not in client.get(case).content.decode()

    def test_files_asked_for_stand_at_their_kinds_and_the_overview_leads_there(self, client, application, by, body):
        send_back(application, body.examiner, items=(LICENCE,))
        as_actor(client, by)
        correction = reverse("applications:correction", args=[application.pk])

        page = client.get(reverse("applications:evidence", args=[application.pk])).content.decode()

        assert page.count("要求补正</span>") == 1
        assert "扫描不清，请重新上传。" in page
        assert correction in client.get(reverse("applications:application", args=[application.pk])).content.decode()

    def test_the_applicant_reads_answers_and_is_led_to_the_field(self, client, application, by, body):
        send_back(application, body.examiner)
        address = reverse("applications:correction", args=[application.pk])
        as_actor(client, by)

        page = client.get(address).content.decode()
        assert "请补正1处" in page
        assert f"{reverse('applications:part', args=[application.pk, 'indicators'])}#field-profit" in page
        assert client.post(address, {"answer-0": "已经更正。"}).status_code == 302
        assert ReturnAnswer.objects.get().text == "已经更正。"
        part = client.get(reverse("applications:part", args=[application.pk, "indicators"])).content.decode()
        assert "要求补正：多写了一位，请核对。" in part

    def test_another_applicant_finds_nothing(self, client, application):
        as_actor(client, make_actor(Role.APPLICANT))

        assert client.get(reverse("applications:correction", args=[application.pk])).status_code == 404

    def test_after_the_term_the_page_says_so(self, client, application, by, body, moment):
        send_back(application, body.examiner)
        moment(LAST)
        as_actor(client, by)
        address = reverse("applications:correction", args=[application.pk])

        assert "补正已于2026年4月9日" in client.get(address).content.decode()
        assert client.post(address, {"answer-0": "迟了"}).status_code == 409

    def test_it_stands_on_the_home_page(self, application, by, body):
        send_back(application, body.examiner)

        (item,) = [item for item in todo(Asking(by, THEN)) if item.url.endswith("/correction/")]
        assert (item.title, item.due) == ("补正1处并重新提交", DUE)
