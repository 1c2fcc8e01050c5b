"""The lines of `tests/access.py` for steps 5 to 7: visits, defense, evaluation. No row of theirs is in the world."""

from dataclasses import replace

from accounts.grants.models import Role
from tests.access_persons import APPLICANTS, GET, OFFICE, POST, Line, acting, unseen

AGENCY, REVIEWERS = acting(Role.AGENCY), acting(Role.REVIEWER)
ORGANIZERS = OFFICE | AGENCY
MISSING = "00000000-0000-4000-8000-000000000000"
NOT_OWN = APPLICANTS - {"applicant"}  # to them somebody else's draft is not there


def rowless(name: str, method: str, who: frozenset[str], /, **args: object) -> Line:
    """A line for a row that is not in the world, at an address with more arguments."""
    return replace(unseen(f"review:{name}", method, who), args=args)


VISIT_LINES = (
    Line("review:visits", GET, ORGANIZERS, row="edition", blind=AGENCY),  # it has no mandate here
    replace(rowless("visit_plan", GET, ORGANIZERS, application=MISSING), row="edition"),
    replace(rowless("visit_plan", POST, ORGANIZERS, application=MISSING), row="edition"),
    rowless("visit", GET, REVIEWERS),
    rowless("visit_item", GET, REVIEWERS, key="i41"),
    rowless("visit_item", POST, REVIEWERS, key="i41"),
    rowless("visit_files", POST, REVIEWERS),
    rowless("visit_file", GET, REVIEWERS | OFFICE, file=MISSING),
    rowless("visit_report", GET, REVIEWERS),
    rowless("visit_report", POST, REVIEWERS),
    rowless("visit_sign", GET, REVIEWERS),
    rowless("visit_sign", POST, REVIEWERS),
    rowless("visit_unsigned", POST, REVIEWERS, reviewer=MISSING),
    rowless("visit_decide", GET, OFFICE, name="pass"),
    rowless("visit_decide", POST, OFFICE, name="pass"),
    rowless("visit_send_back", POST, OFFICE, name="pass"),
    Line("review:visit_told", GET, APPLICANTS, row="draft", blind=NOT_OWN),
    Line("review:visit_told", POST, APPLICANTS, row="draft", blind=NOT_OWN, status=409),
)

DEFENSE_LINES = (
    Line("review:defense", GET, OFFICE, row="edition"),
    Line("review:defense_draw", GET, OFFICE, row="edition"),
    Line("review:defense_draw", POST, OFFICE, row="edition", status=409),  # it is not in step 6
    replace(rowless("defense_register", POST, OFFICE, session=MISSING), row="edition"),
    rowless("slot", GET, OFFICE),
    rowless("slot_begin", POST, OFFICE),
    rowless("slot_absent", POST, OFFICE),
    rowless("slot_correct", GET, OFFICE),
    rowless("slot_correct", POST, OFFICE),
    rowless("slot_ask", POST, OFFICE),
    rowless("slot_defended", POST, OFFICE),
    rowless("slot_move", GET, OFFICE),
    rowless("slot_move", POST, OFFICE),
    rowless("slot_miss", GET, OFFICE),
    rowless("slot_miss", POST, OFFICE),
    rowless("slot_miss_back", POST, OFFICE),
    Line("review:defense_told", GET, APPLICANTS, row="draft", blind=NOT_OWN),
    Line("review:defense_calendar", GET, APPLICANTS, row="draft", blind=APPLICANTS),  # nobody was told of a time
)

EVALUATION_LINES = (
    Line("review:evaluation", GET, OFFICE, row="edition"),
    Line("review:evaluation_sheet", GET, OFFICE, row="edition", status=409),  # the rounds are not over
    Line("review:eligibility", GET, OFFICE, row="edition"),
    Line("review:eligibility", POST, OFFICE, row="edition", status=409),
    Line("review:candidates", GET, OFFICE, row="edition"),
    Line("review:candidates", POST, OFFICE, row="edition", status=409),
    rowless("leave_out", GET, OFFICE),
    rowless("leave_out", POST, OFFICE),
    rowless("leave_out_back", POST, OFFICE),
    Line("review:group_report", GET, OFFICE, row="edition"),
    Line("review:group_report", POST, OFFICE, row="edition", status=409),
    rowless("group_proposed_scan", GET, OFFICE),
    rowless("group_report_scan", GET, OFFICE, number=1),
    Line("review:evaluation_report", GET, OFFICE, row="edition"),
    Line("review:evaluation_report", POST, OFFICE, row="edition", status=409),
    replace(rowless("evaluation_report_issue", GET, OFFICE), row="edition"),
    replace(rowless("evaluation_report_issue", POST, OFFICE), row="edition"),
    replace(rowless("evaluation_report_pdf", GET, OFFICE), row="edition"),
    replace(rowless("evaluation_report_word", GET, OFFICE), row="edition"),
)

ROUND_LINES = (*VISIT_LINES, *DEFENSE_LINES, *EVALUATION_LINES)
