"""The stages of each step, in their order: who acts, what is done, and what does the rest of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.grants.models import BODY_ROLES, Role
from jinzhong_award.demonstration import step_0, step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9
from jinzhong_award.demonstration.scene import Scene
from procedure.editions.models import Step


@dataclass(frozen=True)
class Stage:
    """What people do between two presses of 其余照办; `timed` where it waits for an hour that was set before."""

    act: Callable[[Scene], list[str]]
    roles: Sequence[Role]
    who: str
    what: str
    timed: bool = False


OFFICE = (Role.OFFICE,)
STAGES: dict[Step, tuple[Stage, ...]] = {
    Step.PREPARATION: (Stage(step_0.rest, OFFICE, "评选办", "填好本届的文件、参数和评价标准"),),
    Step.CALL: (Stage(step_1.rest, OFFICE, "评选办", "拟申报通知，两人确认，到时间发布"),),
    Step.APPLYING: (Stage(step_2.rest, (Role.APPLICANT,), "申报者", "开始申报，填写，承诺，提交"),),
    Step.QUALIFICATION: (
        Stage(step_3.recommend, BODY_ROLES, "推荐单位", "经办初审，审核，签发"),
        Stage(step_3.qualify, OFFICE, "评选办", "征求部门意见，逐条审查申报条件，两人决定，公示受理名单"),
    ),
    Step.MATERIALS: (
        Stage(
            step_4.arrange, (Role.OFFICE, Role.REVIEWER), "评选办和评审员", "邀请评审员；评审员接受、承诺、声明利害关系；成立评审组，分派"
        ),
        Stage(step_4.score, (Role.REVIEWER,), "评审员", "逐条评分，签字锁定"),
        Stage(step_4.conclude, OFFICE, "评选办", "结束评分，签发材料评审报告，决定现场评审名单"),
    ),
    Step.ON_SITE: (
        Stage(step_5.arrange, OFFICE, "评选办", "排现场评审的日期和专项评审组，告知申报者"),
        Stage(step_5.visit, (Role.APPLICANT, Role.REVIEWER), "申报者和专项评审组", "确认日期；逐条记录，锁定报告，签字"),
        Stage(step_5.conclude, OFFICE, "评选办", "两人决定通过或者不通过"),
    ),
    Step.DEFENSE: (
        Stage(step_6.arrange, OFFICE, "评选办", "抽签排定答辩次序，告知申报者"),
        Stage(step_6.hear_all, (Role.OFFICE, Role.REVIEWER), "评选办和评审员", "在答辩室登记主讲、计时、记问答；评分，锁定", timed=True),
        Stage(step_6.conclude, OFFICE, "评选办", "登记已经答辩的和没有到场的，结束评分"),
    ),
    Step.EVALUATION: (
        Stage(step_7.evaluate, OFFICE, "评选办", "再次核对申报条件，签发综合评价报告"),
        Stage(step_7.propose, OFFICE, "评选办", "拟候选名单，两人确定，报告领导小组"),
    ),
    Step.DELIBERATION: (
        Stage(step_8.convene, (Role.SECRETARY,), "领导小组秘书", "召集全体会议"),
        Stage(
            step_8.deliberate,
            (Role.SECRETARY, Role.LEADING_GROUP),
            "领导小组秘书和一位成员",
            "登记到会、回避和会议结果，成员确认，登记纪要",
            timed=True,
        ),
        Stage(step_8.announce, OFFICE, "评选办", "再次核对申报条件，公示拟授奖名单，登记媒体刊登"),
    ),
    Step.APPROVAL: (
        Stage(step_9.request, (Role.SECRETARY, Role.LEADING_GROUP), "领导小组秘书和一位成员", "起草请示，登记印发，成员确认"),
        Stage(step_9.approve, OFFICE, "评选办", "登记市政府的答复和表彰通报"),
        Stage(step_9.register_awards, OFFICE, "评选办", "登记授奖，送达结果"),
    ),
}
