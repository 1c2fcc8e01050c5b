"""Lines of `tests/access.py` for reviewers, recusals and mandates."""

from dataclasses import replace
from uuid import UUID

from accounts.grants.models import Role
from tests.access_persons import APPLICANTS, GET, OFFICE, POST, Line, acting, unseen

REVIEWERS, ORGANIZERS = acting(Role.REVIEWER), OFFICE | acting(Role.AGENCY)
NOTHING = UUID("00000000-0000-4000-8000-000000000000")
ROW, PAIR, FILE = {"row": NOTHING}, {"application": NOTHING, "reviewer": NOTHING}, {"file": NOTHING}
OWN = APPLICANTS - {"applicant"}

POOL_LINES = (
    Line("review:reviewers", GET, ORGANIZERS),
    Line("review:reviewers_invite", GET, ORGANIZERS),
    Line("review:reviewers_invite", POST, ORGANIZERS),
    unseen("review:reviewer", GET, ORGANIZERS),
    unseen("review:reviewer_profile", GET, ORGANIZERS),
    unseen("review:reviewer_profile", POST, ORGANIZERS),
    unseen("review:employment_new", GET, ORGANIZERS),
    unseen("review:employment_new", POST, ORGANIZERS),
    replace(unseen("review:employment", GET, ORGANIZERS), args=ROW),
    replace(unseen("review:employment", POST, ORGANIZERS), args=ROW),
    unseen("review:invitation_remind", POST, ORGANIZERS),
    unseen("review:invitation_release", GET, ORGANIZERS),
    unseen("review:invitation_release", POST, ORGANIZERS),
    Line("review:invitations", GET, REVIEWERS),
    unseen("review:invitation", GET, REVIEWERS),
    unseen("review:invitation", POST, REVIEWERS),
    unseen("review:invitation_pledge", GET, REVIEWERS),
    unseen("review:invitation_pledge", POST, REVIEWERS),
    unseen("review:interests", GET, REVIEWERS),
    unseen("review:interests", POST, REVIEWERS),
    Line("review:recusals", GET, OFFICE, row="edition"),
    Line("review:recusal_choose", GET, OFFICE, row="edition"),
    replace(unseen("review:recusal_decide", GET, OFFICE), args=PAIR),
    replace(unseen("review:recusal_decide", POST, OFFICE), args=PAIR),
    unseen("review:recusal_request", GET, OFFICE),
    unseen("review:recusal_request", POST, OFFICE),
    unseen("review:recusal_request_file", GET, OFFICE),
    Line("review:recusal", GET, APPLICANTS, row="draft", blind=OWN),
    Line("review:recusal", POST, APPLICANTS, row="draft", blind=OWN, status=409),  # nothing was accepted
    Line("review:mandates", GET, OFFICE, row="edition"),
    Line("review:mandate_new", GET, OFFICE, row="edition"),
    Line("review:mandate_new", POST, OFFICE, row="edition"),
    unseen("review:mandate_end", GET, OFFICE),
    unseen("review:mandate_end", POST, OFFICE),
    replace(unseen("review:mandate_scan", GET, OFFICE), row="edition", args=FILE),
)
