"""The public numbers (公开数字) of an edition: what its published lists and its register say, never anything before them."""

from applications.cases.models import SEATS, Grade
from awards.register.models import Register
from procedure.editions.models import Category, Edition, Step
from publicity.notices.models import OF_ACCEPTANCE, OF_AWARD, PERIODIC, Notice


def public_numbers(edition: Edition, *, register: Register | None = None) -> dict | None:
    """Return the lines of the funnel that anybody may read, and the widest; None before the first list is out.

    One query, and one for the register from step 9 on unless it is at hand.
    """
    named = _named(edition)
    if not named:
        return None
    lines = [_line("受理名单", named.get("accepted")), _line("拟授奖名单", named.get("proposed"))]
    if register is None and edition.step >= Step.APPROVAL:
        register = Register.objects.filter(edition=edition).only("rows").first()
    lines += _awarded(register.rows) if register else [_limit(grade) for grade in Grade]
    return {"lines": lines, "most": max(1, *(line["value"] or 0 for line in lines))}


def _named(edition: Edition) -> dict[str, dict]:
    """Everybody that a published list has named, once, by list; whoever was struck off later was named all the same."""
    found = {}
    lists = Notice.objects.filter(edition=edition, kind__in=PERIODIC, publication__isnull=False)
    for kind, rows in lists.values_list("kind", "rows"):
        of = "accepted" if kind in OF_ACCEPTANCE else "proposed" if kind in OF_AWARD else ""
        found.setdefault(of, {}).update({row["application"]: row["category"] for row in rows})
    return found


def _line(label: str, named: dict[str, str] | None) -> dict:
    if named is None:
        return {"label": label, "value": None, "note": "公示以后登出"}
    kinds = [(category.label, list(named.values()).count(category.value)) for category in Category]
    return {"label": label, "value": len(named), "state": "now", "note": "，".join(f"{word}{count}" for word, count in kinds if count)}


def _awarded(rows: list[dict]) -> list[dict]:
    return [{"label": grade.label, "value": sum(row["grade"] == grade for row in rows), "note": f"至多{SEATS[grade]}个"} for grade in Grade]


def _limit(grade: Grade) -> dict:
    return {"label": f"{grade.label}至多", "value": SEATS[grade], "state": "limit", "note": ""}
