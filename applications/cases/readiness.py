"""What is still missing before a submission: each a guard of SUBMIT, each shown on the check page."""

from datetime import datetime

from applications.answers.services import answers_by_part
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application
from applications.commitments.models import Commitment
from applications.eligibility.services import findings
from applications.eligibility.verdict import Verdict
from applications.evidence.kinds import COMMITMENT, kinds
from applications.evidence.services import standing
from applications.forms.checks import faults
from applications.forms.parts import parts_of
from applications.snapshots.content import commitment_of, content_of
from procedure.editions.models import Category
from procedure.machine import guard

SHOWN = 3


def faults_by_part(application: Application) -> dict[str, dict[str, str]]:
    """Return what is wrong, by part and field; parts without a fault are left out."""
    answers = answers_by_part(application)
    found = {part.key: faults(part, answers.get(part.key, {})) for part in parts_of(application)}
    return {key: wrong for key, wrong in found.items() if wrong}


def missing_evidence(application: Application) -> list[str]:
    """Return the labels of required evidence that is not there."""
    present = {attachment.kind for attachment in standing(application)}
    wanted = kinds(application.category, team=application.applicant.kind == ApplicantKind.TEAM)
    return [kind.label for kind in wanted if kind.required and kind.key not in present]


@guard("18(2)", "申报表和自评报告填写完整")
def form_complete(application: Application, at: datetime) -> str | None:
    """Every part without a fault."""
    found = [sentence for wrong in faults_by_part(application).values() for sentence in wrong.values()]
    return f"还有{len(found)}处要填写、改正或者说明：{''.join(found[:SHOWN])}" if found else None


@guard("18(2)", "证实材料齐全")
def evidence_complete(application: Application, at: datetime) -> str | None:
    """Every required kind of evidence has a file."""
    missing = missing_evidence(application)
    return f"还没有上传：{'、'.join(missing)}。" if missing else None


@guard("18(2)", "承诺声明已经签署")
def committed(application: Application, at: datetime) -> str | None:
    """Signed over the content as it stands, or the sealed scan is attached."""
    if standing(application).filter(kind=COMMITMENT).exists():
        return None
    if commitment_of(application, content_of(application)):
        return None
    if Commitment.objects.filter(application=application).exists():
        return "签署承诺以后内容有改动，请重新签署。"
    return "承诺声明还没有签署，也没有上传扫描件。"


@guard("11", "小组成员都已本人确认")
def members_confirmed(application: Application, at: datetime) -> str | None:
    """Two or three members, each confirmed under his own account; nothing is asked of organizations and single persons."""
    if application.applicant.kind != ApplicantKind.TEAM:
        return None
    members = TeamMember.objects.filter(applicant=application.applicant, left_at=None).select_related("person").order_by("order")
    if len(members) < 2:
        return "小组应有2至3名成员，请添加成员，或者改为个人申报。"
    waiting = [member.person.name for member in members if not member.confirmed_at]
    return f"还没有确认：{'、'.join(waiting)}。" if waiting else None


@guard("9(1)", "申报单位已经评选办核实")
def unit_confirmed(application: Application, at: datetime) -> str | None:
    """The office confirmed the organization's code before its first submission."""
    unit = application.applicant.unit
    if application.category != Category.ORGANIZATION or unit.confirmed_at:
        return None
    return "评选办还没有核实您的单位，一般1个工作日；急的请打电话。"


@guard("6", "没有不得申报的情形")
def eligible(application: Application, at: datetime) -> str | None:
    """Only what the system itself knows to stand against it; what needs a person is left to the qualification."""
    failed = [finding for finding in findings(application, at) if finding.verdict == Verdict.FAIL]
    return "".join(finding.sentence for finding in failed) or None


@guard("18(3)", "已选定推荐单位")
def body_chosen(application: Application, at: datetime) -> str | None:
    """One recommending body (articles 5, 16, 18(3))."""
    return None if application.body_id else "还没有选定推荐单位。"


READY = (body_chosen, unit_confirmed, form_complete, evidence_complete, members_confirmed, committed, eligible)
