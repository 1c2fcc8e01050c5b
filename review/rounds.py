"""The three rounds (article 18(4)–(6)) and the steps in which they stand."""

from django.db import models

from procedure.editions.models import Step


class Round(models.TextChoices):
    MATERIALS = "materials", "材料评审"
    ON_SITE = "on-site", "现场评审"
    ORAL_DEFENSE = "oral-defense", "陈述答辩"


STEP_OF = {Round.MATERIALS: Step.MATERIALS, Round.ON_SITE: Step.ON_SITE, Round.ORAL_DEFENSE: Step.DEFENSE}
ARTICLE_OF = {Round.MATERIALS: "18(4)", Round.ON_SITE: "18(5)", Round.ORAL_DEFENSE: "18(6)"}
ROUND_OF = {step: round_ for round_, step in STEP_OF.items()}
