"""What the edition asks of opinions, and whether they are there: read by the acceptance, written nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.units.models import BodyType
from applications.cases.models import Application
from applications.recommendations.models import FurtherOpinion
from applications.snapshots.models import Snapshot
from procedure.editions.models import Edition
from procedure.machine import guard
from procedure.parameters.catalogue import OPINIONS
from procedure.parameters.models import ParameterSetting

ONE = "1"
LEAST = {ONE: 1, "2": 2, "2-department": 2, "3": 3}
LOCAL = {BodyType.COUNTY, BodyType.ZONE}


def need_of(edition: Edition) -> str:
    """Return what the edition chose; one opinion where it is 不启用, or was opened before this could be chosen."""
    setting = ParameterSetting.objects.in_force(edition).filter(name=OPINIONS.name).first()
    return (setting.typed if setting else None) or ONE


def missing(application: Application) -> str | None:
    """Return what is missing of opinions on the newest version, beside the recommending body's own; None when nothing is."""
    need = need_of(application.edition)
    snapshot = Snapshot.objects.latest_of(application)
    if need == ONE or snapshot is None:
        return None
    return _missing(need, application, list(FurtherOpinion.objects.standing(snapshot)))


def lacking(need: str, applications: Iterable[Application]) -> dict[object, str]:
    """Return what is missing of opinions by application, of those that lack any; each knows the number of its `newest` snapshot."""
    if need == ONE:
        return {}
    newest = {one.pk: one.newest for one in applications if one.newest}
    standing = defaultdict(list)
    rows = FurtherOpinion.objects.filter(snapshot__application__in=list(newest), replaced_by=None)
    for row in rows.select_related("snapshot", "body").order_by("event_id"):
        if row.snapshot.number == newest[row.snapshot.application_id]:
            standing[row.snapshot.application_id].append(row)
    found = {one.pk: _missing(need, one, standing[one.pk]) for one in applications if one.pk in newest and one.body}
    return {key: sentence for key, sentence in found.items() if sentence}


def _missing(need: str, application: Application, rows: Sequence[FurtherOpinion]) -> str | None:
    against = [f"{row.body}的意见是不予推荐。" for row in rows if not row.recommend]
    kinds = {application.body.body_type} | {row.kind for row in rows if row.recommend}
    if against:
        return "".join(against)
    if len(kinds) < LEAST[need]:
        return f"要有{LEAST[need]}类推荐单位的推荐意见，最新一版现在有{len(kinds)}类。"
    if need == "2-department" and not (kinds & LOCAL and BodyType.DEPARTMENT in kinds):
        return "要有属地（县区或开发区）和市级主管部门各1份推荐意见。"
    return None


@guard("18(3)", "推荐意见的份数和类型符合本届的规定")
def opinions_present(application: Application, at: datetime) -> str | None:
    """Nothing is asked beside the recommendation where the edition asks for one."""
    return missing(application)
