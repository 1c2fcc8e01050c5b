"""The three rounds (article 18(4)–(6)) and the steps in which they stand."""

from django.db import models

from procedure.editions.models import Step


class Round(models.TextChoices):
    MATERIALS = "materials", "材料评审"
    ON_SITE = "on-site", "现场评审"
    ORAL_DEFENSE = "oral-defense", "陈述答辩"


STEP_OF = {Round.MATERIALS: Step.MATERIALS, Round.ON_SITE: Step.ON_SITE, Round.ORAL_DEFENSE: Step.DEFENSE}
ARTICLE_OF = {Round.MATERIALS: "18(4)", Round.ON_SITE: "18(5)", Round.ORAL_DEFENSE: "18(6)"}
LAST = Step.DELIBERATION  # until the leading group's step is left


def steps_of(round_: Round) -> tuple[Step, ...]:
    """The steps in which a round may still be held: its own, and those after it for whoever was set aside meanwhile (13(6)).

    Who stands in a round once its step is over was held when its list was decided; nobody else is left there by the gates.
    """
    return tuple(step for step in Step if STEP_OF[round_] <= step <= LAST)


ROUND_OF = {step: round_ for round_, step in STEP_OF.items()}
