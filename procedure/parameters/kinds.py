"""What a parameter is: its kind, its article, by when it is due, what an empty one means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from procedure.editions.models import Step


class Kind(Enum):
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes-no"


Value = int | Decimal | date | str | bool


@dataclass(frozen=True)
class Parameter:
    """One parameter. `empty` says what 不启用 means; where it is blank a value must be given."""

    name: str
    label: str
    kind: Kind
    article: str
    due_before: Step
    demo_value: Value
    unit: str = ""
    help: str = ""
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    choices: Sequence[tuple[str, str]] = ()
    empty: str = ""
