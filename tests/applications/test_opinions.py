"""How many opinions an application needs and of which kinds: one by default; further ones from their sealed papers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import BodyType, UnitKind
from applications.cases.models import Status
from applications.moves import ACCEPT
from applications.qualification import decisions
from applications.recommendations import opinions
from applications.recommendations.further import missing, opinions_present
from applications.recommendations.models import FurtherOpinion
from applications.snapshots.models import Snapshot
from core import clock
from core.files import storage
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.parameters.catalogue import OPINIONS
from procedure.parameters.models import ParameterSetting
from procedure.parameters.services import set_parameter
from tests.applications.qualifying import acceptable
from tests.applications.recommending import THEN, Body, fresh, recommended, submitted
from tests.core.files import make
from tests.factories import make_actor, make_unit
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    monkeypatch.setattr(clock, "now", lambda: THEN)


@pytest.fixture
def application():
    body = Body()
    return recommended(submitted(body)[0], body)


@pytest.fixture
def clerk():
    return make_actor(Role.OFFICE)


@pytest.fixture
def department():
    return make_unit(UnitKind.BODY, "晋中市工业和信息化局", body_type=BodyType.DEPARTMENT, contact="某某")


def need(application, value):
    return set_parameter(application.edition, name=OPINIONS.name, value=value, basis="演示", reason="演示", by=SYSTEM, at=THEN)


def scan():
    return SimpleUploadedFile("推荐意见.pdf", make.pdf())


def enter(application, body, by, *, recommend=True, text="同意推荐。", seen=""):
    seen = seen or str(Snapshot.objects.latest_of(application).pk)
    fields = {"body": body, "recommend": recommend, "text": text, "number": "", "dated_on": date(2026, 4, 1), "scan": scan()}
    return opinions.enter(application, seen=seen, by=by, at=THEN, **fields)


def refusal(act, *args, **kwargs):
    before = Event.objects.count(), FurtherOpinion.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), FurtherOpinion.objects.count()) == before
    return str(refused.value)


def sentences(application, clerk):
    return [blocker.sentence for blocker in ACCEPT.blockers(application, clerk, at=THEN) if blocker.label == opinions_present.label]


class TestOne:
    @pytest.mark.parametrize("value", ["1", None])
    def test_nothing_more_is_asked(self, application, clerk, department, value):
        need(application, value)

        assert sentences(application, clerk) == []
        assert refusal(enter, application, department, clerk) == "本届每份申报只要所选推荐单位的1份推荐意见，不用登记其他的。"

    def test_nor_of_an_edition_that_never_chose(self, application):
        assert not ParameterSetting.objects.filter(name=OPINIONS.name).exists()
        assert missing(application) is None


class TestTwo:
    @pytest.fixture(autouse=True)
    def _two(self, application):
        need(application, "2-department")

    def test_of_two_kinds(self, application, clerk, department):
        assert sentences(application, clerk) == ["要有2类推荐单位的推荐意见，最新一版现在有1类。"]

        enter(application, department, clerk)

        assert sentences(application, clerk) == []
        assert verify() == []

    def test_never_two_of_the_same_kind(self, application, clerk):
        county = make_unit(UnitKind.BODY, "太谷区人民政府")

        assert refusal(enter, application, county, clerk) == "所选推荐单位已经是县（市、区）人民政府，同一类只算1份推荐意见。"

    def test_two_that_are_local_are_not_enough(self, application, clerk):
        enter(application, make_unit(UnitKind.BODY, "晋中经济技术开发区管委会", body_type=BodyType.ZONE), clerk)

        assert sentences(application, clerk) == ["要有属地（县区或开发区）和市级主管部门各1份推荐意见。"]

    def test_one_that_refuses_stands_against(self, application, clerk, department):
        enter(application, department, clerk, recommend=False, text="产品抽查不合格，不予推荐。")
        assert sentences(application, clerk) == ["晋中市工业和信息化局的意见是不予推荐。"]

        enter(application, department, clerk, text="更正：同意推荐。")

        assert sentences(application, clerk) == []

    def test_stale_wordless_and_by_another_hand(self, application, clerk, department):
        assert refusal(enter, application, department, clerk, text=" ") == "请照纸上的写明推荐意见。"
        assert "申报有了新的一版" in refusal(enter, application, department, clerk, seen="00000000-0000-4000-8000-000000000000")
        assert refusal(enter, application, department, make_actor(Role.EXAMINER, application.body)) == "您的身份不能登记其他推荐意见。"

    def test_the_page(self, client, application, clerk, department):
        listed = reverse("applications:recommendation_bodies", args=[application.edition_id])
        place = reverse("applications:recommendation_opinions", args=[application.pk])
        assert place in as_actor(client, clerk).get(listed).content.decode()
        page = client.get(place)
        sent = {"seen": page.context["snapshot"].pk, "body": department.pk, "recommend": "yes", "text": "同意推荐。", "number": ""}
        sent |= {"dated_on": "2026-04-01"}
        assert client.post(place, sent | {"text": "", "scan": scan()}).status_code == 422

        assert client.post(place, sent | {"scan": scan()}).status_code == 302

        row = FurtherOpinion.objects.get()
        assert "现在已经够了。" in client.get(place).content.decode()
        file = client.get(reverse("applications:recommendation_opinion_scan", args=[application.pk, row.pk]))
        assert b"".join(file.streaming_content) == make.pdf()
        assert fresh(application).status == Status.RECOMMENDED

    def test_the_office_is_asked_for_what_is_missing(self, client, application, clerk, department):
        other = make_actor(Role.OFFICE)
        acceptable(application, other)
        queue = reverse("applications:qualification", args=[application.edition_id])
        page = as_actor(client, clerk).get(f"{queue}?place=opinions").content.decode()

        assert "要有2类推荐单位的推荐意见，最新一版现在有1类。" in page
        assert reverse("applications:recommendation_opinions", args=[application.pk]) in page
        assert "登记1份申报的其他推荐意见" in client.get("/home/").content.decode()

        enter(application, department, clerk)

        assert "登记1份申报的其他推荐意见" not in client.get("/home/").content.decode()
        assert "受理1份申报" in client.get("/home/").content.decode()

    def test_one_that_changes_after_the_first_hand_is_decided_over_again(self, application, clerk, department):
        acceptable(application, clerk)
        enter(application, department, clerk)
        decisions.propose(ACCEPT, application, by=clerk, at=THEN)
        enter(application, department, clerk, text="更正：同意推荐，理由补充如下。")

        second = make_actor(Role.OFFICE)
        assert [one.sentence for one in decisions.second_blockers(ACCEPT, application, second, at=THEN)] == [decisions.CHANGED]
        assert refusal(decisions.confirm, ACCEPT, application, by=second, at=THEN) == "确认的内容与经办的内容不一致，请重新核对。"
        assert fresh(application).status == Status.RECOMMENDED
