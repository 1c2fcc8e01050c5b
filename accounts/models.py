"""Models of accounts, gathered for Django from its rooms."""

from accounts.grants.models import Grant, GrantConfirmation, GrantEnd, Role
from accounts.units.models import BodyType, Unit, UnitKind
from accounts.users.models import User

__all__ = ["BodyType", "Grant", "GrantConfirmation", "GrantEnd", "Role", "Unit", "UnitKind", "User"]
