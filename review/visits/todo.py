"""What step 5 asks: of the organizers plans and decisions, of the panel records and signatures, of the applicant an answer."""

from collections import Counter

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core.ledger.services import ref
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition
from review.assignments.models import Assignment
from review.organizers import ORGANIZERS
from review.panels.models import PanelSeat
from review.rounds import Round, steps_of
from review.schedules import told
from review.visits.models import Visit, VisitReport
from review.visits.table import rows_of

ARTICLE = "18(5)"
STEPS = steps_of(Round.ON_SITE)
ASKED = (
    ("plan", "安排{}份现场评审", "选评审组，定日期、地点和要准备的，由另一人确认。", "去安排"),
    ("against", "{}份安排申报者说不合适", "看申报者写的原因，更改安排，或者联系申报者。", "去处理"),
)
OFFICE_ASKED = (("decide", "决定{}份现场评审是否通过", "评审组的报告已经锁定，组员都已签名或者有说明。", "去决定"),)


def todo(asking: Asking) -> list[Todo]:
    """Return what the on-site review asks of this actor."""
    actor, running = asking.actor, [edition for edition in asking.editions if edition.step in STEPS]
    if actor.is_(*ORGANIZERS):
        return [item for edition in running for item in _organizing(edition, actor)]
    if actor.is_(Role.REVIEWER):
        return _visiting(actor) if running else []
    return _answering(actor) if running and actor.is_(Role.APPLICANT) else []


def _organizing(edition: Edition, actor: Actor) -> list[Todo]:
    rows = rows_of(edition, actor)
    address = reverse("review:visits", args=[edition.pk])
    counts = Counter(row.place for row in rows)
    asked = ASKED + (OFFICE_ASKED if actor.is_(Role.OFFICE) else ())
    found = [
        Todo(title.format(counts[place]), text, f"{address}?place={place}", action, ARTICLE)
        for place, title, text, action in asked
        if counts[place]
    ]
    hands = {"planning": [row.plan for row in rows if row.plan], "second": [row.decision for row in rows if row.decision]}
    for place, words in (("planning", "现场评审安排"), ("second", "现场评审的决定")):
        waiting = [one for one in hands[place] if one.by_id != actor.person_id and counts[place]]
        if waiting and (place == "planning" or actor.is_(Role.OFFICE)):
            text = "另一人已经经办，请核对后确认，或者退回。"
            found.append(Todo(f"确认{len(waiting)}份{words}", text, f"{address}?place={place}", "去核对", ARTICLE))
    return found


def _visiting(actor: Actor) -> list[Todo]:
    """The visits of a reviewer, each on its day; a report that waits for his signature says so."""
    running = {"application__edition__step__in": STEPS, "application__status": Status.ADVANCING}
    visits = list(Visit.objects.visible_to(actor).filter(**running).whole().order_by("on", "pk"))
    reports = VisitReport.objects.standing().filter(visit__application__in=[visit.application_id for visit in visits])
    rows = reports.select_related("visit").prefetch_related("signatures__reviewer", "notes")
    locked = {row.visit.application_id: row for row in rows}
    unsigned = _unsigned(visits, locked, actor)
    return [item for visit in visits if (item := _visit(visit, locked.get(visit.application_id), unsigned, actor))]


def _unsigned(visits: list[Visit], locked: dict, actor: Actor) -> dict:
    """Who of each team that this actor chairs neither signed the locked report nor has a note, by application. Two queries."""
    chairing = PanelSeat.objects.standing().filter(panel__in={visit.panel_id for visit in visits}, chair=True)
    panels = set(chairing.filter(reviewer__person=actor.person_id).values_list("panel", flat=True))
    keys = [visit.application_id for visit in visits if visit.panel_id in panels and visit.application_id in locked]
    found = {key: [] for key in keys}
    teams = Assignment.objects.standing().filter(application__in=keys, round=Round.ON_SITE).select_related("reviewer__person")
    for row in teams.order_by("reviewer__person__name") if keys else ():
        report = locked[row.application_id]
        settled = {one.reviewer_id for one in (*report.signatures.all(), *report.notes.all())}
        if row.reviewer_id not in settled:
            found[row.application_id].append(row.reviewer.person.name)
    return found


def _visit(visit: Visit, report: VisitReport | None, unsigned: dict, actor: Actor) -> Todo | None:
    unit = visit.application.applicant.unit
    if report is None:
        text = f"{visit.panel}，{'材料核查，不到现场' if visit.unvisited else visit.place}。用手机打开，逐项记录，随记随存。"
        return Todo(f"现场记录：{unit}", text, reverse("review:visit", args=[visit.pk]), "打开记录", ARTICLE, visit.on)
    if any(row.reviewer.person_id == actor.person_id for row in report.signatures.all()):
        names = unsigned.get(visit.application_id)
        text = f"还没有签名：{'、'.join(names)}。请提醒；不能签名的，请写明原因。" if names else ""
        address = reverse("review:visit", args=[visit.pk])
        return Todo(f"等组员签名：{unit}", text, address, "看签名", ARTICLE) if names else None
    text = "组长已经锁定专项评审组报告，请看过后签名；不同意的，写明意见再签。"
    return Todo(f"签名：{unit}的评审报告", text, reverse("review:visit_sign", args=[visit.pk]), "去签名", ARTICLE)


def _answering(actor: Actor) -> list[Todo]:
    """A plan that the applicant was told of and has not answered."""
    mine = Application.objects.visible_to(actor).filter(edition__step__in=STEPS)
    visits = Visit.objects.standing().filter(application__in=mine, answer=None)
    plans = list(visits)
    known = told(plans) if plans else set()
    text = "评选办发来了现场评审的安排。请确认，或者说明哪里不合适。"
    return [
        Todo("确认现场评审安排", text, reverse("review:visit_told", args=[plan.application_id]), "看安排", ARTICLE, plan.on)
        for plan in plans
        if ref(plan) in known
    ]
