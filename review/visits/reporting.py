"""The panel report: locked by the chair, signed by each member or with dissent, or the chair notes why somebody did not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.actors import Actor
from core.canonical import digest
from core.ledger.services import cover, lock
from core.rules import Blocker, RuleRefused, refuse
from review import scoring
from review.assignments.models import Assignment
from review.panels.models import PanelSeat
from review.reviewers.models import Reviewer
from review.rounds import Round
from review.visits.models import ReportSignature, UnsignedNote, Visit, VisitReport
from review.visits.record import ARTICLE, SUMMARY, Entry, entries_of, record_blockers, typed_of

LABEL = "专项评审组报告"
LEAST = 10  # characters of a summary
NOT_CHAIR = "报告由组长锁定。"
OLDER = "报告已经有新的一版，请看过新的一版再签。"


@dataclass(frozen=True)
class Member:
    """One of the team, and what became of his signature on a report."""

    reviewer: Reviewer
    chair: bool
    signature: ReportSignature | None = None
    note: UnsignedNote | None = None

    @property
    def settled(self) -> bool:
        return self.signature is not None or self.note is not None


def standing_report(visit: Visit) -> VisitReport | None:
    """Return the newest version of the report on an application, or None."""
    reports = VisitReport.objects.standing().filter(visit__application=visit.application_id)
    return reports.select_related("visit__application__edition", "visit__application__applicant__unit", "by").order_by("-event_id").first()


def team(visit: Visit, report: VisitReport | None = None) -> list[Member]:
    """Return those who are assigned to the visit now, chair first, each with what he did about the report. Four queries."""
    standing = Assignment.objects.standing().filter(application=visit.application_id, round=Round.ON_SITE)
    reviewers = [row.reviewer for row in standing.select_related("reviewer__person").order_by("pk")]
    chairs = set(PanelSeat.objects.standing().filter(panel=visit.panel_id, chair=True).values_list("reviewer", flat=True))
    signed = {row.reviewer_id: row for row in report.signatures.all()} if report else {}
    noted = {row.reviewer_id: row for row in report.notes.select_related("by")} if report else {}
    found = [Member(one, one.pk in chairs, signed.get(one.pk), noted.get(one.pk)) for one in reviewers]
    return sorted(found, key=lambda member: (not member.chair, member.reviewer.person.name))


def own_member(visit: Visit, actor: Actor, report: VisitReport | None = None) -> Member | None:
    """Return the member that this actor is, or None."""
    return next((member for member in team(visit, report) if member.reviewer.person_id == actor.person_id), None)


@transaction.atomic
def lock_report(visit: Visit, *, passed: bool, by: Actor, at: datetime) -> VisitReport:
    """Lock what the panel recorded as a version of its report. Signatures of the version before are void from here on.

    RuleRefused for anybody but the chair, with every item that is not done, without a summary, and for the same again.
    """
    head = lock(visit.application.edition.chain)
    visit = Visit.objects.whole().get(pk=visit.pk)
    refuse(lock_blockers(visit, by, at=at))
    rows, before = [_kept(entry) for entry in entries_of(visit)], standing_report(visit)
    words = {"entries": rows, "summary": summary_of(visit), "passed": passed}
    if before and words == {name: getattr(before, name) for name in words}:
        raise RuleRefused("与锁定的一版相同，没有新的内容。", article=ARTICLE)
    report = VisitReport(
        visit=visit,
        **words,
        total=scoring.total(Decimal(row["points"]) for row in rows),
        full=scoring.total(Decimal(row["full"]) for row in rows),
        fingerprint=digest([str(visit.application_id), words]),
        replaces=before,
        by=by.person,
        at=at,
    )
    return cover(head, report, at=at, by=by, action="visit.report")


def lock_blockers(visit: Visit, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against locking the report now."""
    if found := record_blockers(visit, actor, at=at):
        return found
    member = own_member(visit, actor)
    if member is None or not member.chair:
        return [_blocker(NOT_CHAIR)]
    found, entries = [], entries_of(visit)
    if not entries:
        found.append("评价标准还没有录入，没有可以记录的条目。")
    if missing := [entry.item.code for entry in entries if not entry.done]:
        found.append(f"还有{len(missing)}项没有写明记录和得分：{'、'.join(missing)}。")
    if len(summary_of(visit)) < LEAST:
        found.append(f"总体情况至少写{LEAST}个字。")
    return [_blocker(sentence) for sentence in found]


def summary_of(visit: Visit) -> str:
    """Return the summary as typed so far."""
    return typed_of(visit).get(SUMMARY, {}).get("text", "").strip()


@transaction.atomic
def sign(report: VisitReport, *, by: Actor, at: datetime, method: str, dissent: str = "") -> ReportSignature:
    """A member signs the newest version, or signs that he disagrees and why. RuleRefused over an older one, and twice."""
    head = lock(report.visit.application.edition.chain)
    refuse(sign_blockers(report, by, at=at))
    reviewer = own_member(_visit(report), by).reviewer
    row = ReportSignature(report=report, reviewer=reviewer, dissent=dissent.strip(), method=method, at=at)
    return cover(head, row, at=at, by=by, action="visit.sign", payload={"fingerprint": report.fingerprint})


def sign_blockers(report: VisitReport, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot sign this version now."""
    visit = _visit(report)
    if found := record_blockers(visit, actor, at=at):
        return found
    if VisitReport.objects.filter(replaces=report).exists():
        return [_blocker(OLDER)]
    member = own_member(visit, actor, report)
    if member is None:
        return [_blocker("报告由专项评审组的组员签名。")]
    return [_blocker("您已经签名。")] if member.signature else []


@transaction.atomic
def note_unsigned(report: VisitReport, reviewer: Reviewer, *, text: str, by: Actor, at: datetime) -> UnsignedNote:
    """The chair notes why a member does not sign (procedure §2). RuleRefused for himself, for one who signed, and without a reason."""
    head = lock(report.visit.application.edition.chain)
    visit = _visit(report)
    refuse(record_blockers(visit, by, at=at))
    for sentence in _against_note(visit, report, reviewer, text, by):
        raise RuleRefused(sentence, article=ARTICLE)
    row = UnsignedNote(report=report, reviewer=reviewer, text=text, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="visit.unsigned")


def missing_signatures(visit: Visit, report: VisitReport) -> list[str]:
    """Return the names of members who neither signed nor have a note."""
    return [member.reviewer.person.name for member in team(visit, report) if not member.settled]


def _against_note(visit: Visit, report: VisitReport, reviewer: Reviewer, text: str, by: Actor) -> list[str]:
    chair, other = own_member(visit, by, report), None
    other = next((member for member in team(visit, report) if member.reviewer == reviewer), None)
    if chair is None or not chair.chair:
        return ["未签名的说明由组长填写。"]
    if VisitReport.objects.filter(replaces=report).exists():
        return [OLDER]
    if other is None or other.chair:
        return ["请选择没有签名的组员，组长自己要签名。"]
    if other.settled:
        return [f"{reviewer.person.name}已经签名，或者已经有说明。"]
    return [] if len(text.strip()) >= LEAST else [f"请写明{reviewer.person.name}没有签名的原因，至少{LEAST}个字。"]


def _kept(entry: Entry) -> dict[str, str]:
    item = entry.item
    return {
        "key": item.key,
        "code": item.code,
        "title": item.title,
        "full": f"{item.points:f}",
        "points": f"{entry.points:f}",
        "match": entry.match,
        "finding": entry.typed["finding"].strip(),
    }


def _visit(report: VisitReport) -> Visit:
    """The plan in force of the application that the report is about: the team may have changed since it was locked."""
    return Visit.objects.standing().whole().get(application=report.visit.application_id)


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
