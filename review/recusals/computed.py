"""Conflicts as facts alone tell them (R12). Pure: what is known of an application and of a reviewer in, a conflict out.

Codes and accounts make a certain conflict. A name alone is a likeness: two people look at it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.recusals.models import ConflictKind

YEARS_BACK = 3


@dataclass(frozen=True)
class Employer:
    """A unit for which somebody works or worked; `code` may be unknown."""

    name: str
    code: str = ""
    until_on: date | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a reviewer."""

    person: UUID
    name: str
    employers: tuple[Employer, ...] = ()

    def current(self, on: date) -> list[Employer]:
        return [one for one in self.employers if one.until_on is None or one.until_on >= on]

    def left_since(self, since: date, on: date) -> list[Employer]:
        return [one for one in self.employers if one.until_on is not None and since <= one.until_on < on]


@dataclass(frozen=True)
class Case:
    """What is known of an application: the applicant, its people, the recommending body and its people.

    `workplaces` are where those work who apply in person; `names` are theirs; `recused` was named in upheld requests.
    """

    unit: Employer
    people: frozenset[UUID] = frozenset()
    names: frozenset[str] = frozenset()
    workplaces: tuple[Employer, ...] = ()
    body: Employer = Employer("")
    body_people: frozenset[UUID] = frozenset()
    recused: frozenset[str] = frozenset()


def certain(case: Case, reviewer: Known, *, since: date, on: date) -> tuple[ConflictKind, str] | None:
    """Return the conflict that accounts and codes prove, with its ground in words, or None.

    `since` is the day three years before the reference day, `on` the day on which it is asked.
    """
    current, left = reviewer.current(on), reviewer.left_since(since, on)
    if reviewer.person in case.people:
        return ConflictKind.APPLICANT, "本人是申报者的人员。"
    if found := _with_code(current, [case.unit]):
        return ConflictKind.SAME_UNIT, f"现任职单位“{found.name}”就是申报单位。"
    if found := _with_code(left, [case.unit]):
        return ConflictKind.EMPLOYER, f"近三年内在申报单位“{found.name}”任职。"
    if found := _with_code(current, case.workplaces):
        return ConflictKind.APPLICANT, f"与申报人同在“{found.name}”工作。"
    if reviewer.person in case.body_people:
        return ConflictKind.BODY, "是推荐单位的办理人员，或者经办过这份推荐。"
    if found := _with_code(current, [case.body]):
        return ConflictKind.BODY, f"现任职单位“{found.name}”就是推荐单位。"
    return None


def likeness(case: Case, reviewer: Known, *, since: date, on: date) -> str:
    """Return in words what looks like a conflict but rests on a name alone; nothing where nothing does."""
    current, left = reviewer.current(on), reviewer.left_since(since, on)
    if found := _by_name([*current, *left], [case.unit]):
        return f"任职单位“{found.name}”与申报单位同名，没有代码可以核对。"
    if found := _by_name(current, case.workplaces):
        return f"任职单位“{found.name}”与申报人的工作单位同名，没有代码可以核对。"
    if found := _by_name(current, [case.body]):
        return f"任职单位“{found.name}”与推荐单位同名，没有代码可以核对。"
    if plain(reviewer.name) in {plain(name) for name in case.names}:
        return f"与申报人“{reviewer.name}”同名。"
    recused = {plain(named) for named in case.recused}
    if {plain(reviewer.name), *(plain(one.name) for one in [*current, *left])} & recused:
        return "与申报者申请回避、已经认定成立的人员或者单位同名。"
    return ""


def plain(name: str) -> str:
    """Return a name as names are compared: one width, no blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _with_code(mine: Iterable[Employer], theirs: Iterable[Employer]) -> Employer | None:
    codes = {one.code for one in theirs if one.code}
    return next((one for one in mine if one.code in codes), None)


def _by_name(mine: Iterable[Employer], theirs: Iterable[Employer]) -> Employer | None:
    """The same name where at least one side has no code: two codes that differ are two units."""
    theirs = list(theirs)
    alike = ((one, other) for one in mine for other in theirs if one.name and plain(one.name) == plain(other.name))
    return next((one for one, other in alike if not (one.code and other.code)), None)
