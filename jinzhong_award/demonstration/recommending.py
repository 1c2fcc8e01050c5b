"""What the bodies do in step 3: 经办 examines, 审核 checks, 签发 signs; one is sent back and corrected, one is not recommended."""

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.answers.posted import base_of
from applications.answers.services import answers_by_part, save_part
from applications.cases.models import Application, Status
from applications.commitments.services import commit, commit_blockers
from applications.corrections.models import Return
from applications.corrections.services import Item, answer, answer_blockers, open_return, return_blockers, send_back
from applications.evidence.kinds import COMMITMENT
from applications.evidence.services import attach
from applications.forms.parts import part_of
from applications.recommendations import office
from applications.recommendations.checklist import CHECKLIST, NO, OK
from applications.recommendations.services import check, check_blockers, examine, examine_blockers, sign, sign_blockers
from applications.recommendations.standing import Stage, standing_of
from applications.snapshots.content import content_of, frozen_content
from applications.snapshots.services import submit
from core.canonical import digest
from jinzhong_award.demonstration.applicants import Fate, entrant_of
from jinzhong_award.demonstration.evidence import upload
from jinzhong_award.demonstration.scene import Scene, signed
from jinzhong_award.demonstration.step_2 import of_unit

ITEM = Item("basic", "products", "主导产品或服务", "请写明主导产品的型号和年产量。")
CORRECTED = "型号CC-50，年产量12万件（演示）。"
GOOD = "经审查，材料齐全，符合申报条件，推荐申报（演示）。"
BAD = "近三年主要指标没有达到同行前列，证据不足，建议不予推荐（演示）。"


def recommend_all(scene: Scene) -> list[str]:
    """Bring every submitted application through its body; what is late is noted overdue. Say what was done."""
    recommended = refused = 0
    found = Application.objects.filter(edition=scene.edition, status__in=[Status.SUBMITTED, Status.RETURNED], body__isnull=False)
    for application in scene.each("推荐单位初审、审核、签发", list(found.whole().order_by("body__order", "applicant__unit__name"))):
        scene.pause(minutes=90)
        event = brought(scene, application)
        recommended += event == Status.RECOMMENDED
        refused += event in (Status.NOT_RECOMMENDED, Status.OVERDUE)
    said = [f"推荐单位推荐{recommended}份"] * bool(recommended)
    return said + [f"不予推荐或者逾期未推荐{refused}份"] * bool(refused)


def brought(scene: Scene, application: Application) -> str:
    """Bring one application through its body, and return the state that it came to."""
    if fate_of(application) == Fate.RETURNED and not Return.objects.latest_of(application):
        return_it(scene, application)
    if application.fresh().status == Status.RETURNED:
        correct(scene, application.fresh())
    signed_by_three(scene, application)
    if application.fresh().status in (Status.SUBMITTED, Status.RETURNED):
        note_overdue(scene, application)
    return application.fresh().status


def fate_of(application: Application) -> Fate:
    """Return what the cast has in store for an application."""
    entrant = entrant_of(application.applicant.unit.name)
    return entrant.fate if entrant else Fate.NONE


def return_it(scene: Scene, application: Application) -> None:
    """经办 sends it back with one item."""
    by = scene.one(Role.EXAMINER, application.body)
    if by is None or return_blockers(application, by, at=scene.at):
        return
    newest = standing_of(application, scene.at).snapshot
    send_back(application, seen=str(newest.pk), items=[ITEM], note="", by=by, at=scene.at)
    scene.pause(hours=20)


def correct(scene: Scene, application: Application) -> None:
    """The applicant changes what was asked for, answers each item, commits himself anew and submits again."""
    by = next(iter(of_unit(scene, application.applicant.unit)[::-1]), None)
    if by is None or answer_blockers(application, by, at=scene.at):
        return
    items = open_return(application).items
    for item in items:
        part = part_of(application, item["part"])
        if part and item["field"] in {field.key for field in part.fields if field.kind in ("line", "text")}:
            present = answers_by_part(application).get(part.key, {}).get(item["field"], "")
            typed = {item["field"]: f"{present}{CORRECTED}"}
            save_part(application, part, answers=typed, bases={item["field"]: base_of(present)}, by=by, at=scene.at)
    answer(application, {item["key"]: "已经按要求补充（演示）。" for item in items}, by=by, at=scene.at)
    if commit_blockers(application, by, at=scene.at):
        attach(application, upload=upload("承诺声明"), kind=COMMITMENT, title="", by=by, at=scene.at)
    else:
        commit(application, by=by, at=scene.at, signature=signed(digest(content_of(application))))
    application = application.fresh()
    submit(application, by=by, at=scene.at, signature=signed(digest(frozen_content(application))))
    scene.pause(hours=2)


def signed_by_three(scene: Scene, application: Application) -> None:
    """The hands that are still missing, each another person of the body."""
    examiner, checker, signer = (scene.one(role, application.body) for role in (Role.EXAMINER, Role.CHECKER, Role.SIGNER))
    if not (examiner and checker and signer):
        return
    examined(scene, application.fresh(), examiner)
    checked(scene, application.fresh(), checker)
    signed_off(scene, application.fresh(), signer)


def examined(scene: Scene, application: Application, by: Actor) -> None:
    standing = standing_of(application, scene.at)
    if standing.stage not in (Stage.NEW, Stage.AGAIN) or examine_blockers(application, by, at=scene.at):
        return
    good = fate_of(application) != Fate.REFUSED
    lines = [{"key": line.key, "label": line.label, "result": OK, "note": ""} for line in CHECKLIST]
    if not good:
        lines[3] |= {"result": NO, "note": BAD}
    opinion = GOOD if good else BAD
    examine(application, seen=str(standing.snapshot.pk), checklist=lines, recommend=good, opinion=opinion, by=by, at=scene.at)
    scene.pause(minutes=50)


def checked(scene: Scene, application: Application, by: Actor) -> None:
    standing = standing_of(application, scene.at)
    if standing.stage != Stage.EXAMINED or check_blockers(application, by, at=scene.at):
        return
    check(application, seen=str(standing.examination.pk), agrees=True, note="", by=by, at=scene.at)
    scene.pause(minutes=30)


def signed_off(scene: Scene, application: Application, by: Actor) -> None:
    standing = standing_of(application, scene.at)
    if standing.stage != Stage.CHECKED:
        return
    good = standing.examination.recommend
    if sign_blockers(application, by, recommend=good, at=scene.at):
        return
    signature = signed(standing.snapshot.fingerprint)
    sign(application, seen=str(standing.check.pk), recommend=good, opinion="" if good else BAD, by=by, at=scene.at, signature=signature)


def note_overdue(scene: Scene, application: Application) -> None:
    """A body that stayed silent past its deadline: the office reminds it, and notes it."""
    standing = standing_of(application.fresh(), scene.at)
    if not standing.is_late(scene.at) or office.remind_blockers(scene.edition, application.body, scene.office[0], at=scene.at):
        return
    office.remind(scene.edition, application.body, by=scene.office[0], at=scene.at)
    if not office.OVERDUE.blockers(application.fresh(), scene.office[0], at=scene.at):
        office.mark_overdue(application.fresh(), by=scene.office[0], at=scene.at)
