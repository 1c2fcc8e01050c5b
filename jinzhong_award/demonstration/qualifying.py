"""What the office does in step 3: departments asked, conditions examined, decisions of two, the list noticed."""

from datetime import timedelta

from applications.cases.models import Application, Status
from applications.moves import ACCEPT, DECLINE
from applications.qualification import decisions
from applications.qualification.checks import Finding, check_blockers, record_checks
from applications.qualification.conditions import Item, failed, state_of
from applications.qualification.departments import Question, Reply, answer, ask, opinions, unanswered
from applications.qualification.models import AnswerKind, CheckVerdict, DepartmentQuery
from applications.snapshots.models import Snapshot
from core.clock import shanghai
from jinzhong_award.demonstration.applicants import Fate
from jinzhong_award.demonstration.recommending import fate_of
from jinzhong_award.demonstration.scene import Scene
from publicity.notices import services as notices
from publicity.notices.lists import is_out, undecided, unnoticed
from publicity.notices.models import Notice, NoticeKind
from publicity.notices.words import suggested

DEPARTMENTS = ("市市场监督管理局", "市生态环境局", "市应急管理局")
TERM = timedelta(days=10)
QUESTION = "请协查名单内的申报者近三年有无重大事故和不良记录（演示）。"
RECORD = "2025年6月因环境违法行为受到行政处罚，属于不良信用记录（演示）。"
BASIS = "申报材料和部门复函（演示）。"


def recommended(scene: Scene) -> list[Application]:
    """Return what waits for the decision on acceptance."""
    found = Application.objects.filter(edition=scene.edition, status=Status.RECOMMENDED).whole()
    return list(found.order_by("body__order", "applicant__unit__name"))


def ask_departments(scene: Scene) -> int:
    """Ask departments about whoever was not asked about yet, and record every answer; return about how many was asked."""
    first, today = scene.office[0], shanghai(scene.at)
    new = [one for one in recommended(scene) if not opinions(one)]
    for department in scene.each("征求部门意见", DEPARTMENTS if new else ()):
        question = Question(department, QUESTION, sent_on=today, due_on=today + TERM, number="演示函〔2026〕1号")
        ask(scene.edition, question, applications=new, by=first, at=scene.at)
    scene.pause(days=3 if new else 0)
    for query in scene.each("登记部门答复", list(DepartmentQuery.objects.filter(edition=scene.edition).order_by("event_id"))):
        record_answers(scene, query)
    return len(new)


def record_answers(scene: Scene, query: DepartmentQuery) -> None:
    """A department's letter: no record of anybody but of the one that will be declined."""
    missing = Application.objects.whole().filter(pk__in=unanswered(query)).order_by("applicant__unit__name")
    bad = [one for one in missing if fate_of(one) == Fate.DECLINED and query.department == DEPARTMENTS[1]]
    good = [one for one in missing if one not in bad]
    for found, kind, text in ((good, AnswerKind.NONE, ""), (bad, AnswerKind.HAS, RECORD)):
        if found:
            reply = Reply(kind.value, shanghai(scene.at), "演示复函", text)
            answer(query, reply, applications=found, by=scene.office[0], at=scene.at)


def examine_all(scene: Scene) -> None:
    """Record what is found of every condition that nobody examined."""
    for application in scene.each("逐条审查申报条件", recommended(scene)):
        snapshot = Snapshot.objects.latest_of(application)
        left = [item for item, check in state_of(application, snapshot) if check is None]
        if left and not check_blockers(application, scene.office[0], at=scene.at):
            found = [finding(application, item) for item in left]
            record_checks(application, found, snapshot=snapshot, by=scene.office[0], at=scene.at)
            scene.pause(minutes=25)


def finding(application: Application, item: Item) -> Finding:
    """Everything is met but what a department's answer speaks against."""
    if fate_of(application) == Fate.DECLINED and item.code == "9(6)":
        return Finding(item, CheckVerdict.FAIL.value, RECORD)
    return Finding(item, CheckVerdict.PASS.value, BASIS)


def decide_all(scene: Scene) -> int:
    """Let two accept or decline each that is ready; return how many were decided."""
    return sum(decided(scene, application) for application in scene.each("决定受理或者不予受理", recommended(scene)))


def decided(scene: Scene, application: Application) -> bool:
    """One decision of two; what neither can be is left as it is."""
    (first, second), at = scene.office, scene.at
    wanting = failed(application, Snapshot.objects.latest_of(application))
    move = DECLINE if wanting else ACCEPT
    words = {"cited": [item.code for item in wanting], "reason": RECORD} if wanting else {}
    proposal = move.proposal(application)
    if proposal is None or proposal.by_id == second.person_id:
        if decisions.first_blockers(move, application, first, at=at):
            return False
        decisions.propose(move, application, by=first, at=at, **words)
    if decisions.second_blockers(move, application, second, at=at):
        return False
    decisions.confirm(move, application, by=second, at=at)
    return True


def publish_list(scene: Scene) -> bool:
    """Compose and confirm the list of the accepted once all is decided, a supplement for whoever came later; tell whether one went out."""
    edition, (first, second) = scene.edition, scene.office
    if undecided(edition):
        return False
    out = is_out(edition)
    if out and not unnoticed(edition):
        return False
    kind = NoticeKind.SUPPLEMENT if out else NoticeKind.ACCEPTANCE
    return published(scene, kind, first, second)


def published(scene: Scene, kind: NoticeKind, first, second) -> bool:
    """A notice of two hands, out at once: what somebody composed already is confirmed as it stands."""
    edition, at = scene.edition, scene.at
    notice = Notice.objects.unpublished(edition, kind)
    if notice is None or notices.confirm_blockers(notice, second, at=at):
        if notices.compose_blockers(edition, kind, first, at=at):
            return False
        draft = notices.Draft(kind=kind, publish_at=at, **suggested(edition, kind))
        notice = notices.compose(edition, draft, by=first, at=at)
    scene.pause(minutes=30)
    notices.confirm(notice, by=second, at=scene.at)
    return True
