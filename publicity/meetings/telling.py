"""The letters to whoever was taken off the list or disqualified; they wait until the office releases them (procedure §5)."""

from datetime import datetime

from accounts.actors import Actor
from applications.cases.models import Application
from core.ledger.services import ref
from procedure import articles
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


def tell_disqualified(application: Application, condition: str, reason: str, *, act: str, by: Actor, at: datetime) -> Letter:
    """Name the article, word for word where it is an item, the reason, and that the leading group decided."""
    edition = application.edition
    rules = articles.rules(edition.rules_version)
    lines = [f"您在{edition}的申报，经领导小组研究决定，取消参评资格。", f"依据：《{rules.title}》{articles.chinese(condition)}。"]
    lines += [articles.text(condition, edition.rules_version)] if "(" in condition else []
    return write_letter(
        edition,
        kind=LetterKind.DISQUALIFIED,
        recipient=application.applicant.unit,
        act=act,
        subject_ref=ref(application),
        title=f"关于取消{application.applicant}参评资格的告知",
        text="\n".join([*lines, f"理由：{reason}"]),
        article="12(4)",
        by=by,
        at=at,
    )
