"""Two worlds that differ in what the office decided: whoever may not know it reads the same bytes on every page he can reach."""

import re

import pytest
from django.test import Client

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.cases.models import Status
from applications.moves import ACCEPT, DECLINE
from applications.qualification.decisions import confirm, propose
from core import clock
from procedure.letters.models import Letter
from procedure.letters.services import release
from tests.applications.qualifying import a_case, acceptable, an_edition, an_office, examine
from tests.factories import AT, make_actor, make_applicant, make_unit, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.article("18(3)")]

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
LONG = re.compile(r"pdf/?$|/parts/")
PUBLIC = ("/", "/notices/", "/notices/feed.xml", "/sitemap.xml", "/verify/", "/winners/", "/how/", "/rules/")
# Pages that say nothing of applications, and the log of sign-ins, which says who read.
ELSEWHERE = (
    "/rules/",
    "/how/",
    "/calendar/",
    "/verify/",
    "/winners/",
    "/notices/",
    "/audit/",
    "/accounts/",
    "/people/",
    "/grants/",
    "/system/",
)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def office():
    return an_office(), an_office()


@pytest.fixture
def cases(office):
    """One fit, one not, of an edition whose examination is done."""
    edition = an_edition()
    fit, unfit = a_case(edition, number="A-1"), a_case(edition, number="A-2")
    acceptable(fit, office[0])
    examine(unfit, office[0], k9_6="fail")
    return fit, unfit


@pytest.fixture
def outside(cases):
    """Everybody who may not know: the two applicants, a rival, their bodies, reviewers, the agency, the administrators."""
    fit, unfit = cases
    applicants = [make_actor(Role.APPLICANT, one.applicant.unit) for one in cases] + [make_actor(Role.APPLICANT, make_applicant().unit)]
    bodies = [make_actor(role, fit.body) for role in (Role.EXAMINER, Role.CHECKER, Role.SIGNER)] + [make_actor(Role.CHECKER, unfit.body)]
    agency = make_actor(Role.AGENCY, make_unit(UnitKind.AGENCY))
    return [*applicants, *bodies, make_actor(Role.REVIEWER), agency, *map(make_actor, (Role.SECURITY, Role.SYSTEM, Role.AUDIT))]


def decide(cases, first, second):
    """Two of the office accept one and decline the other; the letters wait."""
    fit, unfit = cases
    propose(ACCEPT, fit, by=first, at=AT)
    confirm(ACCEPT, fit, by=second, at=AT)
    propose(DECLINE, unfit, cited=["9(6)"], reason="2024年发生重大事故", by=first, at=AT)
    confirm(DECLINE, unfit, by=second, at=AT)
    assert [one.fresh().status for one in cases] == [Status.ACCEPTED, Status.DECLINED]


def read(client, addresses, *, papers):
    """Every page that links lead to, without the tokens that are new each time; papers and the forms' parts where asked."""
    seen, waiting = {}, list(addresses)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or (seen and address.startswith(ELSEWHERE)) or (not papers and LONG.search(address)):
            continue
        answer = client.get(address)
        body = TOKEN.sub(b"", b"".join(answer.streaming_content) if answer.streaming else answer.content)
        seen[address] = answer.status_code, answer.get("Location", ""), answer.get("ETag", ""), body
        waiting += re.findall(r'<a [^>]*href="(/[^"]*)"', body.decode(errors="ignore"))
    assert {address for address, answer in seen.items() if answer[0] >= 400} <= {"/review/"}  # nothing is entrusted to this agency
    return seen


@pytest.fixture
def browsers(outside):
    return {f"{number} {actor.role}": sign_in(Client(), actor) for number, actor in enumerate(outside)}


def worlds(client, browsers, *, papers):
    public = {address: page for each in PUBLIC for address, page in read(client, [each], papers=papers).items()}
    return {"public": public} | {who: read(browser, ["/home/"], papers=papers) for who, browser in browsers.items()}


def changed(before, after):
    """Who reads what otherwise."""
    pages = {(who, address) for who in before for address in before[who].keys() | after[who].keys()}
    return sorted((who, address) for who, address in pages if before[who].get(address) != after[who].get(address))


@pytest.mark.parametrize("everybody", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_what_was_decided_changes_no_byte_outside_before_its_letter_and_then_for_its_recipient(
    client, cases, browsers, office, everybody
):  # fmt: skip
    browsers = browsers if everybody else {who: browsers[who] for who in ("1 applicant", "4 checker")}
    before = worlds(client, browsers, papers=everybody)
    decide(cases, *office)
    decided = worlds(client, browsers, papers=everybody)
    release([Letter.objects.get(recipient=cases[1].applicant.unit)], by=office[0], at=AT)
    told = worlds(client, browsers, papers=everybody)

    assert changed(before, decided) == []
    assert {who for who, _ in changed(decided, told)} == {"1 applicant"}
    assert "2024年发生重大事故" in "".join(page[-1].decode(errors="ignore") for page in told["1 applicant"].values())
    assert sum(len(pages) for pages in told.values()) > (50 if everybody else 20)
