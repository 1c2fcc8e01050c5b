"""What the form of a first call starts with: the rules' own conditions, the usual materials, days to be looked at.

Suggestions that the office edits; nothing here is law but the words of the articles.
"""

from datetime import datetime, time, timedelta

from accounts.units.models import Unit
from core.clock import SHANGHAI, midnight_after, shanghai
from procedure import articles
from procedure.calendar.workdays import DAY, UnknownYear, Workdays
from procedure.calls.drafts import Draft
from procedure.documents.models import DocumentKind, EditionDocument
from procedure.editions.models import Category, Edition

# Categories with the article of their conditions.
CONDITIONS = {Category.ORGANIZATION: "9", Category.INDIVIDUAL: "11"}
ITEMS = 6
WINDOW = timedelta(days=30)
FOR_BODIES = timedelta(days=15)
# Domain facts §2.3, §2.4: what such awards usually ask for; True where one cannot do without.
MATERIALS = {
    Category.ORGANIZATION: (
        ("《晋中市质量奖（组织）申报表》", True),
        ("组织概述（3000字以内）", True),
        ("自评报告（30000字以内，含图表；按评价标准逐条写方法、展开和结果，用近三年的数据说明）", True),
        ("营业执照", True),
        ("生产经营需要的许可、资质证明", False),
        ("有效的质量、环境、职业健康安全等管理体系证书", False),
        ("统计部门出具的近三年统计数据证明", True),
        ("经审计的近三年财务报表", True),
        ("近三年完税证明", True),
        ("社会保险缴纳证明", True),
        ("研发、专利、标准的证明", False),
        ("产品检验、监督抽查和顾客满意度的第三方报告", False),
        ("省内或者本市同行位次的证明（主管部门、协会或者第三方出具）", True),
        ("近三年无违法记录的证明或者信用报告", True),
        ("安全生产和环境保护守法情况说明", True),
        ("荣誉证书", False),
    ),
    Category.INDIVIDUAL: (
        ("《晋中市质量奖（个人）申报表》", True),
        ("个人总结（5000字以内）", True),
        ("身份证明", True),
        ("从事或者分管质量工作3年以上的证明", True),
        ("质量成果的证明（方法、专利、论文、标准、质量攻关成果等）", True),
        ("无违法、违规、违纪行为的声明", True),
        ("所在组织近三年无重大质量、安全、环境污染、公共卫生等事故的声明（单位盖章）", True),
        ("小组共同申报的：成员名单、各自贡献和全体成员签字的共同申报声明，质量科研或者质量攻关小组的证明", False),
        ("荣誉证书", False),
    ),
}


def first_draft(edition: Edition, *, workdays: Workdays, at: datetime) -> Draft:
    """Return the suggestion for an edition's first call. Its basis is the approved 工作安排 on record, if there is one."""
    publish_on = _workday(shanghai(at) + DAY, workdays)
    opens_on = publish_on + DAY
    closes_on = _workday(opens_on + WINDOW, workdays)
    office = Unit.objects.office()
    return Draft(
        title=f"关于组织申报{edition}的通知",
        text=_text(edition),
        basis=_basis(edition),
        requirements={category.value: conditions(edition, category) for category in Category},
        materials=[
            {"category": category.value, "name": name, "required": required}
            for category, listed in MATERIALS.items()
            for name, required in listed
        ],
        opens_at=datetime.combine(opens_on, time(), SHANGHAI),
        closes_at=midnight_after(closes_on),
        office_deadline_at=midnight_after(_workday(closes_on + FOR_BODIES, workdays)),
        publish_at=datetime.combine(publish_on, time(9), SHANGHAI),
        contact="，".join(part for part in (office.name, office.contact, office.phone, office.address) if part),
    )


def conditions(edition: Edition, category: Category) -> list[str]:
    """Return the conditions of a category word for word, from the rules under which the edition began."""
    article = CONDITIONS[category]
    return [articles.text(f"{article}({number})", edition.rules_version) for number in range(1, ITEMS + 1)]


def _text(edition: Edition) -> str:
    ending = articles.text("7", edition.rules_version)
    return (
        f"根据批准的工作安排，现组织申报{edition}。凡符合条件的组织和个人，按照自愿原则，在规定时间内登录本系统填写申报表，"
        "对照评价标准进行自我评价，提交自评报告和有关证实材料，送推荐单位初审并签署推荐意见。\n"
        f"{ending}涉及国家秘密的材料不得上传。"
    )


def _workday(day, workdays: Workdays):
    """The day itself, or the next on which people work; where the calendar ends, the day as it is."""
    try:
        while not workdays.is_workday(day):
            day += DAY
    except UnknownYear:
        pass
    return day


def _basis(edition: Edition) -> str:
    """Name and number of the work plan."""
    plan = EditionDocument.objects.in_force(edition).filter(kind=DocumentKind.WORK_PLAN).first()
    return f"《{plan.title}》{f'（{plan.number}）' if plan.number else ''}" if plan else ""
