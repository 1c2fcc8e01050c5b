"""Opening an edition."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import open_chain, record, ref
from core.numerals import chinese_number
from core.rules import RuleRefused
from procedure import articles
from procedure.editions.models import Edition


@transaction.atomic
def open_edition(*, number: int, by: Actor, at: datetime, demo: bool = False) -> Edition:
    """Open an edition in 筹备 with its own chain, under the rules in force (article 5: as a rule every three years).

    Raises RuleRefused when the hand is not the office's or an edition of this number exists.
    """
    if not by.is_(Role.OFFICE):
        raise RuleRefused("只有评选办可以建立新的一届。", article="13(1)")
    if Edition.objects.filter(number=number).exists():
        raise RuleRefused(f"第{chinese_number(number)}届已经建立。", article="5")
    edition = Edition(number=number, rules_version=articles.CURRENT, demo=demo, opened_at=at)
    head = open_chain(edition.chain, title=f"晋中市质量奖/第{chinese_number(number)}届")
    content = {"number": number, "rules": edition.rules_version, "demo": demo}
    record(head, at=at, by=by, action="open-edition", object_ref=ref(edition), payload=content)
    edition.save(force_insert=True)
    return edition
