"""What a demonstration edition is judged by. Never a real one: the national standard's points, and invented ones."""

from dataclasses import dataclass
from decimal import Decimal

from procedure.editions.models import Category
from procedure.rubrics.sheet import Line

DEMO_NOTE = "演示内容，不作依据"


@dataclass(frozen=True)
class Example:
    """An example with the standard it comes from; without a year it bears that of the demonstration."""

    name: str
    number: str
    year: int | None
    total: Decimal
    lines: tuple[Line, ...]


def _lines(text: str) -> tuple[Line, ...]:
    """Read 「code title points」 lines; what is indented belongs to the line above that is not."""
    found, above = [], ""
    for row in text.strip("\n").splitlines():
        code, title, points = row.split()
        below = row.startswith(" ")
        found.append(Line(0, code, above if below else "", title, Decimal(points)))
        above = above if below else code
    return tuple(found)


# GB/T 19580—2012: seven categories, twenty-three items, a thousand points (domain.md §1.4).
GB_LINES = _lines("""
4.1 领导 110
  4.1.2 高层领导的作用 50
  4.1.3 组织治理 30
  4.1.4 社会责任 30
4.2 战略 90
  4.2.2 战略制定 40
  4.2.3 战略部署 50
4.3 顾客与市场 90
  4.3.2 顾客和市场的了解 40
  4.3.3 顾客关系与顾客满意 50
4.4 资源 130
  4.4.2 人力资源 60
  4.4.3 财务资源 15
  4.4.4 信息和知识资源 20
  4.4.5 技术资源 15
  4.4.6 基础设施 10
  4.4.7 相关方关系 10
4.5 过程管理 100
  4.5.2 过程的识别与设计 50
  4.5.3 过程的实施与改进 50
4.6 测量、分析与改进 80
  4.6.2 测量、分析和评价 40
  4.6.3 改进与创新 40
4.7 结果 400
  4.7.2 产品和服务结果 80
  4.7.3 顾客与市场结果 80
  4.7.4 财务结果 80
  4.7.5 资源结果 60
  4.7.6 过程有效性结果 50
  4.7.7 领导方面的结果 50
""")
GB_POINTS = sorted(line.points for line in GB_LINES if line.parent)
FOUR_DIMENSIONS = _lines("""
1 质量提升 300
  1.1 质量工作业绩 180
  1.2 质量方法的应用和推广 120
2 创新驱动 250
  2.1 技术和管理创新 150
  2.2 成果转化 100
3 品牌影响 200
  3.1 示范带动 120
  3.2 社会评价 80
4 经营绩效 250
  4.1 改进成效 150
  4.2 所在组织的绩效 100
""")
EXAMPLES = {
    Category.ORGANIZATION: Example("卓越绩效评价准则（演示）", "GB/T 19580", 2012, Decimal(1000), GB_LINES),
    Category.INDIVIDUAL: Example("个人四维评价示例（演示，分值为虚构）", "演示", None, Decimal(1000), FOUR_DIMENSIONS),
}
