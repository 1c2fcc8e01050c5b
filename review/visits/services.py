"""Planning visits (article 18(5)): panel, date, place, by two of the organizers; the applicant is told and answers."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core.clock import shanghai
from core.dates import day_in_words
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.acts.act import Act
from procedure.letters.models import Letter, LetterKind
from procedure.parameters.reviewing import PANEL_LEAST, UNVISITED
from procedure.parameters.services import value
from procedure.proposals.models import Proposal
from review import organizers
from review.assignments.services import assign_panel
from review.panels.acts import against as against_agency
from review.panels.models import Panel, PanelSeat
from review.reviewers.models import Reviewer
from review.rounds import Round, steps_of
from review.schedules import told, write_schedule
from review.seating import chaired, in_conflict, members_of, names, undeclared, unpledged
from review.visits.models import Visit, VisitAnswer, VisitDraft, VisitReport

ARTICLE = "18(5)"
PLAN = Act(
    "visit-plan",
    "确定现场评审安排",
    ARTICLE,
    roles=organizers.ORGANIZERS,
    steps=steps_of(Round.ON_SITE),
    against=against_agency(Round.ON_SITE),
)
REPORTED = "专项评审组已经形成报告，不能再改安排。"
NOT_TOLD = "评审安排还没有发出。"
CHANGING = "这次安排已经更改，请等新的通知。"


@dataclass(frozen=True)
class Plan:
    """What two decide about one visit. `panel` is its key; `on` is the day of the visit, or of the 核查."""

    panel: str
    on: date
    place: str = ""
    unvisited: bool = False
    note: str = ""

    def content(self) -> dict:
        """Return the plan as the proposal keeps it."""
        return asdict(self) | {"on": self.on.isoformat()}


def plan_of(proposal: Proposal) -> Plan:
    """Read a plan back from what the first hand prepared."""
    return Plan(**{**proposal.content, "on": date.fromisoformat(proposal.content["on"])})


def standing_visit(application: Application) -> Visit | None:
    """Return the plan in force, or None."""
    return Visit.objects.standing().filter(application=application).whole().first()


def told_visit(application: Application) -> Visit | None:
    """Return the newest plan of which the applicant was told, or None. Two queries."""
    plans = list(Visit.objects.filter(application=application).whole().select_related("replaced_by").order_by("-event_id"))
    known = told(plans)
    return next((plan for plan in plans if ref(plan) in known), None)


@transaction.atomic
def propose(application: Application, plan: Plan, *, by: Actor, at: datetime) -> Proposal:
    """The first hand. RuleRefused with everything against the plan, members in conflict by name."""
    lock(application.edition.chain)
    application = application.fresh()
    refuse(plan_blockers(application, by, at=at) or against(application, plan, at=at))
    return PLAN.propose(application.edition, application, content=plan.content(), by=by, at=at, facts=facts(plan))


@transaction.atomic
def confirm(application: Application, *, by: Actor, at: datetime, signature: dict | None = None) -> Visit:
    """The second hand: the plan stands, its team is assigned, the letter to the applicant waits. RuleRefused with every blocker."""
    lock(application.edition.chain)
    application = Application.objects.whole().get(pk=application.pk)
    refuse(plan_blockers(application, by, at=at))
    proposal = PLAN.proposal(application)
    plan = plan_of(proposal) if proposal else None
    decision = PLAN.confirm(application.edition, application, by=by, at=at, signature=signature, facts=facts(plan) if plan else {})
    refuse(against(application, plan, at=at))
    before, panel = standing_visit(application), Panel.objects.get(pk=plan.panel)
    words = {"on": plan.on, "place": plan.place, "unvisited": plan.unvisited, "note": plan.note}
    visit = Visit(application=application, panel=panel, **words, replaces=before, decision=decision, at=at)
    cover(lock(application.edition.chain), visit, at=at, by=by, action="visit.plan")
    if before and before.panel_id == panel.pk:
        VisitDraft.objects.filter(visit=before).update(visit=visit)  # the same team goes on with what it recorded
    assign_panel(panel, [application], decision=decision, by=by, at=at)
    _tell(visit, before, members_of(panel), by, at)
    return visit


@transaction.atomic
def answer(visit: Visit, *, agreed: bool, note: str, by: Actor, at: datetime) -> VisitAnswer:
    """The applicant confirms, or says what stands against it. RuleRefused before he was told, twice, over an older plan, without a word."""
    head = lock(visit.application.edition.chain)
    for sentence in against_answer(visit, by, at) or ([] if agreed or note.strip() else ["请写明哪里不合适，什么时间可以。"]):
        raise RuleRefused(sentence, article=ARTICLE)
    row = VisitAnswer(visit=visit, agreed=agreed, note=note, by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="visit.answer")


def against_answer(visit: Visit, actor: Actor, at: datetime) -> list[str]:
    """Return why this applicant cannot answer this plan now."""
    if not actor.is_(Role.APPLICANT) or actor.unit != visit.application.applicant.unit or not actor.grant.in_force(at):
        return ["评审安排由申报者答复。"]
    if ref(visit) not in told([visit]):
        return [NOT_TOLD]
    if Visit.objects.filter(replaces=visit).exists():
        return [CHANGING]
    return ["已经答复过。"] if VisitAnswer.objects.filter(visit=visit).exists() else []


def plan_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this actor planning for this application, whatever the plan."""
    if found := PLAN.blockers(application.edition, actor, at=at):
        return found
    if sentence := application.excluded(actor, at):
        return [PLAN.blocker(sentence)]
    if application.status != Status.ADVANCING:
        return [PLAN.blocker(f"这份申报“{Status(application.status).label}”，不能安排现场评审。")]
    return [PLAN.blocker(REPORTED)] if VisitReport.objects.filter(visit__application=application).exists() else []


def against(application: Application, plan: Plan, *, at: datetime) -> list[Blocker]:
    """Return what stands against a plan: its day and place, and its team by name."""
    panel = Panel.objects.standing().filter(pk=plan.panel, edition=application.edition, round=Round.ON_SITE).first()
    if panel is None or panel.category not in ("", application.category):
        return [PLAN.blocker("请选择本届现场评审的评审组，并且评这一类奖项。")]
    return [PLAN.blocker(sentence) for sentence in (*_against_day(application, plan, at), *_against_team(application, panel))]


def facts(plan: Plan) -> dict:
    """Return what a plan rests on beside its words: who is on the team."""
    seats = PanelSeat.objects.filter(panel=plan.panel).members().values_list("reviewer", "chair")
    return {"members": sorted([str(reviewer), chair] for reviewer, chair in seats)}


def _against_day(application: Application, plan: Plan, at: datetime) -> list[str]:
    found = []
    if plan.on < shanghai(at):
        found.append("日期已经过去。")
    if plan.unvisited and not value(application.edition, UNVISITED):
        found.append("本届没有规定可以不到现场，不能只作材料核查。")
    if not plan.unvisited and not plan.place.strip():
        found.append("请写明地点。")
    return found


def _against_team(application: Application, panel: Panel) -> list[str]:
    members, least = members_of(panel), value(application.edition, PANEL_LEAST)
    found = []
    if least and len(members) < least:
        found.append(f"{panel}只有{len(members)}名组员，本届规定至少{least}名。")
    if not chaired(panel):
        found.append(f"{panel}还没有组长。")
    if recused := in_conflict(application, members):
        found.append(f"{names(recused)}应当回避这份申报，请换评审组，或者先由备选替补。")
    if waiting := unpledged(panel, members):
        found.append(f"{names(waiting)}还没有接受邀请并签署承诺。")
    if silent := undeclared(application, [one for one in members if one not in recused]):
        found.append(f"{names(silent)}还没有声明对这份申报有没有利害关系。")
    return found


def _tell(visit: Visit, before: Visit | None, members: list[Reviewer], by: Actor, at: datetime) -> None:
    """The letter: the on-site team is told by name (an applicant may ask for recusal), reviewers of materials never are."""
    application, edition = visit.application, visit.application.edition
    chair, *rest = [member.person.name for member in members]
    changed = "原来的安排作废，以这一次为准。\n" if before and ref(before) in told([before]) else ""
    team = f"专项评审组：{'、'.join([f'{chair}（组长）', *rest])}。"
    if visit.unvisited:
        what = f"专项评审组将在{day_in_words(visit.on)}核查贵方的申报材料，不到现场。"
    else:
        what = f"专项评审组定于{day_in_words(visit.on)}到{visit.place}进行现场评审。"
    prepare = f"\n请准备：{visit.note}" if visit.note else ""
    ask = "\n请登录系统，在首页打开“现场评审安排”确认，或者说明哪里不合适。认为组员应当回避的，可以申请回避。"
    write_schedule(
        application,
        visit,
        before=before,
        act=f"{edition.chain}:visit-plan",
        title=f"{edition}{'材料核查' if visit.unvisited else '现场评审'}的安排",
        text=f"{changed}{what}\n{team}{prepare}{ask}",
        article=ARTICLE,
        by=by,
        at=at,
    )


def waiting_letter(visit: Visit) -> bool:
    """Tell whether the letter about a plan still waits for release."""
    return Letter.objects.waiting().filter(kind=LetterKind.SCHEDULE, subject_ref=ref(visit)).exists()
