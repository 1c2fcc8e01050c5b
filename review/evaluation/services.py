"""The candidate list (article 18(7)): composed by hand, decided by two of the office; the moves are made in the same act.

Results are told to nobody (R13): no letter is written here.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.cases.models import Application, Grade
from core.ledger.services import cover, lock
from core.rules import Blocker
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.machine import Move
from procedure.proposals.models import Proposal
from review.evaluation import reading
from review.evaluation.models import CandidateList
from review.evaluation.table import barred_in, evaluated, held_in
from review.moves import NOMINATE, NOT_NOMINATE
from review.reports.models import Report, ReportKind

ARTICLE = "18(7)"
LIST = Act("candidate-list", "确定候选名单", ARTICLE, steps=(Step.EVALUATION, Step.DELIBERATION))
LEAST = 10  # characters of a reason
SAME = "与现在的候选名单相同，没有新的内容。"


@transaction.atomic
def propose(edition: Edition, content: dict, *, by: Actor, at: datetime) -> Proposal:
    """The first hand: `content` is {"rows": [{"application", "grade", "reason"}], "others": [{"application", "reason"}]}.

    RuleRefused with everything that stands against the list, each applicant by name; nothing has changed then.
    """
    lock(edition.chain)
    edition = edition.fresh()
    LIST.refuse(LIST.blockers(edition, by, at=at) or against(edition, content))
    moves = moves_of(edition, content)
    LIST.refuse([one for application, (move, _) in moves.items() for one in _named(move, application, by, at)])
    for application, (move, row) in moves.items():
        move.propose(application, by=by, at=at, reason=row["reason"], content=_decided(row))
    return LIST.propose(edition, edition, content=content, by=by, at=at, facts=facts(edition))


@transaction.atomic
def confirm(edition: Edition, *, by: Actor, at: datetime, signature: dict | None = None) -> CandidateList:
    """The second hand: a version of the list stands, and everybody is a candidate or is not. RuleRefused with every blocker."""
    lock(edition.chain)
    edition = edition.fresh()
    decision = LIST.confirm(edition, edition, by=by, at=at, signature=signature, facts=facts(edition))
    content = decision.proposal.content
    LIST.refuse(against(edition, content))
    for application, (move, row) in moves_of(edition, content).items():
        move.make(application, by=by, at=at, reason=row["reason"], content=_decided(row), signature=signature)
    before = CandidateList.objects.newest(edition)
    version = CandidateList(
        edition=edition,
        number=before.number + 1 if before else 1,
        rows=content["rows"],
        others=content["others"],
        decision=decision,
        at=at,
    )
    return cover(lock(edition.chain), version, at=at, by=by, action="candidates.decide")


def against(edition: Edition, content: Mapping) -> list[Blocker]:
    """Return what stands against a list: whoever is not on it or twice, who may not enter, reasons too short."""
    known = {str(one.pk): one for one in evaluated(edition)}
    named = [row["application"] for row in (*content["rows"], *content["others"])]
    found = []
    if missing := [known[key].applicant.unit.name for key in known if key not in named]:
        found.append(f"没有写到：{'、'.join(missing)}。每一份都要列入，或者写明不列入的理由。")
    if len(set(named)) != len(named) or set(named) - set(known):
        found.append("名单里有重复的，或者有不在综合评价中的申报，请刷新后重新提出。")
        return [LIST.blocker(sentence) for sentence in found]
    held, barred = held_in(edition), barred_in(edition)
    for row in content["rows"]:
        application = known[row["application"]]
        if why := _row_fault(row, held=application.pk in held, barred=application.pk in barred):
            found.append(f"{application.applicant.unit}：{why}")
    for row in content["others"]:
        if len(row["reason"].strip()) < LEAST:
            found.append(f"{known[row['application']].applicant.unit}：不列入的理由至少写{LEAST}个字。")
    before = CandidateList.objects.newest(edition)
    if before and (before.rows, before.others) == (content["rows"], content["others"]) and not moves_of(edition, content):
        found.append(SAME)
    return [LIST.blocker(sentence) for sentence in found]


def facts(edition: Edition) -> dict:
    """Return what a list rests on: the issued report, the reading of the conditions, who is held, how everybody stands."""
    report, read = Report.objects.issued(edition, ReportKind.EVALUATION), reading.newest(edition)
    return {
        "report": str(report.pk) if report else "",
        "reading": read.digest() if read else "",
        "held": sorted(str(key) for key in held_in(edition)),
        "standing": sorted([str(one.pk), one.status] for one in evaluated(edition)),
    }


def moves_of(edition: Edition, content: Mapping) -> dict[Application, tuple[Move, Mapping]]:
    """Return the move of everybody whose state the list changes, with its row."""
    known = {str(one.pk): one for one in evaluated(edition)}
    meant = [(NOMINATE, row) for row in content["rows"]] + [(NOT_NOMINATE, row) for row in content["others"]]
    return {known[row["application"]]: (move, row) for move, row in meant if known[row["application"]].status != move.target}


def names_of(edition: Edition, rows: list[Mapping]) -> list[dict]:
    """Return rows of a list as pages and papers print them: the application, its grade in words, the reason."""
    keys = [row["application"] for row in rows]
    known = {str(one.pk): one for one in Application.objects.filter(edition=edition, pk__in=keys).whole()}
    return [
        {"application": known[row["application"]], "grade": Grade(row["grade"]).label if "grade" in row else "", "reason": row["reason"]}
        for row in rows
        if row["application"] in known
    ]


def _row_fault(row: Mapping, *, held: bool, barred: bool) -> str:
    if row["grade"] not in Grade.values:
        return "请选奖项等次。"
    if len(row["reason"].strip()) < LEAST:
        return f"列入的理由至少写{LEAST}个字。"
    if held:
        return "正在暂缓，解除以前不能列入名单。"
    return "没有到场答辩，评选细则规定不得列入候选名单。" if barred else ""


def _decided(row: Mapping) -> dict:
    return {"grade": row["grade"]} if "grade" in row else {}


def _named(move: Move, application: Application, by: Actor, at: datetime) -> list[Blocker]:
    """What stands against one move, with the applicant's name before each sentence."""
    unit = application.applicant.unit
    return [Blocker(one.article, one.label, f"{unit}：{one.sentence}", one.wait) for one in move.blockers(application, by, at=at)]
