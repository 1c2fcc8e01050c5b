"""A call as plain data, in the order in which it is read: for the notice page, the printed paper, a preview.

Each block is a dict: `{"kind": "heading" | "paragraph", "text": …}`, `{"kind": "items", "items": [text, …]}`,
`{"kind": "table", "caption": …, "head": [text, …], "rows": [[text, …], …]}`.
"""

from core.dates import moment_in_words
from core.papers.content import Block, Heading, Items, Paragraph, Table
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


def call_text(call: Call | Draft) -> str:
    """Return a version as plain text, one line each, as `core.papers.content.blocks_of` reads it back."""
    return "\n".join(line for block in call_blocks(call) for line in _lines(block))


def paper_blocks(call: Call | Draft) -> tuple[Block, ...]:
    """Return a version as the blocks of a paper."""
    return tuple(_block(block) for block in call_blocks(call))


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
        [str(number), material["name"], "必交" if material["required"] else "选交"]
        for number, material in enumerate((row for row in call.materials if row["category"] == category.value), start=1)
    ]
    return {"kind": "table", "caption": f"{category.label}要交的材料", "head": ["序号", "材料", "要求"], "rows": rows}


def _heading(text: str) -> dict:
    return {"kind": "heading", "text": text}


def _paragraph(text: str) -> dict:
    return {"kind": "paragraph", "text": text}


def _lines(block: dict) -> list[str]:
    match block["kind"]:
        case "items":
            return block["items"]
        case "table":
            *_, last = block["head"]
            mark = "（{}）" if last == "要求" else "：{}"
            return [f"{'. '.join(words)}{mark.format(end)}" for *words, end in block["rows"]]
        case _:
            return [block["text"]]


def _block(block: dict) -> Block:
    match block["kind"]:
        case "heading":
            return Heading(1, block["text"])
        case "items":
            return Items(tuple(block["items"]), numbered=False)
        case "table":
            widths = (1, 8, 2) if len(block["head"]) == 3 else (1, 1)
            return Table(tuple(block["head"]), tuple(tuple(row) for row in block["rows"]), widths=widths, caption=block["caption"])
        case _:
            return Paragraph(block["text"])
