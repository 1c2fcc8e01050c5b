"""The nine steps of an edition as pages show them."""

from core.numerals import chinese_number
from procedure.editions.models import NINE, Edition, Step


def nine_steps(edition: Edition | None) -> list[dict]:
    """Return the nine steps of article 18: number, name, and whether done, current or still to come."""
    return [{"number_cn": chinese_number(step), "name": step.label, "state": _state(edition, step)} for step in NINE]


def _state(edition: Edition | None, step: Step) -> str:
    if edition is None or edition.step in (Step.PREPARATION, Step.TERMINATED):
        return "todo"
    if edition.step > step:
        return "done"
    return "current" if edition.step == step else "todo"


def bar(edition: Edition | None, *, linked: bool) -> dict | None:
    """Return the slim bar at the head of every workspace, a link for whoever may open the board; None between editions."""
    if edition is None:
        return None
    return {
        "title": f"第{chinese_number(edition.number)}届",
        "sentence": Step(edition.step).label,
        "url": f"/editions/{edition.pk}/" if linked else "",
        "steps": nine_steps(edition),
    }
