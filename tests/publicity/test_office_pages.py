"""The house's pages of notices and holds: composing, reading, confirming; each role."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.holds.models import Hold, HoldLift
from core import clock
from core.clock import SHANGHAI
from procedure.editions.models import Step
from publicity.notices.models import Notice, NoticeKind, NoticePublication
from tests.factories import at_step, make_actor, sign_in
from tests.publicity.world import NOON, World
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(5)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(clock, "now", lambda: NOON)


world = shared(World)


def text(answer):
    return answer.content.decode()


def compose_url(world, kind="acceptance"):
    return f"/editions/{world.edition.pk}/notices/{kind}/"


def posted(client, world, kind="acceptance", **changes):
    """What a browser sends back of the form as it is shown."""
    form = client.get(compose_url(world, kind)).context["form"]
    shown = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in form.initial.items()}
    return {name: value for name, value in shown.items() if name in form.fields} | changes


def test_from_the_list_to_the_published_notice(client, world):
    sign_in(client, world.first)
    page = text(client.get(f"/editions/{world.edition.pk}/notices/"))
    assert ["拟定受理名单公示" in page, "受理名单还没有公示，不用补充。" in page] == [True, True]

    composed = client.post(compose_url(world), posted(client, world, publish_at=NOON.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")))
    notice = Notice.objects.get()
    assert (composed.status_code, composed.url) == (302, f"/notices/{notice.pk}/")
    assert "已经拟好，请另一人核对后确认。" in text(client.get(composed.url))

    sign_in(client, world.second)
    page = text(client.get(composed.url))
    assert ["晋中甲公司" in page, "至2026年11月30日（星期一）24:00" in page, "确认受理名单公示" in page] == [True] * 3
    signed = client.post(composed.url, {"signing_digest": notice.digest(), "signing_password": DEMO_PASSWORD})

    publication = NoticePublication.objects.get()
    assert (signed.status_code, publication.notice) == (302, notice)
    assert client.get(composed.url).url == f"/notices/{publication.number}/"
    assert "公示中" in text(client.get(f"/editions/{world.edition.pk}/notices/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "电话13800138000"}, "公示里有手机号“13800138000”，请删去。"),
        ({"title": ""}, "请填写“标题”。"),
        ({"publish_at": "2026-12-28T09:00"}, "2027年放假安排尚未录入，不能计算。"),
        ({"seen": "0" * 64}, "打开页面之后，决定有了变化"),
    ],
)
def test_the_form_refuses_and_keeps_the_words(client, world, changes, sentence):
    sign_in(client, world.first)

    answer = client.post(compose_url(world), posted(client, world, **changes))

    assert (answer.status_code, Notice.objects.count()) == (422, 0)
    assert sentence in text(answer)
    assert "怎样" in text(answer)


def test_a_list_that_changed_is_shown_and_then_taken(client, world):
    sign_in(client, world.first)
    words = posted(client, world)
    world.accept("丙公司")
    refused = client.post(compose_url(world), words)
    assert ["丙公司" in text(refused), refused.status_code] == [True, 422]

    again = client.post(compose_url(world), words | {"seen": refused.context["form"]["seen"].value()})

    assert again.status_code == 302
    assert len(Notice.objects.get().rows) == 3


def test_the_first_hand_and_a_wrong_proof_are_refused(client, world):
    notice = world.compose()
    signature = {"signing_digest": notice.digest(), "signing_password": DEMO_PASSWORD}
    sign_in(client, world.first)
    assert client.post(f"/notices/{notice.pk}/", signature).status_code == 409

    sign_in(client, world.second)
    assert client.post(f"/notices/{notice.pk}/", signature | {"signing_password": "x"}).status_code == 422

    assert not NoticePublication.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.LEADING_GROUP, 200),
        (Role.SECRETARY, 200),
        (Role.SUPERVISOR, 404),  # nobody is invited
        (Role.APPLICANT, 403),
        (Role.EXAMINER, 403),
        (Role.AUDIT, 403),
    ],
)
def test_the_house_reads_a_draft_and_nobody_else(client, world, role, status):
    notice = world.compose()
    sign_in(client, make_actor(role))

    answers = [client.get(f"/notices/{notice.pk}/"), client.get(f"/editions/{world.edition.pk}/notices/")]

    assert [answer.status_code for answer in answers] == [status] * 2
    assert client.post(f"/notices/{notice.pk}/").status_code == (409 if status == 200 else status)
    assert client.get(compose_url(world)).status_code == 403


def test_the_printed_draft_carries_the_mark(client, world):
    notice = world.compose()
    sign_in(client, make_actor(Role.SECRETARY))

    content = b"".join(client.get(f"/notices/{notice.pk}.pdf").streaming_content)

    words = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert ["代拟稿" in words, "晋中甲公司" in words] == [True, True]


def test_the_menu_leads_to_the_running_edition(client, world):
    page = text(sign_in(client, make_actor(Role.SECRETARY)).get("/home/"))

    assert '<a class="nav-link" href="/publicity/">公示</a>' in page
    assert client.get("/publicity/").url == f"/editions/{world.edition.pk}/notices/"


def test_an_unknown_kind_and_a_call_are_not_there(client, world):
    sign_in(client, world.first)

    assert [client.get(compose_url(world, kind)).status_code for kind in ("call", "nothing")] == [404, 404]


def test_an_explanation_is_composed_with_its_words(client, world):
    sign_in(client, world.first)

    answer = client.post(compose_url(world, "explanation"), posted(client, world, "explanation", text="因系统维护延后一天。"))

    assert answer.status_code == 302
    assert (Notice.objects.get().kind, Notice.objects.get().rows) == (NoticeKind.EXPLANATION, [])


def test_the_number_of_queries_does_not_grow(client, world):
    sign_in(client, world.first)
    url = f"/editions/{world.edition.pk}/notices/"
    world.publish(NoticeKind.EXPLANATION)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(5):
        world.publish(NoticeKind.EXPLANATION)
    with CaptureQueriesContext(connection) as six:
        client.get(url)

    assert len(one) == len(six)


class TestHolds:
    def test_two_hold_and_two_lift_on_the_pages(self, client, world):
        application = world.applications[0]
        for act, model in (("hold", Hold), ("lift-hold", HoldLift)):
            url = f"/applications/{application.pk}/holds/{act}/"
            sign_in(client, world.first)
            assert client.post(url, {"reason": ""}).status_code == 422
            assert client.post(url, {"reason": "核查情况"}).status_code == 302
            assert "signing_digest" not in text(client.get(url))
            sign_in(client, world.second)
            form = client.get(url).context["form"]
            assert "核查情况" in text(client.get(url))
            signature = {"signing_digest": form.fingerprint, "signing_password": DEMO_PASSWORD}

            assert client.post(url, signature | {"signing_password": "x"}).status_code == 422
            assert client.post(url, signature).status_code == 302

            assert model.objects.get().second == world.second.person
            assert client.post(url, signature).status_code == 409
        assert "现在暂缓0份" in text(client.get(f"/editions/{world.edition.pk}/holds/"))

    @pytest.mark.parametrize("step", [Step.DELIBERATION, Step.APPROVAL, Step.COMPLETED])
    def test_once_the_leading_group_decides_the_office_is_offered_none(self, client, world, step):
        address, one = f"/editions/{world.edition.pk}/holds/", f"/applications/{world.applications[0].pk}/holds/hold/"
        sign_in(client, world.first)
        assert one in text(client.get(address))

        at_step(world.edition.fresh(), step)

        assert one not in text(client.get(address))
        assert "从审定公示起，由领导小组办理。" in text(client.get(address))
        assert client.get(one).status_code == 409

    def test_others_are_refused(self, client, world):
        sign_in(client, make_actor(Role.SUPERVISOR))

        assert client.get(f"/applications/{world.applications[0].pk}/holds/hold/").status_code == 403
        assert client.get(f"/editions/{world.edition.pk}/holds/").status_code == 403
