"""公正、保密、纪律承诺: what a reviewer signs before any file opens (articles 14 and 28)."""

from core.canonical import digest
from core.clock import shanghai
from core.dates import day_in_words
from procedure.editions.models import Edition
from review.reviewers.models import Invitation

PARAGRAPHS = (
    (
        "公正",
        "坚持科学、公开、公正、公平，高标准、严要求；凭材料和事实独立评分，严格按照有关规定、程序评选；"
        "不受他人干预，不打听、不议论其他评审员的意见。",
    ),
    ("回避", "如实声明与申报者的利害关系；评审中发现应当回避的，立即停止评审并说明。"),
    (
        "保密",
        "依法保守申报组织和个人的商业或技术秘密；不复制、不外传申报材料，不透露评审情况和没有公布的结果；评审结束以后仍然保密。",
    ),
    ("纪律", "严于律己，公正廉洁；不收受申报者的礼品、宴请和报酬，不与申报者私下接触，不借评审谋取利益。"),
)


def pledge_text(edition: Edition) -> str:
    """Return the pledge of an edition, exactly as it is signed."""
    lines = [f"{number}、{title}。{text}" for number, (title, text) in zip("一二三四", PARAGRAPHS, strict=True)]
    return "\n".join([f"本人受聘担任{edition}评审员，郑重承诺：", *lines, "违反以上承诺的，愿意依照有关规定承担责任。"])


def fingerprint(invitation: Invitation) -> str:
    """Return the digest of what is signed: this text, for this invitation."""
    return digest([str(invitation.pk), pledge_text(invitation.edition)])


def version(invitation: Invitation) -> str:
    """Return in words what is signed."""
    return f"评审员承诺，{invitation.edition}，邀请日期{day_in_words(shanghai(invitation.at))}"
