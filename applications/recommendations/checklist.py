"""What 初审 looks at, line by line (article 18(3)). The keys are for ever; the words stand in each examination."""

from dataclasses import dataclass

OK, NOTE, NO = "ok", "note", "no"
RESULTS = ((OK, "符合"), (NOTE, "符合，有说明"), (NO, "不符合"))
STATES = {OK: "ok", NOTE: "note", NO: "shut"}  # as the gate prints them


@dataclass(frozen=True)
class Line:
    """One line of the checklist."""

    key: str
    label: str
    help: str
    article: str = "18(3)"


CHECKLIST = (
    Line("complete", "完整性：申报表、自我评价报告和证实材料齐全", "对照申报通知的材料清单。"),
    Line("true", "真实性：与证照、登记信息和财务报表一致", "抽核了哪几项指标，写在说明里。"),
    Line("regular", "规范性：填写、签字、盖章和承诺声明合乎要求", ""),
    Line("conditions", "申报条件：初审没有发现不符合的情形", "组织看第九条，个人看第十一条。"),
    Line("record", "近三年没有重大事故和不良记录，已向有关部门了解", "部门的答复写在说明里；重大与否由主管部门认定。"),
)
ARTICLES = {line.key: line.article for line in CHECKLIST}
