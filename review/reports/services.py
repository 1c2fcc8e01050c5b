"""Writing a report version by version, and issuing one by two. An issued version never changes; a later one may be issued too."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.ledger.services import cover, lock
from core.rules import Blocker, RuleRefused
from procedure.editions.models import Edition, Step
from procedure.proposals.models import Proposal
from review.reports.drafts import ReportRoom
from review.reports.models import Report, ReportIssue

MEANWHILE = "打开页面之后，有人保存了新的一版。请看过新的一版再改。"
SAME = "标题、正文和附表都没有变化。"
OUTDATED = "写好以后，附表所依据的结果有了变化，请按现在的结果另存一版。"


def writing_blockers(room: ReportRoom, edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against writing or issuing this report now."""
    label = f"写{room.kind.label}"
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [Blocker(room.article, label, f"只有评选办可以{label}。")]
    if edition.step not in room.steps:
        return [Blocker(room.article, label, f"本届正处于“{Step(edition.step).label}”，不能{label}。")]
    sentence = room.against(edition)
    return [Blocker(room.article, label, sentence)] if sentence else []


@transaction.atomic
def save(room: ReportRoom, edition: Edition, *, title: str, text: str, base: str, by: Actor, at: datetime) -> Report:
    """Put a version on record with the table as it stands now. `base` is the key of the version the page was opened over, or nothing.

    RuleRefused when another saved meanwhile, when nothing changes, and with everything that stands against writing.
    """
    head, edition = lock(edition.chain), edition.fresh()
    if found := writing_blockers(room, edition, by, at=at):
        raise RuleRefused(found)
    newest = Report.objects.newest(edition, room.kind)
    if (str(newest.pk) if newest else "") != base:
        raise RuleRefused(MEANWHILE, article=room.article)
    table = room.draft(edition).table
    if newest and (newest.title, newest.text, newest.table) == (title, text, table):
        raise RuleRefused(SAME, article=room.article)
    row = Report(edition=edition, kind=room.kind, title=title, text=text, table=table, replaces=newest, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action=f"report.{room.kind}")


def issuing_faults(room: ReportRoom, report: Report) -> list[Blocker]:
    """Return what stands against issuing this version, whoever asks."""
    newest = Report.objects.newest(report.edition, room.kind)
    if newest != report:
        return [room.act.blocker(MEANWHILE)]
    if hasattr(newest, "issue"):
        return [room.act.blocker("这一版已经签发。")]
    if sentence := room.against(report.edition):
        return [room.act.blocker(sentence)]
    return [] if room.draft(report.edition).table == report.table else [room.act.blocker(OUTDATED)]


@transaction.atomic
def propose_issue(room: ReportRoom, report: Report, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything that stands against it."""
    edition = report.edition
    lock(edition.chain)
    room.act.refuse(room.act.blockers(edition, by, at=at) or issuing_faults(room, report))
    return room.act.propose(edition, report, content={"report": report.digest()}, by=by, at=at)


@transaction.atomic
def confirm_issue(room: ReportRoom, report: Report, *, by: Actor, at: datetime, signature: dict | None = None) -> ReportIssue:
    """The second hand: issued; the paper is rendered after the commit. RuleRefused with every blocker."""
    edition = report.edition
    lock(edition.chain)
    room.act.refuse(room.act.blockers(edition, by, at=at) or issuing_faults(room, report))
    decision = room.act.confirm(edition, report, by=by, at=at, signature=signature)
    row = ReportIssue(report=report, decision=decision, at=at)
    return cover(lock(edition.chain), row, at=at, by=by, action=f"report.issue.{room.kind}")
