"""The conditions of articles 3, 9 and 11 read off the declaration, purely: pass, fail, or a person must look."""

from datetime import date
from typing import Any

from applications.eligibility.verdict import Finding, Verdict
from applications.forms.checks import YES

YEARS_NEEDED = 3


def organization(answers: dict[str, dict[str, Any]], *, on: date) -> list[Finding]:
    """Read an organization's answers, by part and field, on the reference day (基准日)."""
    basic, record = answers.get("basic", {}), answers.get("record", {})
    return [
        _registered(basic.get("registered_on", ""), on),
        _person("9(2)", "符合产业、环保、质量等方面的法律法规及政策", record, ["record_law"]),
        _person("9(4)", "经营业绩、节能减排和同行业地位", {}, []),
        _person("9(5)", "良好的质量诚信记录", record, ["record_credit"]),
        _person(
            "9(6)", "近三年无重大质量、安全、环境污染、公共卫生等事故及不良信用记录", record,
            ["record_quality", "record_safety", "record_environment", "record_health", "record_credit"],
        ),
    ]  # fmt: skip


def individual(answers: dict[str, dict[str, Any]], *, on: date) -> list[Finding]:
    """Read a person's or a team's answers on the reference day."""
    basic, record = answers.get("basic", {}), answers.get("record", {})
    return [
        _worked(basic.get("quality_since", ""), on),
        _person("11(2)", "无违法、违规、违纪行为", record, ["record_law"]),
        _person("11(6)", "所属组织近三年无重大质量、安全、环境污染、公共卫生等事故", record, ["record_employer"]),
    ]


def years_before(on: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28 February."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def _registered(answer: str, on: date) -> Finding:
    label = "在晋中市区域内注册登记并正常运行3年以上"
    try:
        registered = date.fromisoformat(answer.strip())
    except ValueError:
        return Finding("9(1)", label, Verdict.PERSON, "还没有填成立（注册登记）日期。")
    if registered > years_before(on, YEARS_NEEDED):
        words = f"{registered.year}年{registered.month}月{registered.day}日注册，到{on.year}年{on.month}月{on.day}日不满3年。"
        return Finding("9(1)", label, Verdict.FAIL, words)
    years = on.year - registered.year - ((on.month, on.day) < (registered.month, registered.day))
    return Finding(
        "9(1)", label, Verdict.PASS, f"{registered.year}年{registered.month}月注册，已满{years}年。迁入、更名、分支机构由评选办核对。"
    )


def _worked(answer: str, on: date) -> Finding:
    label = "从事或分管质量工作3年以上"
    try:
        since = date.fromisoformat(f"{answer.strip()}-01")
    except ValueError:
        return Finding("11(1)", label, Verdict.PERSON, "还没有填从事质量工作的起始年月。")
    if since > years_before(on, YEARS_NEEDED):
        return Finding("11(1)", label, Verdict.FAIL, f"{since.year}年{since.month}月起，到{on.year}年{on.month}月{on.day}日不满3年。")
    return Finding("11(1)", label, Verdict.PASS, f"{since.year}年{since.month}月起从事质量工作。")


def _person(article: str, label: str, record: dict[str, Any], keys: list[str]) -> Finding:
    """What only the competent authorities can say; what was declared is shown beside it."""
    declared = any((record.get(key) or {}).get("answer") == YES for key in keys)
    words = "申报表里填了“有”，" if declared else ""
    return Finding(article, label, Verdict.PERSON, f"{words}以有关部门出具的意见为准，受理前由评选办核对。")
