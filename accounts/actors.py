"""Who acts: a person under one grant, or the system. Rows, rules and to-do lists ask the actor, never the user."""

from dataclasses import dataclass
from uuid import UUID

from accounts.grants.models import Grant, Role
from accounts.units.models import Unit
from accounts.users.models import User


@dataclass(frozen=True)
class Actor:
    """A person under the grant chosen for this session. `grant` is None for a person who holds none, and for the system."""

    person: User | None
    grant: Grant | None = None

    @property
    def role(self) -> Role | None:
        return Role(self.grant.role) if self.grant else None

    @property
    def person_id(self) -> UUID | None:
        return self.person.pk if self.person else None

    @property
    def unit(self) -> Unit | None:
        return self.grant.unit if self.grant else None

    @property
    def ref(self) -> str:
        """How the ledger names the hand: keys, never names."""
        if not self.person:
            return "system"
        return f"person:{self.person.pk}" + (f"/grant:{self.grant.pk}" if self.grant else "")

    def is_(self, *roles: Role) -> bool:
        """Tell whether the actor acts in one of these roles."""
        return self.role in roles


SYSTEM = Actor(None)
