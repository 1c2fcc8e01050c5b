"""Models of accounts, gathered for Django from its rooms."""

from accounts.colleagues.models import Invitation, InvitationEnd
from accounts.grants.models import Grant, GrantConfirmation, GrantEnd, Role
from accounts.identity.models import IdentityNumber
from accounts.security.models import SecurityEvent
from accounts.units.models import BodyType, Unit, UnitKind
from accounts.users.models import User

__all__ = [
    "BodyType",
    "Grant",
    "GrantConfirmation",
    "GrantEnd",
    "IdentityNumber",
    "Invitation",
    "InvitationEnd",
    "Role",
    "SecurityEvent",
    "Unit",
    "UnitKind",
    "User",
]
