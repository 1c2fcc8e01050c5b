"""What the step of the edition means for each role: one sentence on the home page, and where to look, also when nothing is to be done."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role
from applications.cases.models import Application
from core.dates import moment_in_words
from procedure.calls.window import window
from procedure.editions.models import Edition, Step


@dataclass(frozen=True)
class Guidance:
    """What goes on, for whom it is said, and the page to look at; `url` may be empty."""

    text: str
    url: str = ""
    action: str = ""
    title: str = "本届进展"


BOARD = ("/editions/{key}/", "看本届进展")
RULES, NOTICES, QUEUE = ("/rules/", "看评选办法"), ("/notices/", "看公示公告"), ("/recommendations/", "看申报")
EVERY_ACT = ("每一步由谁办理、什么时候、依据哪一条，都列在届次页，可以随时查看。", *BOARD)
BEFORE_REVIEW = (Step.PREPARATION, Step.CALL, Step.APPLYING, Step.QUALIFICATION)
INVITED = "材料评审以前没有要您办的事。受邀参加评审的，届时在这里接受邀请、签承诺、说明要不要回避。"
ENTRUSTED = "材料评审以前没有要您办的事。受委托组织评审的，委托和要办的事届时列在这里。"
LISTED = ("要您办的事和期限列在“现在要办”。",)
OF_BODY = {
    Step.PREPARATION: ("请核对本单位的联系人和经办、审核、签发的人员，有变动的请告知评选办。",),
    Step.CALL: ("申报通知发布以后，请转发给本地、本行业的申报者，并准备初审。", *NOTICES),
    Step.APPLYING: ("申报期内，选择本单位推荐的已经提交{count}份。可以先看、提建议；申报截止以后开始初审。", *QUEUE),
    Step.QUALIFICATION: ("送到本单位的申报共{count}份，经办、审核、签发要由三个人办理。", *QUEUE),
    None: ("推荐已经结束，以后的结果看公示公告。", *NOTICES),
}
# By role and step; a step that is not named takes what stands under None.
SAID = {
    Role.OFFICE: {None: ("进入下一步还差什么、谁来办，都列在届次页。", *BOARD)},
    Role.SECRETARY: {
        Step.PREPARATION: ("评选办录入评选细则以后，请在这里登记领导小组的审定；已经登记的，在届次页核对。", *BOARD),
        Step.DELIBERATION: ("召集全体会议、到会和回避、会议结果、纪要，都由您登记，由一位成员核对确认。", *BOARD),
        Step.APPROVAL: ("请示由您起草、登记印发；市政府的答复和表彰通报由评选办登记。", *BOARD),
        None: ("评选办正在办理。领导小组审定名单的会议，由您登记。", *BOARD),
    },
    Role.LEADING_GROUP: {
        Step.PREPARATION: ("评选细则由领导小组审定，由秘书登记会议和纪要；细则和筹备的进展在届次页。", *BOARD),
        Step.DELIBERATION: ("全体会议审议候选名单，由秘书登记；要您核对确认的，列在“现在要办”。", *BOARD),
        Step.APPROVAL: ("名单公示以后提请市政府批准；请示由秘书起草，要您核对确认的，列在“现在要办”。", *BOARD),
        None: ("评选办正在办理，到“审定公示”由领导小组审定名单；在那以前可以看进展。", *BOARD),
    },
    Role.SUPERVISOR: {None: EVERY_ACT},
    Role.APPLICANT: {
        Step.PREPARATION: ("申报通知发布以后，这里写明起止日期和要办的事；现在可以先看申报条件。", *RULES),
        Step.CALL: ("{opens}在那以前，可以先看申报通知和申报条件。", *NOTICES),
        Step.APPLYING: ("正在申报。要办的事和截止时间列在“现在要办”；起止日期和材料以申报通知为准。", *NOTICES),
        Step.QUALIFICATION: (
            "推荐单位初审，然后由评选办审查资格。要补正的、审查的结果，都会送达给您并列在这里。",
            "/letters/",
            "看送达文书",
        ),
        None: ("评选正在进行，结果以送达的文书和公告为准。", "/letters/", "看送达文书"),
    },
    **dict.fromkeys(BODY_ROLES, OF_BODY),
    Role.REVIEWER: {**dict.fromkeys(BEFORE_REVIEW, (INVITED,)), None: LISTED},
    Role.AGENCY: {**dict.fromkeys(BEFORE_REVIEW, (ENTRUSTED,)), None: LISTED},
}
DUTY = "您的职责"
# Administrators see accounts, logs and storage, never an edition.
HOUSE = {
    Role.SECURITY: Guidance("开通人员、提出授权由您办理；授权由审计管理员或者系统管理员复核后生效。", "/people/", "看人员", DUTY),
    Role.SYSTEM: Guidance("运行情况、邮件和短信的发送由您照看；看不到任何申报和评分。", "/system/", "看系统", DUTY),
    Role.AUDIT: Guidance("登录、授权和台账由您检查；授权要您复核的，列在“现在要办”。", "/audit/", "看审计", DUTY),
}
OPENS, UNKNOWN = "{edition}将于{moment}开始申报。", "申报通知还没有发布，开始日期以通知为准。"


def guidance(actor: Actor, edition: Edition | None, at: datetime) -> Guidance | None:
    """Return what an actor should know of the edition that runs; None where there is nothing to say."""
    if actor.role in HOUSE:
        return HOUSE[actor.role]
    if edition is None or actor.role not in SAID:
        return None
    said = SAID[actor.role]
    text, *place = said.get(Step(edition.step)) or said[None]
    if "{opens}" in text:
        text = text.replace("{opens}", _opens(edition, at))
    if "{count}" in text:
        text = text.replace("{count}", str(Application.objects.visible_to(actor).filter(edition=edition).count()))
    url, action = place or ("", "")
    return Guidance(f"{edition}，{Step(edition.step).label}：{text}", url.format(key=edition.pk), action)


def _opens(edition: Edition, at: datetime) -> str:
    found = window(edition, at)
    return OPENS.format(edition=edition, moment=moment_in_words(found.opens_at)) if found else UNKNOWN
