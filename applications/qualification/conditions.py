"""The conditions that are examined one by one: those of article 9, or those of article 11 for every member."""

from dataclasses import dataclass

from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application
from applications.qualification.models import CheckVerdict, ConditionCheck
from applications.snapshots.models import Snapshot
from procedure import articles
from procedure.editions.models import Category

CODES = {
    Category.ORGANIZATION: tuple(f"9({item})" for item in range(1, 7)),
    Category.INDIVIDUAL: tuple(f"11({item})" for item in range(1, 7)),
}


@dataclass(frozen=True)
class Item:
    """One thing to examine: a condition by its article, of one member where a team applies."""

    code: str
    member: TeamMember | None = None

    @property
    def key(self) -> str:
        """How a form names it: 9-1, 11-6-2."""
        code = self.code.replace("(", "-").rstrip(")")
        return f"{code}-{self.member.order}" if self.member else code

    @property
    def place(self) -> tuple[str, object]:
        """How a check on record names it."""
        return self.code, self.member.pk if self.member else None

    @property
    def label(self) -> str:
        name = f"，{self.member.person.name}" if self.member else ""
        return f"{articles.chinese(self.code)}{name}"

    def words(self, version: str) -> str:
        """Return the words of the rules."""
        return articles.text(self.code, version)


def items(application: Application) -> list[Item]:
    """Return everything to be examined of an application, in the order of the rules; for a team every item of every member."""
    codes = CODES[Category(application.category)]
    if application.applicant.kind != ApplicantKind.TEAM:
        return [Item(code) for code in codes]
    present = TeamMember.objects.filter(applicant=application.applicant, left_at=None).select_related("person").order_by("order")
    return [Item(code, member) for member in present for code in codes]


def checks_of(snapshot: Snapshot | None) -> dict[tuple[str, object], ConditionCheck]:
    """Return the standing checks on one snapshot, by condition and member."""
    if snapshot is None:
        return {}
    rows = ConditionCheck.objects.standing().filter(snapshot=snapshot).select_related("by", "evidence")
    return {(row.condition, row.member_id): row for row in rows}


def state_of(application: Application, snapshot: Snapshot | None) -> list[tuple[Item, ConditionCheck | None]]:
    """Return each item with its standing check on a snapshot, or None."""
    found = checks_of(snapshot)
    return [(item, found.get(item.place)) for item in items(application)]


def failed(application: Application, snapshot: Snapshot | None) -> list[Item]:
    """Return the items that were found wanting."""
    return [item for item, check in state_of(application, snapshot) if check and check.verdict == CheckVerdict.FAIL]
