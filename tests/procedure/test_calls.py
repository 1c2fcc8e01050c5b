"""The call (article 18(1)): two hands, its hour, its window; what changes it, and what is refused."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core.clock import SHANGHAI, midnight_after
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.calendar.services import Paper, enter_year
from procedure.calendar.workdays import YearRules
from procedure.calls import services
from procedure.calls.defaults import first_draft
from procedure.calls.guards import before_closing, call_published, window_closed, window_open
from procedure.calls.models import Call, CallConfirmation
from procedure.calls.window import Window, deadline_in_words, in_force, pending, window
from procedure.editions.models import Step
from tests.factories import AT, at_step, make_actor, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(1)")]

SECOND = timedelta(seconds=1)
PUBLISH = datetime(2026, 3, 4, 9, tzinfo=SHANGHAI)
OPENS = datetime(2026, 3, 5, tzinfo=SHANGHAI)
CLOSES = midnight_after(date(2026, 4, 3))
OFFICE_DEADLINE = midnight_after(date(2026, 4, 20))


@pytest.fixture
def first():
    return make_actor(Role.OFFICE)


@pytest.fixture
def second():
    return make_actor(Role.OFFICE)


@pytest.fixture
def edition(first):
    enter_year(2026, rules=YearRules(), paper=Paper("放假安排"), by=SYSTEM, at=AT)
    return make_edition(step=Step.CALL, by=first)


@pytest.fixture
def draft(edition):
    days = {"opens_at": OPENS, "closes_at": CLOSES, "office_deadline_at": OFFICE_DEADLINE, "publish_at": PUBLISH}
    suggested = first_draft(edition, workdays=services.workdays(), at=AT)
    return replace(suggested, basis="评选工作安排（市质强办〔2026〕1号）", contact="评选办，尹若谷，0354-0000000", **days)


@pytest.fixture
def standing(edition, draft, first, second):
    """A call that two put out, in force from its hour."""
    call = services.compose(edition, draft, by=first, at=AT)
    services.confirm(call, by=second, at=AT)
    return call


def extended(draft, **changes):
    later = {"closes_at": midnight_after(date(2026, 4, 10)), "publish_at": PUBLISH + timedelta(days=9), "reason": "申报组织较多"}
    return replace(draft, **(later | changes))


def refusal(act, *args, **kwargs):
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refused.value)


class TestComposing:
    def test_it_is_a_row_of_record(self, edition, draft, first):
        call = services.compose(edition, draft, by=first, at=AT)

        assert (call.event.chain, call.event.action) == ("edition-3", "call.compose")
        assert Call.objects.get(pk=call.pk).digest() == call.digest()
        assert list(verify()) == []

    def test_the_suggestion_quotes_the_rules(self, draft):
        assert draft.requirements["organization"][0] == "（一）依法在晋中市区域内注册登记并正常运行3年以上；"
        assert len(draft.requirements["individual"]) == 6
        assert "不向申报单位和个人收取任何费用" in draft.text

    def test_the_suggestion_lacks_only_what_the_office_must_say(self, edition):
        suggested = first_draft(edition, workdays=services.workdays(), at=AT)

        assert services.faults_of(edition, suggested, AT) == [("basis", "请写明依据的工作安排（名称、文号和日期）。")]

    def test_a_later_one_takes_the_place_of_one_that_nobody_confirmed(self, edition, draft, first):
        old = services.compose(edition, draft, by=first, at=AT)

        new = services.compose(edition, replace(draft, title="另一稿"), by=first, at=AT)

        assert (new.replaces, Call.objects.newest(edition)) == (old, new)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"basis": " "}, "请写明依据的工作安排（名称、文号和日期）。"),
            ({"contact": ""}, "请写明向谁咨询。"),
            ({"title": ""}, "请写标题。"),
            ({"requirements": {"organization": ["条件"]}}, "请写个人的申报要求。"),
            ({"materials": [{"category": "individual", "name": "材料", "required": True}]}, "请列出组织要交的材料。"),
            ({"closes_at": OPENS}, "申报截止应晚于申报开始。"),
            ({"office_deadline_at": CLOSES - SECOND}, "推荐截止不能早于申报截止。"),
            ({"publish_at": OPENS + SECOND}, "发布时间不能晚于申报开始时间。"),
            ({"publish_at": AT - timedelta(days=1)}, "发布日期已经过去。"),
            ({"office_deadline_at": midnight_after(date(2027, 1, 5))}, "2027年放假安排尚未录入，不能计算。"),
        ],
    )
    def test_it_is_refused(self, edition, draft, first, changes, sentence):
        assert refusal(services.compose, edition, replace(draft, **changes), by=first, at=AT) == sentence

    def test_a_deadline_on_the_last_day_of_a_known_year_is_known(self, edition, draft):
        last = replace(draft, office_deadline_at=midnight_after(date(2026, 12, 31)))

        assert services.faults_of(edition, last, AT) == []

    def test_another_hand_is_refused(self, edition, draft):
        assert refusal(services.compose, edition, draft, by=make_actor(Role.SECRETARY), at=AT) == "只有评选办可以拟定申报通知。"

    def test_in_a_later_step_it_is_refused(self, edition, draft, first):
        at_step(edition, Step.QUALIFICATION, by=first)

        assert refusal(services.compose, edition, draft, by=first, at=AT) == "本届正处于“资格审查”，不能再发申报通知。"

    @pytest.mark.parametrize("changes", [{"closes_at": OPENS}, {"office_deadline_at": CLOSES - SECOND}, {"basis": ""}])
    def test_the_database_refuses_it_too(self, edition, draft, first, monkeypatch, changes):
        monkeypatch.setattr(services, "faults_of", lambda *args: [])

        with pytest.raises(IntegrityError), transaction.atomic():
            services.compose(edition, replace(draft, **changes), by=first, at=AT)


class TestConfirming:
    @pytest.fixture
    def call(self, edition, draft, first):
        return services.compose(edition, draft, by=first, at=AT)

    def test_the_second_hand_confirms(self, call, second):
        row = services.confirm(call, by=second, at=AT, signature={"method": "demo", "digest": call.digest()})

        assert (row.by, row.event.object_ref) == (second.person, f"procedure.call:{call.pk}")
        assert call.digest() in row.event.payload.payload
        assert list(verify()) == []

    def test_the_same_hand_is_refused(self, call, first):
        assert refusal(services.confirm, call, by=first, at=AT) == "申报通知要两人办理，请另一人确认。"
        assert CallConfirmation.objects.count() == 0

    def test_where_a_head_is_named_one_of_the_two_is_he(self, call, second):
        head = make_actor(Role.OFFICE, head=True)
        assert refusal(services.confirm, call, by=second, at=AT) == "申报通知的两人中，须有一人是负责人。"

        assert services.confirm(call, by=head, at=AT).by == head.person

    def test_another_role_is_refused(self, call):
        assert refusal(services.confirm, call, by=make_actor(Role.SECRETARY), at=AT) == "只有评选办可以确认申报通知。"

    def test_twice_is_refused(self, call, second):
        services.confirm(call, by=second, at=AT)

        assert refusal(services.confirm, call, by=second, at=AT) == "这一稿已经确认。"

    def test_an_outdated_version_is_refused(self, edition, call, draft, first, second):
        services.compose(edition, draft, by=first, at=AT)

        assert refusal(services.confirm, call, by=second, at=AT) == "已经有新的一稿，请看过新的内容再确认。"

    def test_before_step_1_it_is_refused(self, draft, first, second):
        early = make_edition(4, by=first)
        call = services.compose(early, draft, by=first, at=AT)

        assert refusal(services.confirm, call, by=second, at=AT) == "筹备还没有完成，进入“发布信息”以后才能确认。"

    def test_after_its_hour_it_is_out_at_once(self, edition, call, second):
        late = PUBLISH + timedelta(hours=3)
        services.confirm(call, by=second, at=late)

        assert [in_force(edition, at) for at in (PUBLISH, late - SECOND, late)] == [None, None, call]

    def test_after_the_opening_it_is_refused(self, call, second):
        assert refusal(services.confirm, call, by=second, at=OPENS + SECOND) == "发布时间不能晚于申报开始时间。"


class TestForce:
    def test_it_is_out_from_its_hour_on(self, edition, standing):
        assert [in_force(edition, at) for at in (AT, PUBLISH - SECOND, PUBLISH)] == [None, None, standing]
        assert [pending(edition, at) for at in (AT, PUBLISH - SECOND, PUBLISH)] == [standing, standing, None]

    def test_its_window_is_to_the_second(self, edition, standing):
        found = window(edition, PUBLISH)

        assert found == Window(OPENS, CLOSES, OFFICE_DEADLINE)
        assert [found.is_open(at) for at in (OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES)] == [False, True, True, False]

    def test_without_a_second_hand_there_is_none(self, edition, draft, first):
        services.compose(edition, draft, by=first, at=AT)

        assert (in_force(edition, CLOSES), window(edition, CLOSES)) == (None, None)

    def test_one_edition_does_not_see_the_call_of_another(self, standing, first):
        assert in_force(make_edition(4, by=first), PUBLISH) is None

    def test_one_that_was_replaced_before_its_hour_never_comes_out(self, edition, standing, draft, first, second):
        shorter = replace(draft, closes_at=midnight_after(date(2026, 3, 27)), publish_at=PUBLISH + timedelta(hours=2))
        other = services.compose(edition, shorter, by=first, at=AT)
        services.confirm(other, by=second, at=AT + SECOND)

        assert [in_force(edition, PUBLISH + timedelta(hours=hours)) for hours in (0, 1, 2)] == [None, None, other]
        assert pending(edition, PUBLISH) == other

    def test_a_deadline_is_written_as_24_hours(self):
        assert deadline_in_words(CLOSES) == "2026年4月3日（星期五）24:00"
        assert deadline_in_words(datetime.combine(date(2026, 4, 3), time(17, 30), SHANGHAI)) == "2026年4月3日（星期五）17:30"


@pytest.mark.article("18(2)")
class TestExtending:
    AT = PUBLISH + timedelta(days=8)

    def extend(self, edition, draft, first, second, **changes):
        call = services.compose(edition, extended(draft, **changes), by=first, at=self.AT)
        services.confirm(call, by=second, at=self.AT)
        return call

    def test_it_holds_for_everybody_from_its_hour_on(self, edition, standing, draft, first, second):
        later = self.extend(edition, draft, first, second)

        assert in_force(edition, later.publish_at - SECOND) == standing
        assert window(edition, later.publish_at).closes_at == midnight_after(date(2026, 4, 10))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"closes_at": CLOSES - SECOND}, "申报截止已经公布，只能延后，不能提前。"),
            ({"office_deadline_at": OFFICE_DEADLINE - SECOND}, "推荐截止已经公布，只能延后，不能提前。"),
            ({"opens_at": OPENS + SECOND}, "申报开始时间已经公布，不能改。"),
            ({"publish_at": CLOSES}, "应在原截止时间2026年4月3日（星期五）24:00以前公布。"),
            ({"reason": ""}, "请写明改动的原因，随通知一起公布。"),
            ({"closes_at": CLOSES}, "与现行的通知完全一致，不用再发。"),
        ],
    )
    def test_it_is_refused(self, edition, standing, draft, first, changes, sentence):
        assert refusal(services.compose, edition, extended(draft, **changes), by=first, at=self.AT) == sentence

    def test_after_the_end_it_is_refused(self, edition, standing, draft, first):
        sentence = "申报已于2026年4月3日（星期五）24:00截止，不能再延期或者改动通知。"

        assert refusal(services.compose, edition, extended(draft), by=first, at=CLOSES) == sentence

    def test_in_the_last_second_it_is_composed_and_after_it_not_confirmed(self, edition, standing, draft, first, second):
        call = services.compose(edition, extended(draft, publish_at=CLOSES - SECOND), by=first, at=CLOSES - SECOND)

        assert "不能再延期或者改动通知。" in refusal(services.confirm, call, by=second, at=CLOSES)
        assert window(edition, CLOSES).closes_at == CLOSES


class TestGuards:
    def words(self, guard, edition, at):
        blocker = guard.blocker(edition, at)
        return (blocker.sentence, blocker.wait) if blocker else None

    def test_the_call_is_asked_for(self, edition, draft, first, second):
        assert self.words(call_published, edition, AT) == ("还没有拟定申报通知。", False)
        call = services.compose(edition, draft, by=first, at=AT)
        assert self.words(call_published, edition, AT) == ("通知已经拟好，等另一人确认。", False)
        services.confirm(call, by=second, at=AT)

        assert self.words(call_published, edition, AT) == ("通知已经确认，将于2026年3月4日（星期三）9:00发布。", True)
        assert self.words(call_published, edition, PUBLISH) is None

    def test_the_window_is_waited_for(self, edition, standing):
        assert self.words(window_open, edition, AT) == ("申报通知还没有发布。", False)
        assert self.words(window_open, edition, PUBLISH) == ("申报自2026年3月5日（星期四）0:00开始。", True)
        assert self.words(window_open, edition, OPENS) is None

    @pytest.mark.article("18(2)")
    def test_the_end_is_to_the_second_for_those_who_submit(self, edition, standing):
        assert self.words(before_closing, edition, CLOSES - SECOND) is None
        assert self.words(before_closing, edition, CLOSES) == ("申报已于2026年4月3日（星期五）24:00截止。", False)

    @pytest.mark.article("18(2)")
    def test_the_window_is_closed_a_minute_after_its_end(self, edition, standing):
        waiting = ("申报到2026年4月3日（星期五）24:00截止，一分钟后可以办理。", True)

        assert [self.words(window_closed, edition, CLOSES + timedelta(seconds=seconds)) for seconds in (-1, 0, 59)] == [waiting] * 3
        assert self.words(window_closed, edition, CLOSES + timedelta(minutes=1)) is None

    @pytest.mark.parametrize("guard", [window_open, before_closing, window_closed])
    def test_nothing_passes_without_a_call(self, edition, guard):
        assert self.words(guard, edition, CLOSES) == ("申报通知还没有发布。", False)
