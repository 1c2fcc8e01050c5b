"""The field record of a panel: per item what was seen and its points, saved as typed. Two who record the same see both texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from applications.answers.posted import base_of
from applications.answers.services import MOST, Conflict, Conflicted, Unstorable
from applications.cases.models import Status
from core.canonical import moment
from core.fields import validate_text
from core.files.kinds import EVIDENCE
from core.files.services import store
from core.ledger.services import cover, lock
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Step
from procedure.rubrics.models import RubricItem
from procedure.rubrics.services import items_of
from review.assignments.models import Assignment
from review.rounds import Round, steps_of
from review.visits.models import Visit, VisitDraft, VisitFile

ARTICLE = "18(5)"
LABEL = "现场记录"
MATCHES = (
    ("same", "与材料一致"),
    ("partly", "部分一致"),
    ("differs", "不一致"),
    ("unseen", "没有看到"),
)
FIELDS = {"match": "看到的情况", "finding": "记录", "points": "得分"}
SUMMARY = "_summary"  # the whole visit: {"text"}; no rubric's key begins so
SUMMARY_FIELDS = {"text": "总体情况"}
CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Entry:
    """One item of the rubric with what was recorded so far, as typed."""

    number: int
    item: RubricItem
    typed: Mapping[str, str]
    parent: str

    @property
    def points(self) -> Decimal | None:
        return read_points(self.typed.get("points", ""), self.item.points)

    @property
    def fault(self) -> str:
        """What is wrong with the points typed, in a sentence; empty when nothing is, or nothing was typed."""
        typed = self.typed.get("points", "").strip()
        return f"得分应是0到{self.item.points:f}之间的数，最多两位小数。" if typed and self.points is None else ""

    @property
    def done(self) -> bool:
        return self.points is not None and bool(self.typed.get("finding", "").strip())

    @property
    def match(self) -> str:
        return dict(MATCHES).get(self.typed.get("match", ""), "")


def read_points(typed: str, full: Decimal) -> Decimal | None:
    """Return points as typed, or None where they are none: not a number, beyond the item's points, finer than cents."""
    try:
        points = Decimal(typed.strip())
    except InvalidOperation:
        return None
    fits = points.is_finite() and 0 <= points <= full and points == points.quantize(CENTS)
    return points if fits else None


def entries_of(visit: Visit) -> list[Entry]:
    """Return every item to be recorded, in order: those of the rubric that have none below. Two queries."""
    items = items_of(visit.application.edition, visit.application.category)
    titles = {item.key: item.title for item in items}
    typed = typed_of(visit)
    leaves = [item for item in items if not item.children]
    return [Entry(number, item, typed.get(item.key, {}), titles.get(item.parent, "")) for number, item in enumerate(leaves, 1)]


def typed_of(visit: Visit) -> dict[str, dict[str, str]]:
    """Return what the panel typed so far, by item. One query."""
    return VisitDraft.objects.filter(visit=visit).values_list("entries", flat=True).first() or {}


def record_blockers(visit: Visit, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot record on this visit now: only the team, in step 5, until two decided."""
    application = visit.application
    if not Assignment.objects.visible_to(actor).filter(application=application, round=Round.ON_SITE).exists():
        return [_blocker("现场记录由专项评审组的组员填写。")]
    if not actor.grant.in_force(at):
        return [_blocker("您的授权已经到期。")]
    if application.edition.step not in steps_of(Round.ON_SITE):
        return [_blocker(f"本届正处于“{Step(application.edition.step).label}”，不能再填写现场记录。")]
    if application.status != Status.ADVANCING:
        return [_blocker(f"这份申报“{Status(application.status).label}”，现场记录不能再改。")]
    return [_blocker("评审安排已经更改，请打开新的安排。")] if Visit.objects.filter(replaces=visit).exists() else []


def save(visit: Visit, key: str, *, typed: Mapping[str, str], bases: Mapping[str, str], by: Actor, at: datetime) -> VisitDraft:
    """Save what was typed on one item, or as the summary; `bases` are the marks of what stood there when the page was opened.

    Raises Unstorable before anything is saved; Conflicted after the fields without a conflict are saved; RuleRefused when
    nothing may be recorded any more.
    """
    labels = SUMMARY_FIELDS if key == SUMMARY else FIELDS
    typed = {name: text for name, text in typed.items() if name in labels}
    if faults := _unstorable(labels, typed):
        raise Unstorable(faults)
    row, conflicts = _save(visit, key, labels, typed, bases, by, at)
    if conflicts:
        raise Conflicted(conflicts, row)
    return row


@transaction.atomic
def _save(visit, key, labels, typed, bases, by, at) -> tuple[VisitDraft, list[Conflict]]:
    visit = _locked(visit, by, at)
    row, _ = VisitDraft.objects.get_or_create(visit=visit)
    present, conflicts = dict(row.entries.get(key, {})), []
    for name, text in typed.items():
        stands, opened_on = present.get(name, ""), bases.get(name, base_of(None))
        if base_of(text) in (base_of(stands), opened_on):
            continue  # the same, or untouched on this page: what stands there stays
        last = row.revisions.get(f"{key}:{name}", {})
        if base_of(stands) != opened_on:
            when = datetime.fromisoformat(last["at"]) if last else None
            conflicts.append(Conflict(name, labels[name], stands, text, last.get("by", ""), when))
            continue
        present[name] = text
        row.revisions[f"{key}:{name}"] = {"n": last.get("n", 0) + 1, "by": by.person.name, "at": moment(at)}
    row.entries[key] = present
    row.save(update_fields=["entries", "revisions"])
    return row, conflicts


@transaction.atomic
def add_file(visit: Visit, upload: File, *, item: str, caption: str, by: Actor, at: datetime) -> VisitFile:
    """Keep a photo or a paper with its caption, for an item or for the whole visit. RuleRefused when nothing may be recorded."""
    stored = store(upload, allowed=EVIDENCE, by=by, at=at)
    visit = _locked(visit, by, at)
    if item and item not in {entry.item.key for entry in entries_of(visit)}:
        raise RuleRefused("没有这一项。", article=ARTICLE)
    row = VisitFile(visit=visit, file=stored, sha256=stored.sha256, item=item, caption=caption, by=by.person, at=at)
    return cover(lock(visit.application.edition.chain), row, at=at, by=by, action="visit.file")


def files_of(visit: Visit, item: str | None = None):
    """Return the photos and papers of an application's visits, of one item where one is named, in order."""
    rows = VisitFile.objects.filter(visit__application=visit.application_id).select_related("file", "by").order_by("event_id")
    return rows if item is None else rows.filter(item=item)


def saved_at(visit: Visit) -> datetime | None:
    """Return when the record was last saved; None before the first time."""
    revisions = VisitDraft.objects.filter(visit=visit).values_list("revisions", flat=True).first() or {}
    times = [revision["at"] for revision in revisions.values()]
    return datetime.fromisoformat(max(times)) if times else None


def _locked(visit: Visit, by: Actor, at: datetime) -> Visit:
    """Read the visit again under the lock; refuse whoever may not record."""
    lock(visit.application.edition.chain)
    visit = Visit.objects.whole().get(pk=visit.pk)
    refuse(record_blockers(visit, by, at=at))
    return visit


def _unstorable(labels: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, text in typed.items():
        try:
            validate_text(text)
        except ValidationError as fault:
            found[name] = f"“{labels[name]}”：{fault.message}"
        if len(text) > MOST:
            found[name] = f"“{labels[name]}”：最多{MOST}字，现有{len(text)}字。"
    return found


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
