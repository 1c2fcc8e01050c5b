"""What the form of a notice starts with. Suggestions that the office edits; the numbers are those of the list."""

from accounts.units.models import Unit
from applications.cases.models import Grade
from core.clock import shanghai
from core.dates import day_in_words
from core.numerals import chinese_number
from procedure import articles
from procedure.editions.models import Category, Edition, Step, StepChange
from procedure.parameters.catalogue import NOTICE_WORKDAYS
from procedure.parameters.services import value
from publicity.meetings.models import MeetingDecision
from publicity.notices.lists import of_category, rows_for
from publicity.notices.models import OF_AWARD, PERIODIC, NoticeKind

TITLES = {
    NoticeKind.ACCEPTANCE: "关于{edition}受理名单的公示",
    NoticeKind.SUPPLEMENT: "关于{edition}受理名单的补充公示",
    NoticeKind.AWARD: "关于{edition}拟授奖名单的公示",
    NoticeKind.AWARD_SUPPLEMENT: "关于{edition}拟授奖名单的补充公示",
    NoticeKind.EXPLANATION: "关于{edition}的说明",
}
HOW_TO_OBJECT = (
    "任何单位和个人对名单有异议的，请在公示期内实名提出，写明事实和理由，附上证据或者线索；可以在本页在线提出，也可以书面提出。"
    "单位提出的，加盖公章并写明联系人；个人提出的，签署真实姓名。评选办对提出人的身份保密，核查以后把结论告知双方。"
    "异议没有办结的，该申报不进入下一步。对评审水平高低的不同看法，不属于异议。"
)


def suggested(edition: Edition, kind: str) -> dict:
    """Return title, text, contact and rows of a notice as decisions stand. RuleRefused where the period was never set."""
    if kind == NoticeKind.EXPLANATION and edition.step == Step.TERMINATED:
        return _terminated(edition)
    rows = rows_for(edition, kind)
    return {
        "title": TITLES[kind].format(edition=edition),
        "text": _text(edition, kind, rows),
        "contact": _contact() if kind in PERIODIC else "",
        "rows": rows,
        "workdays": value(edition, NOTICE_WORKDAYS) if kind in PERIODIC else 0,
    }


def _terminated(edition: Edition) -> dict:
    """The notice that an edition ended without awards, by whose decision, why."""
    change = StepChange.objects.filter(subject=edition, target=Step.TERMINATED).first()
    rules = f"根据《晋中市质量奖管理办法》{articles.chinese('12(1)')}"
    text = (
        f"{rules}，经领导小组决定，{edition}评选终止。\n理由：{change.reason if change else ''}\n已经提交的申报不再办理，另行告知申报者。"
    )
    return {"title": f"关于终止{edition}评选的公告", "text": text, "contact": "", "rows": [], "workdays": 0}


def _text(edition: Edition, kind: str, rows: list[dict]) -> str:
    if kind not in PERIODIC:
        return ""
    if kind in OF_AWARD:
        return _award_text(edition, kind, rows)
    rules = f"根据《晋中市质量奖管理办法》{articles.chinese('18(3)')}"
    counted = "、".join(f"{category.label}{count}个" for category in Category if (count := len(of_category(rows, category))))
    if kind == NoticeKind.SUPPLEMENT:
        return f"{rules}，{edition}受理名单公示以后，又有{counted}符合受理条件，现补充公示。"
    done = f"{rules}，{edition}经自愿申报、推荐单位初审、评选办资格审查，"
    return f"{done}共受理{counted}（个人含小组）。现予公示。" if rows else f"{done}没有受理的申报。现予公示。"


def _award_text(edition: Edition, kind: str, rows: list[dict]) -> str:
    rules = f"根据《晋中市质量奖管理办法》{articles.chinese('18(8)')}"
    counted = "、".join(f"{grade.label}{count}个" for grade in Grade if (count := sum(row["grade"] == grade.value for row in rows)))
    decision = MeetingDecision.objects.decided(edition)
    day = day_in_words(shanghai(decision.meeting.held_at)) if decision else ""
    met = f"{rules}，{Unit.objects.leading_group().name}{day}召开全体会议，审议候选名单，"
    if kind == NoticeKind.AWARD_SUPPLEMENT:
        return f"{met}新列入或者提高等次{counted}，受领导小组委托，现补充公示。"
    if rows:
        return f"{met}研究确定{edition}拟授{counted}，受领导小组委托，现予公示。"
    return f"{met}决定{edition}质量奖和提名奖全部空缺，受领导小组委托，现予公示。"


def _contact() -> str:
    office = Unit.objects.office()
    where = [("受理单位", office.name), ("联系人", office.contact), ("电话", office.phone), ("地址", office.address)]
    return "\n".join([HOW_TO_OBJECT, *(f"{label}：{said}" for label, said in where if said)])


def chapter(number: int, title: str) -> str:
    """Return a heading of the first level: 一、受理的组织."""
    return f"{chinese_number(number)}、{title}"
