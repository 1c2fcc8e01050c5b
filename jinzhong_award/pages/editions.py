"""Editions: the list, the board with its gate, opening one, and the moves of an edition, each in two hands."""

from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse

from accounts.access import access_of, page
from accounts.actors import Actor
from accounts.grants.models import Role
from applications.filings.guards import paper_filings_entered
from applications.qualification.guards import all_decided
from awards.guards import answered, awards_registered
from awards.numbers import public_numbers
from core.numerals import chinese_number
from core.rules import Blocker, RuleRefused
from core.todo import Happening
from jinzhong_award.editions import confirm, next_number, prepare
from jinzhong_award.forms import EditionForm, MoveForm
from jinzhong_award.funnel import by_county, funnel
from jinzhong_award.steps import ADVANCE, EDITION_MOVES, TERMINATE, gate, row_of
from procedure.calendar.guards import calendar_known
from procedure.calls.guards import call_published
from procedure.documents.guards import rules_documented, work_plan_approved, working_rules_approved
from procedure.editions.guards import bodies_entered, hands_clear
from procedure.editions.models import READERS, Edition, Step, StepChange
from procedure.editions.services import open_edition
from procedure.machine import Guard
from procedure.parameters.guards import parameters_due, quotas_within_rules
from procedure.proposals.forms import SendBackForm
from procedure.rubrics.guards import rubrics_entered
from procedure.supervision.models import SupervisionInvitation
from publicity.guards import acceptance_stood, award_stood, objections_settled
from publicity.meetings.guards import conditions_asked_again, meeting_decided, minutes_recorded
from review.evaluation.guards import candidates_decided, evaluation_reported, everybody_read, group_reported
from review.reports.guards import materials_reported, on_site_listed
from review.sheets.guards import materials_closed
from review.visits.guards import visits_decided

MOVERS = (Role.OFFICE, Role.LEADING_GROUP)
MOVES = {move.name: move for move in EDITION_MOVES}
# Where an unmet condition is mended: the guard's label, the address's name and what the link says. Optional.
FIXES = {
    rules_documented.label: ("procedure:documents", "看本届的文件"),
    work_plan_approved.label: ("procedure:documents", "看本届的文件"),
    working_rules_approved.label: ("procedure:documents", "看本届的文件"),
    rubrics_entered.label: ("procedure:rubrics", "看评价标准"),
    parameters_due.label: ("procedure:parameters", "设定本届参数"),
    quotas_within_rules.label: ("procedure:parameters", "设定本届参数"),
    bodies_entered.label: ("bodies", "看推荐单位"),
    calendar_known.label: ("procedure:calendar", "看工作日历"),
    hands_clear.label: ("grants", "看授权"),
    call_published.label: ("procedure:call", "看申报通知"),
    paper_filings_entered.label: ("applications:paper_filings", "看代录"),
    all_decided.label: ("applications:qualification", "看资格审查"),
    acceptance_stood.label: ("publicity:notices-office", "看公示公告"),
    objections_settled.label: ("publicity:objections", "看异议"),
    materials_closed.label: ("review:sheets", "看评分"),
    materials_reported.label: ("review:materials_report", "看材料评审报告"),
    on_site_listed.label: ("review:on_site_list", "看现场评审名单"),
    visits_decided.label: ("review:visits", "看现场评审"),
    evaluation_reported.label: ("review:evaluation_report", "看综合评价报告"),
    everybody_read.label: ("review:eligibility", "去核对"),
    candidates_decided.label: ("review:candidates", "看候选名单"),
    group_reported.label: ("review:group_report", "登记报告情况"),
    meeting_decided.label: ("publicity:meetings", "看领导小组会议"),
    minutes_recorded.label: ("publicity:meetings", "看领导小组会议"),
    conditions_asked_again.label: ("review:eligibility", "去核对"),
    answered.label: ("awards:approval", "看批准公告"),
    awards_registered.label: ("awards:approval", "看批准公告"),
    award_stood.label: ("publicity:notices-office", "看公示公告"),
}
# The rooms of an edition, in the order of the procedure; each is shown to whoever may open it.
ROOMS = (
    ("procedure:documents", "文件"),
    ("procedure:rubrics", "评价标准"),
    ("procedure:parameters", "参数"),
    ("procedure:call", "申报通知"),
    ("applications:paper_filings", "纸质申报代录"),
    ("applications:recommendation_bodies", "推荐进度"),
    ("applications:qualification", "资格审查"),
    ("review:board", "评审组织"),
    ("review:sheets", "评分"),
    ("review:materials_report", "材料评审报告"),
    ("review:on_site_list", "现场评审名单"),
    ("review:visits", "现场评审"),
    ("review:evaluation", "综合评价"),
    ("publicity:meetings", "领导小组会议"),
    ("awards:approval", "批准公告"),
    ("publicity:notices-office", "公示公告"),
    ("publicity:objections", "异议"),
    ("publicity:holds", "暂缓"),
    ("applications:endings", "终止申报"),
    ("awards:judgments", "复议和判决"),
    ("procedure:supervision", "监督"),
    ("compliance", "合规表"),
)
# A supervisor reads these under an invitation in force alone.
WHILE_INVITED = ("compliance", "publicity:meetings", "awards:approval", "publicity:notices-office", "publicity:objections")
OF_THE_HOUSE = {"bodies", "procedure:calendar", "grants"}


@page(*READERS, article="5")
def editions(request):
    """Every edition, newest first."""
    return render(request, "pages/editions.html", {"editions": Edition.objects.newest_first()})


@page(Role.OFFICE, article="13(1)")
def edition_new(request):
    """Open an edition in 筹备."""
    form = EditionForm(request.POST or None, initial={"number": next_number()})
    if form.is_valid():
        edition = open_edition(**form.cleaned_data, by=request.actor, at=request.at, demo=settings.DEMO)
        return redirect("edition", pk=edition.pk)
    return render(request, "pages/edition_new.html", {"form": form}, status=422 if form.is_bound else 200)


@page(*READERS, article="18")
def edition(request, pk):
    """The board: where it stands, what is missing before the next step, who decided what so far."""
    edition = get_object_or_404(Edition, pk=pk)
    row = row_of(edition)
    shut = {blocker.label: blocker for blocker in gate(edition, request.at)}
    conditions = [condition(guard, shut.get(guard.label), edition, request.actor) for guard in row.guards] if row else []
    move = ADVANCE[edition.step] if row else None
    context = {
        "edition": edition,
        "heading": heading(edition),
        "row": row,
        "conditions": conditions,
        "met": len(conditions) - len(shut),
        "shut_count": len(shut),
        "move": move,
        "proposal": move and move.proposal(edition),
        "may_move": row is not None and request.actor.role == move.role,
        "may_terminate": row is not None and request.actor.role == TERMINATE.role,
        "terminate": TERMINATE,
        "record": record(edition),
        "rooms": rooms(edition, request.actor, request.at),
        **pictures(edition, request.actor),
    }
    return render(request, "pages/edition.html", context)


def pictures(edition: Edition, actor: Actor) -> dict:
    """Return the funnel and the map for the office; everybody else who reads the board sees what the public may know."""
    if actor.is_(Role.OFFICE):
        return {"funnel": funnel(edition), "counties": by_county(edition, actor)}
    return {"numbers": public_numbers(edition)}


def condition(guard: Guard, blocker: Blocker | None, edition: Edition, actor: Actor) -> dict:
    """Return one line of the gate, with the page where it is mended if this actor may open it."""
    state = "ok" if blocker is None else "wait" if blocker.wait else "shut"
    line = {"state": state, "label": guard.label, "sentence": blocker.sentence if blocker else "", "article": guard.article}
    return line | (fix(guard.label, edition, actor) if state == "shut" else {})


def fix(label: str, edition: Edition, actor: Actor) -> dict:
    """Return address and words of the page where a condition is mended; nothing where there is none for this actor.

    A supervisor mends nothing; where he reads stands among the rooms.
    """
    if label not in FIXES or actor.is_(Role.SUPERVISOR):
        return {}
    name, action = FIXES[label]
    url = open_to(actor, name, edition)
    return {"url": url, "action": action} if url else {}


def rooms(edition: Edition, actor: Actor, at: datetime) -> list[dict]:
    """Return the rooms of an edition that this actor may open."""
    invited = SupervisionInvitation.objects.filter(edition=edition).in_force(actor, at).exists()
    shut = WHILE_INVITED if actor.is_(Role.SUPERVISOR) and not invited else ()
    return [{"url": url, "label": label} for name, label in ROOMS if name not in shut and (url := open_to(actor, name, edition))]


def open_to(actor: Actor, name: str, edition: Edition) -> str:
    """Return the address of a page of the edition or of the house, if this actor's role may open it."""
    url = reverse(name, args=[] if name in OF_THE_HOUSE else [edition.pk])
    return url if actor.role in access_of(resolve(url)) else ""


def record(edition: Edition) -> list[Happening]:
    """Return what was done so far, newest first; an edition begins with being opened."""
    changes = StepChange.objects.filter(subject=edition).select_related("by", "unit").order_by("-pk")
    done = [Happening(change.at, f"进入“{change.get_target_display()}”，{change.unit.name}{change.by.name}确认") for change in changes]
    return [*done, Happening(edition.opened_at, "建立本届，进入筹备")]


def heading(edition: Edition) -> str:
    """Return where the edition stands: 第三步　资格审查."""
    label = Step(edition.step).label
    return f"第{chinese_number(edition.step)}步　{label}" if Step.CALL <= edition.step <= Step.APPROVAL else label


@page(*MOVERS, article="18")
def edition_move(request, pk, name):
    """Prepare a move of the edition, or confirm what another has prepared; both sign."""
    edition, move = get_object_or_404(Edition, pk=pk), MOVES.get(name)
    if move is None:
        raise Http404
    proposal = move.proposal(edition)
    second = proposal is not None and proposal.by != request.actor.person
    blockers = (move.second_blockers if second else move.blockers)(edition, request.actor, at=request.at)
    form = MoveForm(request.POST or None, request=request, move=move, subject=edition, proposal=proposal if second else None)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    if form.is_valid():
        act = confirm if second else prepare
        act(move, edition, by=request.actor, at=request.at, reason=form.reason, signature=form.signature())
        return redirect("edition", pk=edition.pk)
    context = {
        "edition": edition,
        "move": move,
        "proposal": proposal,
        "second": second,
        "blockers": blockers,
        "form": form,
        "send_back": SendBackForm(),
    }
    return render(request, "pages/edition_move.html", context, status=422 if form.is_bound else 200)


@page(*MOVERS, article="18")
def edition_send_back(request, pk, name):
    """The second hand does not agree."""
    edition, move = get_object_or_404(Edition, pk=pk), MOVES.get(name)
    if move is None or request.method != "POST":
        raise Http404
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=move.article)
    move.send_back(edition, by=request.actor, at=request.at, **form.cleaned_data)
    return redirect("edition", pk=edition.pk)
