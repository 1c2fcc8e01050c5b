"""Conflicts read off facts, case by case: codes and accounts prove, names only look alike."""

from datetime import date
from uuid import uuid4

import pytest

from review.recusals.computed import Case, Employer, Known, certain, likeness
from review.recusals.models import ConflictKind

ON, SINCE = date(2026, 5, 1), date(2023, 3, 31)
CODE, OTHER = "91999900MA0DEM0A7U", "91999900MA0DEM0B5N"
ME, SOMEBODY = uuid4(), uuid4()
FIRM = Employer("晋中甲公司", CODE)


def known(*employers):
    return Known(ME, "卫明德", employers)


CERTAIN = [
    ("nothing is known", Case(FIRM), known(), None),
    ("works there", Case(FIRM), known(Employer("甲公司", CODE)), ConflictKind.SAME_UNIT),
    ("leaves there later", Case(FIRM), known(Employer("甲公司", CODE, date(2026, 6, 1))), ConflictKind.SAME_UNIT),
    ("left within three years", Case(FIRM), known(Employer("甲公司", CODE, date(2024, 1, 1))), ConflictKind.EMPLOYER),
    ("left on the first day that counts", Case(FIRM), known(Employer("甲公司", CODE, SINCE)), ConflictKind.EMPLOYER),
    ("left the day before", Case(FIRM), known(Employer("甲公司", CODE, date(2023, 3, 30))), None),
    ("works elsewhere under the same name", Case(FIRM), known(Employer("晋中甲公司", OTHER)), None),
    ("has no code", Case(FIRM), known(Employer("晋中甲公司")), None),
    ("no code is no equal code", Case(Employer("王工")), known(Employer("太原理工")), None),
    ("acts for the applicant", Case(FIRM, people=frozenset({ME})), known(), ConflictKind.APPLICANT),
    ("somebody else does", Case(FIRM, people=frozenset({SOMEBODY})), known(), None),
    ("works with who applies", Case(Employer("王工"), workplaces=(FIRM,)), known(Employer("甲", CODE)), ConflictKind.APPLICANT),
    ("worked with him", Case(Employer("王工"), workplaces=(FIRM,)), known(Employer("甲", CODE, date(2025, 1, 1))), None),
    ("acts or acted for the body", Case(FIRM, body_people=frozenset({ME})), known(), ConflictKind.BODY),
    ("works for the body", Case(Employer("乙"), body=FIRM), known(Employer("甲", CODE)), ConflictKind.BODY),
]


@pytest.mark.article("28")
@pytest.mark.parametrize(("case", "reviewer", "kind"), [row[1:] for row in CERTAIN], ids=[row[0] for row in CERTAIN])
def test_what_facts_prove(case, reviewer, kind):
    found = certain(case, reviewer, since=SINCE, on=ON)

    assert (found and found[0]) == kind


NAME = FIRM.name
TAIL = "同名，没有代码可以核对。"
FULL_WIDTH = "甲（晋中） 公司"
ALIKE = [
    ("the same name without a code", Case(FIRM), known(Employer("晋中甲公司")), f"任职单位“晋中甲公司”与申报单位{TAIL}"),
    ("in another width", Case(Employer("甲(晋中)公司", CODE)), known(Employer(FULL_WIDTH)), f"任职单位“{FULL_WIDTH}”与申报单位{TAIL}"),
    ("left long ago", Case(FIRM), known(Employer("晋中甲公司", "", date(2020, 1, 1))), ""),
    ("two codes are two units", Case(FIRM), known(Employer("晋中甲公司", OTHER)), ""),
    ("a workplace", Case(Employer("王"), workplaces=(FIRM,)), known(Employer(NAME)), f"任职单位“{NAME}”与申报人的工作单位{TAIL}"),
    ("the body", Case(FIRM, body=Employer("榆次区")), known(Employer("榆次区")), f"任职单位“榆次区”与推荐单位{TAIL}"),
    ("a namesake applies", Case(FIRM, names=frozenset({"卫明德"})), known(), "与申报人“卫明德”同名。"),
    ("he was named", Case(FIRM, recused=frozenset({"卫明德"})), known(), "与申报者申请回避、已经认定成立的人员或者单位同名。"),
    ("no name is no equal name", Case(FIRM), known(Employer("")), ""),
]  # fmt: skip


@pytest.mark.article("28")
@pytest.mark.parametrize(("case", "reviewer", "text"), [row[1:] for row in ALIKE], ids=[row[0] for row in ALIKE])
def test_what_only_looks_alike(case, reviewer, text):
    assert likeness(case, reviewer, since=SINCE, on=ON) == text
