"""The moves of an application that the facts of steps 2 and 3 guard, and those open at any step."""

from accounts.grants.models import Role
from applications.cases.models import Status
from applications.cases.readiness import READY
from applications.corrections.guards import corrected_in_time, items_answered, items_named
from applications.endings.guards import ending_proved
from applications.filings.guards import corrected_on_paper_in_time, corrected_on_paper_whole, received_in_window, scanned
from applications.qualification.guards import conditions_pass, departments_answered, examined, not_barred, recommended_on_latest
from applications.recommendations.further import opinions_present
from applications.recommendations.guards import (
    before_office_deadline,
    checked_for,
    checked_through,
    correction_over,
    overdue_and_reminded,
    signed_against,
    signed_for,
)  # fmt: skip
from procedure.calls.guards import before_closing, window_closed, window_open
from procedure.editions.models import Step
from procedure.machine import Move

# From the first submission until it is over: what may be withdrawn, ended or disqualified.
STANDING = (
    Status.SUBMITTED,
    Status.RETURNED,
    Status.RECOMMENDED,
    Status.ACCEPTED,
    Status.ADVANCING,
    Status.PASSED,
    Status.DEFENDED,
    Status.ABSENT,
    Status.CANDIDATE,
    Status.PROPOSED,
)
# From the meeting on only the leading group takes a name off.
BEFORE_THE_MEETING = tuple(step for step in Step if Step.APPLYING <= step <= Step.EVALUATION)
OPEN_STEPS = tuple(step for step in Step if Step.APPLYING <= step <= Step.APPROVAL)

SUBMIT = Move(
    "submit", "提交申报", (Status.DRAFT,), Status.SUBMITTED, Role.APPLICANT, "18(2)",
    (window_open, before_closing, *READY), (Step.APPLYING,),
)  # fmt: skip
TAKE_BACK = Move(
    "take-back", "取回修改", (Status.SUBMITTED,), Status.DRAFT, Role.APPLICANT, "18(2)",
    (before_closing,), (Step.APPLYING,),
)  # fmt: skip
LAPSE = Move(
    "lapse", "作废未提交的草稿", (Status.DRAFT,), Status.LAPSED, Role.OFFICE, "18(2)",
    (window_closed,), (Step.APPLYING,), hands=2,
)  # fmt: skip
# 代录: what came on paper in time is entered by two; no guard asks for what paper cannot have.
ENTER_PAPER = Move(
    "enter-paper", "代录纸质申报", (Status.DRAFT,), Status.SUBMITTED, Role.OFFICE, "18(2)",
    (received_in_window, scanned), (Step.APPLYING,), hands=2,
)  # fmt: skip
RETURN = Move(
    "return", "退回补正", (Status.SUBMITTED, Status.RECOMMENDED), Status.RETURNED, Role.EXAMINER, "18(3)",
    (before_office_deadline, items_named), (Step.QUALIFICATION,), reasoned=True,
)  # fmt: skip
RETURN_BY_OFFICE = Move(
    "return-by-office", "经推荐单位退回补正", (Status.RECOMMENDED,), Status.RETURNED, Role.OFFICE, "18(3)",
    (items_named,), (Step.QUALIFICATION,), reasoned=True,
)  # fmt: skip
RESUBMIT = Move(
    "resubmit", "补正后重新提交", (Status.RETURNED,), Status.SUBMITTED, Role.APPLICANT, "18(3)",
    (corrected_in_time, items_answered, *READY), (Step.QUALIFICATION,),
)  # fmt: skip
RESUBMIT_PAPER = Move(
    "resubmit-paper", "代录纸质补正材料", (Status.RETURNED,), Status.SUBMITTED, Role.OFFICE, "18(3)",
    (corrected_on_paper_in_time, corrected_on_paper_whole), (Step.QUALIFICATION,), hands=2,
)  # fmt: skip
RECOMMEND = Move(
    "recommend", "推荐", (Status.SUBMITTED,), Status.RECOMMENDED, Role.SIGNER, "18(3)",
    (before_office_deadline, checked_for, signed_for), (Step.QUALIFICATION,),
)  # fmt: skip
# What was returned and never corrected in time is refused or becomes overdue as it stands: nothing stays in between.
NOT_RECOMMEND = Move(
    "not-recommend", "不予推荐", (Status.SUBMITTED, Status.RETURNED), Status.NOT_RECOMMENDED, Role.SIGNER, "18(3)",
    (before_office_deadline, correction_over, checked_through, signed_against), (Step.QUALIFICATION,), reasoned=True,
)  # fmt: skip
# The paper was signed off line: 经办 enters the sealed scan, 审核 compares it; the paper's own signatory is the third hand.
RECOMMEND_BY_SCAN = Move(
    "recommend-by-scan", "依据盖章扫描件登记推荐", (Status.SUBMITTED,), Status.RECOMMENDED, Role.CHECKER, "18(3)",
    (before_office_deadline, checked_for, signed_for), (Step.QUALIFICATION,),
)  # fmt: skip
NOT_RECOMMEND_BY_SCAN = Move(
    "not-recommend-by-scan", "依据盖章扫描件登记不予推荐", (Status.SUBMITTED, Status.RETURNED), Status.NOT_RECOMMENDED, Role.CHECKER,
    "18(3)", (before_office_deadline, correction_over, checked_through, signed_against), (Step.QUALIFICATION,), reasoned=True,
)  # fmt: skip
OVERDUE = Move(
    "overdue", "记为逾期未推荐", (Status.SUBMITTED, Status.RETURNED), Status.OVERDUE, Role.OFFICE, "18(3)",
    (correction_over, overdue_and_reminded), (Step.QUALIFICATION,),
)  # fmt: skip
ACCEPT = Move(
    "accept", "受理", (Status.RECOMMENDED,), Status.ACCEPTED, Role.OFFICE, "18(3)",
    (recommended_on_latest, opinions_present, conditions_pass, departments_answered, not_barred), (Step.QUALIFICATION,), hands=2,
)  # fmt: skip
DECLINE = Move(
    "decline", "不予受理", (Status.RECOMMENDED,), Status.DECLINED, Role.OFFICE, "18(3)",
    (recommended_on_latest, examined), (Step.QUALIFICATION,), hands=2, reasoned=True,
)  # fmt: skip
# A draft may be withdrawn too: whoever changes his mind need not wait for it to lapse.
WITHDRAW = Move(
    "withdraw", "撤回申报", (Status.DRAFT, *STANDING), Status.WITHDRAWN, Role.APPLICANT, "5", (), OPEN_STEPS, reasoned=True,
)  # fmt: skip
# 终止: dissolved or deceased, with proof (procedure §2). From the meeting on the leading group decides it.
END = Move(
    "end", "终止申报", STANDING, Status.ENDED, Role.OFFICE, "13(3)", (ending_proved,), BEFORE_THE_MEETING, hands=2, reasoned=True,
)  # fmt: skip
END_LATE = Move(
    "end-late", "终止申报", STANDING, Status.ENDED, Role.LEADING_GROUP, "12(1)", (ending_proved,),
    (Step.DELIBERATION, Step.APPROVAL), hands=2, reasoned=True,
)  # fmt: skip
DISQUALIFY = Move(
    "disqualify", "取消参评资格", STANDING, Status.DISQUALIFIED, Role.OFFICE, "13(3)", (), BEFORE_THE_MEETING, hands=2, reasoned=True,
)  # fmt: skip

MOVES = (
    SUBMIT, TAKE_BACK, LAPSE, ENTER_PAPER, RETURN, RETURN_BY_OFFICE, RESUBMIT, RESUBMIT_PAPER, RECOMMEND, NOT_RECOMMEND,
    RECOMMEND_BY_SCAN, NOT_RECOMMEND_BY_SCAN, OVERDUE, ACCEPT, DECLINE,
    WITHDRAW, END, END_LATE, DISQUALIFY,
)  # fmt: skip
