"""The parameters of review (steps 4 to 7). The rules name none of these numbers: each rests on the 评选细则."""

from decimal import Decimal

from procedure.editions.models import Step
from procedure.parameters.kinds import Kind, Parameter

SHEETS_EACH = Parameter(
    name="sheets_each",
    label="每份申报的材料评审人数",
    kind=Kind.WHOLE,
    unit="人",
    article="18(4)",
    due_before=Step.MATERIALS,
    demo_value=5,
    minimum=3,
    maximum=15,
    help="每份申报由这么多名评审员独立评分，全部锁定后才能结束评分。",
)
SHEET_DAYS = Parameter(
    name="sheet_days",
    label="评分时间",
    kind=Kind.WHOLE,
    unit="个工作日",
    article="18(4)",
    due_before=Step.MATERIALS,
    demo_value=10,
    minimum=1,
    maximum=120,
    help="从分派的第二天起算，请评审员在这些工作日内评完。到期只提醒，不自动作废。",
    empty="本届不限评分时间，由评选办结束评分。",
)
OUTLIER_PERCENT = Parameter(
    name="outlier_percent",
    label="分差提示线",
    kind=Kind.DECIMAL,
    unit="%",
    article="18(4)",
    due_before=Step.MATERIALS,
    demo_value=Decimal(15),
    minimum=Decimal(1),
    maximum=Decimal(100),
    help="一份评分与同一申报各评分的中位数相差超过满分的这个比例时，请评审员说明理由。",
    empty="本届不作分差提示。",
)
DROP_EXTREMES = Parameter(
    name="drop_extremes",
    label="去掉一个最高分和一个最低分",
    kind=Kind.YES_NO,
    article="18(4)",
    due_before=Step.MATERIALS,
    demo_value=False,
    help="只在一份申报有5份以上评分时去掉。没有文件规定的，填“否”。",
)
PANEL_LEAST = Parameter(
    name="panel_least",
    label="现场评审组最少人数",
    kind=Kind.WHOLE,
    unit="人",
    article="18(5)",
    due_before=Step.ON_SITE,
    demo_value=3,
    minimum=1,
    maximum=15,
    help="每家的现场评审组至少有这么多名组员，含组长。",
)
UNVISITED = Parameter(
    name="unvisited",
    label="可以不到现场，只作材料核查",
    kind=Kind.YES_NO,
    article="18(5)",
    due_before=Step.ON_SITE,
    demo_value=False,
    help="评选细则这样规定的才填“是”；专项评审组仍要写出有结论的报告。",
)
SPEAK_MINUTES = Parameter(
    name="speak_minutes",
    label="答辩陈述时间",
    kind=Kind.WHOLE,
    unit="分钟",
    article="18(6)",
    due_before=Step.DEFENSE,
    demo_value=15,
    minimum=1,
    maximum=120,
    help="限定的陈述时间。超时只提醒，不自动扣分。",
)
QUESTION_MINUTES = Parameter(
    name="question_minutes",
    label="答辩质询时间",
    kind=Kind.WHOLE,
    unit="分钟",
    article="18(6)",
    due_before=Step.DEFENSE,
    demo_value=15,
    minimum=1,
    maximum=120,
    help="专家组质询的时间。",
)
THEME_POINTS = Parameter(
    name="theme_points",
    label="答辩每个主题的满分",
    kind=Kind.WHOLE,
    unit="分",
    article="18(6)",
    due_before=Step.DEFENSE,
    demo_value=25,
    minimum=1,
    maximum=1000,
    help="质量提升、创新驱动、品牌影响、经营绩效四个主题，每个主题的满分。",
)
DEFENSE_LEAST = Parameter(
    name="defense_least",
    label="答辩专家组最少人数",
    kind=Kind.WHOLE,
    unit="人",
    article="18(6)",
    due_before=Step.DEFENSE,
    demo_value=5,
    minimum=1,
    maximum=15,
    help="专家组至少有这么多名专家，含组长。",
)
ABSENCE = Parameter(
    name="absence",
    label="未到场答辩的后果",
    kind=Kind.CHOICE,
    article="18(6)",
    due_before=Step.DEFENSE,
    demo_value="excluded",
    choices=(("excluded", "不得列入候选名单"), ("unscored", "没有答辩成绩，由评选办写明理由后决定是否列入")),
    help="照评选细则填。",
)


def _weight(name: str, of: str, demo_value: int) -> Parameter:
    """Return the weight of one round in the sum of the three."""
    return Parameter(
        name=name,
        label=f"{of}权重",
        kind=Kind.DECIMAL,
        unit="%",
        article="18(7)",
        due_before=Step.EVALUATION,
        demo_value=Decimal(demo_value),
        minimum=Decimal(0),
        maximum=Decimal(100),
        help="三个权重合计为100%时，综合评价表才算综合分，只供参考。",
        empty="本届不算综合分。",
    )


MATERIALS_WEIGHT = _weight("materials_weight", "材料评审", 40)
ON_SITE_WEIGHT = _weight("on_site_weight", "现场评审", 40)
DEFENSE_WEIGHT = _weight("defense_weight", "陈述答辩", 20)
TIES = Parameter(
    name="ties",
    label="综合分并列时的次序",
    kind=Kind.CHOICE,
    article="18(7)",
    due_before=Step.EVALUATION,
    demo_value="on-site",
    choices=(("on-site", "先比现场评审，再比陈述答辩"), ("defense", "先比陈述答辩，再比现场评审"), ("none", "不再比较，并列")),
    help="仍然并列的，由领导小组会议决定。",
)

REVIEWING = (
    *(SHEETS_EACH, SHEET_DAYS, OUTLIER_PERCENT, DROP_EXTREMES, PANEL_LEAST, UNVISITED, SPEAK_MINUTES, QUESTION_MINUTES),
    *(THEME_POINTS, DEFENSE_LEAST, ABSENCE, MATERIALS_WEIGHT, ON_SITE_WEIGHT, DEFENSE_WEIGHT, TIES),
)
