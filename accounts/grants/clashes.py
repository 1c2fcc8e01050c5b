"""Hands that may not be the same (procedure §4). Pure tables: two roles in, a sentence or nothing out."""

from datetime import date

from accounts.grants.models import Role
from accounts.units.models import UnitKind

# Articles 12, 13, 14, 18, 28: each of these excludes every other one. Members of the leading group who signed for a
# body declare it and leave for that item; whoever signed for a body is excluded application by application, by the moves.
EXCLUSIVE = (Role.OFFICE, Role.REVIEWER, Role.AGENCY, Role.SUPERVISOR, Role.SYSTEM, Role.SECURITY, Role.AUDIT)

# Default, basis article 28 (回避): who organizes, judges, watches or administers does not apply under the same account.
NOT_WITH_APPLICANT = EXCLUSIVE

# Where each role is at home. A supervisor is invited from any department, or from the leading group's own.
UNIT_KINDS = {
    Role.APPLICANT: (UnitKind.APPLICANT,),
    Role.EXAMINER: (UnitKind.BODY,),
    Role.CHECKER: (UnitKind.BODY,),
    Role.SIGNER: (UnitKind.BODY,),
    Role.OFFICE: (UnitKind.OFFICE,),
    Role.AGENCY: (UnitKind.AGENCY,),
    Role.REVIEWER: (UnitKind.OFFICE, UnitKind.AGENCY),
    Role.LEADING_GROUP: (UnitKind.LEADING_GROUP,),
    Role.SECRETARY: (UnitKind.LEADING_GROUP,),
    Role.SUPERVISOR: (UnitKind.DEPARTMENT, UnitKind.OFFICE),
    Role.SYSTEM: (UnitKind.DEPARTMENT, UnitKind.OFFICE),
    Role.SECURITY: (UnitKind.DEPARTMENT, UnitKind.OFFICE),
    Role.AUDIT: (UnitKind.DEPARTMENT, UnitKind.OFFICE),
}

# Articles 14, 15: entrusted and invited for a term.
FOR_A_TERM = (Role.AGENCY, Role.SUPERVISOR)


def clash(first: str, second: str) -> str:
    """Return why nobody may hold both roles at the same time; empty when one may."""
    first, second = Role(first), Role(second)
    pair = {first, second}
    if first == second:
        return ""
    if pair <= set(EXCLUSIVE):
        return f"{first.label}与{second.label}不能由同一人担任。"
    if Role.APPLICANT in pair and pair & set(NOT_WITH_APPLICANT):
        other = (pair - {Role.APPLICANT}).pop()
        return f"{other.label}不能同时是申报人，应当回避。"
    return ""


def article(first: str, second: str) -> str:
    """Return the article on which a clash rests."""
    return "28" if Role.APPLICANT in (first, second) else "13"


def misplaced(role: str, kind: str) -> str:
    """Return why a role does not belong to a unit of this kind; empty when it does."""
    kinds = UNIT_KINDS[Role(role)]
    if kind in kinds:
        return ""
    places = "或".join(kind.label for kind in kinds)
    return f"{Role(role).label}只能授予{places}的人员。"


def overlap(from_on: date, until_on: date | None, other_from: date, other_until: date | None) -> bool:
    """Tell whether two terms, both ends counted, share a day."""
    return from_on <= (other_until or date.max) and other_from <= (until_on or date.max)
