"""What stands against entering an application as defended or absent, and against leaving step 6 (article 18(6))."""

from collections.abc import Sequence
from datetime import datetime

from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.letters.models import Letter, LetterKind
from procedure.machine import guard
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import ABSENCE
from review.defense.appearances import appearance_of
from review.rounds import Round
from review.sheets.closing import closed, missing

SHOWN = 5


def letters_act(edition: Edition) -> str:
    """Return what the letters to those who did not come share."""
    return f"{edition.chain}:miss-defense"


@guard("18(6)", "已经到场陈述，接受专家组质询")
def appeared(application: Application, at: datetime) -> str | None:
    """Somebody spoke at its standing time."""
    slot, appearance = appearance_of(application)
    if slot is None:
        return f"{application.applicant.unit}还没有安排答辩时间。"
    if appearance is None:
        return f"{application.applicant.unit}还没有登记到场情况。"
    return None if appearance.present else f"{application.applicant.unit}登记的是未到场。"


@guard("18(6)", "到时间未到场，评选细则规定了后果")
def stayed_away(application: Application, at: datetime) -> str | None:
    """Nobody came at its standing time, and the edition says what follows."""
    _, appearance = appearance_of(application)
    if appearance is None or appearance.present:
        return f"{application.applicant.unit}没有登记未到场。"
    known = ParameterSetting.objects.in_force(application.edition).filter(name=ABSENCE.name).exists()
    return None if known else f"本届还没有设定“{ABSENCE.label}”。"


@guard("18(6)", "通过现场评审的都已答辩，或者登记了未到场")
def defenses_settled(edition: Edition, at: datetime) -> str | None:
    """Each that passed has defended or is entered as absent and was told so. Satisfied by nobody; nobody waits for a held one."""
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    rows = Application.objects.filter(edition=edition, status__in=[Status.PASSED, Status.ABSENT]).select_related("applicant__unit")
    written = Letter.objects.filter(kind=LetterKind.OTHER, act=letters_act(edition), release__isnull=False)
    told = set(written.values_list("subject_ref", flat=True))
    found = []
    for row in rows.order_by("number", "pk"):
        if row.status == Status.PASSED and row.pk not in held:
            found.append(f"{row.applicant.unit}还没有登记已答辩或者未到场")
        elif row.status == Status.ABSENT and ref(row) not in told:
            found.append(f"{row.applicant.unit}未到场，文书还没有发出")
    return _listed(found)


@guard("18(6)", "专家评分表已经锁定，陈述答辩已经结束评分")
def defenses_scored(edition: Edition, at: datetime) -> str | None:
    """Every expert's sheet on whoever defended is locked, and two closed the round. Satisfied where nobody defended."""
    rows = Application.objects.filter(edition=edition, status=Status.DEFENDED).select_related("applicant__unit").order_by("number", "pk")
    defended = list(rows)
    if not defended:
        return None
    lacking = missing(edition, Round.ORAL_DEFENSE, defended)
    if found := [f"{one.applicant.unit}{lacking[one.pk]}" for one in defended if one.pk in lacking]:
        return _listed(found)
    return None if closed(edition, Round.ORAL_DEFENSE) else "陈述答辩还没有结束评分。请两人办理结束评分。"


def _listed(found: Sequence[str]) -> str | None:
    rest = f"，等{len(found)}份" if len(found) > SHOWN else ""
    return f"{'；'.join(found[:SHOWN])}{rest}。" if found else None
