"""Papers to measure."""

from datetime import date

from core.papers.content import Attachment, Heading, Items, Paper, Paragraph, Table

TEXT = (
    "根据《质量奖管理办法》（试行）有关规定，经个人申报、县（市、区）推荐、资格审查、专家评审、领导小组审定，拟对张鑫、李明等同志予以表彰，"
    "现将名单予以公示。公示时间为2026年11月23日至11月27日（5个工作日）。公示期间，任何单位和个人对公示对象有异议的，可以书面形式反映，"
    "单位反映情况的须加盖公章，个人反映情况的应当署真实姓名，并提供联系方式；逾期或匿名反映的，不予受理。电话0354-2636000。"
)


def notice(**fields):
    """A notice of two pages."""
    values = {
        "title": "关于2026年度优秀组织和个人名单的公示",
        "blocks": (
            Paragraph(TEXT),
            Heading(1, "一、公示时间"),
            Paragraph(TEXT),
            Heading(2, "（一）异议"),
            Paragraph(TEXT),
            Items(("甲；", "乙。")),
        ),
        "addressee": "各县（市、区）人民政府",
        "signatory": "评选办公室",
        "dated_on": date(2026, 11, 23),
        "note": "此件公开发布",
    }
    return Paper(**(values | fields))


def with_list(rows=40, **fields):
    table = Table(
        ("序号", "名称", "单位"), tuple((str(number), "某某重型机械制造股份有限公司", "榆次区") for number in range(rows)), (1, 5, 2)
    )
    return notice(attachments=(Attachment("名单", (table,)), Attachment("样式")), **fields)
