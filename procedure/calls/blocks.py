"""A call as plain data, in the order in which it is read: for the notice page, the printed paper, a preview.

Each block is a dict: `{"kind": "heading" | "paragraph", "text": …}`, `{"kind": "items", "items": [text, …]}`,
`{"kind": "table", "caption": …, "head": [text, …], "rows": [[text, …], …]}`.
"""

from core.dates import moment_in_words
from procedure.calls.drafts import Draft
from procedure.calls.models import Call
from procedure.calls.window import deadline_in_words
from procedure.editions.models import Category


def call_blocks(call: Call | Draft) -> list[dict]:
    """Return a version's blocks."""
    return [
        *(_paragraph(line) for line in call.text.splitlines() if line.strip()),
        _paragraph(f"依据：{call.basis}。"),
        *([_paragraph(f"改动原因：{call.reason}")] if call.reason else []),
        _heading("一、时间"),
        {"kind": "table", "caption": "起止时间", "head": ["事项", "时间"], "rows": times(call)},
        _heading("二、申报条件"),
        *(block for category in Category for block in _requirements(call, category)),
        _heading("三、申报材料"),
        *(_materials(call, category) for category in Category),
        _heading("四、咨询"),
        *(_paragraph(line) for line in call.contact.splitlines() if line.strip()),
    ]


def times(call: Call | Draft) -> list[list[str]]:
    """Return the three moments of a version as pairs of words."""
    return [
        ["申报开始", moment_in_words(call.opens_at)],
        ["申报截止（提交推荐单位）", deadline_in_words(call.closes_at)],
        ["推荐截止（推荐单位报送评选办）", deadline_in_words(call.office_deadline_at)],
    ]


def _requirements(call: Call | Draft, category: Category) -> list[dict]:
    return [_paragraph(f"申报晋中市质量奖（{category.label}）的："), {"kind": "items", "items": list(call.requirements[category.value])}]


def _materials(call: Call | Draft, category: Category) -> dict:
    rows = [
        [str(number), material["name"], "必交" if material["required"] else "有的提交"]
        for number, material in enumerate((row for row in call.materials if row["category"] == category.value), start=1)
    ]
    return {"kind": "table", "caption": f"{category.label}要交的材料", "head": ["序号", "材料", "要求"], "rows": rows}


def _heading(text: str) -> dict:
    return {"kind": "heading", "text": text}


def _paragraph(text: str) -> dict:
    return {"kind": "paragraph", "text": text}
