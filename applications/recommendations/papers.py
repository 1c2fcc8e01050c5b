"""推荐表 and 推荐函: what the body prints, signs and seals, or keeps beside what it signed in the system."""

from datetime import date

from accounts.units.models import Unit
from applications.recommendations.checklist import RESULTS
from applications.recommendations.models import Way
from applications.recommendations.standing import Stage, Standing
from core.clock import shanghai
from core.dates import moment_in_words
from core.papers.content import Block, Heading, Paper, Paragraph, Table
from procedure.editions.models import Edition


def recommendation_form(standing: Standing, *, on: date) -> Paper:
    """Return the 推荐表 of one application: its version, the checklist, the opinion, the three hands as they stand."""
    application, snapshot = standing.application, standing.snapshot
    facts = (
        ("申报者", application.applicant.unit.name),
        ("申报编号", application.number),
        ("奖项", application.get_category_display()),
        ("推荐单位", application.body.name),
        ("版本", f"{snapshot}，{moment_in_words(snapshot.at)}提交"),
    )
    blocks: list[Block] = [Table(("项目", "内容"), facts, (0.25, 0.75)), *_examined(standing), Heading(1, "签署"), Table(
        ("环节", "姓名", "日期", "意见"), _hands(standing), (0.15, 0.2, 0.25, 0.4)
    )]  # fmt: skip
    return Paper(
        title=f"{application.edition}\n推荐表",
        blocks=tuple(blocks),
        signatory=application.body.name,
        dated_on=shanghai(standing.signature.at) if standing.signature else on,
        colophon=(f"{snapshot}的内容指纹 {snapshot.fingerprint}",),
        demo=application.edition.demo,
    )


def _examined(standing: Standing) -> list[Block]:
    if standing.examination is None:
        return [Heading(1, "初审"), Paragraph("还没有初审。")]
    names = dict(RESULTS)
    rows = tuple((line["label"], names[line["result"]], line["note"]) for line in standing.examination.checklist)
    return [
        Heading(1, "初审"),
        Table(("项目", "结论", "说明"), rows, (0.5, 0.18, 0.32)),
        Heading(1, "推荐意见"),
        Paragraph(standing.signature.opinion if standing.signature else standing.examination.opinion),
    ]


def _hands(standing: Standing) -> tuple[tuple[str, str, str, str], ...]:
    examination, check, signature = standing.examination, standing.agreed, standing.signature
    rows = [("经办", examination, "建议推荐" if examination and examination.recommend else "建议不予推荐"), ("审核", check, "同意")]
    found = [(label, row.by.name, _day(row.at), word) if row else (label, "", "", "") for label, row, word in rows]
    if signature is None:
        return (*found, ("签发", "", "", ""))
    name = signature.sealed.signatory if signature.way == Way.SCAN else signature.by.name
    word = ("推荐" if signature.recommend else "不予推荐") + f"（{signature.get_way_display()}）"
    return (*found, ("签发", name, _day(signature.at), word))


def listed(standings: list[Standing]) -> list[Standing]:
    """Return those that belong on the letter: recommended, or examined and checked for it."""
    return [one for one in standings if one.stage is Stage.RECOMMENDED or (one.agreed and one.examination.recommend and one.stage.open)]


def recommendation_letter(edition: Edition, body: Unit, standings: list[Standing], *, office: Unit, on: date) -> Paper:
    """Return the one 推荐函 with the body's whole list."""
    rows = tuple(
        (
            str(number),
            one.application.applicant.unit.name,
            one.application.get_category_display(),
            one.application.number,
            f"{one.snapshot}，指纹{one.snapshot.fingerprint[:8]}",
        )
        for number, one in enumerate(standings, start=1)
    )
    return Paper(
        title=f"关于推荐申报{edition}的函",
        addressee=office.name,
        blocks=(
            Paragraph(f"按照《晋中市质量奖管理办法》第十八条第（三）项，我单位对申报材料进行了初审，现推荐以下{len(rows)}份申报："),
            Table(("序号", "申报者", "奖项", "编号", "版本"), rows, (0.08, 0.38, 0.12, 0.16, 0.26)),
            Paragraph("以上申报的材料齐全、真实、规范，逐份的推荐意见见推荐表。"),
        ),
        signatory=body.name,
        dated_on=on,
        demo=edition.demo,
    )


def _day(at) -> str:
    day = shanghai(at)
    return f"{day.year}年{day.month}月{day.day}日"
