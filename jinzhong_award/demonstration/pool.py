"""The reviewers of the demonstration: where each comes from, what he knows, for whom he works. All invented."""

from datetime import date, datetime

from accounts.actors import Actor
from accounts.users.models import User
from review.reviewers import services
from review.reviewers.models import Source
from review.reviewers.services import Profile, Work

FROM_ON = date(2015, 9, 1)
POOL = {
    "reviewer-1": (Profile(Source.UNIVERSITY, "教授", ("质量管理", "卓越绩效")), "晋中理工学院（演示）"),
    "reviewer-2": (Profile(Source.INSTITUTE, "研究员", ("机械制造", "标准化")), "省机械研究所（演示）"),
    "reviewer-3": (Profile(Source.GOVERNMENT, "高级工程师", ("计量", "检验检测")), "省质量监督检验院（演示）"),
    "reviewer-4": (Profile(Source.ENTERPRISE, "质量总监", ("过程管理", "精益生产")), "并州重工集团（演示）"),
    "reviewer-5": (Profile(Source.ASSOCIATION, "秘书长", ("食品安全", "品牌")), "省食品工业协会（演示）"),
    "reviewer-6": (Profile(Source.MEDIA, "主任编辑", ("品牌传播",)), "三晋质量报社（演示）"),
    "reviewer-7": (Profile(Source.UNIVERSITY, "副教授", ("统计技术", "经营绩效")), "太行大学（演示）"),
}


def enter_pool(people: dict[str, User], *, by: Actor, at: datetime) -> None:
    """Enter every reviewer of the cast into the pool with his profile and present employer, as the office does."""
    for username, (profile, employer) in POOL.items():
        row = services.enter_profile(people[username], profile=profile, by=by, at=at)
        services.enter_employment(row.reviewer, work=Work(employer, FROM_ON, post=profile.post), by=by, at=at)
