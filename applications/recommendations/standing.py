"""Where an application stands with its body: read from the rows on its newest version, for one or for a whole queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.corrections.models import Return
from applications.recommendations.deadline import until_of
from applications.recommendations.models import Check, Examination, SealedScan, Signature
from applications.snapshots.models import Snapshot
from core.clock import midnight_after
from procedure.calls.window import Window, window
from procedure.editions.models import Step


class Stage(Enum):
    """One cell of the queue: what it is called, and in which role somebody must act."""

    ADVICE = ("advice", "申报期内", None)
    NEW = ("new", "未开始", Role.EXAMINER)
    AGAIN = ("again", "要重新审", Role.EXAMINER)
    LAPSED = ("lapsed", "逾期未补正", Role.EXAMINER)
    EXAMINED = ("examined", "待审核", Role.CHECKER)
    CHECKED = ("checked", "待签发", Role.SIGNER)
    SEALED = ("sealed", "盖章件待核对", Role.CHECKER)
    RETURNED = ("returned", "等待补正", None)
    RECOMMENDED = ("recommended", "已推荐", None)
    REFUSED = ("refused", "不予推荐", None)
    OVERDUE = ("overdue", "逾期未推荐", None)
    OVER = ("over", "已撤回或者终止", None)

    def __init__(self, key: str, label: str, role: Role | None) -> None:
        self.key, self.label, self.role = key, label, role

    @property
    def open(self) -> bool:
        """The body still has something to do."""
        return self.role is not None

    @property
    def unfinished(self) -> bool:
        """Neither recommended nor refused, nor over."""
        return self.open or self in (Stage.ADVICE, Stage.RETURNED)


# What the body may know of later states is that it has recommended (design 10.8).
STAGES = {
    Status.RETURNED: Stage.RETURNED,
    Status.NOT_RECOMMENDED: Stage.REFUSED,
    Status.OVERDUE: Stage.OVERDUE,
    Status.DRAFT: Stage.ADVICE,
    Status.LAPSED: Stage.OVER,
    Status.WITHDRAWN: Stage.OVER,
    Status.ENDED: Stage.OVER,
    Status.DISQUALIFIED: Stage.OVER,
}


@dataclass(frozen=True)
class Standing:
    """An application, its newest version (without its content), and the acts of the present body on it."""

    application: Application
    snapshot: Snapshot | None
    examination: Examination | None
    void: Examination | None  # the newest one on an earlier version, or of a body before
    returned: Return | None
    sealed: SealedScan | None  # entered, not compared yet
    until: datetime | None
    lapsed: bool = False  # returned, and the time to correct it has passed

    @property
    def check(self) -> Check | None:
        return getattr(self.examination, "verdict", None) if self.examination else None

    @property
    def agreed(self) -> Check | None:
        """The check that a signature can stand on."""
        check = self.check
        return check if check and check.agrees and not hasattr(check, "sent_back") else None

    @property
    def signature(self) -> Signature | None:
        return getattr(self.check, "signature", None) if self.check else None

    @property
    def given_back(self) -> tuple[str, str, str]:
        """Who gave the examination back, in which hand and why; empty where nobody did."""
        check = self.check
        if check and not check.agrees:
            return check.by.name, "审核", check.note
        if check and hasattr(check, "sent_back"):
            return check.sent_back.by.name, "签发", check.sent_back.reason
        return "", "", ""

    @property
    def stage(self) -> Stage:
        if self.application.status != Status.SUBMITTED and not self.lapsed:
            return STAGES.get(Status(self.application.status), Stage.RECOMMENDED)
        if self.application.edition.step <= Step.APPLYING:
            return Stage.ADVICE
        if self.examination is None:
            return Stage.LAPSED if self.lapsed else Stage.AGAIN if self.void else Stage.NEW
        if self.check is None:
            return Stage.EXAMINED
        if self.agreed is None:
            return Stage.AGAIN
        return Stage.SEALED if self.sealed else Stage.CHECKED

    def is_late(self, at: datetime) -> bool:
        """The body has not finished and its deadline has passed."""
        return self.stage.unfinished and self.until is not None and at >= self.until


@dataclass(frozen=True)
class Acts:
    """Applications, and what was done to each: what changes by acts alone, whatever the hour."""

    applications: list[Application]
    newest: dict[UUID, Snapshot]
    examinations: dict[UUID, list[Examination]]
    returns: dict[UUID, Return]
    sealed: dict[str, SealedScan]


def standing_of(application: Application, at: datetime) -> Standing:
    """Return where one application stands."""
    return standings([application], at)[0]


def standings(applications: Iterable[Application], at: datetime) -> list[Standing]:
    """Return where each stands, in the same order. As many queries for one as for three hundred."""
    found = acts_on(applications)
    editions = {application.edition_id: application.edition for application in found.applications}
    return standing_at(found, {key: window(edition, at) for key, edition in editions.items()}, at)


def acts_on(applications: Iterable[Application]) -> Acts:
    """Return what was done to each. Four queries, beside that of the applications."""
    found = list(applications)
    keys = [application.pk for application in found]
    returns = {row.snapshot.application_id: row for row in _returns(keys)}
    return Acts(found, _newest_snapshots(keys), _examinations(keys), returns, _sealed(found))


def standing_at(acts: Acts, windows: dict[UUID, Window | None], at: datetime) -> list[Standing]:
    """Return where each stands at a moment, by the window of its edition."""
    return [_standing(application, acts, windows, at) for application in acts.applications]


def _standing(application: Application, acts: Acts, windows: dict, at: datetime) -> Standing:
    snapshot, returned = acts.newest.get(application.pk), acts.returns.get(application.pk)
    examinations = acts.examinations.get(application.pk, [])
    mine = [row for row in examinations if snapshot and _stands(row, application, snapshot, returned)]
    others = [row for row in examinations if row not in mine]
    lapsed = bool(application.status == Status.RETURNED and returned and at >= midnight_after(returned.due_on))
    return Standing(
        application=application,
        snapshot=snapshot,
        examination=mine[-1] if mine else None,
        void=others[-1] if others else None,
        returned=returned,
        sealed=acts.sealed.get(str(snapshot.pk)) if snapshot else None,
        until=until_of(windows[application.edition_id], returned),
        lapsed=lapsed,
    )


def _stands(row: Examination, application: Application, snapshot: Snapshot, returned: Return | None) -> bool:
    """On the newest version, by the present body, and not before that version was returned."""
    if row.snapshot_id != snapshot.pk or row.grant.unit_id != application.body_id:
        return False
    return returned is None or returned.snapshot_id != snapshot.pk or row.event_id > returned.event_id


def _newest_snapshots(keys: list) -> dict:
    rows = Snapshot.objects.filter(application__in=keys).defer("content").select_related("by")
    return {row.application_id: row for row in rows.order_by("number")}


def _examinations(keys: list) -> dict[object, list[Examination]]:
    rows = Examination.objects.filter(snapshot__application__in=keys).select_related(
        "by", "grant__unit", "snapshot", "verdict__by", "verdict__sent_back__by", "verdict__signature__by", "verdict__signature__sealed"
    )
    found: dict[object, list[Examination]] = {}
    for row in rows.defer("snapshot__content").order_by("event_id"):
        found.setdefault(row.snapshot.application_id, []).append(row)
    return found


def _returns(keys: list):
    rows = Return.objects.filter(snapshot__application__in=keys).select_related("snapshot", "by", "grant")
    return rows.defer("snapshot__content").order_by("event_id")


def _sealed(applications: list[Application]) -> dict[str, SealedScan]:
    """The scans that wait for their second hand, by the key of each version they name."""
    waiting = SealedScan.objects.filter(
        edition__in={application.edition_id for application in applications},
        body__in={application.body_id for application in applications},
        verdict=None,
    )
    return {entry["snapshot"]: row for row in waiting.select_related("by").order_by("event_id") for entry in row.entries}
