"""Rubrics: every mistake of a list named by its place, keys that stay, what is refused, what the gate asks."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from accounts.grants.models import Role
from core.files import storage
from core.files.kinds import SHEET
from core.files.services import store
from core.ledger.services import cover, lock
from core.rules import RuleRefused
from core.sheets.reading import Mistakes
from procedure.editions.models import Category, Step
from procedure.rubrics import sheet
from procedure.rubrics.examples import EXAMPLES, FOUR_DIMENSIONS, GB_LINES
from procedure.rubrics.guards import rubrics_entered
from procedure.rubrics.models import Rubric, RubricItem
from procedure.rubrics.services import Standard, enter_rubric, fill_demo, import_rubric, items_of
from procedure.rubrics.sheet import Line, key_for
from tests.factories import AT, at_step, make_actor, make_edition
from tests.procedure.sheets import HEADER, SMALL, rubric_sheet

ORGANIZATION, INDIVIDUAL = Category
HUNDRED = Decimal(100)


def read(rows=SMALL, total=HUNDRED):
    return sheet.read(io.BytesIO(rubric_sheet(rows)), total=total)


# The list


def test_a_list_is_read_in_order():
    assert read() == [
        Line(2, "1", "", "质量", Decimal(60)),
        Line(3, "1.1", "1", "体系", Decimal(40), "有制度"),
        Line(4, "1.2", "1", "结果", Decimal(20)),
        Line(5, "2", "", "创新", Decimal(40)),
    ]


def test_points_may_be_broken_and_add_up_exactly():
    rows = (("1", "", "一", 0.3, ""), ("1.1", "1", "二", 0.1, ""), ("1.2", "1", "三", 0.2, ""), ("2", "", "四", "99.70", ""))

    assert [line.points for line in read(rows)] == [Decimal("0.3"), Decimal("0.1"), Decimal("0.2"), Decimal("99.70")]


def test_full_width_digits_are_the_same_code():
    rows = (("１", "", "质量", 100, ""), ("1.1", "1", "体系", 100, ""))

    assert [(line.code, line.parent) for line in read(rows)] == [("1", ""), ("1.1", "1")]


def changed(row, column, value):
    """The small list with one cell changed; rows and columns count from 0."""
    rows = [list(each) for each in SMALL]
    rows[row][column] = value
    return rows


DEEP = [(str(level), str(level - 1) if level > 1 else "", "级", 100, "") for level in range(1, 6)]
MISTAKES = [
    ([], "表头下面没有内容，至少要有一条。"),
    (changed(1, 3, "四十"), "D3：分值应为数字"),
    (changed(1, 3, None), "D3：分值不能为空"),
    (changed(1, 3, 0), "D3：分值不能小于0.01"),
    (changed(1, 3, -40), "D3：分值不能小于0.01"),
    (changed(1, 3, "=20+20"), "D3：分值不能是公式，请粘贴为数值"),
    (changed(1, 2, ""), "C3：名称不能为空"),
    (changed(1, 2, "长" * 121), "C3：名称不能超过120字"),
    (changed(0, 0, None), "A2：编号不能为空"),
    (changed(3, 4, "点" * 2001), "E5：评分要点不能超过2000字"),
    (changed(2, 0, "1.1"), "第4行“编号”：“1.1”与第3行重复。编号应为文本格式，4.10写成数字会变成4.1。"),
    (changed(3, 0, "1"), "第5行“编号”：“1”与第2行重复。"),
    (changed(2, 1, "9"), "第4行“上级编号”：没有编号为“9”的条目。"),
    (changed(2, 1, "1.2"), "第4行“上级编号”：不能是本行自己。"),
    (changed(1, 1, "2"), "第3行“上级编号”：“2”应写在本行之前。"),
    (DEEP, "第6行“上级编号”：最多4级。"),
    (changed(1, 3, 40.005), "第3行“分值”：最多2位小数。"),
    (changed(1, 2, "体\u202e系"), "第3行“名称”：内容含不可见字符（第2个字），请重新输入。"),
    (changed(1, 3, 30), "第2行“分值”：各下级的分值合计50，与本条的60不等。"),
    (changed(3, 3, 39.5), "第一级的分值合计99.5，与总分100不等。"),
    ([(str(number), "", "条", 1, "") for number in range(301)], "最多300条，现有301条。"),
]


@pytest.mark.parametrize(("rows", "sentence"), MISTAKES, ids=[sentence[:24] for _, sentence in MISTAKES])
def test_a_mistake_is_named_by_its_place(rows, sentence):
    assert read(rows) == Mistakes((sentence,))


def test_every_mistake_is_named_at_once():
    rows = changed(1, 3, "四十")
    rows[3][2] = ""

    assert read(rows) == Mistakes(("D3：分值应为数字", "C5：名称不能为空"))


def test_a_list_without_its_columns_is_refused():
    found = sheet.read(io.BytesIO(rubric_sheet(header=(*HEADER[:3], "权重", "要点"))), total=HUNDRED)

    assert found == Mistakes(("表头应含有：编号、上级编号、名称、分值、评分要点。没有找到：分值、评分要点。",))


def test_what_is_written_is_read_again():
    lines = read()

    written = sheet.write("评价标准", lines, demo=True)

    again = sheet.read(io.BytesIO(written), total=HUNDRED)
    assert [vars(line) | {"number": 0} for line in again] == [vars(line) | {"number": 0} for line in lines]
    assert load_workbook(io.BytesIO(written)).active["A1"].value.startswith("演示")


def test_the_empty_form_has_the_columns_and_no_rows():
    assert sheet.read(io.BytesIO(sheet.write("评价标准", [], demo=False)), total=HUNDRED) == Mistakes(("表头下面没有内容，至少要有一条。",))


@pytest.mark.parametrize(
    ("code", "taken", "key"),
    [
        ("4.1.2", set(), "i4-1-2"),
        ("A1", set(), "ia1"),
        ("4-1", {"i4-1"}, "i4-1-v2"),
        ("4/1", {"i4-1", "i4-1-v2"}, "i4-1-v3"),
        ("一", set(), "i"),
        ("二", {"i"}, "i-v2"),
    ],
)
def test_a_key_is_made_of_the_code_once(code, taken, key):
    assert key_for(code, taken) == key


# The examples


def test_the_national_standard_has_its_points():
    tops = [line for line in GB_LINES if not line.parent]

    assert (len(tops), len(GB_LINES) - len(tops)) == (7, 23)
    assert [int(line.points) for line in tops] == [110, 90, 90, 130, 100, 80, 400]
    assert sheet.faults(list(GB_LINES), total=Decimal(1000)) == []


def test_the_four_dimensions_add_up_and_say_that_they_are_invented():
    assert [line.title for line in FOUR_DIMENSIONS if not line.parent] == ["质量提升", "创新驱动", "品牌影响", "经营绩效"]
    assert sheet.faults(list(FOUR_DIMENSIONS), total=Decimal(1000)) == []
    assert all("演示" in example.name for example in EXAMPLES.values())


# Services


@pytest.mark.django_db
class TestImport:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        """A storage of this test's own."""
        monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))

    @pytest.fixture
    def by(self):
        return make_actor(Role.OFFICE)

    @pytest.fixture
    def edition(self, by):
        return make_edition(by=by)

    def standard(self, **changes):
        return Standard(**{"name": "质量评价规范", "number": "DB14/T 1462", "year": 2017, "total": HUNDRED} | changes)

    def enter(self, edition, by, rows=SMALL, category=ORGANIZATION, **changes):
        upload = store(SimpleUploadedFile("评价标准.xlsx", rubric_sheet(rows)), allowed=SHEET, by=by, at=AT)
        seen = changes.pop("seen", None)
        return import_rubric(edition, category=category, standard=self.standard(**changes), upload=upload, seen=seen, by=by, at=AT)

    def refusal(self, *args, **changes):
        before = Rubric.objects.count()
        with pytest.raises(RuleRefused) as refused:
            self.enter(*args, **changes)
        assert Rubric.objects.count() == before
        return str(refused.value)

    def test_it_is_kept_with_its_standard_and_its_source(self, edition, by):
        rubric = self.enter(edition, by)

        kept = Rubric.objects.get()
        assert (kept.standard, kept.total) == ("DB14/T 1462—2017《质量评价规范》", HUNDRED)
        assert (kept.source_sha256, kept.event.chain) == (kept.source.sha256, "edition-3")
        assert kept.digest() == rubric.digest()

    def test_its_items_are_flat_in_order_and_know_what_is_below(self, edition, by, django_assert_num_queries):
        self.enter(edition, by)

        with django_assert_num_queries(1):
            first, system, results, second = items_of(edition, ORGANIZATION)

        assert system == RubricItem("i1-1", "1.1", "体系", Decimal(40), "i1", "有制度")
        assert (first.children, second.children) == ((system, results), ())
        assert items_of(edition, "individual") == []

    def test_a_code_keeps_its_key_through_all_versions(self, edition, by):
        self.enter(edition, by)
        self.enter(edition, by, (("1.1", "", "别的", 60, ""), ("1-1", "", "新的", 40, "")))
        third = self.enter(edition, by)

        keys = [[item["key"] for item in rubric["items"]] for rubric in Rubric.objects.order_by("event_id").values("items")]
        assert keys == [["i1", "i1-1", "i1-2", "i2"], ["i1-1", "i1-1-v2"], ["i1", "i1-1", "i1-2", "i2"]]
        assert [item.key for item in items_of(edition, ORGANIZATION)] == keys[2]
        assert list(Rubric.objects.in_force(edition)) == [third]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": " "}, "请写明标准的名称、编号和年份。"),
            ({"number": ""}, "请写明标准的名称、编号和年份。"),
            ({"year": 0}, "请写明标准的名称、编号和年份。"),
            ({"total": Decimal(99)}, "第一级的分值合计100，与总分99不等。"),
            ({"rows": changed(1, 3, "四十")}, "D3：分值应为数字。"),
            ({"seen": "0"}, "打开页面之后，有人录入了新的一版。请看过新的一版再录入。"),
        ],
    )
    @pytest.mark.article("17")
    def test_it_is_refused(self, edition, by, changes, sentence):
        assert self.refusal(edition, by, **changes) == sentence

    @pytest.mark.parametrize("changes", [{"number": "DB14/T 1462"}, {"number": "db14 / t 1463"}, {"number": "1462", "name": "DB14/T 1462"}])
    def test_national_points_never_bear_the_provincial_name(self, edition, by, changes):
        rows = [(line.code, line.parent, line.title, int(line.points), "") for line in GB_LINES]

        refused = self.refusal(edition, by, rows, total=Decimal(1000), **changes)

        assert refused == "这张表的分值是GB/T 19580—2012的，不能标为DB14/T。请核对标准编号，或者换上所列标准自己的分值。"
        assert self.enter(edition, by, rows, total=Decimal(1000), number="GB/T 19580", year=2012).total == 1000

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.LEADING_GROUP, Role.SUPERVISOR])
    def test_another_hand_is_refused(self, edition, role):
        assert self.refusal(edition, make_actor(role)) == "只有评选办可以录入评价标准。"

    def test_once_the_edition_has_begun_a_change_says_why(self, edition, by):
        edition = at_step(edition, Step.QUALIFICATION)

        assert self.refusal(edition, by) == "本届已经开始，更换评价标准的，请写明理由。"
        assert self.enter(edition, by, note="细则修订").note == "细则修订"

    def test_after_step_three_nothing_changes(self, edition, by):
        edition = at_step(edition, Step.MATERIALS)

        assert self.refusal(edition, by, note="细则修订") == "本届正处于“材料评审”，评价标准不能再改。"

    def test_a_row_without_its_standard_is_refused_by_the_database(self, edition, by):
        row = Rubric(
            edition=edition, category=ORGANIZATION, standard_name="", standard_number="1", standard_year=1, items=[], total=1, at=AT
        )

        with pytest.raises(IntegrityError), transaction.atomic():
            cover(lock(edition.chain), row, at=AT, by=by, action="test")

    @pytest.mark.article("17")
    def test_the_gate_names_what_is_missing(self, edition, by, django_assert_num_queries):
        assert rubrics_entered.blocker(edition, AT).sentence == "还没有录入：组织的评价标准、个人的评价标准。"
        self.enter(edition, by)
        assert rubrics_entered.blocker(edition, AT).sentence == "还没有录入：个人的评价标准。"
        self.enter(edition, by, category=INDIVIDUAL)

        with django_assert_num_queries(1):
            assert rubrics_entered.blocker(edition, AT) is None

    def test_a_demonstration_is_filled_and_marked(self, by):
        edition = make_edition(4, by=by, demo=True)

        filled = fill_demo(edition, at=AT)

        assert [rubric.standard for rubric in filled] == [
            "GB/T 19580—2012《卓越绩效评价准则（演示）》",
            "演示—2026《个人四维评价示例（演示，分值为虚构）》",
        ]
        assert [len(items_of(edition, category)) for category in Category] == [30, 12]
        assert (rubrics_entered.blocker(edition, AT), fill_demo(edition, at=AT)) == (None, [])

    def test_a_real_edition_is_not_filled(self, edition, by):
        with pytest.raises(RuleRefused, match="只有演示届可以填入演示内容。"):
            fill_demo(edition, at=AT)
        with pytest.raises(RuleRefused, match="第一级的分值合计1000，与总分100不等。"):
            enter_rubric(edition, category=ORGANIZATION, standard=self.standard(number="GB/T 19580"), lines=list(GB_LINES), by=by, at=AT)
