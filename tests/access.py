"""Who may open what: about twenty named persons in one fixed world, and one line for each address and method.

To add an address, add its lines to LINES: the name of the address, the method, who may (a set of persons, by their roles:
`OFFICE | MEMBERS`), and where the address has arguments, `row` (a thing of the world whose key is `pk`) or `args`.
Everybody else is refused. `blind` are those whose role may open the address but who do not see this row: they get 404.
A method without a line may be asked by nobody to any effect: it answers 405, or as a page that changes nothing.
"""

from dataclasses import replace
from uuid import UUID

from accounts.grants.models import Role
from tests.access_awards import AWARD_LINES
from tests.access_meetings import MEETING_LINES
from tests.access_organizing import ORGANIZING_LINES
from tests.access_persons import (
    ADMINISTRATORS,
    APPLICANTS,
    AUDIT,
    EVERYBODY,
    GET,
    MEMBERS,
    NOBODY,
    OFFICE,
    POST,
    READERS,
    SECRETARY,
    SECURITY,
    SIGNED_IN,
    SUPERVISOR,
    SYSTEM,
    WITH_FACTOR,
    Line,
    acting,
    unseen,
)
from tests.access_pool import POOL_LINES
from tests.access_rounds import ROUND_LINES
from tests.access_sheets import SHEET_LINES

NOTICE = {"number": "2026-1"}
OBJECTION = {"pk": UUID("00000000-0000-4000-8000-000000000000")}
EXPLANATION = {"kind": "explanation"}
HOLD = {"act": "hold"}
EDITION_MOVE = {"name": "leave-0"}
PARAMETER = {"name": "award_quota"}
YEAR = {"year": 2026}

PUBLIC_LINES = (
    Line("portal", GET, EVERYBODY),
    Line("how", GET, EVERYBODY),
    Line("verify", GET, EVERYBODY),
    Line("verify_program", GET, EVERYBODY),
    Line("sitemap", GET, EVERYBODY),
    Line("healthz", GET, EVERYBODY),
    Line("readyz", GET, EVERYBODY),
    Line("display", POST, EVERYBODY),
    Line("procedure:rules", GET, EVERYBODY),
    Line("publicity:notices", GET, EVERYBODY),
    Line("publicity:notice", GET, EVERYBODY, args=NOTICE, blind=EVERYBODY),  # nothing is published
    Line("publicity:notice-pdf", GET, EVERYBODY, args=NOTICE, blind=EVERYBODY),
    Line("publicity:feed", GET, EVERYBODY),
    Line("publicity:object", GET, EVERYBODY, args=NOTICE, blind=EVERYBODY),
    Line("publicity:object", POST, EVERYBODY, args=NOTICE, blind=EVERYBODY),
    Line("publicity:challenge", GET, EVERYBODY),
    Line("publicity:objection", GET, EVERYBODY, args=OBJECTION),  # the same form whether there is one or not
    Line("publicity:objection", POST, EVERYBODY, args=OBJECTION, status=422),
    Line("awards:winners", GET, EVERYBODY),
    Line("register", GET, EVERYBODY),
    Line("register_organization", GET, EVERYBODY),
    Line("register_organization", POST, EVERYBODY),
    Line("register_person", GET, EVERYBODY),
    Line("register_person", POST, EVERYBODY),
    Line("forgotten", GET, EVERYBODY),
    Line("forgotten", POST, EVERYBODY),
)

ACCOUNT_LINES = (
    Line("identity", GET, SIGNED_IN),
    Line("identity", POST, SIGNED_IN, blind=SIGNED_IN),  # a grant that is not one's own is not there
    Line("mailbox", GET, SIGNED_IN),
    Line("mailbox", POST, SIGNED_IN, status=422),
    Line("signing_challenge", POST, SIGNED_IN, status=422),
    Line("own_unit", GET, APPLICANTS, blind=frozenset({"person applicant"})),
    Line("own_unit", POST, APPLICANTS, blind=frozenset({"person applicant"})),
    Line("colleagues", GET, APPLICANTS, blind=frozenset({"person applicant"})),
    Line("colleagues", POST, APPLICANTS, blind=frozenset({"person applicant"})),
    unseen("colleague_leave", POST, APPLICANTS),
    unseen("invitation_withdraw", POST, APPLICANTS),
    Line("join_unit", GET, APPLICANTS),
    Line("join_unit", POST, APPLICANTS),
    Line("register_colleague", GET, EVERYBODY),
    Line("register_colleague", POST, EVERYBODY),
    Line("units", GET, OFFICE),
    Line("bodies", GET, OFFICE),
    Line("body_new", GET, OFFICE),
    Line("body_new", POST, OFFICE),
    Line("body", GET, OFFICE, row="county"),
    Line("body", POST, OFFICE, row="county"),
    Line("body_switch", POST, OFFICE, row="county", status=409),
    Line("unit_confirm", POST, OFFICE, row="enterprise"),
    Line("unit_refuse", POST, OFFICE, row="enterprise"),
    Line("people", GET, ADMINISTRATORS),
    Line("person_new", GET, SECURITY),
    Line("person_new", POST, SECURITY),
    Line("person", GET, ADMINISTRATORS, row="someone"),
    Line("person_password", POST, SECURITY, row="someone"),
    Line("person_switch", POST, SECURITY, row="someone"),
    Line("person_factors", POST, SYSTEM, row="someone"),
    Line("grants", GET, ADMINISTRATORS | OFFICE),
    Line("grant_new", GET, SECURITY),
    Line("grant_new", POST, SECURITY),
    Line("house_units", GET, SECURITY),
    Line("house_units", POST, SECURITY),
    Line("house_unit", GET, SECURITY, row="agency"),
    Line("house_unit", POST, SECURITY, row="agency"),
    Line("grant_confirm", POST, SYSTEM | AUDIT, row="grant"),
    Line("grant_end", POST, ADMINISTRATORS | OFFICE, row="grant", blind=OFFICE),  # the office sees those it may suspend
    Line("audit", GET, AUDIT),
    Line("audit_house", GET, AUDIT),
    Line("system", GET, SYSTEM),
)

PROCEDURE_LINES = (
    Line("procedure:calendar", GET, OFFICE | SECRETARY | SUPERVISOR | SYSTEM),
    Line("procedure:calendar_year", GET, OFFICE | SECRETARY | SUPERVISOR | SYSTEM, args=YEAR),
    Line("procedure:calendar_enter", GET, OFFICE, args=YEAR),
    Line("procedure:calendar_enter", POST, OFFICE, args=YEAR),
    Line("procedure:interpretations", GET, OFFICE),
    Line("procedure:interpretations", POST, OFFICE),
    Line("procedure:parameters", GET, OFFICE, row="edition"),
    Line("procedure:parameters_demo", POST, OFFICE, row="edition", status=409),  # a real edition is never filled
    Line("procedure:parameter", GET, OFFICE, row="edition", args=PARAMETER),
    Line("procedure:parameter", POST, OFFICE, row="edition", args=PARAMETER),
    Line("home", GET, SIGNED_IN),
    Line("editions", GET, READERS),
    Line("edition_new", GET, OFFICE),
    Line("edition_new", POST, OFFICE),
    Line("edition", GET, READERS, row="edition"),
    Line("edition_move", GET, OFFICE | MEMBERS, row="edition", args=EDITION_MOVE),
    Line("edition_move", POST, OFFICE | MEMBERS, row="edition", args=EDITION_MOVE, status=409),
    Line("edition_send_back", POST, OFFICE | MEMBERS, row="edition", args=EDITION_MOVE, status=409),
)

EXAMINERS, CHECKERS, SIGNERS = acting(Role.EXAMINER), acting(Role.CHECKER), acting(Role.SIGNER)
BODIES = EXAMINERS | CHECKERS | SIGNERS
RECIPIENTS = APPLICANTS | BODIES | acting(Role.AGENCY)
REMEDY = {"kind": "declined"}
DOCUMENT = {"kind": "rules"}
CATEGORY = {"category": "organization"}

PAPER_LINES = (
    Line("procedure:letters", GET, RECIPIENTS | OFFICE),
    unseen("procedure:letter", GET, RECIPIENTS | OFFICE),
    unseen("procedure:letter_edit", GET, OFFICE),
    unseen("procedure:letter_edit", POST, OFFICE),
    unseen("procedure:letter_delivery", GET, OFFICE),
    unseen("procedure:letter_delivery", POST, OFFICE),
    Line("procedure:letters_outbox", GET, OFFICE),
    Line("procedure:letters_outbox", POST, OFFICE),
    Line("procedure:letter_remedies", GET, OFFICE),
    Line("procedure:letter_remedy", GET, OFFICE, args=REMEDY),
    Line("procedure:letter_remedy", POST, OFFICE, args=REMEDY),
    Line("procedure:outbox", GET, OFFICE | SYSTEM),
    unseen("procedure:message_retry", POST, OFFICE),
    Line("procedure:call", GET, OFFICE, row="edition"),
    Line("procedure:call", POST, OFFICE, row="edition", status=409),
    Line("procedure:call_compose", GET, OFFICE, row="edition"),
    Line("procedure:call_compose", POST, OFFICE, row="edition"),
    Line("procedure:documents", GET, READERS, row="edition"),
    Line("procedure:supervision", GET, READERS, row="edition"),
    Line("procedure:supervision_invite", GET, SECRETARY | MEMBERS, row="edition"),
    Line("procedure:supervision_invite", POST, SECRETARY | MEMBERS, row="edition"),
    Line("timeline", GET, SUPERVISOR, row="edition", blind=SUPERVISOR),  # nobody is invited
    Line("compliance", GET, READERS, row="edition", blind=SUPERVISOR),
    Line("compliance-pdf", GET, READERS, row="edition", blind=SUPERVISOR),
    Line("procedure:document_enter", GET, OFFICE, row="edition", args=DOCUMENT),
    Line("procedure:document_enter", POST, OFFICE, row="edition", args=DOCUMENT),
    unseen("procedure:document_approve", GET, SECRETARY),
    unseen("procedure:document_approve", POST, SECRETARY),
    unseen("procedure:document_scan", GET, READERS),
    unseen("procedure:document_minutes", GET, READERS),
    unseen("procedure:letter_pdf", GET, RECIPIENTS | OFFICE),
    Line("procedure:rubrics", GET, READERS, row="edition"),
    Line("procedure:rubric_import", GET, OFFICE, row="edition", args=CATEGORY),
    Line("procedure:rubric_import", POST, OFFICE, row="edition", args=CATEGORY),
    Line("procedure:rubric_sheet", GET, READERS, row="edition", args=CATEGORY),
)

SUPERVISED = OFFICE | SUPERVISOR

PUBLICITY_LINES = (
    Line("publicity:publicity", GET, READERS),
    Line("publicity:notices-office", GET, READERS, row="edition", blind=SUPERVISOR),
    Line("publicity:notice-compose", GET, OFFICE, row="edition", args=EXPLANATION),
    Line("publicity:notice-compose", POST, OFFICE, row="edition", args=EXPLANATION),
    unseen("publicity:draft", GET, READERS),
    unseen("publicity:draft", POST, READERS),
    unseen("publicity:draft-pdf", GET, READERS),
    Line("publicity:objections", GET, SUPERVISED, row="edition", blind=SUPERVISOR),  # nobody is invited
    unseen("publicity:objection-case", GET, SUPERVISED),
    unseen("publicity:objection-case", POST, SUPERVISED),
    unseen("publicity:objection-decide", GET, OFFICE),
    unseen("publicity:objection-decide", POST, OFFICE),
    unseen("publicity:objection-identity", POST, SUPERVISED),
    unseen("publicity:objection-file", GET, SUPERVISED),
    Line("publicity:holds", GET, OFFICE, row="edition"),
    replace(unseen("publicity:hold", GET, OFFICE | MEMBERS | SECRETARY), args=HOLD),
    replace(unseen("publicity:hold", POST, OFFICE | MEMBERS | SECRETARY), args=HOLD),
    *MEETING_LINES,
    *AWARD_LINES,
)

HERE = {"file": "00000000-0000-4000-8000-000000000000"}
OWN = APPLICANTS - {"applicant"}  # to them somebody else's draft is not there
PART = {"key": "contact"}
FIRST_VERSION = {"number": 1}


def own(name: str, method: str, *, status: int = 0, args: dict[str, object] | None = None) -> Line:
    """A page of an applicant's own draft; the edition of this world is not yet open, so nothing can be done to it."""
    return Line(f"applications:{name}", method, APPLICANTS, row="draft", args=args or {}, blind=OWN, status=status)


APPLICATION_LINES = (
    Line("applications:apply", GET, APPLICANTS),
    Line("applications:apply", POST, APPLICANTS, status=409),
    unseen("applications:membership", POST, APPLICANTS),
    own("application", GET),
    own("application_body", POST, status=409),
    own("check", GET),
    own("part", GET, args=PART),
    own("part", POST, args=PART, status=409),
    own("evidence", GET),
    own("evidence", POST, status=409),
    own("commitment", GET),
    own("commitment", POST, status=409),
    own("submit", GET),
    own("submit", POST, status=409),
    own("take_back", POST, status=409),
    own("withdraw", GET),
    own("withdraw", POST, status=409),
    unseen("applications:end", GET, OFFICE | MEMBERS),
    unseen("applications:end", POST, OFFICE | MEMBERS),
    unseen("applications:end_scan", GET, OFFICE | MEMBERS),
    Line("applications:endings", GET, OFFICE | MEMBERS, row="edition"),
    replace(unseen("applications:members", GET, APPLICANTS), row="draft"),  # it is no team's
    replace(unseen("applications:members", POST, APPLICANTS), row="draft"),
    replace(unseen("applications:member_leave", POST, APPLICANTS), args={"member": HERE["file"]}),
    replace(unseen("applications:attachment", GET, APPLICANTS), args=HERE),
    replace(unseen("applications:attachment_remove", POST, APPLICANTS), args=HERE),
    replace(unseen("applications:receipt", GET, APPLICANTS), row="draft"),  # nothing was submitted
    replace(unseen("applications:snapshot_pdf", GET, APPLICANTS | BODIES | OFFICE), row="draft", args=FIRST_VERSION),
    Line("applications:paper_filings", GET, OFFICE, row="edition"),
    Line("applications:paper_filings", POST, OFFICE, row="edition", status=409),
    replace(unseen("applications:paper_filing", GET, OFFICE), args={"filing": HERE["file"]}),
    replace(unseen("applications:paper_filing", POST, OFFICE), args={"filing": HERE["file"]}),
    replace(unseen("applications:paper_scan", GET, OFFICE), args={"filing": HERE["file"]} | HERE),
    replace(unseen("applications:paper_correction", GET, OFFICE), args={"filing": HERE["file"]}),
    replace(unseen("applications:paper_correction", POST, OFFICE), args={"filing": HERE["file"]}),
    replace(unseen("applications:paper_correction_scan", GET, OFFICE), args={"filing": HERE["file"]} | HERE),
)

DECISION = {"name": "accept"}

RECOMMENDATION_LINES = (
    Line("applications:recommendations", GET, BODIES),
    Line("applications:recommendation_letter", GET, BODIES),
    Line("applications:recommendation_letter", POST, BODIES, status=409),  # nothing is examined yet
    Line("applications:recommendation_letter_pdf", GET, BODIES, status=409),
    unseen("applications:recommendation_sealed", GET, BODIES),
    unseen("applications:recommendation_sealed", POST, BODIES),
    unseen("applications:recommendation_sealed_scan", GET, BODIES),
    unseen("applications:recommendation", GET, BODIES),
    replace(unseen("applications:recommendation_file", GET, BODIES | OFFICE), args=HERE),
    unseen("applications:recommendation_form_pdf", GET, BODIES | OFFICE),
    unseen("applications:recommendation_advise", POST, BODIES),
    unseen("applications:recommendation_examine", POST, EXAMINERS),
    unseen("applications:recommendation_return", GET, EXAMINERS | OFFICE),
    unseen("applications:recommendation_return", POST, EXAMINERS | OFFICE),
    unseen("applications:recommendation_check", POST, CHECKERS),
    unseen("applications:recommendation_sign", POST, SIGNERS),
    unseen("applications:recommendation_send_back", POST, SIGNERS),
    unseen("applications:recommendation_seal", GET, EXAMINERS),
    unseen("applications:recommendation_seal", POST, EXAMINERS),
    unseen("applications:recommendation_opinions", GET, OFFICE),
    unseen("applications:recommendation_opinions", POST, OFFICE),
    replace(unseen("applications:recommendation_opinion_scan", GET, OFFICE), args={"opinion": HERE["file"]}),
    unseen("applications:recommendation_pass_on", GET, OFFICE),
    unseen("applications:recommendation_pass_on", POST, OFFICE),
    unseen("applications:recommendation_overdue", POST, OFFICE),
    Line("applications:recommendation_bodies", GET, OFFICE, row="edition"),
    replace(unseen("applications:recommendation_remind", POST, OFFICE), args={"body": HERE["file"]}),
    own("correction", GET),
    own("correction", POST, status=409),
)

QUALIFICATION_LINES = (
    Line("applications:qualification_now", GET, OFFICE),
    Line("applications:qualification", GET, OFFICE, row="edition"),
    Line("applications:qualification_sheet", GET, OFFICE, row="edition"),
    Line("applications:inquiries", GET, OFFICE, row="edition"),
    Line("applications:inquiries", POST, OFFICE, row="edition"),
    unseen("applications:qualification_case", GET, OFFICE),
    unseen("applications:qualification_case", POST, OFFICE),
    Line("applications:qualification_file", GET, OFFICE, row="nothing", args=HERE, blind=OFFICE),
    Line("applications:qualification_decide", GET, OFFICE, row="nothing", args=DECISION, blind=OFFICE),
    Line("applications:qualification_decide", POST, OFFICE, row="nothing", args=DECISION, blind=OFFICE),
    Line("applications:qualification_send_back", POST, OFFICE, row="nothing", args=DECISION, blind=OFFICE),
    unseen("applications:inquiry", GET, OFFICE),
    unseen("applications:inquiry", POST, OFFICE),
    unseen("applications:inquiry_overdue", POST, OFFICE),
    Line("applications:honours", GET, OFFICE),
    Line("applications:honour_new", GET, OFFICE),
    Line("applications:honour_new", POST, OFFICE),
    unseen("applications:honour", GET, OFFICE),
    unseen("applications:honour", POST, OFFICE),
    unseen("applications:honour_correct", GET, OFFICE),
    unseen("applications:honour_correct", POST, OFFICE),
)

KEY = {"pk": 1}

LIBRARY_LINES = (
    Line("account_login", GET, EVERYBODY),
    Line("account_login", POST, EVERYBODY),
    Line("account_logout", GET, EVERYBODY),
    Line("account_logout", POST, EVERYBODY),
    Line("account_inactive", GET, EVERYBODY, status=403),
    Line("account_reauthenticate", GET, SIGNED_IN),
    Line("account_reauthenticate", POST, SIGNED_IN),
    Line("account_change_password", GET, SIGNED_IN),
    Line("account_change_password", POST, SIGNED_IN),
    Line("mfa_authenticate", GET, EVERYBODY),
    Line("mfa_authenticate", POST, EVERYBODY),
    Line("mfa_login_webauthn", GET, EVERYBODY),
    Line("mfa_login_webauthn", POST, EVERYBODY),
    Line("mfa_index", GET, SIGNED_IN),
    Line("mfa_reauthenticate", GET, SIGNED_IN),
    Line("mfa_reauthenticate", POST, SIGNED_IN),
    Line("mfa_activate_totp", GET, SIGNED_IN),
    Line("mfa_activate_totp", POST, SIGNED_IN),
    Line("mfa_deactivate_totp", GET, SIGNED_IN, blind=SIGNED_IN - WITH_FACTOR),
    Line("mfa_deactivate_totp", POST, SIGNED_IN, blind=SIGNED_IN - WITH_FACTOR),
    Line("mfa_view_recovery_codes", GET, SIGNED_IN, blind=SIGNED_IN),  # nobody has made any
    Line("mfa_generate_recovery_codes", GET, SIGNED_IN),
    Line("mfa_generate_recovery_codes", POST, SIGNED_IN),
    Line("mfa_list_webauthn", GET, SIGNED_IN),
    Line("mfa_add_webauthn", GET, SIGNED_IN),
    Line("mfa_add_webauthn", POST, SIGNED_IN),
    Line("mfa_reauthenticate_webauthn", GET, SIGNED_IN),
    Line("mfa_reauthenticate_webauthn", POST, SIGNED_IN),
    # These ask for the password again before they look for the key.
    Line("mfa_edit_webauthn", GET, SIGNED_IN, args=KEY),
    Line("mfa_edit_webauthn", POST, SIGNED_IN, args=KEY),
    Line("mfa_remove_webauthn", GET, SIGNED_IN, args=KEY),
    Line("mfa_remove_webauthn", POST, SIGNED_IN, args=KEY),
)

# Addresses that a library brings and nobody needs: refused to everybody, by either method.
CLOSED = {
    "account_signup": {},
    "account_email": {},
    "account_email_verification_sent": {},
    "account_set_password": {},
    "account_reset_password": {},
    "account_reset_password_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    "account_reset_password_from_key_done": {},
    "account_confirm_email": {"key": "a"},
    "account_confirm_login_code": {},
    "mfa_download_recovery_codes": {},
}
CLOSED_LINES = tuple(Line(name, method, NOBODY, args=args) for name, args in CLOSED.items() for method in (GET, POST))

LINES = (
    *PUBLIC_LINES,
    *ACCOUNT_LINES,
    *PROCEDURE_LINES,
    *PAPER_LINES,
    *PUBLICITY_LINES,
    *APPLICATION_LINES,
    *RECOMMENDATION_LINES,
    *QUALIFICATION_LINES,
    *POOL_LINES,
    *SHEET_LINES,
    *ROUND_LINES,
    *ORGANIZING_LINES,
    *LIBRARY_LINES,
    *CLOSED_LINES,
)
