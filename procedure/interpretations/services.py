"""Entering interpretations."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.ledger.services import cover, lock_every
from core.rules import RuleRefused
from procedure import articles
from procedure.interpretations.models import Interpretation


@transaction.atomic
def enter(
    *,
    article: str,
    question: str,
    text: str,
    document: str,
    dated_on: date,
    in_force_from: int,
    by: Actor,
    at: datetime,
    replaces: Interpretation | None = None,
) -> Interpretation:
    """Put an interpretation on record under the next number.

    RuleRefused for a hand that is not the office's, an unknown article, a date to come, and one that was replaced already.
    """
    head = lock_every()
    if by != SYSTEM and not by.is_(Role.OFFICE):
        raise RuleRefused("办法由评选办负责解释。", article="30")
    if not articles.exists(article):
        raise RuleRefused(f"办法里没有“{article}”这一条。", article="30")
    if dated_on > shanghai(at):
        raise RuleRefused("解释日期不能晚于今天。", article="30")
    if replaces and Interpretation.objects.filter(replaces=replaces).exists():
        raise RuleRefused(f"{replaces}已经由另一号解释替代。", article="30")
    if replaces and in_force_from < replaces.in_force_from:
        raise RuleRefused(f"不能早于{replaces}开始适用的第{replaces.in_force_from}届。", article="30")
    row = Interpretation(
        number=(Interpretation.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        dated_on=dated_on,
        article=article,
        question=question,
        text=text,
        document=document,
        in_force_from=in_force_from,
        replaces=replaces,
        by=by.person,
        at=at,
    )
    return cover(head, row, at=at, by=by, action="interpretation.enter")
