"""The lines of `tests/access.py` for sheets, the materials report and the on-site list. No assignment is in the world."""

from dataclasses import replace

from accounts.grants.models import Role
from tests.access_persons import GET, OFFICE, POST, Line, acting, unseen

REVIEWERS, AGENCY = acting(Role.REVIEWER), acting(Role.AGENCY)
ORGANIZERS = OFFICE | AGENCY  # the agency has no mandate: no edition is there for it
MISSING = "00000000-0000-4000-8000-000000000000"
FILE, SHEET = {"file": MISSING}, {"sheet": MISSING}
ITEM, ROUND = {"key": "i4-1-2"}, {"name": "materials"}

SHEET_LINES = (
    Line("review:my_assignments", GET, REVIEWERS),
    unseen("review:sheet", GET, REVIEWERS),
    replace(unseen("review:sheet_item", GET, REVIEWERS), args=ITEM),
    replace(unseen("review:sheet_item", POST, REVIEWERS), args=ITEM),
    unseen("review:sheet_check", GET, REVIEWERS),
    unseen("review:sheet_check", POST, REVIEWERS),
    unseen("review:sheet_materials", GET, REVIEWERS),
    replace(unseen("review:sheet_file", GET, REVIEWERS), args=FILE),
    unseen("review:sheet_explain", GET, REVIEWERS),
    unseen("review:sheet_explain", POST, REVIEWERS),
    Line("review:sheets", GET, ORGANIZERS, row="edition", blind=AGENCY),
    Line("review:sheets_round", GET, ORGANIZERS, row="edition", args=ROUND, blind=AGENCY),
    Line("review:sheets_close", GET, ORGANIZERS, row="edition", args=ROUND, blind=AGENCY),
    Line("review:sheets_close", POST, ORGANIZERS, row="edition", args=ROUND, blind=AGENCY, status=409),
    Line("review:sheets_reopen", GET, OFFICE, row="edition", args=ROUND),
    Line("review:sheets_reopen", POST, OFFICE, row="edition", args=ROUND, status=409),
    replace(unseen("review:sheet_read", GET, OFFICE), row="edition", args=SHEET),
    replace(unseen("review:sheet_aside", GET, OFFICE), row="edition", args=SHEET),
    replace(unseen("review:sheet_aside", POST, OFFICE), row="edition", args=SHEET),
    Line("review:materials_report", GET, OFFICE, row="edition"),
    Line("review:materials_report", POST, OFFICE, row="edition", status=409),
    replace(unseen("review:materials_report_issue", GET, OFFICE), row="edition"),
    replace(unseen("review:materials_report_issue", POST, OFFICE), row="edition"),
    replace(unseen("review:materials_report_pdf", GET, OFFICE), row="edition"),
    replace(unseen("review:materials_report_word", GET, OFFICE), row="edition"),
    Line("review:on_site_list", GET, OFFICE, row="edition"),
    Line("review:on_site_list", POST, OFFICE, row="edition", status=409),
)
