"""The readings that a demonstration starts with: the defaults for the open points of the rules."""

from datetime import datetime

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from core.clock import shanghai
from core.rules import RuleRefused
from procedure.editions.models import Edition
from procedure.interpretations.models import Interpretation
from procedure.interpretations.services import enter

DOCUMENT = "演示内容，不作依据"

# Article, question and reading of each open point.
READINGS = (
    ("6", "“两个评选周期”怎样计算？", "按届次计算，自获奖的下一届起连续计算两届。"),
    ("25", "“3个评选周期”怎样计算？", "按届次计算，自撤销决定作出时所在届的下一届起连续计算三届。"),
    ("5", "中途终止的一届、全部空缺的一届，算不算一个评选周期？", "终止的一届不计入评选周期；全部空缺的一届计入。"),
    ("27", "被撤销提名奖的，三个周期内能否申报？", "不能。依照第五条，晋中市质量奖包括提名奖，撤销提名奖同样适用。"),
    ("11", "小组获奖或者被撤销后，限制对谁适用？", "对小组的每名成员分别适用。"),
    ("6", "获奖组织合并、更名的，限制对谁适用？", "由合并后的组织或者更名后的组织承继。"),
    ("6", "获得提名奖的，能否再次获得提名奖？", "可以。获得提名奖的组织和个人可以继续申报，结果不限于质量奖。"),
    ("25", "同时受两项限制的，怎样计算？", "按期限较长的一项计算。"),
    ("8", "获奖小组占几个名额？", "一个小组占一个名额。"),
)


@transaction.atomic
def fill_demo(edition: Edition, *, at: datetime, by: Actor = SYSTEM) -> list[Interpretation]:
    """Enter the default readings, marked 演示, in force from the demonstration's edition. RuleRefused for a real one."""
    if not edition.demo:
        raise RuleRefused("只有演示届可以填入演示内容。", article="30")
    common = {"document": DOCUMENT, "dated_on": shanghai(at), "in_force_from": edition.number, "by": by, "at": at}
    return [enter(article=article, question=question, text=text, **common) for article, question, text in READINGS]
