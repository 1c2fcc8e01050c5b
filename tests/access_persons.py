"""The named persons of `tests/access.py`, the sets of them by role, and what a line of it says."""

from dataclasses import dataclass, field

from accounts.grants.models import Role

GET, POST = "GET", "POST"

# name: role, unit, what is particular about him
PERSONS = {
    "anonymous": (None, "", "not signed in"),
    "applicant": (Role.APPLICANT, "enterprise", "member of an organization that applies"),
    "other applicant": (Role.APPLICANT, "other enterprise", "member of another organization"),
    "person applicant": (Role.APPLICANT, "himself", "applies as a person"),
    "examiner": (Role.EXAMINER, "county", "经办 of the county that recommends"),
    "checker": (Role.CHECKER, "county", "审核 of the same county"),
    "signer": (Role.SIGNER, "county", "签发 of the same county"),
    "other examiner": (Role.EXAMINER, "other county", "经办 of another county"),
    "office": (Role.OFFICE, "office", "the award office"),
    "office head": (Role.OFFICE, "office", "its 负责人"),
    "agency": (Role.AGENCY, "agency", "the entrusted agency"),
    "reviewer": (Role.REVIEWER, "university", "a reviewer"),
    "chair": (Role.REVIEWER, "institute", "a reviewer who chairs a panel"),
    "member": (Role.LEADING_GROUP, "leading group", "member of the leading group"),
    "secretary": (Role.SECRETARY, "leading group", "its secretary"),
    "supervisor": (Role.SUPERVISOR, "supervision", "invited to supervise"),
    "system": (Role.SYSTEM, "bureau", "system administrator"),
    "security": (Role.SECURITY, "bureau", "security administrator"),
    "audit": (Role.AUDIT, "bureau", "audit administrator"),
    "twofold": (Role.LEADING_GROUP, "leading group", "member of the leading group, who also signs for the other county"),
    "former": (None, "", "his grant of the office has run out"),
    "unconfirmed": (None, "", "his grant of the office waits for the second hand"),
    "bare": (None, "", "signed in, without any grant"),
}


def acting(*roles: Role) -> frozenset[str]:
    """Return the persons who act in one of these roles."""
    return frozenset(name for name, (role, _, _) in PERSONS.items() if role in roles)


NOBODY = frozenset()
EVERYBODY = frozenset(PERSONS)
SIGNED_IN = EVERYBODY - {"anonymous"}
APPLICANTS = acting(Role.APPLICANT)
OFFICE = acting(Role.OFFICE)
MEMBERS = acting(Role.LEADING_GROUP)
SECRETARY = acting(Role.SECRETARY)
SUPERVISOR = acting(Role.SUPERVISOR)
SYSTEM, SECURITY, AUDIT = acting(Role.SYSTEM), acting(Role.SECURITY), acting(Role.AUDIT)
ADMINISTRATORS = SYSTEM | SECURITY | AUDIT
WITH_FACTOR = acting(*(set(Role) - {Role.APPLICANT}))  # a second factor is demanded of them
READERS = OFFICE | MEMBERS | SECRETARY | SUPERVISOR


@dataclass(frozen=True)
class Line:
    """Who may send this method to this address; `status` where those who may get one status and no other."""

    name: str
    method: str
    who: frozenset[str]
    row: str = ""
    args: dict[str, object] = field(default_factory=dict)
    blind: frozenset[str] = NOBODY
    status: int = 0

    @property
    def may(self) -> frozenset[str]:
        """Those who see it."""
        return self.who - self.blind


def unseen(name: str, method: str, who: frozenset[str]) -> Line:
    """A line for a row that is not in the world: whoever may open the address gets 404."""
    return Line(name, method, who, row="nothing", blind=who)
