"""What the opening of the call asks of the edition's papers. A demonstration edition may carry 演示 in their place."""

from datetime import datetime

from core.clock import shanghai
from core.dates import day_in_words
from procedure.documents.models import DocumentKind, EditionDocument
from procedure.history import Subject
from procedure.machine import Wait, guard


@guard("31", "办法的文号和施行日期已经登记")
def rules_documented(subject: Subject, at: datetime) -> str | None:
    """No real edition opens under rules without a number; none under rules that do not bind yet."""
    document = _document(subject, DocumentKind.RULES)
    if fact := _lacking(document, DocumentKind.RULES):
        return fact
    if document.effective_on > shanghai(at):
        return Wait(f"办法自{day_in_words(document.effective_on)}起施行。")
    return None


@guard("18(1)", "评选工作安排已经批准并登记")
def work_plan_approved(subject: Subject, at: datetime) -> str | None:
    """Approver, number, day and scan (procedure §1, row 0)."""
    return _lacking(_document(subject, DocumentKind.WORK_PLAN), DocumentKind.WORK_PLAN)


@guard("12(2)", "评选细则已由领导小组审定")
def working_rules_approved(subject: Subject, at: datetime) -> str | None:
    """Drafted by the office (13(1)), settled by the leading group: the newest version, not an earlier one."""
    document = _document(subject, DocumentKind.WORKING_RULES)
    if fact := _lacking(document, DocumentKind.WORKING_RULES):
        return fact
    return None if hasattr(document, "approval") else f"《{document.title}》还没有登记领导小组的审定，由领导小组秘书登记。"


def _document(subject: Subject, kind: DocumentKind) -> EditionDocument | None:
    return EditionDocument.objects.in_force(subject.edition).filter(kind=kind).first()


def _lacking(document: EditionDocument | None, kind: DocumentKind) -> str | None:
    if document is None:
        return f"还没有登记{kind.label}。"
    missing = document.missing()
    return f"{kind.label}还缺：{'、'.join(missing)}。" if missing else None
