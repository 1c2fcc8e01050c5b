"""Reading notices: the three last years as published, and everything that must not be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.calendar.arrangement import Unreadable, read, write
from procedure.calendar.seed import library_years
from procedure.calendar.workdays import YearRules

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2025年11月4日"""
NOTICE_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""
NOTICE_2024 = """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""
NOTICES = {2024: NOTICE_2024, 2025: NOTICE_2025, 2026: NOTICE_2026}
LIBRARY = library_years()


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", NOTICES)
def test_a_published_notice_gives_the_librarys_working_days(year):
    arrangement = read(NOTICES[year], year)

    rules = arrangement.rules_of(year)
    assert [day for day in days_of(year) if rules.is_workday(day) != LIBRARY[year].is_workday(day)] == []
    assert arrangement.missing == []


def test_the_whole_notice_gives_its_number_and_shows_what_was_not_used():
    arrangement = read(NOTICE_2026, 2026)

    assert arrangement.document_number == "国办发明电〔2025〕7号"
    assert [words[:6] for words in arrangement.unused] == ["国务院办公厅", "节假日期间,", "国务院办公厅"]


@pytest.mark.parametrize(
    "same",
    [
        NOTICE_2026.replace("\n", "\n\n　　"),
        NOTICE_2026.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ","),
        NOTICE_2026.replace("周", "星期"),
        NOTICE_2026.replace("至", "—"),
        NOTICE_2026.replace("至", "～"),
        NOTICE_2026.replace("放假调休，", "放假\n调休，"),
        NOTICE_2026.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_the_same_notice_in_other_characters_reads_the_same(same):
    assert read(same, 2026).rules_of(2026) == read(NOTICE_2026, 2026).rules_of(2026)


def test_a_notice_may_rearrange_the_last_days_of_the_year_before():
    text = "元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。"

    arrangement = read(text, 2019)

    assert arrangement.rules_of(2018) == YearRules({date(2018, 12, 30): "元旦", date(2018, 12, 31): "元旦"}, {date(2018, 12, 29): "元旦"})
    assert arrangement.rules_of(2019) == YearRules({date(2019, 1, 1): "元旦"}, {})


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("元旦：1月1日（周三）放假。", ["2026年1月1日是星期四，文中写作星期三，请核对。"]),
        ("元旦：1月1日（周四）至3日（周日）放假。", ["2026年1月3日是星期六，文中写作星期日，请核对。"]),
        ("元旦：1月1日至3日放假，共4天。", ["“1月1日至3日放假,共4天”：文中写共4天，按起止日期是3天。"]),
        ("元旦：1月5日（周一）上班。", ["1月5日（周一）不是周末，不会是调休上班日，请核对。"]),
        ("春节：2月14日（周六）放假。2月14日（周六）上班。", ["2月14日（周六）出现了两次，请核对。"]),
        ("春节：2月30日放假。", ["“2月30日放假”：没有2月30日这一天。"]),
        ("春节：15日至23日放假。", ["“15日至23日放假”：15日缺少月份。"]),
        ("春节：2月23日至15日放假。", ["“2月23日至15日放假”：起止日期不对。"]),
        ("春节：2月15日至5月23日放假。", ["“2月15日至5月23日放假”：起止日期不对。"]),
        ("春节：2月17日不放假。", ["“2月17日不放假”：这句话读不准，请改写。"]),
        ("春节：放假时间为2月15日至23日。", ["“放假时间为2月15日至23日”：这句话读不准，请改写。"]),
        ("元旦：2024年1月1日放假。", ["“2024年1月1日放假”：2024年不在这次安排之内。"]),
        (NOTICE_2026.replace("关于2026年", "关于2027年"), ["这是2027年的通知，不是2026年的。"]),
        (
            "今年照常。",
            ["没有读到任何放假或者上班的日期。每个节日写一行，例如：元旦：1月1日（周四）至3日（周六）放假，共3天。"],
        ),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(text, sentences):
    with pytest.raises(Unreadable) as refusal:
        read(text, 2026)

    assert refusal.value.sentences == sentences


def test_a_holiday_left_out_is_named():
    without = "\n".join(line for line in NOTICE_2026.splitlines() if "中秋节：" not in line)

    assert read(without, 2026).missing == ["中秋节"]


@pytest.mark.parametrize("year", LIBRARY)
def test_what_is_written_reads_back_the_same(year):
    assert read(write(LIBRARY[year]), year).rules_of(year) == LIBRARY[year]


@given(
    st.sets(st.integers(0, 364), max_size=40),
    st.sets(st.integers(0, 364), max_size=12),
    st.sampled_from(["元旦", "春节", "国庆节、中秋节"]),
)
def test_any_table_written_reads_back_the_same(holidays, makeups, name):
    first = date(2031, 1, 1)
    rest = {first + timedelta(days=number): name for number in holidays}
    weekend = [first + timedelta(days=number) for number in makeups]
    work = {day: name for day in weekend if day.weekday() >= 5 and day not in rest}
    rules = YearRules(dict(sorted(rest.items())), work)
    if not rest and not work:
        return

    assert read(write(rules), 2031).rules_of(2031) == rules


def read_or_refused(text):
    """What was read; nothing where it was refused, which says why."""
    try:
        return read(text, 2026)
    except Unreadable as refusal:
        return None if refusal.sentences else pytest.fail("refused without a sentence")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    read_or_refused(text)


WORDS = ["元旦：", "1月", "31日", "至", "2月", "（周六）", "放假", "上班", "。", "、", "2025年", "共3天", "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_mixture_of_a_notices_words_is_read_or_refused(words):
    arrangement = read_or_refused("".join(words))

    assert arrangement is None or not set(arrangement.holidays) & set(arrangement.makeups)
