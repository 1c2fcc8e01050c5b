"""Notices: composed from decisions by one, confirmed by another, out at their hour with number, period and checkpoint."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.services import hold
from core.ledger.models import Checkpoint, Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.calendar.services import Paper, enter_year, workdays
from procedure.calendar.workdays import YearRules
from procedure.editions.models import Step
from publicity.guards import acceptance_stood
from publicity.notices import services
from publicity.notices.lists import rows_for
from publicity.notices.models import Notice, NoticeKind, NoticePublication
from publicity.notices.period import countdown, period_of
from publicity.notices.publishing import fingerprint, publish_due
from publicity.notices.scan import private
from publicity.notices.todo import todo
from tests.factories import at_status, make_actor
from tests.publicity.world import NOON, World, known_years, moment
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]
SECOND = timedelta(seconds=1)


world = shared(World)


def refused(act, *args, **kwargs) -> list[str]:
    """The sentences of a refusal, after which nothing has changed."""
    events = Event.objects.count()
    with pytest.raises(RuleRefused) as refusal:
        act(*args, **kwargs)
    assert Event.objects.count() == events
    return [blocker.sentence for blocker in refusal.value.blockers]


class TestComposing:
    def test_the_list_is_what_was_decided(self, world):
        at_status(world.applications[1], Status.DECLINED, by=world.first)

        notice = world.compose()

        assert [row["name"] for row in notice.rows] == ["晋中甲公司"]
        assert notice.rows[0]["application"] == str(world.applications[0].pk)
        assert "共受理组织1个" in notice.text
        assert "受理单位：晋中市质量奖评选办公室" in notice.contact

    def test_a_held_application_is_not_in_it(self, world):
        hold(world.applications[0], reason="有异议", first=world.first, by=world.second, at=NOON)

        assert [row["name"] for row in rows_for(world.edition, NoticeKind.ACCEPTANCE)] == ["晋中乙公司"]

    def test_nobody_types_a_name_into_it(self, world):
        draft = world.draft(rows=[{"application": "x", "name": "丙公司", "category": "organization", "place": "榆次区"}])

        assert refused(services.compose, world.edition, draft, by=world.first, at=NOON) == [services.CHANGED]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("联系13800138000。", "公示里有手机号“13800138000”，请删去。"),
            ("联系138 0013 8000。", "公示里有手机号“138 0013 8000”，请删去。"),
            ("身份证140702198001011234。", "公示里有身份证号“140702198001011234”，请删去。"),
            ("身份证14070219800101123x。", "公示里有身份证号“14070219800101123x”，请删去。"),
            ("证件140702800101123。", "公示里有15位证件号“140702800101123”，请删去。"),
            ("住安宁街8号楼3单元。", "公示里有住址“8号楼3单元”，请删去。"),
        ],
    )
    def test_private_numbers_and_addresses_are_refused(self, world, text, sentence):
        assert refused(services.compose, world.edition, world.draft(text=text), by=world.first, at=NOON) == [sentence]

    def test_what_is_no_private_number_passes(self):
        assert private("编号2026-3，电话0354-2026001，实验室，第18(3)项，金额13800000000000元") == []

    def test_the_offices_own_room_may_stand_in_how_to_object_but_no_id_number(self, world):
        assert "305室" in world.compose().contact
        found = refused(services.compose, world.edition, world.draft(contact="140702198001011234"), by=world.first, at=NOON)
        assert found == ["公示里有身份证号“140702198001011234”，请删去。"]

    def test_fewer_than_five_working_days_are_refused_by_service_and_database(self, world):
        assert refused(services.compose, world.edition, world.draft(workdays=4), by=world.first, at=NOON) == ["公示期不少于5个工作日。"]
        words = {"kind": "acceptance", "workdays": 4, "publish_at": NOON, "at": NOON, "event": Event.objects.latest("pk")}
        notice = Notice(edition=world.edition, by=world.first.person, grant=world.first.grant, **words)
        with pytest.raises(IntegrityError), transaction.atomic():
            notice.save(force_insert=True)

    def test_an_unknown_year_is_refused(self, world):
        found = refused(services.compose, world.edition, world.draft(publish_at=moment("2026-12-28")), by=world.first, at=NOON)

        assert found == ["2027年放假安排尚未录入，不能计算。"]

    def test_only_the_office_composes(self, world):
        assert refused(services.compose, world.edition, world.draft(), by=make_actor(Role.SECRETARY), at=NOON) == [
            "只有评选办可以拟定公示公告。"
        ]

    def test_before_qualification_there_is_nothing_to_notice(self):
        world = World(Step.APPLYING, names=())

        assert refused(services.compose, world.edition, world.draft(), by=world.first, at=NOON) == [
            "本届正处于“组织申报”，不能拟定受理名单公示。"
        ]

    def test_an_empty_list_is_noticed_once_everything_is_decided(self):
        world = World(names=())
        waiting = at_status(world.accept("丙公司"), Status.RECOMMENDED, by=world.first)
        sentence = "还没有受理的申报，另有1份没有决定，办完再公示。"
        assert refused(services.compose, world.edition, world.draft(), by=world.first, at=NOON) == [sentence]

        at_status(waiting, Status.DECLINED, by=world.first)

        assert "没有受理的申报" in world.publish().notice.text
        assert acceptance_stood.check(world.edition, moment("2026-12-01")) is None

    def test_a_new_version_takes_the_place_of_the_old(self, world):
        first, second = world.compose(), world.compose(title="改过的标题")

        assert second.replaces == first
        assert refused(services.confirm, first, by=world.second, at=NOON) == ["已经有新的一稿，请看过新的内容再确认。"]


class TestConfirming:
    def test_the_same_hand_is_refused(self, world):
        assert refused(services.confirm, world.compose(), by=world.first, at=NOON) == ["公示公告要两人办理，请另一人确认。"]

    def test_others_are_refused(self, world):
        assert refused(services.confirm, world.compose(), by=make_actor(Role.LEADING_GROUP), at=NOON) == ["只有评选办可以确认公示公告。"]

    def test_twice_is_refused(self, world):
        notice = world.compose(publish_at=NOON + timedelta(hours=1))
        services.confirm(notice, by=world.second, at=NOON)

        assert refused(services.confirm, notice, by=world.second, at=NOON) == ["这一稿已经确认。"]

    def test_a_list_that_decisions_have_outrun_is_refused(self, world):
        notice = world.compose()
        world.accept("丙公司")

        assert refused(services.confirm, notice, by=world.second, at=NOON) == [services.CHANGED]

    def test_whoever_is_held_between_confirmation_and_hour_is_not_noticed(self, world):
        notice = world.compose(publish_at=NOON + timedelta(hours=1))
        services.confirm(notice, by=world.second, at=NOON)
        hold(world.applications[0], reason="有异议", first=world.first, by=world.second, at=NOON)

        assert publish_due(NOON + timedelta(hours=1)) == []
        assert [item.title for item in todo(Asking(world.first, NOON))] == ["另拟第三届晋中市质量奖的受理名单公示"]

        again = world.compose()
        services.confirm(again, by=world.second, at=NOON)
        assert [row["name"] for row in again.rows] == ["晋中乙公司"]
        assert NoticePublication.objects.get().notice == again

    def test_a_second_acceptance_notice_is_refused(self, world):
        world.publish()

        assert refused(services.compose, world.edition, world.draft(), by=world.first, at=NOON) == [
            "受理名单已经公示；以后受理的，拟补充公示。"
        ]

    def test_a_supplement_names_those_never_noticed(self, world):
        assert refused(services.compose, world.edition, world.draft(NoticeKind.SUPPLEMENT), by=world.first, at=NOON) == [
            "受理名单还没有公示，不用补充。"
        ]
        world.publish()
        assert refused(services.compose, world.edition, world.draft(NoticeKind.SUPPLEMENT), by=world.first, at=NOON) == [
            "没有要补充公示的申报。"
        ]
        world.accept("丙公司")

        notice = world.publish(NoticeKind.SUPPLEMENT, at=moment("2026-11-27")).notice

        assert [row["name"] for row in notice.rows] == ["丙公司"]


class TestPublishing:
    @pytest.mark.parametrize(
        ("published", "last"),
        [
            ("2026-02-12", "2026-02-26"),
            ("2026-02-25", "2026-03-03"),
            ("2026-04-02", "2026-04-10"),
            ("2026-04-30", "2026-05-11"),
            ("2026-06-17", "2026-06-25"),
            ("2026-09-18", "2026-09-24"),
            ("2026-09-24", "2026-10-09"),
            ("2026-09-28", "2026-10-10"),
            ("2026-09-30", "2026-10-13"),
            ("2026-11-23", "2026-11-30"),
            ("2025-09-26", "2025-10-10"),
        ],
    )
    def test_the_period_ends_at_midnight_of_the_fifth_working_day(self, published, last):
        world = World(at=moment("2025-01-02"))
        publication = world.publish(at=moment(published, 23, 59, 59))

        period = period_of(publication, workdays())

        end = moment(last, 23, 59, 59) + SECOND
        assert (publication.closes_on.isoformat(), period.closes_at) == (last, end)
        assert [period.runs(end - SECOND), period.runs(end)] == [True, False]
        assert acceptance_stood.check(world.edition, end - SECOND) is not None
        assert acceptance_stood.check(world.edition, end) is None

    def test_it_goes_out_at_its_hour_and_not_a_second_before(self, world):
        hour = moment("2026-11-24", 9)
        notice = world.compose(publish_at=hour)
        services.confirm(notice, by=world.second, at=NOON)

        assert publish_due(hour - SECOND) == []
        (publication,) = publish_due(hour)
        assert publish_due(hour) == []

        assert (publication.notice, publication.number, publication.published_at) == (notice, "2026-1", hour)

    def test_without_the_second_hand_it_never_goes_out(self, world):
        world.compose()

        assert publish_due(moment("2026-12-25")) == []

    def test_confirmed_after_its_hour_it_goes_out_in_the_same_act(self, world):
        notice = world.compose()

        services.confirm(notice, by=world.second, at=NOON + timedelta(days=2))

        assert NoticePublication.objects.get().closes_on.isoformat() == "2026-12-02"

    def test_number_digest_and_checkpoint_are_one_act(self, world):
        publication = world.publish()
        point = publication.checkpoint()

        assert publication.fingerprint == fingerprint(publication.notice)
        assert (point.chain.name, point.size) == ("edition-3", publication.event.seq)
        assert Checkpoint.objects.filter(chain__name="edition-3").count() == 1
        assert publication.issuer == "晋中市质量奖评选办公室"
        assert verify() == []

    def test_numbers_go_on_within_a_year_and_begin_again_in_the_next(self, world):
        enter_year(2027, rules=YearRules(), paper=Paper("通知"), by=SYSTEM, at=NOON)
        found = [world.publish(NoticeKind.EXPLANATION, at=moment(day)).number for day in ("2026-11-23", "2026-12-31", "2027-01-01")]

        assert found == ["2026-1", "2026-2", "2027-1"]

    def test_what_is_out_cannot_be_confirmed_or_replaced(self, world):
        publication = world.publish(NoticeKind.EXPLANATION)
        later = world.compose(NoticeKind.EXPLANATION)

        assert later.replaces is None
        assert refused(services.confirm, publication.notice, by=world.second, at=NOON) == ["这一稿已经确认。"]

    def test_a_changed_calendar_lengthens_a_running_period_and_never_shortens_it(self, world):
        publication, known = world.publish(), known_years()[2026]
        friday = moment("2026-11-27").date()

        def rules(**more):
            return YearRules(dict(known.holidays) | more.get("off", {}), dict(known.makeups) | more.get("on", {}))

        enter_year(2026, rules=rules(off={friday: "临时放假"}), paper=Paper("通知"), by=SYSTEM, at=NOON)
        longer = period_of(publication, workdays())
        saturday = moment("2026-11-28").date()
        enter_year(2026, rules=rules(on={saturday: "上班"}), paper=Paper("通知"), by=SYSTEM, at=NOON)
        shorter = period_of(publication, workdays())

        assert (longer.closes_on.isoformat(), shorter.closes_on.isoformat()) == ("2026-12-01", "2026-11-30")
        assert "工作日历有调整" in longer.sentence()
        assert "工作日历有调整" not in shorter.sentence()

    def test_the_countdown_says_what_is_left(self, world):
        period = period_of(world.publish(), workdays())

        left = {day: period.left(moment(day)) for day in ("2026-11-23", "2026-11-24", "2026-11-28", "2026-11-30")}
        shown = countdown(period, moment("2026-11-24"))

        assert left == {"2026-11-23": 5, "2026-11-24": 5, "2026-11-28": 1, "2026-11-30": 1}
        assert (shown["value"], shown["unit"]) == (5, "个工作日，含今天")
        assert [day["note"] for day in shown["days"]] == ["发布", "第一", "第二", "第三", "第四", "不计", "不计", "第五"]
        assert period.sentence() == ("公示期5个工作日，发布当日不计，自2026年11月24日（星期二）起，至2026年11月30日（星期一）24:00止。")


class TestTheGuard:
    def test_it_names_what_is_missing_then_waits_then_opens(self, world):
        assert acceptance_stood.check(world.edition, NOON) == "受理名单还没有公示。"
        world.publish()
        running = acceptance_stood.blocker(world.edition, NOON)
        assert (running.sentence, running.wait, running.article) == ("公示期到2026年11月30日（星期一）24:00止。", True, "18(3)")
        world.accept("丙公司")
        late = acceptance_stood.blocker(world.edition, moment("2026-12-01"))
        assert (late.sentence, late.wait) == ("丙公司已经受理，还没有公示，请补充公示。", False)

        world.publish(NoticeKind.SUPPLEMENT, at=moment("2026-12-01"))

        assert acceptance_stood.blocker(world.edition, moment("2026-12-08")).wait is True
        assert acceptance_stood.blocker(world.edition, moment("2026-12-09", 0)) is None

    def test_whoever_is_held_is_not_asked_for(self, world):
        hold(world.applications[0], reason="有异议", first=world.first, by=world.second, at=NOON)
        world.publish()

        assert acceptance_stood.check(world.edition, moment("2026-12-01")) is None


class TestTodo:
    def test_the_office_composes_and_the_other_confirms(self, world):
        assert [item.title for item in todo(Asking(world.first, NOON))] == ["拟定第三届晋中市质量奖的受理名单公示"]
        notice = world.compose()
        assert ([item.title for item in todo(Asking(world.first, NOON))], [item.title for item in todo(Asking(world.second, NOON))]) == (
            [], ["确认第三届晋中市质量奖的受理名单公示"],
        )  # fmt: skip

        services.confirm(notice, by=world.second, at=NOON)

        assert todo(Asking(world.second, NOON)) == []
        world.accept("丙公司")
        assert [item.title for item in todo(Asking(world.first, NOON))] == ["拟定第三届晋中市质量奖的补充公示"]

    def test_nothing_is_asked_while_decisions_are_missing(self, world):
        at_status(world.applications[0], Status.RECOMMENDED, by=world.first)

        assert todo(Asking(world.first, NOON)) == []
        assert Application.objects.count() == 2
        assert todo(Asking(make_actor(Role.SECRETARY), NOON)) == []
