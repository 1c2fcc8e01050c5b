"""The request: written by the secretary from the decisions on record, and issued: recorded by the secretary, confirmed by a member."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Grade
from awards.requests.models import Request, RequestIssue
from core.clock import shanghai
from core.files.kinds import SCAN
from core.files.models import StoredFile
from core.files.services import store
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, refuse
from procedure import articles
from procedure.acts.act import Act
from procedure.editions.models import Edition, Step
from procedure.machine import Guard
from procedure.proposals.models import Proposal
from publicity.guards import award_stood, objections_settled
from publicity.meetings.guards import conditions_asked_again
from publicity.notices.award_lists import proposed
from publicity.notices.lists import rows_for
from publicity.notices.models import NoticeKind

ARTICLE = "18(9)"
ISSUE = Act("request-issue", "登记请示印发", ARTICLE, roles=(Role.SECRETARY, Role.LEADING_GROUP), steps=(Step.APPROVAL,))
WRITE = "起草请示"
# What must hold before a request leaves: the notice stood, objections are settled, the conditions were read once more in this step.
BEFORE: tuple[Guard, ...] = (award_stood, objections_settled, conditions_asked_again)
CHANGED = "名单与现在的拟授奖名单不一致，请另写一版。"
NOBODY = "没有拟授奖的申报，不用请示；请登记名额全部空缺。"


@dataclass(frozen=True)
class Issued:
    """What stands on the issued paper."""

    document_number: str
    dated_on: date


def rows_of(edition: Edition) -> list[dict]:
    """Return the list of the request as decisions stand: whoever is proposed and not set aside."""
    return [{"application": row["application"], "name": row["name"], "grade": row["grade"]} for row in rows_for(edition, NoticeKind.AWARD)]


def suggested(edition: Edition) -> tuple[str, str]:
    """Return title and text of the draft."""
    rows = rows_of(edition)
    counted = "、".join(f"{grade.label}{count}个" for grade in Grade if (count := sum(row["grade"] == grade.value for row in rows)))
    rule = f"《晋中市质量奖管理办法》{articles.chinese('12(4)')}、{articles.chinese(ARTICLE)}"
    text = f"根据{rule}，经自愿申报、资格审查、材料评审、现场评审、陈述答辩、综合评价，领导小组全体会议研究确定并向社会公示，"
    return f"关于授予{edition}的请示", f"{text}拟授予{edition}{counted}。公示期满，没有影响授奖的异议。\n妥否，请批示。"


@transaction.atomic
def write(edition: Edition, *, title: str, text: str, by: Actor, at: datetime) -> Request:
    """Keep a version of the draft; its list comes from the decisions. RuleRefused for another hand or step, and over nobody."""
    head, edition = lock(edition.chain), edition.fresh()
    refuse(write_blockers(edition, by, at=at))
    before = Request.objects.newest(edition)
    number = before.number + 1 if before else 1
    row = Request(edition=edition, number=number, title=title, text=text, rows=rows_of(edition), by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="request.write")


def write_blockers(edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return why this actor cannot write a version now."""
    if not actor.is_(Role.SECRETARY) or not actor.grant.in_force(at):
        return [Blocker(ARTICLE, WRITE, "请示由领导小组秘书起草。")]
    if edition.step != Step.APPROVAL:
        return [Blocker(ARTICLE, WRITE, f"本届正处于“{Step(edition.step).label}”，不能{WRITE}。")]
    if answered(edition):
        return [Blocker(ARTICLE, WRITE, "市政府已经答复，不用另写请示。")]
    return [] if proposed(edition).exists() else [Blocker(ARTICLE, WRITE, NOBODY)]


def answered(edition: Edition) -> bool:
    """Tell whether the newest request has an answer that is not 退回."""
    last = Request.objects.issued(edition)
    answer = getattr(last, "approval", None) if last else None
    return answer is not None and answer.answer != "returned"


@transaction.atomic
def propose_issue(request: Request, words: Issued, *, by: Actor, at: datetime, scan: File | None = None) -> Proposal:
    """The secretary's hand, after the paper was issued. RuleRefused with everything that stands against it."""
    stored = store(scan, allowed=SCAN, by=by, at=at) if scan else None
    lock(request.edition.chain)
    edition = request.edition.fresh()
    ISSUE.refuse(issue_blockers(request, by, at=at) or _against(request, words, stored, at=at))
    content = {"document_number": words.document_number, "dated_on": words.dated_on.isoformat(), **scan_content(stored)}
    return ISSUE.propose(edition, request, content=content, by=by, at=at, facts=_facts(request))


@transaction.atomic
def confirm_issue(request: Request, *, by: Actor, at: datetime, signature: dict | None = None) -> RequestIssue:
    """The member's hand: the request is out. RuleRefused with every blocker, and when the list has changed."""
    lock(request.edition.chain)
    edition = request.edition.fresh()
    ISSUE.refuse(issue_blockers(request, by, at=at))
    if not by.is_(Role.LEADING_GROUP):
        ISSUE.refuse([ISSUE.blocker("由领导小组成员确认。")])
    decision = ISSUE.confirm(edition, request, by=by, at=at, signature=signature, facts=_facts(request))
    said = decision.proposal.content
    row = RequestIssue(
        request=request,
        document_number=said["document_number"],
        dated_on=date.fromisoformat(said["dated_on"]),
        **scanned(said),
        decision=decision,
        at=at,
    )
    return cover(lock(edition.chain), row, at=at, by=by, action="request.issue", object_ref=ref(request))


def issue_blockers(request: Request, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against recording the issue of this version: its list, the notice, objections, the conditions."""
    if found := ISSUE.blockers(request.edition, actor, at=at):
        return found
    if RequestIssue.objects.filter(request=request).exists():
        return [ISSUE.blocker("这一版已经登记印发。")]
    newest = Request.objects.newest(request.edition)
    if newest != request:
        return [ISSUE.blocker("已经有新的一版。")]
    if request.rows != rows_of(request.edition):
        return [ISSUE.blocker(CHANGED)]
    return [one for guard in BEFORE if (one := guard.blocker(request.edition, at))]


def scanned(content: dict) -> dict:
    """Return the fields of a scan that a proposal's content names."""
    scan = StoredFile.objects.filter(pk=content["scan"]).first() if content["scan"] else None
    return {"scan": scan, "scan_sha256": content["scan_sha256"]}


def scan_content(stored: StoredFile | None) -> dict:
    """Return what a proposal's content says of a scan."""
    return {"scan": str(stored.pk) if stored else "", "scan_sha256": stored.sha256 if stored else ""}


def _facts(request: Request) -> dict:
    return {"request": request.digest(), "rows": rows_of(request.edition)}


def _against(request: Request, words: Issued, stored: StoredFile | None, *, at: datetime) -> list[Blocker]:
    found = []
    if not shanghai(request.at) <= words.dated_on <= shanghai(at):
        found.append("印发日期在起草以后、今天以前。")
    if not words.document_number.strip():
        found.append("请写文号。")
    if stored is None and not request.edition.demo:
        found.append("请附请示的扫描件。")
    return [ISSUE.blocker(sentence) for sentence in found]
