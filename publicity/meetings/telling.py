"""The letter to an applicant whose name was taken off; it waits until the office releases it (procedure §5)."""

from datetime import datetime

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.services import ref
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import write_letter


def tell_struck_off(application: Application, reason: str, *, act: str, by: Actor, at: datetime) -> Letter:
    """Write the letter in the same act; `act` names it, so that it is written once."""
    return write_letter(
        application.edition,
        kind=LetterKind.STRUCK_OFF,
        recipient=application.applicant.unit,
        act=act,
        subject_ref=ref(application),
        title=f"关于{application.applicant}不再列入拟授奖名单的告知",
        text=f"您在{application.edition}的申报，经领导小组研究决定，不再列入拟授奖名单。\n理由：{reason}",
        article="12(4)",
        by=by,
        at=at,
    )
