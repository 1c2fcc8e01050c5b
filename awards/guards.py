"""What the gate of step 9 asks (article 18(9))."""

from datetime import datetime

from applications.cases.models import Application, Status
from awards.approvals.models import Commendation
from awards.approvals.services import approved_rows
from awards.facts import final
from awards.register.models import Register
from procedure.editions.models import Edition
from procedure.machine import guard
from publicity.notices.award_lists import proposed


@guard("18(9)", "市政府的答复和通报已经登记")
def answered(edition: Edition, at: datetime) -> str | None:
    """The answer to the request, and the commendation where it approved somebody; over nobody no request is made."""
    answer = final(edition)
    if answer is None:
        nobody = not proposed(edition).exists() and Register.objects.filter(edition=edition).exists()
        return None if nobody else "市政府的答复还没有登记，或者请示被退回。"
    if approved_rows(answer) and not Commendation.objects.filter(approval=answer).exists():
        return "表彰通报还没有登记。"
    return None


@guard("18(9)", "授奖与批准名单一致")
def awards_registered(edition: Edition, at: datetime) -> str | None:
    """Awards equal the approved list, which may be empty; nobody is left in between."""
    register = Register.objects.filter(edition=edition).first()
    if register is None:
        return "授奖还没有登记。名额全部空缺的，也要登记。"
    awarded = set(Application.objects.filter(edition=edition, status=Status.AWARDED).values_list("pk", flat=True))
    if {row["application"] for row in register.rows} != {str(key) for key in awarded}:
        return "授奖与批准的名单不一致。"
    left = Application.objects.filter(edition=edition, status=Status.PROPOSED).count()
    return f"还有{left}份拟授奖的没有登记结果。" if left else None
