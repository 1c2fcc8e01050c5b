"""What kinds of evidence there are, who must hand them in, and by which article."""

from dataclasses import dataclass

from procedure.editions.models import Category

COMMITMENT = "commitment"  # the sealed scan, where nobody signs with an account

PAPER = "paper"  # scans of a whole filing that came on paper


@dataclass(frozen=True)
class EvidenceKind:
    """One line of the materials list."""

    key: str
    label: str
    required: bool = False
    article: str = "18(2)"
    help: str = ""


ORGANIZATION = (
    EvidenceKind("licence", "营业执照", True, "9(1)"),
    EvidenceKind("statistics", "近三年统计数据证明", False, "9(4)", "由统计部门出具。"),
    EvidenceKind("accounts", "近三年审计报告或财务报表", True, "9(4)"),
    EvidenceKind("tax", "完税证明", True, "9(4)"),
    EvidenceKind("standing", "同行业排名证明", True, "9(4)", "主管部门证明、协会推荐函或第三方调查。"),
    EvidenceKind("certificates", "管理体系证书和资质", False, "9(3)"),
    EvidenceKind("honours", "荣誉、专利、标准等证明", False, "9(5)"),
    EvidenceKind("inspection", "产品检验、监督抽查和顾客满意度报告", False, "9(5)"),
    EvidenceKind("credit", "信用报告或无违法违规证明", False, "9(6)"),
    EvidenceKind(COMMITMENT, "承诺声明扫描件", False, "18(2)", "法定代表人没有账号时，签字盖章后上传。"),
)
INDIVIDUAL = (
    EvidenceKind("experience", "从事质量工作3年以上的证明", True, "11(1)"),
    EvidenceKind("achievements", "业绩和成果证明", True, "11(4)"),
    EvidenceKind("honours", "荣誉和同行评价证明", False, "11(5)"),
    EvidenceKind("employer", "所属组织近三年无重大事故的声明", True, "11(6)", "加盖单位公章。"),
    EvidenceKind("team", "质量科研或质量攻关小组的证明", False, "11", "小组申报的必传。"),
    EvidenceKind(COMMITMENT, "承诺声明扫描件", False, "18(2)"),
)
KINDS = {Category.ORGANIZATION: ORGANIZATION, Category.INDIVIDUAL: INDIVIDUAL}


def kinds(category: str, *, team: bool = False) -> list[EvidenceKind]:
    """Return the materials list of a category; a team's own proof is required of teams."""
    return [
        EvidenceKind(kind.key, kind.label, True, kind.article, kind.help) if team and kind.key == "team" else kind
        for kind in KINDS[Category(category)]
    ]


def label_of(category: str, key: str) -> str:
    """Return the name of a kind; a filing on paper has its own."""
    return "纸质申报材料" if key == PAPER else next((kind.label for kind in KINDS[Category(category)] if kind.key == key), key)
