"""Every number and choice that the rules leave to the 评选细则 or to an edition. One that no code reads does not exist."""

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


AWARD_QUOTA = Parameter(
    name="award_quota",
    label="质量奖名额",
    kind=Kind.WHOLE,
    unit="个",
    article="8",
    due_before=Step.CALL,
    demo_value=5,
    minimum=1,
    maximum=5,
    help="组织和个人合计。办法规定不超过5个，本届可以定得更少；实际授奖可以少额或者空缺。",
    empty="本届不另定名额，按办法规定的上限5个办理。",
)
NOMINATION_QUOTA = Parameter(
    name="nomination_quota",
    label="提名奖名额",
    kind=Kind.WHOLE,
    unit="个",
    article="8",
    due_before=Step.CALL,
    demo_value=10,
    minimum=1,
    maximum=10,
    help="组织和个人合计。办法规定不超过10个，本届可以定得更少；实际授奖可以少额或者空缺。",
    empty="本届不另定名额，按办法规定的上限10个办理。",
)
NOTICE_WORKDAYS = Parameter(
    name="notice_workdays",
    label="公示期",
    kind=Kind.WHOLE,
    unit="个工作日",
    article="18(3)",
    due_before=Step.CALL,
    demo_value=5,
    minimum=5,
    maximum=60,
    help="受理名单和拟获奖名单两次公示都按它计算。办法规定不少于5个工作日，发布当天不计。",
)

CATALOGUE = (AWARD_QUOTA, NOMINATION_QUOTA, NOTICE_WORKDAYS)
BY_NAME = {parameter.name: parameter for parameter in CATALOGUE}
