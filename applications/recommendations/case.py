"""One application as its body reads it: the version, what changed, what others did, what is to be done next."""

from datetime import datetime

from applications.corrections.models import Return, ReturnAnswer
from applications.evidence.kinds import label_of
from applications.recommendations.checklist import ARTICLES, STATES
from applications.recommendations.deadline import MOMENT, days_left
from applications.recommendations.differences import count, differences
from applications.recommendations.models import Advice, Examination, PassOnConfirmation
from applications.recommendations.standing import Stage, Standing
from applications.snapshots.models import Snapshot
from applications.snapshots.reading import sections
from core.clock import shanghai
from core.ledger.models import Covered
from core.todo import Happening
from procedure.calendar.workdays import Workdays

BADGES = {
    Stage.AGAIN: "badge-stop",
    Stage.LAPSED: "badge-stop",
    Stage.RETURNED: "badge-care",
    Stage.RECOMMENDED: "badge-good",
    Stage.REFUSED: "badge-stop",
    Stage.OVERDUE: "badge-stop",
}
NEAR = 3


def content(standing: Standing) -> dict:
    """Return the newest version for the page: parts, files, and what changed since the version before."""
    snapshot = Snapshot.objects.select_related("application__edition", "application__applicant__unit").get(pk=standing.snapshot.pk)
    before = _seen_before(snapshot)
    asked = {}
    if before and (returned := Return.objects.filter(snapshot=before).first()):
        asked = {(item["part"], item["field"]): item["asked"] for item in returned.items}
    changed = differences(before, snapshot, asked) if before else []
    return {
        "snapshot": snapshot,
        "sections": sections(snapshot),
        "files": [{**file, "label": label_of(snapshot.application.category, file["kind"])} for file in snapshot.content["files"]],
        "before": before,
        "changed": changed,
        "same": max(count(snapshot) - len(changed), 0),
        "answered": _answered(standing),
    }


def _seen_before(snapshot: Snapshot) -> Snapshot | None:
    """The last version on which the body acted before this one; where it never did, the version before."""
    earlier = Snapshot.objects.filter(application=snapshot.application_id, number__lt=snapshot.number).order_by("-number")
    acted = set(Examination.objects.filter(snapshot__in=earlier).values_list("snapshot", flat=True))
    acted |= set(Return.objects.filter(snapshot__in=earlier).values_list("snapshot", flat=True))
    return next((row for row in earlier if row.pk in acted), None) or earlier.first()


def _answered(standing: Standing) -> list[dict]:
    """What was asked for last, with the applicant's answers."""
    if standing.returned is None:
        return []
    answers = dict(ReturnAnswer.objects.standing(standing.returned).values_list("item", "text"))
    return [{**item, "answer": answers.get(item["key"], "")} for item in standing.returned.items]


def checklist(examination: Examination | None) -> list[dict]:
    """Return the checklist as the gate prints it."""
    return [
        {
            "state": STATES[line["result"]],
            "label": line["label"],
            "sentence": line["note"],
            "article": ARTICLES.get(line["key"], "18(3)"),
        }
        for line in (examination.checklist if examination else [])
    ]


def hands(standing: Standing) -> list[dict]:
    """Return the three hands on the newest version: who, when, or that it is his turn."""
    examination, check, signature = standing.examination, standing.agreed, standing.signature
    done = [("经办", examination), ("审核", check), ("签发", signature)]
    now = {Stage.NEW: 0, Stage.AGAIN: 0, Stage.LAPSED: 0, Stage.EXAMINED: 1, Stage.CHECKED: 2, Stage.SEALED: 2}.get(standing.stage)
    found = []
    for place, (label, row) in enumerate(done):
        name = row.by.name if row else ""
        if row and label == "签发" and row.sealed_id:
            name = f"{row.sealed.signatory}（盖章件）"
        found.append({"label": label, "name": name, "on": shanghai(row.at) if row else None, "now": place == now})
    return found


def happened(standing: Standing) -> list[Happening]:
    """Return what happened between applicant and body, the latest first; nothing of what the office decides later."""
    mine = {"snapshot__application": standing.application}
    found = [(row, f"提交第{row.number}版") for row in Snapshot.objects.filter(application=standing.application).defer("content")]
    examined = Examination.objects.filter(**mine).defer("snapshot__content")
    for row in examined.select_related("snapshot", "by", "verdict__by", "verdict__sent_back__by", "verdict__signature__by"):
        found += _of_examination(row)
    for row in Return.objects.filter(**mine).select_related("snapshot", "by", "grant__unit").defer("snapshot__content"):
        found.append((row, f"{row.grant.unit}{row.by.name}退回第{row.snapshot.number}版，要求补正{len(row.items)}处"))
    for row in Advice.objects.filter(**mine).select_related("by"):
        found.append((row, f"{row.by.name}提建议：{row.text}"))
    passed = PassOnConfirmation.objects.filter(pass_on__application=standing.application)
    for row in passed.select_related("pass_on__source", "pass_on__target"):
        found.append((row, f"由{row.pass_on.source}转请{row.pass_on.target}办理"))
    found.sort(key=lambda pair: pair[0].event_id, reverse=True)
    return [Happening(row.at, text) for row, text in found]


def _of_examination(row: Examination) -> list[tuple[Covered, str]]:
    version = f"第{row.snapshot.number}版"
    found: list[tuple[Covered, str]] = [(row, f"{row.by.name}初审{version}，{'建议推荐' if row.recommend else '建议不予推荐'}")]
    if not hasattr(row, "verdict"):
        return found
    check = row.verdict
    found.append((check, f"{check.by.name}审核{version}：{'同意' if check.agrees else '不同意，' + check.note}"))
    if hasattr(check, "sent_back"):
        found.append((check.sent_back, f"{check.sent_back.by.name}退回经办重审：{check.sent_back.reason}"))
    if hasattr(check, "signature"):
        signed = check.signature
        word = "推荐" if signed.recommend else "不予推荐"
        found.append((signed, f"{signed.by.name}{signed.get_way_display()}{version}，{word}"))
    return found


def due(standing: Standing, at: datetime, table: Workdays) -> dict:
    """Return until when somebody must act, and how near that is, for a row of the queue."""
    if standing.stage is Stage.RETURNED:
        day = standing.returned.due_on
        left = (day - shanghai(at)).days
        return {"on": day, "words": f"补正期限，还有{left}天" if left > 0 else "补正今天到期", "state": "near" if left <= NEAR else ""}
    if not standing.stage.unfinished or standing.until is None:
        return {"on": None, "words": "办结", "state": ""}
    day = shanghai(standing.until - MOMENT)
    state = "over" if at >= standing.until else "near" if (day - shanghai(at)).days <= NEAR else ""
    return {"on": day, "words": days_left(standing.until, at, table), "state": state}
