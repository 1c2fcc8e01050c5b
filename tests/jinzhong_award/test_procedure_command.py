"""`manage.py procedure`: everything in THE TABLE is printed, in columns that stand under one another."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from applications.cases.models import Status
from jinzhong_award.docs.tables import aligned, markdown, width
from jinzhong_award.steps import MOVES, STEPS
from procedure.editions.models import Step

pytestmark = pytest.mark.once


def printed(*arguments):
    out = StringIO()
    call_command("procedure", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.article("18")
def test_json_has_every_row_and_move():
    content = json.loads(printed("--format", "json"))

    assert [row["name"] for row in content["rows"]] == [row.step.label for row in STEPS]
    assert [row["step"] for row in content["rows"]] == list(range(10))
    assert [move["name"] for move in content["moves"]] == [move.name for move in MOVES]


def test_json_tells_a_move_in_the_words_of_the_house():
    moves = {move["name"]: move for move in json.loads(printed("--format", "json"))["moves"]}

    assert moves["recommend"] == {
        "subject": "application",
        "name": "recommend",
        "label": "推荐",
        "sources": ["已提交"],
        "target": "已推荐",
        "role": "推荐单位签发",
        "article": "第十八条第（三）项",
        "guards": moves["recommend"]["guards"],
        "steps": ["资格审查"],
        "hands": 1,
        "reasoned": False,
    }
    assert {"article": "第八条", "label": "质量奖不超过5个，提名奖不超过10个", "built": True} in moves["leave-0"]["guards"]


def test_every_move_has_a_name_of_its_own():
    names = [move.name for move in MOVES]

    assert sorted(names) == sorted(set(names))


@pytest.mark.article("18")
def test_every_step_is_left_by_one_move_and_every_status_is_reached():
    targets = {move.target for move in MOVES}

    assert {row.step for row in STEPS} == {step for step in Step if step <= Step.APPROVAL}
    assert set(Step) - targets == {Step.PREPARATION}
    assert set(Status) <= targets


def test_text_names_every_guard_and_aligns_chinese():
    text = printed()

    for entry in (*STEPS, *MOVES):
        assert all(guard.label in text for guard in entry.guards)
    head, rule, first = text.splitlines()[:3]
    place = width(head[: head.index("条款")])
    assert width(rule[:place]) == place
    assert rule[place - 1 : place + 1] == " -"
    assert width(first[: first.index("第十三条")]) == place


def test_aligned_gives_a_chinese_character_two_places():
    assert aligned(("名", "b"), [("晋中", "1\n2"), ("x", "3")]) == "名    b\n----  -\n晋中  1\n      2\nx     3\n"


def test_markdown_keeps_bars_and_lines_inside_a_cell():
    assert markdown(("a",), [("x|y\nz",)]) == "| a |\n| --- |\n| x\\|y<br>z |\n"
