"""The calendar on record: versions, reasons, years touched together, and its pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from core.ledger.models import Chain, Event
from core.rules import RuleRefused
from procedure.calendar import services
from procedure.calendar.arrangement import read, write
from procedure.calendar.guards import calendar_known
from procedure.calendar.models import CalendarYear
from procedure.calendar.seed import library_years, seed
from procedure.calendar.workdays import UnknownYear, YearRules
from procedure.calendar.year_page import months
from procedure.parameters.services import fill_demo
from tests.factories import AT, make_actor, make_edition
from tests.procedure.hands import as_actor
from tests.procedure.test_calendar_arrangement import NOTICE_2026

pytestmark = pytest.mark.django_db

NOTICE_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。"""
PAPER = services.Paper("国务院办公厅关于2027年部分节假日安排的通知（试）", "国办发明电〔2026〕1号", NOTICE_2027)
CHRISTMAS_2026 = "元旦：2026年12月31日至2027年1月2日放假，共3天。2026年12月27日（周日）上班。"


def enter(text=NOTICE_2027, year=2027, by=None, **more):
    return services.enter_arrangement(read(text, year), paper=PAPER, by=by or make_actor(Role.OFFICE), at=AT, **more)


def refusal_of(text, year=2026, **more):
    with pytest.raises(RuleRefused) as refusal:
        enter(text, year, **more)
    return str(refusal.value)


# Services


def test_seed_puts_every_library_year_on_record_once():
    entered = seed(at=AT)

    assert [version.year for version in entered] == list(range(2004, 2027))
    assert CalendarYear.objects.workdays().years == library_years()
    assert seed(at=AT) == []
    assert Event.objects.filter(action="calendar.enter", actor_ref=SYSTEM.ref).count() == len(entered)


def test_seed_leaves_what_the_office_entered():
    enter(write(library_years()[2025]), 2025)

    seed(at=AT)

    assert CalendarYear.objects.filter(year=2025).count() == 1


@pytest.mark.article("18(3)")
def test_a_period_is_refused_until_its_year_is_entered():
    seed(at=AT)
    with pytest.raises(UnknownYear, match="2027年放假安排尚未录入，不能计算。"):
        services.period_end(date(2026, 12, 30), 5)

    enter()

    assert services.period_end(date(2026, 12, 30), 5) == date(2027, 1, 7)


def test_a_version_is_covered_by_its_event_in_the_house_chain():
    (version,) = enter()

    assert (version.event.chain, version.event.object_ref) == ("house", "calendar:2027")
    assert Chain.objects.get(name="house").hash == version.event.hash
    assert CalendarYear.objects.get(pk=version.pk).digest() == version.digest()


def test_a_correction_replaces_the_version_and_keeps_it():
    (first,) = enter()

    (second,) = enter(NOTICE_2027.replace("6月9日（周三）放假，共1天", "6月9日（周三）至10日（周四）放假，共2天"))

    assert second.replaces == first
    assert list(CalendarYear.objects.in_force()) == [second]
    assert services.workdays().is_workday(date(2027, 6, 10)) is False


def test_a_notice_changes_the_last_days_of_the_year_before():
    seed(at=AT)

    entered = enter(CHRISTMAS_2026)

    assert [version.year for version in entered] == [2026, 2027]
    table = services.workdays()
    assert [table.is_workday(date(2026, 12, day)) for day in (27, 30, 31)] == [True, True, False]
    assert table.is_workday(date(2026, 10, 1)) is False


def test_the_year_before_must_be_known_to_be_changed():
    assert refusal_of(CHRISTMAS_2026, 2027) == "通知里有2026年的日期，请先录入2026年的放假安排。"
    assert CalendarYear.objects.count() == 0


def test_days_gone_by_change_only_with_a_reason():
    seed(at=AT)
    text = NOTICE_2026.replace("1月4日（周日）上班。", "")

    assert refusal_of(text) == "改动涉及已经过去的日子（1月4日（周日）等1天），请写明更正原因。"
    assert CalendarYear.objects.filter(year=2026).count() == 1

    (version,) = enter(text, 2026, reason="通知更正")

    assert version.reason == "通知更正"


def test_days_to_come_change_without_a_reason():
    seed(at=AT)

    (version,) = enter(NOTICE_2026.replace("10月10日（周六）上班", "10月11日（周日）上班"), 2026)

    assert services.period_end(date(2026, 9, 28), 5) == date(2026, 10, 11)
    assert version.replaces.year == 2026


def test_the_same_again_is_refused():
    seed(at=AT)

    assert refusal_of(write(library_years()[2026])) == "与现行的2026年日历完全一致，不用再录。"


def test_what_was_compared_must_still_stand():
    seed(at=AT)
    assert refusal_of(CHRISTMAS_2026, 2027, seen="0") == "核对之后，内容或者现行日历有了变化，请重新核对后再录入。"


def test_only_the_office_enters():
    with pytest.raises(RuleRefused, match="只有评选办可以录入放假安排。"):
        enter(by=make_actor(Role.SECRETARY))


def test_changes_names_every_day_that_differs():
    old = YearRules({date(2026, 1, 1): "元旦"}, {date(2026, 1, 4): "元旦"})

    assert services.changes(old, YearRules({date(2026, 1, 2): "元旦"}, {date(2026, 1, 4): "元旦"})) == [
        date(2026, 1, 1),
        date(2026, 1, 2),
    ]


def test_the_gate_asks_for_a_calendar_that_reaches_the_end_of_a_notice():
    edition = make_edition(demo=True)
    fill_demo(edition, at=AT)

    assert calendar_known.blocker(edition, AT).sentence == "2026年放假安排尚未录入，不能计算。"

    seed(at=AT)

    assert calendar_known.blocker(edition, AT) is None


def test_months_hold_every_day_once_under_its_weekday():
    rules = library_years()[2026]
    year = months(2026, rules, today=date(2026, 3, 2))

    cells = [cell for month in year for week in month.weeks for cell in week if cell]
    assert [cell.day.timetuple().tm_yday for cell in cells] == list(range(1, 366))
    assert all(week[place] is None or week[place].day.weekday() == place for month in year for week in month.weeks for place in range(7))
    assert [cell.day for cell in cells if cell.today] == [date(2026, 3, 2)]
    assert year[0].notes == ["1日至3日放假（元旦）", "4日上班（元旦调休）"]
    assert sum(month.workdays for month in year) == sum(rules.is_workday(cell.day) for cell in cells)


# Pages


def test_the_list_and_the_year_are_read_by_those_who_count(client):
    seed(at=AT)

    for role in (Role.OFFICE, Role.SECRETARY, Role.SUPERVISOR, Role.SYSTEM):
        as_actor(client, make_actor(role))
        assert client.get("/calendar/").status_code == 200
        assert client.get("/calendar/2026/").status_code == 200


def test_others_do_not_enter(client):
    as_actor(client, make_actor(Role.SYSTEM))

    assert client.get("/calendar/2027/enter/").status_code == 403
    assert post(client, NOTICE_2027, action="confirm").status_code == 403
    assert CalendarYear.objects.count() == 0


def test_a_year_far_away_is_not_found(client):
    assert as_actor(client, make_actor(Role.OFFICE)).get("/calendar/1999/").status_code == 404


def test_the_year_shows_days_in_shape_and_word(client):
    seed(at=AT)

    page = as_actor(client, make_actor(Role.OFFICE)).get("/calendar/2026/").content.decode()

    assert page.count("（元旦）</span>") == 3
    assert '<td class="month-makeup"><b>4</b><i aria-hidden="true">班</i><span class="visually-hidden">上班（元旦调休）' in page


def test_an_unknown_year_says_so(client):
    page = as_actor(client, make_actor(Role.OFFICE)).get("/calendar/2027/").content.decode()

    assert "2027年放假安排尚未录入，不能计算" in page


def post(client, text, year=2027, **more):
    typed = {"text": text, "source": PAPER.source, "document_number": PAPER.document_number, "action": "preview", "reason": ""}
    return client.post(f"/calendar/{year}/enter/", typed | more)


def test_preview_shows_and_changes_nothing_confirm_enters(client):
    seed(at=AT)
    as_actor(client, make_actor(Role.OFFICE))

    preview = post(client, NOTICE_2027)

    assert preview.status_code == 200
    assert "与平常星期不同的" in preview.content.decode()
    assert not CalendarYear.objects.filter(year=2027).exists()

    answer = post(client, NOTICE_2027, action="confirm", seen=preview.context["seen"])

    assert (answer.status_code, answer.url) == (302, "/calendar/2027/")
    assert CalendarYear.objects.get(year=2027).document_number == PAPER.document_number


def test_what_was_not_previewed_is_not_entered(client):
    seed(at=AT)
    as_actor(client, make_actor(Role.OFFICE))
    seen = post(client, NOTICE_2027).context["seen"]

    answer = post(client, NOTICE_2027.replace("6月9日（周三）", "6月10日（周四）"), action="confirm", seen=seen)

    assert answer.status_code == 409
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_wrong_weekday_is_refused_with_its_sentence_and_the_text_is_kept(client):
    as_actor(client, make_actor(Role.OFFICE))

    answer = post(client, NOTICE_2027.replace("6月9日（周三）", "6月9日（周四）"))

    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["2027年6月9日是星期三，文中写作星期四，请核对。"]
    assert "6月9日（周四）" in answer.content.decode()


def test_a_holiday_left_out_must_be_confirmed(client):
    as_actor(client, make_actor(Role.OFFICE))
    text = NOTICE_2027.replace("六、中秋节：9月15日（周三）放假，共1天。\n", "")
    seen = post(client, text).context["seen"]

    refused = post(client, text, action="confirm", seen=seen)
    assert refused.status_code == 422
    assert refused.context["form"].errors["checked"] == ["通知中没有读到中秋节，确实没有的，请勾选确认。"]

    assert post(client, text, action="confirm", seen=seen, checked="on").status_code == 302


def test_a_change_of_days_gone_by_asks_for_a_reason_on_the_page(client):
    seed(at=AT)
    as_actor(client, make_actor(Role.OFFICE))

    answer = post(client, NOTICE_2026.replace("1月4日（周日）上班。", ""), year=2026)

    assert answer.status_code == 422
    assert "已经过去的日子" in answer.context["form"].errors["reason"][0]


def test_back_to_editing_keeps_the_words(client):
    as_actor(client, make_actor(Role.OFFICE))

    answer = post(client, NOTICE_2027, action="edit")

    assert answer.status_code == 200
    assert "9月15日（周三）放假" in answer.content.decode()


def test_hidden_characters_are_refused(client):
    as_actor(client, make_actor(Role.OFFICE))

    answer = post(client, NOTICE_2027, source="通知\u202e")

    assert answer.status_code == 422
    assert answer.context["form"].errors["source"] == ["内容含不可见字符（第3个字），请重新输入。"]


def test_the_number_of_queries_does_not_grow(client):
    as_actor(client, make_actor(Role.OFFICE))
    enter()
    client.get("/calendar/")
    with CaptureQueriesContext(connection) as one:
        client.get("/calendar/")
    seed(at=AT)

    with CaptureQueriesContext(connection) as many:
        client.get("/calendar/")

    assert len(many) == len(one)
