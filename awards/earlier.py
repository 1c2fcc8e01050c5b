"""Winners from before the system (PriorHonour) on the public register: what two of the office entered from the document."""

from itertools import groupby

from applications.cases.models import Grade
from applications.honours.models import PriorHonour
from core.numerals import chinese_number


def earlier() -> dict[int, list[PriorHonour]]:
    """Return the winners of earlier editions that nobody revoked, by edition, the newest first. One query."""
    found = PriorHonour.objects.confirmed().filter(revoked_in=None).order_by("-edition_number", "name", "pk")
    return {number: list(rows) for number, rows in groupby(found, key=lambda row: row.edition_number)}


def rows_of(honours: list[PriorHonour]) -> list[dict]:
    """Return winners as the register prints them; who recommended them is on no record."""
    return [
        {
            "grade": one.grade,
            "name": one.name,
            "category": "组织" if one.credit_code else "—",
            "place": "",
            "line": f"{one.year}年晋中市质量奖{'提名奖' if one.grade == Grade.NOMINATION else ''}",
        }
        for one in honours
    ]


def tab(number: int, honours: list[PriorHonour], *, current: bool) -> dict:
    """Return the tab of an earlier edition."""
    return {"url": f"/winners/?edition={number}", "ordinal": f"第{chinese_number(number)}届", "year": honours[0].year, "current": current}


def heading(number: int, honours: list[PriorHonour]) -> dict:
    """Return the heading of an earlier edition: by which documents its winners are known."""
    documents = "、".join(dict.fromkeys(one.document for one in honours))
    return {"ordinal": f"第{chinese_number(number)}届", "lead": f"由评选办依据{documents}补登。"}
