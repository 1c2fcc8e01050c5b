"""Who applies in the demonstration, and what becomes of him. All invented; 演示 stands in every name that is printed."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from accounts.codes import with_checks
from applications.applicants.models import ApplicantKind


class Fate(Enum):
    """A bit of life: what happens to an application beside the usual."""

    NONE = ""
    RETURNED = "returned"  # 退回补正, corrected in time
    DECLINED = "declined"
    REFUSED = "refused"  # not recommended
    LAPSES = "lapses"  # a draft that nobody submits
    STAYS = "stays"  # not on the on-site list
    FAILS = "fails"  # does not pass the on-site review
    ABSENT = "absent"  # does not come to the defense
    LEFT_OUT = "left-out"  # not on the candidate list
    UNPROPOSED = "unproposed"  # a candidate that the meeting does not propose


@dataclass(frozen=True)
class Person:
    """Somebody with an account: the mobile number is the user name."""

    mobile: str
    name: str


@dataclass(frozen=True)
class Entrant:
    """One applicant: its unit's key, names and code, the body that recommends it, its people, how good it is (percent), its fate.

    `people` are those who act: of an organization the legal representative last, of a team its members in order.
    """

    key: str
    kind: ApplicantKind
    name: str
    short: str
    body: str
    county: str
    trade: str
    field: str
    people: tuple[Person, ...]
    rate: int
    fate: Fate = Fate.NONE
    code: str = ""

    @property
    def head(self) -> Person:
        """Who stands for it: the legal representative, the person, the first of a team."""
        return self.people[-1] if self.kind == ApplicantKind.ORGANIZATION else self.people[0]


def _cast() -> Iterator[Entrant]:
    """Read the cast: a line an applicant, its people as mobile number and name. The order is that in which a smaller cast is cut.

    The division 999900 does not exist, so that no code is anybody's.
    """
    with (Path(__file__).parent / "entrants.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = row["people"].split()
            people = tuple(Person(*pair) for pair in zip(words[::2], words[1::2], strict=True))
            typed = {"kind": ApplicantKind(row["kind"]), "people": people, "rate": int(row["rate"]), "fate": Fate(row["fate"])}
            yield Entrant(**row | typed)


ENTRANTS = tuple(_cast())
BY_KEY = {entrant.key: entrant for entrant in ENTRANTS}
BY_NAME = {entrant.name: entrant for entrant in ENTRANTS}


def entrant_of(name: str) -> Entrant | None:
    """Return the part of an applicant by the name of its unit; None for whoever a visitor registered."""
    numbered = CROWD_NAME.fullmatch(name)
    return crowd(int(numbered[1])) if numbered else BY_NAME.get(name)


CROWD = "晋中演示申报企业{:05}有限公司（演示）"
CROWD_NAME = re.compile(r"晋中演示申报企业(\d{5})有限公司（演示）")
CROWD_BODIES = (
    ("yuci", "榆次区"), ("taigu", "太谷区"), ("yushe", "榆社县"), ("zuoquan", "左权县"), ("heshun", "和顺县"), ("xiyang", "昔阳县"),
    ("shouyang", "寿阳县"), ("qixian", "祁县"), ("pingyao", "平遥县"), ("lingshi", "灵石县"), ("jiexiu", "介休市"),
    ("zone", "榆次区"), ("valley", "太谷区"),
)  # fmt: skip
TRADES = (("制造业", "通用设备制造业"), ("服务业", "软件和信息技术服务业"), ("建筑业", "土木工程建筑业"))


def crowd(place: int) -> Entrant:
    """Return one of the many behind the cast, numbered from 1: an organization with a number for a name, not among the first."""
    body, county = CROWD_BODIES[place % len(CROWD_BODIES)]
    trade, field = TRADES[place % len(TRADES)]
    people = (Person(f"139{place:08}", f"演示{place:05}"),)
    name, short, code = CROWD.format(place), f"演示{place:05}", with_checks(f"91999900ME{place:06}")
    return Entrant(
        f"crowd-{place}", ApplicantKind.ORGANIZATION, name, short, body, county, trade, field, people, 40 + place * 7 % 30, Fate.STAYS, code
    )


def entrants(number: int) -> list[Entrant]:
    """Return so many applicants: the cast first, then the crowd."""
    return [*ENTRANTS[:number], *(crowd(place) for place in range(1, number - len(ENTRANTS) + 1))]
