"""Accepting and declining (article 18(3)): one prepares, another confirms the same; the letter is written in the same act."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application
from applications.moves import ACCEPT, DECLINE, DISQUALIFY
from applications.qualification.conditions import CODES, checks_of, failed
from applications.qualification.departments import opinions
from applications.recommendations.models import FurtherOpinion
from applications.snapshots.models import Snapshot
from core.ledger.models import Event
from core.ledger.services import lock, ref
from core.rules import Blocker, RuleRefused
from procedure import articles
from procedure.editions.models import Category
from procedure.letters.models import LetterKind
from procedure.letters.services import write_letter
from procedure.machine import Move
from procedure.proposals.models import Proposal

MOVES = {move.name: move for move in (ACCEPT, DECLINE, DISQUALIFY)}
# Those that name the articles they rest on.
CITING = (DECLINE, DISQUALIFY)
# What an application may be declined by beside the conditions: who may apply, bans, the steps and materials.
OTHER_ARTICLES = ("3", "6", "18(2)", "18(3)", "25", "27")
CHANGED = "经办以后，审查结论、推荐意见或者部门答复有了变化，请看过新的内容重新经办。"
UNNAMED = "请写明{}所依据的条款。"
KINDS = {ACCEPT.name: LetterKind.ACCEPTED, DECLINE.name: LetterKind.DECLINED, DISQUALIFY.name: LetterKind.DISQUALIFIED}


def content_of(application: Application, cited: Sequence[str] = ()) -> dict:
    """Return what is decided over: the snapshot, every check, answer and further opinion, and the articles of a refusal."""
    snapshot = Snapshot.objects.latest_of(application)
    checks, further = checks_of(snapshot), FurtherOpinion.objects.standing(snapshot)
    content = {
        "snapshot": snapshot.fingerprint if snapshot else "",
        "checks": sorted([code, str(member or ""), row.verdict, row.digest()] for (code, member), row in checks.items()),
        "answers": [[str(one.query.pk), one.answer.digest() if one.answer else "", one.overdue] for one in opinions(application)],
    } | ({"further": [row.digest() for row in further]} if further else {})
    return content | ({"articles": sorted(cited)} if cited else {})


def citable(application: Application, move: Move = DECLINE) -> list[str]:
    """Return the articles by which it may be declined or disqualified now.

    Declining rests on conditions found wanting; what is unmasked later names the condition itself, and who found it in
    the reason (procedure §2: no ban follows). Both may rest on articles that need no check.
    """
    if move is DISQUALIFY:
        return [*CODES[Category(application.category)], "3", "6", "25", "27"]
    found = {item.code for item in failed(application, Snapshot.objects.latest_of(application))}
    return [code for code in CODES[Category(application.category)] if code in found] + list(OTHER_ARTICLES)


@transaction.atomic
def propose(
    move: Move,
    application: Application,
    *,
    by: Actor,
    at: datetime,
    cited: Sequence[str] = (),
    reason: str = "",
    signature: dict | None = None,
) -> Proposal:
    """The first hand. Raises RuleRefused with every blocker, and for a refusal that names no article or one that was not found wanting."""
    lock(application.edition.chain)
    if move in CITING:
        _refuse_uncited(move, application, cited)
    return move.propose(application, by=by, at=at, reason=reason, content=content_of(application, cited), signature=signature)


@transaction.atomic
def confirm(move: Move, application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Event:
    """The second hand: the decision is made over what stands now, and its letter waits for release. Raises RuleRefused."""
    lock(application.edition.chain)
    proposal = move.proposal(application)
    if proposal is None:
        raise RuleRefused(move.second_blockers(application, by, at=at))
    cited, reason = proposal.content.get("articles", []), proposal.reason
    event = move.make(application, by=by, at=at, reason=reason, content=content_of(application, cited), signature=signature)
    title, text = accepted(application) if move is ACCEPT else refused(move, application, cited, reason)
    write_letter(
        application.edition,
        kind=KINDS[move.name],
        recipient=application.applicant.unit,
        act=f"{application.edition.chain}:{move.name}",
        subject_ref=ref(application),
        title=title,
        text=text,
        article=move.article,
        by=by,
        at=at,
    )
    return event


def first_blockers(move: Move, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against preparing this decision."""
    return move.blockers(application, actor, at=at)


def second_blockers(move: Move, application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor as the second hand; what changed since the first is told before it is signed."""
    if found := move.second_blockers(application, actor, at=at):
        return found
    proposal = move.proposal(application)
    content = content_of(application, proposal.content.get("articles", []))
    same = move.digest(application, proposal.reason, content) == proposal.subject_digest
    return [] if same else [Blocker(move.article, move.label, CHANGED)]


def accepted(application: Application) -> tuple[str, str]:
    """Return title and text of the letter that tells of an acceptance."""
    rules = articles.rules(application.edition.rules_version)
    said = f"您申报的{_award(application)}（编号{application.number}），经审查符合申报条件，予以受理。"
    text = f"{said}\n\n依据：《{rules.title}》{articles.chinese(ACCEPT.article)}。"
    return f"{application.edition}申报受理通知", text


def refused(move: Move, application: Application, cited: Sequence[str], reason: str) -> tuple[str, str]:
    """Return title and text of the letter that tells of a refusal or a disqualification: the articles, word for word, and the reason."""
    version = application.edition.rules_version
    rules = articles.rules(version)
    named = "、".join(articles.chinese(code) for code in cited)
    lines = [f"您申报的{_award(application)}（编号{application.number}），经审查{move.label}。", f"依据：《{rules.title}》{named}。"]
    lines += [articles.text(code, version) for code in cited if "(" in code]
    return f"{application.edition}申报{move.label}通知", "\n\n".join([*lines, f"理由：{reason}"])


def _award(application: Application) -> str:
    return f"{application.edition}（{application.get_category_display()}）"


def _refuse_uncited(move: Move, application: Application, cited: Sequence[str]) -> None:
    unknown = set(cited) - set(citable(application, move))
    if not cited:
        raise RuleRefused([Blocker(move.article, move.label, UNNAMED.format(move.label))])
    if unknown:
        named = "、".join(articles.chinese(code) for code in sorted(unknown))
        raise RuleRefused([Blocker(move.article, move.label, f"审查结论里没有写{named}不符合，不能据此{move.label}。")])
