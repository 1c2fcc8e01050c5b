"""The office's pages of the call, its blocks for the notice, and what it asks on the home page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from core import clock
from core.clock import midnight_after, shanghai
from procedure.asking import Asking
from procedure.calendar.services import Paper, enter_year
from procedure.calendar.workdays import YearRules
from procedure.calls import services
from procedure.calls.blocks import call_blocks, call_text, paper_blocks
from procedure.calls.defaults import first_draft
from procedure.calls.drafts import draft_of
from procedure.calls.forms import read, typed
from procedure.calls.models import Call, CallConfirmation
from procedure.calls.todo import todo
from procedure.calls.window import in_force
from procedure.editions.models import Step
from tests.factories import AT, make_actor, make_edition, make_user
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(1)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def first():
    return make_actor(Role.OFFICE)


@pytest.fixture
def second():
    return make_actor(Role.OFFICE, person=make_user(password=DEMO_PASSWORD))


@pytest.fixture
def edition(first):
    enter_year(2026, rules=YearRules(), paper=Paper("放假安排"), by=SYSTEM, at=AT)
    return make_edition(step=Step.CALL, by=first)


def suggested(edition, **changes):
    draft = first_draft(edition, workdays=services.workdays(), at=AT)
    call = Call(edition=edition, **vars(draft) | {"basis": "评选工作安排", "contact": "评选办，尹若谷"})
    return draft_of(call, **changes)


def posted(edition, **changes):
    """What a browser sends for the suggested call."""
    shown = typed(suggested(edition))
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in shown.items()} | changes


def text(answer):
    return answer.content.decode()


class TestComposing:
    def url(self, edition):
        return f"/editions/{edition.pk}/call/compose/"

    def test_the_form_starts_with_a_suggestion_that_goes_round(self, client, edition, first):
        page = text(as_actor(client, first).get(self.url(edition)))

        assert "关于组织申报第三届晋中市质量奖的通知" in page
        assert "（一）依法在晋中市区域内注册登记并正常运行3年以上；" in page
        assert "荣誉证书（选交）" in page

    def test_it_puts_the_call_before_the_second_hand(self, client, edition, first):
        answer = as_actor(client, first).post(self.url(edition), posted(edition))

        call = Call.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/editions/{edition.pk}/call/")
        assert draft_of(call) == suggested(edition)
        assert (shanghai(call.closes_at).isoformat(), call.closes_at) == ("2026-04-04", midnight_after(date(2026, 4, 3)))

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"basis": ""}, "basis", "请填写“依据的工作安排”。"),
            ({"closes_on": "2026-03-03"}, "closes_on", "申报截止应晚于申报开始。"),
            ({"office_deadline_on": "2026-03-20"}, "office_deadline_on", "推荐截止不能早于申报截止。"),
            ({"office_deadline_on": "2028-03-20"}, "office_deadline_on", "2028年放假安排尚未录入，不能计算。"),
            ({"publish_at": "2026-03-31T09:00"}, "publish_at", "发布时间不能晚于申报开始时间。"),
            ({"materials_individual": " \n "}, "materials_individual", "请填写“申报材料”。"),
            ({"materials_individual": "一\n" + "长" * 301}, "materials_individual", "第2行最多300字，现有301字。"),
            ({"requirements_organization": "条\n" * 61}, "requirements_organization", "最多60行，现有61行。"),
            ({"requirements_organization": "条\u202e件"}, "requirements_organization", "内容含不可见字符（第2个字），请重新输入。"),
        ],
    )
    def test_the_form_refuses_and_keeps_the_words(self, client, edition, first, changes, field, sentence):
        answer = as_actor(client, first).post(self.url(edition), posted(edition, **changes))

        assert (answer.status_code, answer.context["form"][field].errors) == (422, [sentence])
        assert "近三年完税证明" in text(answer)
        assert Call.objects.count() == 0

    def test_a_form_opened_under_another_grant_is_refused(self, client, edition, first, second):
        answer = as_actor(client, first).post(self.url(edition), posted(edition, acting_grant=str(second.grant.pk)))

        assert (answer.status_code, Call.objects.count()) == (409, 0)

    def test_others_are_refused(self, client, edition):
        assert as_actor(client, make_actor(Role.SECRETARY)).post(self.url(edition), posted(edition)).status_code == 403

    def test_in_a_later_step_it_is_refused(self, client, first):
        edition = make_edition(4, Step.QUALIFICATION, by=first)

        answer = as_actor(client, first).get(self.url(edition))

        assert answer.status_code == 409
        assert "本届正处于“资格审查”，不能再发申报通知。" in text(answer)

    def test_a_draft_goes_through_the_form_and_back(self, edition):
        draft = suggested(edition)
        shown = typed(draft)
        lines = {name: value.splitlines() for name, value in shown.items() if name.startswith(("requirements_", "materials_"))}

        assert read(shown | lines | {"publish_at": draft.publish_at}) == draft


class TestConfirming:
    @pytest.fixture
    def call(self, edition, first):
        return services.compose(edition, suggested(edition), by=first, at=AT)

    def signed(self, call):
        return {"signing_digest": call.digest(), "signing_password": DEMO_PASSWORD}

    def url(self, call):
        return f"/editions/{call.edition_id}/call/"

    def test_the_second_hand_reads_and_signs(self, client, call, second):
        as_actor(client, second)
        page = text(client.get(self.url(call)))
        assert ["确认申报通知" in page, "近三年完税证明" in page, "2026年4月3日（星期五）24:00" in page] == [True, True, True]

        answer = client.post(self.url(call), self.signed(call))

        assert answer.status_code == 302
        assert CallConfirmation.objects.get().by == second.person

    def test_the_first_hand_finds_no_form_and_is_refused(self, client, call, first):
        as_actor(client, first)
        page = text(client.get(self.url(call)))
        assert ["新的一稿已经拟好，请另一人核对后确认。" in page, "signing_digest" in page] == [True, False]

        answer = client.post(self.url(call), self.signed(call))

        assert (answer.status_code, CallConfirmation.objects.count()) == (409, 0)
        assert "申报通知要两人办理，请另一人确认。" in text(answer)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"signing_password": "wrong"}, "演示口令不对。"),
            ({"signing_digest": "0" * 64}, "打开页面之后，要签的内容有了变化。请看过新的内容再签。"),
        ],
    )
    def test_without_proof_it_is_refused(self, client, call, second, changes, sentence):
        answer = as_actor(client, second).post(self.url(call), self.signed(call) | changes)

        assert (answer.status_code, CallConfirmation.objects.count()) == (422, 0)
        assert sentence in text(answer)

    def test_without_a_draft_it_is_refused(self, client, edition, second):
        answer = as_actor(client, second).post(f"/editions/{edition.pk}/call/", {})

        assert answer.status_code == 409
        assert "没有等待确认的申报通知。" in text(answer)

    def test_the_page_says_when_it_comes_out_and_then_what_holds(self, client, edition, call, second, first, monkeypatch):
        services.confirm(call, by=second, at=AT)
        as_actor(client, first)
        assert "两人已经确认，2026年3月3日（星期二）09:00自动公开。" in text(client.get(self.url(call)))

        monkeypatch.setattr(clock, "now", lambda: call.publish_at)
        page = text(client.get(self.url(call)))

        assert ["通知已经公开。" in page, "拟延期或者改动的一稿" in page] == [True, True]
        monkeypatch.setattr(clock, "now", lambda: call.closes_at)
        assert "申报已经截止，通知不能再改。" in text(client.get(self.url(call)))

    def test_the_office_extends_it(self, client, edition, call, second, monkeypatch):
        services.confirm(call, by=second, at=AT)
        now = call.opens_at + timedelta(days=3)
        monkeypatch.setattr(clock, "now", lambda: now)
        as_actor(client, second)
        form = client.get(f"/editions/{edition.pk}/call/compose/").context["form"]
        words = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in form.initial.items()}

        refused = client.post(f"/editions/{edition.pk}/call/compose/", words | {"closes_on": "2026-04-02", "reason": "改"})
        answer = client.post(f"/editions/{edition.pk}/call/compose/", words | {"closes_on": "2026-04-10", "reason": "申报组织较多"})

        assert (refused.status_code, answer.status_code) == (422, 302)
        assert refused.context["form"].errors["closes_on"] == ["申报截止已经公布，只能延后，不能提前。"]
        assert (Call.objects.newest(edition).replaces, in_force(edition, now)) == (call, call)

    def test_others_are_refused(self, client, call):
        assert as_actor(client, make_actor(Role.SUPERVISOR)).get(self.url(call)).status_code == 403

    def test_the_number_of_queries_does_not_grow(self, client, edition, call, first):
        as_actor(client, first)
        client.get(self.url(call))
        with CaptureQueriesContext(connection) as one:
            client.get(self.url(call))
        for _ in range(2):
            services.compose(edition, suggested(edition), by=first, at=AT)
        with CaptureQueriesContext(connection) as three:
            client.get(self.url(call))

        assert len(three) == len(one)


class TestBlocks:
    def test_they_say_everything_in_order(self, edition):
        blocks = call_blocks(suggested(edition))

        assert [block["text"] for block in blocks if block["kind"] == "heading"] == ["一、时间", "二、申报条件", "三、申报材料", "四、咨询"]
        assert {block["kind"] for block in blocks} == {"heading", "paragraph", "items", "table"}
        assert {"kind": "paragraph", "text": "依据：评选工作安排。"} in blocks
        assert [len(block["rows"]) for block in blocks if block["kind"] == "table"] == [3, 16, 9]

    def test_they_are_text_and_paper_too(self, edition):
        draft = suggested(edition)
        lines = call_text(draft).splitlines()

        assert "申报截止（提交推荐单位）：2026年4月3日（星期五）24:00" in lines
        assert "1. 《晋中市质量奖（组织）申报表》（必交）" in lines
        assert [type(block).__name__ for block in paper_blocks(draft)][:5] == ["Paragraph", "Paragraph", "Paragraph", "Heading", "Table"]

    def test_a_change_says_why(self, edition):
        assert {"kind": "paragraph", "text": "改动原因：申报组织较多"} in call_blocks(suggested(edition, reason="申报组织较多"))


class TestTodo:
    def titles(self, actor):
        return [(item.title, item.due) for item in todo(Asking(actor, AT))]

    def test_the_office_is_asked_to_compose_and_the_other_to_confirm(self, edition, first, second):
        assert self.titles(first) == [("拟定第三届晋中市质量奖的申报通知", None)]
        call = services.compose(edition, suggested(edition), by=first, at=AT)
        assert (self.titles(first), self.titles(second)) == ([], [("确认第三届晋中市质量奖的申报通知", date(2026, 3, 3))])

        services.confirm(call, by=second, at=AT)

        assert self.titles(second) == []

    def test_nobody_else_is_asked(self, edition):
        assert todo(Asking(make_actor(Role.SECRETARY), AT)) == []
