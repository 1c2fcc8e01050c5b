"""Every number and choice that the rules leave to the 评选细则 or to an edition. One that no code reads does not exist."""

from procedure.editions.models import Step
from procedure.parameters.deliberating import DELIBERATING
from procedure.parameters.kinds import Kind, Parameter
from procedure.parameters.reviewing import REVIEWING

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
CORRECTION_WORKDAYS = Parameter(
    name="correction_workdays",
    label="补正期限",
    kind=Kind.WHOLE,
    unit="个工作日",
    article="18(3)",
    due_before=Step.CALL,
    demo_value=5,
    minimum=1,
    maximum=30,
    help="退回补正的次日起算，对每个申报者一样。评选办经推荐单位退回的，补正以后推荐单位也有同样长的时间重新签发。",
    empty="本届不退回补正：材料不齐的，由推荐单位写明理由不予推荐。",
)
OPINIONS = Parameter(
    name="opinions",
    label="推荐意见的份数",
    kind=Kind.CHOICE,
    article="18(3)",
    due_before=Step.CALL,
    demo_value="1",
    choices=(
        ("1", "1份：所选推荐单位的意见"),
        ("2", "2份：两类推荐单位各1份"),
        ("2-department", "2份：属地（县区或开发区）和市级主管部门各1份"),
        ("3", "3份：三类推荐单位各1份"),
    ),
    help="县（市、区）人民政府、开发区管委会、市级主管部门和行业协会各为一类，同一类只算1份。所选推荐单位之外的，由评选办依据盖章件登记。",
    empty="每份申报有所选推荐单位的1份推荐意见。",
)

CATALOGUE = (AWARD_QUOTA, NOMINATION_QUOTA, NOTICE_WORKDAYS, CORRECTION_WORKDAYS, OPINIONS, *REVIEWING, *DELIBERATING)
BY_NAME = {parameter.name: parameter for parameter in CATALOGUE}
