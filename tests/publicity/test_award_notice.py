"""The award notice: from the decision on record, counted from the later of site and first news medium (article 18(8))."""

from datetime import timedelta

import pytest

from core.ledger.models import Event
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.asking import Asking
from procedure.calendar.services import workdays
from publicity.guards import award_stood
from publicity.meetings import deciding, striking
from publicity.meetings.todo import todo as meetings
from publicity.notices import services
from publicity.notices.appearance import record_appearance
from publicity.notices.award_lists import award_unnoticed
from publicity.notices.models import NoticeKind, NoticePublication
from publicity.notices.papers import notice_blocks
from publicity.notices.period import period_of
from publicity.notices.services import Draft
from publicity.notices.todo import todo
from publicity.notices.words import suggested
from publicity.objections import services as objections
from publicity.objections.services import against_filing
from tests.factories import AT
from tests.publicity.deliberating import Deliberating
from tests.publicity.objector import file
from tests.publicity.test_meetings import hold
from tests.publicity.world import know_years, moment
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(8)")]
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@shared
def world():
    know_years(AT)
    return Deliberating()


def compose(world, kind=NoticeKind.AWARD, *, at):
    draft = Draft(**(suggested(world.edition, kind) | {"kind": kind, "publish_at": at}))
    return services.compose(world.edition, draft, by=world.first, at=at)


def publish(world, kind=NoticeKind.AWARD, *, at) -> NoticePublication:
    services.confirm(compose(world, kind, at=at), by=world.second, at=at)
    return NoticePublication.objects.newest_first().first()


def printed(world, publication, *, on, at):
    said = {"outlet": "演示日报", "appeared_on": on, "where": "演示版面"}
    record_appearance(publication, **said, by=world.first, at=at)
    return NoticePublication.objects.select_related("appearance").get(pk=publication.pk)


def refused(act, *args, **kwargs) -> str:
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return str(refusal.value)


@pytest.fixture
def decided(world):
    """Two are proposed, the conditions read again, the minutes on record; the third of March."""
    one, two = world.candidates("award", "nomination")
    world.meet({one: "award", two: "nomination"})
    world.read_again(at=AT + DAY)
    return world


class TestComposing:
    def test_not_before_decision_minutes_and_reading(self, world):
        one = world.candidates("award")[0]

        assert "还没有召开" in refused(compose, world, at=AT)
        world.meet({one: "award"}, minutes=False)
        said = refused(compose, world, at=AT + DAY)
        assert "纪要还没有登记" in said
        assert "资格条件还没有再次核对" not in refused(compose, world, at=AT + DAY).split("纪要")[0]

    def test_the_list_is_what_was_decided_by_grade(self, decided):
        notice = compose(decided, at=AT + DAY)
        headings = [block.text for block in notice_blocks(notice) if hasattr(block, "level")]

        assert [row["grade"] for row in notice.rows] == ["award", "nomination"]
        assert headings[:2] == ["一、拟授予晋中市质量奖的组织（1个）", "二、拟授予晋中市质量奖提名奖的组织（1个）"]
        assert "受领导小组委托" in notice.text

    def test_nobody_is_noticed_too(self, world):
        world.candidates()
        world.meet()
        world.read_again(at=AT + DAY)
        publication = publish(world, at=AT + DAY)

        assert publication.notice.rows == []
        assert "全部空缺" in publication.notice.text

    def test_whoever_is_set_aside_is_not_in_it(self, decided):
        one = deciding.on_table(decided.edition).get(grade="award")
        hold(decided, one, at=AT + DAY)

        assert [row["grade"] for row in compose(decided, at=AT + DAY).rows] == ["nomination"]

    def test_the_office_is_asked(self, decided):
        assert [item.title for item in todo(Asking(decided.second, AT + DAY))] == ["拟定第三届晋中市质量奖的拟授奖名单公示"]


class TestPeriod:
    def test_it_is_open_until_a_medium_is_on_record(self, decided):
        publication = publish(decided, at=moment("2026-03-03"))
        period = period_of(publication, workdays())
        late = moment("2026-06-01")

        assert (period.open, period.runs(late), period.over(late)) == (True, True, False)
        assert "新闻媒体的刊登情况还没有登记" in award_stood.check(decided.edition, late)
        assert against_filing(publication, late) == ""
        assert [item.action for item in todo(Asking(decided.second, late))] == ["登记媒体刊登"]

    @pytest.mark.parametrize(
        ("on", "at", "ends"),
        [
            ("2026-03-03", "2026-03-03", "2026-03-10"),  # the same day as the site
            ("2026-03-05", "2026-03-05", "2026-03-12"),  # the medium later
            ("2026-03-03", "2026-03-06", "2026-03-13"),  # on record later still
        ],
    )
    def test_it_counts_from_the_latest(self, decided, on, at, ends):
        publication = printed(decided, publish(decided, at=moment("2026-03-03")), on=moment(on).date(), at=moment(at))
        period = period_of(publication, workdays())

        assert (period.closes_on, period.open) == (moment(ends).date(), False)
        assert period.counted_from == moment(max("2026-03-03", on, at)).date()
        assert award_stood.check(decided.edition, period.closes_at - SECOND) is not None
        assert award_stood.check(decided.edition, period.closes_at) is None
        assert against_filing(publication, period.closes_at) != ""

    def test_a_medium_is_recorded_once_and_not_ahead(self, decided):
        publication = publish(decided, at=moment("2026-03-03"))
        tomorrow = moment("2026-03-04").date()

        assert "刊登日期在拟稿以后、今天以前" in refused(printed, decided, publication, on=tomorrow, at=moment("2026-03-03", 13))
        printed(decided, publication, on=tomorrow, at=moment("2026-03-04"))
        assert "首次刊登已经登记" in refused(printed, decided, publication, on=tomorrow, at=moment("2026-03-05"))


class TestSupplement:
    def test_a_raised_grade_stands_a_new_full_notice_and_the_others_do_not(self, decided):
        publication = printed(decided, publish(decided, at=moment("2026-03-03")), on=moment("2026-03-03").date(), at=moment("2026-03-03"))
        one, two = deciding.on_table(decided.edition)
        decided.meet({one: deciding.KEPT, two: "award"}, at=moment("2026-03-11"))
        decided.read_again(at=moment("2026-03-12"))

        assert award_unnoticed(decided.edition) == [two]
        assert "请补充公示" in award_stood.check(decided.edition, moment("2026-03-12"))
        later = publish(decided, NoticeKind.AWARD_SUPPLEMENT, at=moment("2026-03-12"))
        assert [row["application"] for row in later.notice.rows] == [str(two.pk)]
        printed(decided, later, on=moment("2026-03-12").date(), at=moment("2026-03-12"))
        assert award_stood.check(decided.edition, moment("2026-03-19")) is not None
        assert award_stood.check(decided.edition, moment("2026-03-20", 0)) is None
        assert period_of(publication, workdays()).closes_on == moment("2026-03-10").date()

    def test_a_name_taken_off_restarts_nothing(self, decided):
        printed(decided, publish(decided, at=moment("2026-03-03")), on=moment("2026-03-03").date(), at=moment("2026-03-03"))
        one, two = deciding.on_table(decided.edition)
        decided.meet({one: "", two: deciding.KEPT}, at=moment("2026-03-09"))

        assert award_stood.check(decided.edition, moment("2026-03-11", 0)) is None


def test_the_gate_opens_when_everything_stands(decided):
    assert len(gate(decided.edition, AT + DAY)) == 1  # the notice alone
    printed(decided, publish(decided, at=moment("2026-03-03")), on=moment("2026-03-03").date(), at=moment("2026-03-03"))

    assert gate(decided.edition, moment("2026-03-11", 0)) == []


class TestUpheld:
    @pytest.mark.article("12(4)")
    def test_the_secretary_is_asked_to_take_the_name_off(self, world):
        one, two = world.candidates("award", "nomination")
        world.meet({one: "award", two: "nomination"}, authority="异议查实的，授权组长取消，不再开会。")
        world.read_again(at=AT + DAY)
        publication = printed(world, publish(world, at=moment("2026-03-03")), on=moment("2026-03-03").date(), at=moment("2026-03-03"))
        objection, _ = file(publication, moment("2026-03-04"))
        uphold(world, objection, at=moment("2026-03-04"))

        assert [(item.title, item.action) for item in meetings(Asking(world.secretary, moment("2026-03-04")))] == [
            (f"取消{one.applicant}的拟授奖", "依授权取消")
        ]

        striking.propose(one, reason="异议成立，不符合第九条的条件。", by=world.secretary, at=moment("2026-03-04"))

        assert meetings(Asking(world.secretary, moment("2026-03-04"))) == []
        assert [item.title for item in meetings(Asking(world.members[0], moment("2026-03-04")))] == ["确认依授权取消拟授奖"]


def uphold(world, objection, *, at):
    """Two of the office find it true."""
    said = objections.decide(objection, outcome="upheld", condition="9(6)", reason="应急管理部门认定属实。", by=world.first, at=at)
    objections.confirm(said, by=world.second, at=at)
