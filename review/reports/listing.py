"""The on-site list (现场评审名单, article 18(4)): one proposes for every accepted application, another confirms exactly the same.

Each application moves by its own Move; all of them in one transaction. The letters are written in the same act and wait
for release.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.models import Hold
from core.canonical import digest
from core.ledger.models import Event
from core.ledger.services import lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure import articles
from procedure.editions.models import Edition, Step
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.proposals.models import Proposal
from review.moves import ADVANCE_ON_SITE, NOT_ADVANCE
from review.rounds import Round, steps_of
from review.sheets.results import Result, results

ARTICLE, LABEL = "18(4)", "确定现场评审名单"
MOVES = {move.name: move for move in (ADVANCE_ON_SITE, NOT_ADVANCE)}
KINDS = {ADVANCE_ON_SITE.name: LetterKind.ADVANCING, NOT_ADVANCE.name: LetterKind.NOT_ADVANCING}
OPEN = "没有等待确认的名单。"
PARTIAL = "经办以后，申报、暂缓或者评分结果有了变化，请按现在的情况重新经办。"
NOT_LISTED = "名单里有暂缓的，或者不是已受理的申报，请按现在的情况重新经办。"
ALL = "名单要写到每一份已受理、没有暂缓的申报。还缺：{}。"


@dataclass(frozen=True)
class Choice:
    """What is decided about one application: which move, and why."""

    move: Move
    reason: str


@dataclass(frozen=True)
class Line:
    """One application on the page of the list."""

    result: Result
    held: bool

    @property
    def application(self) -> Application:
        return self.result.application


def lines_of(edition: Edition) -> list[Line]:
    """Return every accepted application with its result, the best of each category first. Five queries."""
    found = Application.objects.filter(edition=edition, status=Status.ACCEPTED).whole().order_by("category", "number", "pk")
    held = set(Hold.objects.standing().filter(application__edition=edition).values_list("application", flat=True))
    lines = [Line(one, one.application.pk in held) for one in results(edition, Round.MATERIALS, found)]
    return sorted(lines, key=lambda line: (line.application.category, line.result.rank is None, line.result.rank or 0))


def blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against deciding the list, whatever it says: person, step, and the guards of the moves."""
    if not actor.is_(Role.OFFICE) or not actor.grant.in_force(at):
        return [Blocker(ARTICLE, LABEL, f"您的身份不能{LABEL}。")]
    if edition.step not in steps_of(Round.MATERIALS):
        return [Blocker(ARTICLE, LABEL, f"本届正处于“{Step(edition.step).label}”，不能{LABEL}。")]
    return [blocker for guard in NOT_ADVANCE.guards if (blocker := guard.blocker(edition, at))]


@transaction.atomic
def propose(edition: Edition, choices: Mapping[Application, Choice], *, by: Actor, at: datetime) -> list[Proposal]:
    """The first hand, for all of them or for none. RuleRefused with everything that stands against any, and for one left out."""
    lock(edition.chain)
    refuse(blockers(edition.fresh(), by, at=at))
    lines = [line for line in lines_of(edition) if not line.held]
    left_out = [str(line.application.applicant.unit) for line in lines if line.application not in choices]
    if left_out:
        raise RuleRefused(ALL.format("、".join(left_out)), article=ARTICLE)
    if not lines or len(choices) > len(lines):
        raise RuleRefused(NOT_LISTED if lines else "没有要决定的申报。", article=ARTICLE)
    content = _content(lines, choices)
    return [
        choice.move.propose(application, by=by, at=at, reason=choice.reason, content=content) for application, choice in choices.items()
    ]


@transaction.atomic
def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> list[Event]:
    """The second hand: every move of the open list, and the letters. RuleRefused with every blocker; nothing has changed then."""
    lock(edition.chain)
    proposed = proposals(edition)
    refuse(second_blockers(edition.fresh(), by, at=at))
    events = []
    for application, proposal in proposed.items():
        move = MOVES[proposal.move]
        content, reason = proposal.content, proposal.reason
        events.append(move.make(application, by=by, at=at, reason=reason, content=content, signature=signature))
        _tell(move, application, reason, by, at)
    return events


@transaction.atomic
def send_back(edition: Edition, *, reason: str, by: Actor, at: datetime) -> None:
    """The second hand does not agree: every proposal of the list is closed with the reason."""
    lock(edition.chain)
    proposed = proposals(edition)
    if not proposed:
        raise RuleRefused(OPEN, article=ARTICLE)
    for application, proposal in proposed.items():
        MOVES[proposal.move].send_back(application, by=by, at=at, reason=reason)


def second_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor as the second hand; what changed since the first is told before it is signed."""
    if found := blockers(edition, actor, at=at):
        return found
    proposed = proposals(edition)
    if not proposed:
        return [Blocker(ARTICLE, LABEL, OPEN)]
    for application, proposal in proposed.items():
        if found := MOVES[proposal.move].second_blockers(application, actor, at=at):
            return found
    lines = [line for line in lines_of(edition) if not line.held]
    choices = {application: Choice(MOVES[one.move], one.reason) for application, one in proposed.items()}
    expected = _content(lines, choices)
    same = {line.application for line in lines} <= set(proposed) and all(one.content == expected for one in proposed.values())
    return [] if same else [Blocker(ARTICLE, LABEL, PARTIAL)]


def proposals(edition: Edition) -> dict[Application, Proposal]:
    """Return the list that waits for its second hand: the newest one, by application. Empty when none waits. Two queries."""
    accepted = Application.objects.filter(edition=edition, status=Status.ACCEPTED).whole().annotate(last=Max("changes__pk"))
    found = {str(one.pk): one for one in accepted}
    rows = Proposal.objects.standing().filter(edition=edition, move__in=MOVES, subject__in=found).select_related("by", "grant")
    newest = {row.subject: row for row in rows.order_by("event_id") if row.after == (found[row.subject].last or 0)}
    lists = [row.content["list"] for row in sorted(newest.values(), key=lambda row: row.event_id)]
    return {found[key]: row for key, row in newest.items() if row.content["list"] == lists[-1]}


def fingerprint(proposed: Mapping[Application, Proposal]) -> str:
    """Return what the second hand signs: every proposal of the list."""
    return digest(sorted(row.subject_digest for row in proposed.values()))


def _content(lines: Sequence[Line], choices: Mapping[Application, Choice]) -> dict:
    """What is decided over: the whole list, and the results that stood beside it."""
    decided = sorted([str(one.pk), choice.move.name, choice.reason] for one, choice in choices.items())
    stood = sorted([str(line.application.pk), *_numbers(line.result)] for line in lines)
    return {"list": digest(decided), "results": digest(stood)}


def _numbers(result: Result) -> list[str]:
    summary = result.summary
    return [str(summary.mean), str(summary.spread), str(summary.n)] if summary else []


def _tell(move: Move, application: Application, reason: str, by: Actor, at: datetime) -> None:
    edition = application.edition
    rules = articles.rules(edition.rules_version)
    title = f"{edition}材料评审结果告知书"
    said = "进入现场评审。现场评审的时间和要求另行通知" if move is ADVANCE_ON_SITE else "没有列入现场评审名单"
    award = f"{edition}（{application.get_category_display()}，编号{application.number}）"
    lines = [f"您申报的{award}，经材料评审，{said}。"]
    lines += [] if move is ADVANCE_ON_SITE else [f"理由：{reason}"]
    lines.append(f"依据：《{rules.title}》{articles.chinese(ARTICLE)}。")
    write_letter(
        edition,
        kind=KINDS[move.name],
        recipient=application.applicant.unit,
        act=f"{edition.chain}:on-site-list",
        subject_ref=ref(application),
        title=title,
        text="\n\n".join(lines),
        article=ARTICLE,
        by=by,
        at=at,
    )
