"""How many opinions an application needs, of which kinds (procedure §6), and those that bodies give beside the recommending one."""

from dataclasses import replace
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.units.models import BodyType, Unit
from applications.cases.models import Application
from applications.moves import ACCEPT
from applications.recommendations.further import LEAST, need_of
from applications.recommendations.models import FurtherOpinion
from applications.snapshots.models import Snapshot
from core.files.kinds import SCAN
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused

ARTICLE = "18(3)"
LABEL = "登记其他推荐意见"


def enter_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against entering a further opinion: state, step and person as of the acceptance, and that one is needed."""
    if found := replace(ACCEPT, guards=(), label=LABEL).blockers(application, actor, at=at):
        return found
    if LEAST[need_of(application.edition)] == 1:
        return [_blocker("本届每份申报只要所选推荐单位的1份推荐意见，不用登记其他的。")]
    return []


def enter(
    application: Application,
    *,
    seen: str,
    body: Unit,
    recommend: bool,
    text: str,
    number: str,
    dated_on: date,
    scan: File,
    by: Actor,
    at: datetime,
) -> FurtherOpinion:
    """Put the sealed opinion of a further body on the version `seen`; entered again for its kind, the newer one stands.

    The scan is kept before the lock. Raises RuleRefused, also for a second body of a kind.
    """
    if blockers := enter_blockers(application, by, at=at):
        raise RuleRefused(blockers)
    stored = store(scan, allowed=SCAN, by=by, at=at)
    with transaction.atomic():
        head, application = lock(application.edition.chain), application.fresh()
        if blockers := enter_blockers(application, by, at=at) or _against(application, body, text):
            raise RuleRefused(blockers)
        snapshot = Snapshot.objects.latest_of(application)
        if str(snapshot.pk) != seen:
            raise RuleRefused("打开页面之后，申报有了新的一版，请对新的一版登记。", article=ARTICLE)
        former = FurtherOpinion.objects.standing(snapshot).filter(kind=body.body_type).first()
        row = FurtherOpinion(
            snapshot=snapshot, body=body, kind=body.body_type, recommend=recommend, text=text, number=number, dated_on=dated_on,
            scan=stored, replaces=former, by=by.person, grant=by.grant, at=at,
        )  # fmt: skip
        return cover(head, row, at=at, by=by, action="further-opinion", object_ref=ref(application))


def _against(application: Application, body: Unit, text: str) -> list[Blocker]:
    if not Unit.objects.bodies().filter(pk=body.pk).exists():
        return [_blocker("这个单位不是在用的推荐单位，请另选。")]
    if body.body_type == application.body.body_type:
        kind = BodyType(body.body_type).label
        return [_blocker(f"所选推荐单位已经是{kind}，同一类只算1份推荐意见。")]
    return [] if text.strip() else [_blocker("请照纸上的写明推荐意见。")]


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
