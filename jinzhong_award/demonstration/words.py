"""What applicants write in the demonstration: an answer for every field of the forms, by its key or its kind. All invented."""

from random import Random
from typing import Any

from applications.applicants.models import ApplicantKind
from applications.cases.models import Application
from applications.forms.checks import NO
from applications.forms.parts import ASSESSMENT
from applications.forms.spec import Field, Part
from jinzhong_award.demonstration.applicants import Entrant, Person

BLANK_REASON = "没有这一项的，属于不适用（演示）。"
GENERIC = "按演示内容填写。"
METHOD = (
    "方法：{what}由专人负责，按制度定期评审，近三年修订两次。",
    "展开：覆盖全部主要部门和现场，班组每月自查，问题限期关闭。",
    "结果：{year}年以来主要指标连续改善，较三年前提高{gain}%，居本市同行前列（演示数据）。",
)
TEXTS = {
    "products": "{field}主导产品（演示），覆盖全省，出口少量。",
    "titles": "市级质量标杆（演示）",
    "level": "主要指标达到国内先进水平，关键参数优于行业平均{gain}%（演示数据）。",
    "inspections": "近三年监督抽查{runs}批次，全部合格（演示数据）。",
    "standing": "全省同行第{rank}名，依据省行业协会年度统计（演示）。",
    "patents": "发明专利{runs}项，参与制定团体标准1项（演示）。",
    "method_name": "“{short}”质量管理方法（演示）",
    "method_summary": "以顾客需求为起点，以过程数据为依据，日清周评月改，形成可以复制的质量管理方法（演示）。",
    "overview": "{name}成立以来坚持质量第一，建立了完整的质量管理体系，近三年主要经济和质量指标稳步提高（演示）。",
    "achievements": "长期从事{field}，总结出一套稳定有效的做法，在{runs}家企业推广（演示）。",
    "benefit": "近三年减少质量损失{gain}0万元，顾客满意度提高{gain}个百分点（演示数据）。",
    "influence": "在全市质量工作会议上交流，得到同行认可（演示）。",
    "team_proof": "{field}，立项编号演示〔2023〕{runs}号",
    "contributions": "组长负责方案和协调，成员负责试验、数据和推广（演示）。",
}
LINES = {
    "organization_type": "有限责任公司",
    "registered_address": "{county}演示路1号",
    "business_address": "{county}演示路1号",
    "quality_manager": "质量负责人（演示）",
    "parent": "无",
    "contact_phone": "0354-0000000",
    "postal_address": "{county}演示路1号",
    "nation": "汉族",
    "politics": "群众",
    "education": "大学本科",
    "title": "高级工程师",
    "employer": "{county}某单位（演示）",
    "position": "质量工程师",
    "team_name": "{name}",
}
YEARS = {
    "pass_rate": (97.5, 1.0), "first_grade_rate": (90.0, 3.0), "assets": (21000.0, 4000.0), "revenue": (18000.0, 5000.0),
    "profit": (1500.0, 500.0), "tax": (900.0, 300.0), "exports": (120.0, 40.0), "debt_ratio": (42.0, 3.0), "cost_profit": (9.0, 1.5),
    "productivity": (46.0, 6.0), "sales_rate": (97.0, 1.0), "loss_rate": (0.6, 0.2), "new_products": (22.0, 5.0),
    "research": (3.6, 0.6), "energy": (0.21, 0.03), "satisfaction": (92.0, 2.0),
}  # fmt: skip
DATES = {"registered_on": "2011-04-18", "born": "1978-05", "quality_since": "2009-07", "until": "2028-12-31"}
NUMBERS = {"registered_capital": (2000, 9000), "employees": (120, 900), "managers": (15, 60), "technicians": (20, 120)}


def answer(entrant: Entrant, head: Person, part: Part, field: Field, dice: Random) -> Any:
    """Return what an applicant writes in a field; empty for what does not apply to him."""
    if part.key == ASSESSMENT:
        return _method(field, dice)
    said = {
        "name": entrant.name if entrant.kind == ApplicantKind.ORGANIZATION else head.name,
        "credit_code": entrant.code,
        "county": entrant.county,
        "industry": entrant.trade,
        "industry_detail": entrant.field,
        "legal_representative": head.name,
        "top_manager": head.name,
        "contact_name": entrant.people[0].name,
        "contact_mobile": entrant.people[0].mobile,
        "contact_email": f"{entrant.people[0].mobile}@example.com",
    }
    return said.get(field.key) or _by_kind(entrant, field, dice)


def _by_kind(entrant: Entrant, field: Field, dice: Random) -> Any:
    if field.kind == "credit_code":
        return ""
    if field.kind == "years":
        return _years(*YEARS.get(field.key, (100.0, 10.0)), dice) | {"rank": f"全省第{dice.randint(1, 9)}"}
    if field.kind == "yes_no":
        return {"answer": NO, "detail": ""}
    if field.kind == "rows":
        return [{column.key: _cell(column.kind, column.key, dice) for column in field.columns}]
    if field.kind == "choice":
        return dice.choice(field.choices)
    if field.kind in ("integer", "decimal"):
        return str(dice.randint(*NUMBERS.get(field.key, (1, 99))))
    if field.kind in ("date", "month"):
        return DATES.get(field.key, "2011-04-18" if field.kind == "date" else "2011-04")
    return _worded(entrant, TEXTS.get(field.key) or LINES.get(field.key) or GENERIC, dice)


def _worded(entrant: Entrant, text: str, dice: Random) -> str:
    known = {name: getattr(entrant, name) for name in ("name", "short", "field", "county")}
    return text.format(**known, gain=dice.randint(3, 19), runs=dice.randint(3, 12), rank=dice.randint(1, 9))


def _method(field: Field, dice: Random) -> str:
    title = field.label.split("（")[0].split(" ", 1)[-1]
    return "\n".join(METHOD).format(what=title, year=dice.choice((2023, 2024)), gain=dice.randint(3, 28))


def _years(begin: float, step: float, dice: Random) -> dict[str, str]:
    first = begin * dice.uniform(0.8, 1.1)
    values = [min(first + step * place * dice.uniform(0.6, 1.2), 99.9 if begin > 85 and begin < 100 else 10**9) for place in range(3)]
    return {f"y{place}": f"{value:.2f}" for place, value in enumerate(values, start=1)}


def _cell(kind: str, key: str, dice: Random) -> str:
    if kind == "date":
        return DATES["until"]
    known = {"year": str(dice.randint(2021, 2025)), "from": "2009.07至今", "level": "市级", "number": f"演示-{dice.randint(100, 999)}"}
    return known.get(key, "演示内容")


def entrant_for(application: Application) -> Entrant:
    """Return a part for somebody whom a visitor registered: his names, and the middle of everything."""
    unit = application.applicant.unit
    people = tuple(Person(grant.person.username, grant.person.name) for grant in unit.grants.select_related("person").order_by("event_id"))
    return Entrant(
        key=str(application.pk),
        kind=ApplicantKind(application.applicant.kind),
        name=unit.name,
        short=unit.short_name or unit.name,
        body="",
        county="榆次区",
        trade="制造业",
        field="其他制造业",
        people=people,
        rate=80,
        code=unit.credit_code,
    )
