"""What stands against accepting, declining, and leaving step 3."""

from datetime import datetime

from applications.cases.models import Application, Status, StatusChange
from applications.eligibility.services import bans
from applications.eligibility.verdict import Verdict
from applications.qualification.conditions import state_of
from applications.qualification.departments import opinions
from applications.qualification.models import CheckVerdict, ConditionCheck
from applications.snapshots.models import Snapshot
from core.ledger.services import ref
from procedure.editions.models import Edition
from procedure.letters.models import Letter, LetterKind
from procedure.machine import guard

SHOWN = 5
# Those of whom nothing more is asked in step 3.
SETTLED = (Status.ACCEPTED, Status.OVERDUE, Status.LAPSED, Status.WITHDRAWN, Status.ENDED, Status.DISQUALIFIED)
TOLD_BY = {Status.NOT_RECOMMENDED: LetterKind.NOT_RECOMMENDED, Status.DECLINED: LetterKind.DECLINED}
OPEN = {
    Status.DRAFT: "还没有提交，也没有作废",
    Status.SUBMITTED: "还没有推荐结果",
    Status.RETURNED: "正在补正",
    Status.RECOMMENDED: "还没有决定受理或者不予受理",
}


@guard("18(3)", "推荐意见针对最新一版")
def recommended_on_latest(application: Application, at: datetime) -> str | None:
    """The body recommended what is the newest snapshot: nothing was submitted after."""
    newest = Snapshot.objects.latest_of(application)
    change = StatusChange.objects.filter(subject=application, target=Status.RECOMMENDED).order_by("-pk").first()
    if newest is None:
        return "没有可以审查的申报版本。"
    if change is None or change.event_id < newest.event_id:
        return f"推荐意见不是针对{newest}作的，请推荐单位重新签发。"
    return None


@guard("18(3)", "申报条件逐条审查符合")
def conditions_pass(application: Application, at: datetime) -> str | None:
    """Every condition of 9 or 11 was found met on the newest snapshot, for every member."""
    found = state_of(application, Snapshot.objects.latest_of(application))
    for verdict, words in ((CheckVerdict.FAIL, "不符合"), (CheckVerdict.MORE, "还要核实")):
        if wrong := [item.label for item, check in found if check and check.verdict == verdict]:
            return f"{words}：{'、'.join(wrong)}。"
    open_ = [item.label for item, check in found if check is None]
    if not found:
        return "小组没有成员。"
    rest = f"等{len(open_)}项" if len(open_) > SHOWN else ""
    return f"还没有审查：{'、'.join(open_[:SHOWN])}{rest}。" if open_ else None


@guard("18(3)", "部门意见已经收到，或者已经记为逾期")
def departments_answered(application: Application, at: datetime) -> str | None:
    """At least one department was asked, and each that was asked answered or is noted overdue."""
    found = opinions(application)
    if not found:
        return "还没有就这份申报征求部门意见。"
    missing = [opinion.query.department for opinion in found if not opinion.settled]
    return f"还没有答复，也没有记为逾期：{'、'.join(missing)}。" if missing else None


@guard("6", "不在限制申报的周期内")
def not_barred(application: Application, at: datetime) -> str | None:
    """No award or revocation on record closes this edition to anybody who applies."""
    return "".join(finding.sentence for finding in bans(application) if finding.verdict == Verdict.FAIL) or None


@guard("18(3)", "已经审查申报条件")
def examined(application: Application, at: datetime) -> str | None:
    """Somebody looked before anything is declined: a check on the newest snapshot is on record, or a ban stands."""
    if not_barred.check(application, at):
        return None
    newest = Snapshot.objects.latest_of(application)
    looked = newest and ConditionCheck.objects.filter(snapshot=newest).exists()
    return None if looked else "还没有审查任何一项条件。请先在审查页写明结论和依据。"


@guard("18(3)", "每份申报都有推荐结果和受理决定")
def all_decided(edition: Edition, at: datetime) -> str | None:
    """Each application has its recommendation and its decision, and whoever was refused was told. Satisfied by nobody."""
    rows = list(Application.objects.filter(edition=edition).exclude(status__in=SETTLED).select_related("applicant__unit"))
    told = set(Letter.objects.filter(edition=edition, release__isnull=False).values_list("kind", "subject_ref"))
    found = []
    for row in rows:
        if row.status in OPEN:
            found.append(f"{row.applicant.unit}{OPEN[row.status]}")
        elif row.status in TOLD_BY and (TOLD_BY[row.status], ref(row)) not in told:
            found.append(f"{row.applicant.unit}{row.get_status_display()}，文书还没有发出")
    rest = f"，等{len(found)}份" if len(found) > SHOWN else ""
    return f"{'；'.join(found[:SHOWN])}{rest}。" if found else None
