"""Winners of earlier editions, as the office has entered them from the documents. All invented."""

from datetime import datetime

from accounts.actors import Actor
from applications.cases.models import Grade
from applications.honours.services import Words, confirm, enter

FIRST, SECOND = "演示发〔2020〕1号", "演示发〔2023〕1号"
HONOURS = (
    Words(1, 2020, Grade.AWARD.value, "晋中锦程轴承有限公司（演示）", FIRST),
    Words(1, 2020, Grade.NOMINATION.value, "郭守质（演示）", FIRST),
    Words(2, 2023, Grade.AWARD.value, "晋中汾源制药有限公司（演示）", SECOND),
    Words(2, 2023, Grade.NOMINATION.value, "左权云岭果业有限公司（演示）", SECOND),
    Words(2, 2023, Grade.NOMINATION.value, "铸造缺陷攻关小组（演示）", SECOND),
)


def enter_honours(*, by: Actor, second: Actor, at: datetime) -> None:
    """Let two of the office enter who won before."""
    for words in HONOURS:
        confirm(enter(words, by=by, at=at), by=second, at=at)
