"""Winners from before the system: entered by one, confirmed by another, corrected by a new version; bans read them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.eligibility.services import bans
from applications.eligibility.verdict import Verdict
from applications.honours import late, services
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from applications.honours.services import Words, confirm, enter
from applications.qualification.todo import todo
from core import clock
from core.ledger.models import Event
from core.rules import RuleRefused
from procedure.asking import Asking
from tests.applications.qualifying import a_case, an_edition, an_office
from tests.factories import AT, make_actor, make_applicant, make_user
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("6")]
CODE = "91140700MA0GTYJX31"
FORM = {"name": "太谷机械", "edition_number": 2, "year": 2023, "grade": "award", "credit_code": CODE, "document": "市政发〔2023〕9号"}


@pytest.fixture
def first():
    return an_office()


@pytest.fixture
def second():
    return an_office()


def words(**changes):
    return Words(**FORM | changes)


def entered(first, second, **changes):
    row = enter(words(**changes), by=first, at=AT)
    confirm(row, by=second, at=AT)
    return row


def refusal(act, *args, **kwargs):
    before = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return str(refused.value)


def barred(case):
    return [finding.sentence for finding in bans(case) if finding.verdict == Verdict.FAIL]


class TestBansReadThem:
    def test_from_the_confirmation_on(self, first, second):
        case = a_case(applicant=make_applicant(credit_code=CODE, name="太谷机械"))
        row = enter(words(), by=first, at=AT)
        assert barred(case) == []
        confirm(row, by=second, at=AT)
        assert barred(case) == ["依据获奖或撤销记录，太谷机械到第四届为止不得申报。"]

    def test_a_correction_counts_once_it_is_confirmed_itself(self, first, second):
        case = a_case(applicant=make_applicant(credit_code=CODE))
        row = entered(first, second)
        correction = enter(words(grade="nomination", note="等次登记错了"), replaces=row, by=second, at=AT)
        assert len(barred(case)) == 1, "until then the old one stands"
        confirm(correction, by=first, at=AT)
        assert barred(case) == []

    def test_a_correction_of_an_unconfirmed_correction_stands_for_the_first(self, first, second):
        case = a_case(applicant=make_applicant(credit_code=CODE))
        row = entered(first, second)
        dropped = enter(words(year=2022, note="年份"), replaces=row, by=second, at=AT)
        last = enter(words(grade="nomination", note="等次"), replaces=dropped, by=first, at=AT)
        assert len(barred(case)) == 1
        confirm(last, by=second, at=AT)
        assert barred(case) == []
        assert list(PriorHonour.objects.confirmed()) == [last]

    def test_one_entered_by_mistake_is_cancelled_by_two(self, first, second):
        case = a_case(applicant=make_applicant(credit_code=CODE))
        gone = enter(words(cancelled=True, note="不是这家"), replaces=entered(first, second), by=first, at=AT)
        assert len(barred(case)) == 1
        confirm(gone, by=second, at=AT)
        assert barred(case) == []
        entered(first, second, name="太谷机械")  # the same may be entered again

    def test_of_the_same_name_alone_a_person_must_look(self, first, second):
        entered(first, second, credit_code="", name="武秋平")
        entered(first, second, name="太谷机械")
        assert [row.name for row in services.namesakes(["武秋平", "太谷机械"])] == ["武秋平"]


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"document": " "}, "请写明依据文件。"),
            ({"year": 2027}, "获奖年份还没有到。"),
            ({"edition_number": 3}, late.OURS.format("三")),
            ({"revoked_in": 1}, "撤销时的届次不能早于获奖的届次。"),
            ({"grade": "gold"}, "没有这个等次。"),
        ],
    )
    def test_words_that_cannot_be(self, first, changes, sentence):
        an_edition()
        assert refusal(enter, words(**changes), by=first, at=AT) == sentence

    def test_to_another_hand(self):
        assert refusal(enter, words(), by=make_actor(Role.SECRETARY), at=AT) == "以往获奖记录由评选办登记。"

    def test_the_same_a_second_time(self, first):
        enter(words(), by=first, at=AT)
        assert refusal(enter, words(), by=first, at=AT) == "太谷机械的这项获奖已经登记，有错的请更正原来的一条。"

    def test_a_correction_without_reason_or_change_or_of_an_old_version(self, first):
        row = enter(words(), by=first, at=AT)
        assert refusal(enter, words(year=2022), replaces=row, by=first, at=AT) == "更正的，请在说明里写明原因。"
        assert refusal(enter, words(note="再看"), replaces=row, by=first, at=AT) == "与原来的登记完全一致，不用更正。"
        enter(words(year=2022, note="年份"), replaces=row, by=first, at=AT)
        assert refusal(enter, words(year=2021, note="年份"), replaces=row, by=first, at=AT) == "这一条已经有更正，请在最新的一版上更正。"

    def test_the_second_hand_is_another(self, first, second):
        row = enter(words(), by=first, at=AT)
        assert refusal(confirm, row, by=first, at=AT) == "以往获奖记录要两人办理，请另一人确认。"
        confirm(row, by=second, at=AT)
        assert refusal(confirm, row, by=second, at=AT) == "这一条已经确认。"

    def test_what_was_corrected_is_not_confirmed(self, first, second):
        row = enter(words(), by=first, at=AT)
        enter(words(year=2022, note="年份"), replaces=row, by=first, at=AT)
        assert refusal(confirm, row, by=second, at=AT) == "这一条已经有更正，请看过更正的内容再确认。"


class TestPages:
    @pytest.fixture(autouse=True)
    def demonstration(self, settings, monkeypatch):
        settings.DEMO = True
        settings.SITE = settings.SITE | {"demo": True}
        monkeypatch.setattr(clock, "now", lambda: AT)

    def test_from_the_form_to_the_list(self, client, first, second):
        answer = as_actor(client, first).post("/honours/new/", FORM)
        row = PriorHonour.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/honours/{row.pk}/")
        assert "您已经登记，请另一人对照文件确认。" in as_actor(client, first).get(answer.url).content.decode()
        assert [item.title for item in todo(Asking(second, AT))] == ["确认以往获奖：太谷机械"]
        assert todo(Asking(first, AT)) == []

        signed = {"signing_digest": row.digest(), "signing_password": DEMO_PASSWORD}
        assert as_actor(client, first).post(answer.url, signed).status_code == 409
        assert as_actor(client, second).post(answer.url, signed | {"signing_password": "wrong"}).status_code == 422
        assert as_actor(client, second).post(answer.url, signed).status_code == 302
        assert PriorHonourConfirmation.objects.get().by == second.person
        assert "已确认" in as_actor(client, second).get("/honours/").content.decode()

    def test_a_correction(self, client, first, second):
        row = entered(first, second)
        page = as_actor(client, first)
        assert 'value="太谷机械"' in page.get(f"/honours/{row.pk}/correct/").content.decode()
        answer = page.post(f"/honours/{row.pk}/correct/", FORM | {"cancelled": "on", "note": "不是这家"})

        newest = PriorHonour.objects.get(replaces=row)
        assert (answer.url, newest.cancelled, newest.lineage) == (f"/honours/{newest.pk}/", True, row.pk)

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"credit_code": "9114"}, "credit_code", "统一社会信用代码应为18位，现有4位。"),
            ({"username": "nobody"}, "username", "没有这个账号，请核对；没有账号的留空。"),
            ({"name": ""}, "name", "请填写“获奖组织或个人”。"),
        ],
    )
    def test_the_form_refuses_and_keeps_the_words(self, client, first, changes, field, sentence):
        answer = as_actor(client, first).post("/honours/new/", FORM | changes)
        assert (answer.status_code, answer.context["form"][field].errors) == (422, [sentence])
        assert "市政发〔2023〕9号" in answer.content.decode()

    def test_a_person_is_found_by_his_user_name(self, client, first):
        person = make_user("武秋平")
        as_actor(client, first).post("/honours/new/", FORM | {"credit_code": "", "name": "武秋平", "username": person.username})
        assert PriorHonour.objects.get().person == person

    def test_the_list_asks_as_much_for_many_as_for_few(self, client, first, second):
        page, counts = as_actor(client, first), []
        for few in (2, 12):
            while PriorHonour.objects.count() < few:
                entered(first, second, name=f"企业{PriorHonour.objects.count()}", credit_code="")
            page.get("/honours/")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page.get("/honours/")
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_others_are_refused(self, client):
        assert as_actor(client, make_actor(Role.SECRETARY)).get("/honours/").status_code == 403
        assert services.ARTICLE == "6"
