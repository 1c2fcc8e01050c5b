"""Reading a rubric's items, and taking a rubric in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.files import storage
from core.files.models import StoredFile
from core.ledger.services import cover, lock
from core.rules import RuleRefused
from core.sheets.reading import Mistakes
from procedure.editions.models import Category, Edition, Step
from procedure.rubrics import sheet
from procedure.rubrics.examples import DEMO_NOTE, EXAMPLES, GB_POINTS
from procedure.rubrics.models import Rubric, RubricItem
from procedure.rubrics.sheet import Line, key_for

ARTICLE = "17"
CHANGED_IN = (Step.PREPARATION, Step.CALL, Step.APPLYING, Step.QUALIFICATION)
PROVINCIAL = "DB14"


@dataclass(frozen=True)
class Standard:
    """What a rubric comes from (article 17), and what it adds up to."""

    name: str
    number: str
    year: int
    total: Decimal
    note: str = ""


def items_of(edition: Edition, category: Category | str) -> list[RubricItem]:
    """Return the items of the rubric in force, flat and in order; empty when there is none. One query."""
    kept = Rubric.objects.in_force(edition).filter(category=category).values_list("items", flat=True).first()
    return items_from(kept or [])


def items_from(kept: Sequence[dict]) -> list[RubricItem]:
    """Return stored items as the code reads them, each with those directly below it. A parent stands before its children."""
    below: dict[str, list[RubricItem]] = {row["key"]: [] for row in kept}
    built = {}
    for row in reversed(kept):
        item = RubricItem(**{**row, "points": Decimal(row["points"])}, children=tuple(reversed(below[row["key"]])))
        built[item.key] = item
        if item.parent:
            below[item.parent].append(item)
    return [built[row["key"]] for row in kept]


@transaction.atomic
def import_rubric(
    edition: Edition,
    *,
    category: Category,
    standard: Standard,
    upload: StoredFile,
    by: Actor,
    at: datetime,
    seen: str | None = None,
) -> Rubric:
    """Take in the rubric of a category from a stored Excel file, the same that was previewed.

    `seen` is the version over which the page was opened. RuleRefused for another hand, after step 3, over a newer version,
    for a change without a note once the edition has begun, for points of the national standard under the name of the
    provincial one, and with every mistake of the list.
    """
    with storage.opened(upload.sha256) as file:
        lines = sheet.read(file, total=standard.total)
    if isinstance(lines, Mistakes):
        raise RuleRefused("".join(f"{sentence.rstrip('。')}。" for sentence in lines.sentences), article=ARTICLE)
    return enter_rubric(edition, category=category, standard=standard, lines=lines, source=upload, seen=seen, by=by, at=at)


@transaction.atomic
def enter_rubric(
    edition: Edition,
    *,
    category: Category,
    standard: Standard,
    lines: list[Line],
    by: Actor,
    at: datetime,
    source: StoredFile | None = None,
    seen: str | None = None,
) -> Rubric:
    """Put a checked list on record. A code keeps the key it was once given in this edition and category."""
    head, edition = lock(edition.chain), edition.fresh()
    current = Rubric.objects.in_force(edition).filter(category=category).first()
    for sentence in (*import_blockers(edition, by), *faults(edition, standard, lines)):
        raise RuleRefused(sentence, article=ARTICLE)
    if seen is not None and seen != seen_of(current):
        raise RuleRefused("打开页面之后，有人录入了新的一版。请看过新的一版再录入。", article=ARTICLE)
    row = Rubric(
        edition=edition,
        category=category,
        standard_name=standard.name,
        standard_number=standard.number,
        standard_year=standard.year,
        items=[item.stored() for item in keyed(edition, category, lines)],
        total=standard.total,
        source=source,
        source_sha256=source.sha256 if source else "",
        note=standard.note,
        replaces=current,
        by=by.person,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="rubric.import", payload={"category": str(category)})


@transaction.atomic
def fill_demo(edition: Edition, *, by: Actor = SYSTEM, at: datetime) -> list[Rubric]:
    """Enter an example for each category that has none, marked 演示. RuleRefused for a real edition."""
    if not edition.demo:
        raise RuleRefused("只有演示届可以填入演示内容。", article=ARTICLE)
    known = set(Rubric.objects.in_force(edition).values_list("category", flat=True))
    entered = []
    for category, example in EXAMPLES.items():
        if category not in known:
            year = example.year or shanghai(at).year
            standard = Standard(example.name, example.number, year, example.total, DEMO_NOTE)
            entered.append(enter_rubric(edition, category=category, standard=standard, lines=list(example.lines), by=by, at=at))
    return entered


def seen_of(current: Rubric | None) -> str:
    """Return what a page carries to say which version it was opened over."""
    return str(current.pk) if current else ""


def import_blockers(edition: Edition, actor: Actor) -> list[str]:
    """Return why this actor cannot take in a rubric now, whatever it says."""
    if actor != SYSTEM and not actor.is_(Role.OFFICE):
        return ["只有评选办可以录入评价标准。"]
    if edition.step not in CHANGED_IN:
        return [f"本届正处于“{Step(edition.step).label}”，评价标准不能再改。"]
    return []


def faults(edition: Edition, standard: Standard, lines: list[Line]) -> list[str]:
    """Return what stands against this list under this standard."""
    found = []
    if not standard.name.strip() or not standard.number.strip() or standard.year <= 0:
        found.append("请写明标准的名称、编号和年份。")
    if is_national(lines) and is_provincial(standard):
        found.append("这张表的分值是GB/T 19580—2012的，不能标为DB14/T。请核对标准编号，或者换上所列标准自己的分值。")
    if edition.step > Step.PREPARATION and not standard.note.strip():
        found.append("本届已经开始，更换评价标准的，请写明理由。")
    return found + sheet.faults(lines, total=standard.total)


def is_national(lines: Sequence[Line]) -> bool:
    """True when the list has the points of GB/T 19580—2012, under whatever codes and titles."""
    parents = {line.parent for line in lines}
    return sorted(line.points for line in lines if line.code not in parents) == GB_POINTS


def is_provincial(standard: Standard) -> bool:
    return standard.number.upper().replace(" ", "").startswith(PROVINCIAL) or PROVINCIAL in standard.name.upper()


def keyed(edition: Edition, category: Category, lines: Sequence[Line]) -> list[RubricItem]:
    """Give each line its key: that of its code where it ever had one in this edition and category, else a new one."""
    kept = Rubric.objects.filter(edition=edition, category=category).values_list("items", flat=True)
    keys = {item["code"]: item["key"] for items in kept for item in items}
    for line in lines:
        if line.code not in keys:
            keys[line.code] = key_for(line.code, set(keys.values()))
    return [RubricItem(keys[line.code], line.code, line.title, line.points, keys.get(line.parent, ""), line.guidance) for line in lines]
