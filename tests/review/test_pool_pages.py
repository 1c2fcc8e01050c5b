"""The pages of pool, invitations, recusals and mandates, as each role uses them."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from core import clock
from core.files import storage
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.parameters.services import fill_demo
from review import todo
from review.mandates.models import Mandate, MandateEnd, PaperKind
from review.recusals.models import Conflict, ConflictKind, Interest, RecusalRequest
from review.reviewers.models import Employment, Invitation, Pledge, ReviewerProfile, ReviewerRelease
from tests.core.files import make
from tests.factories import AT, make_actor, make_application, make_edition, sign_in
from tests.review.hands import entrusted, two
from tests.review.pairs import conflict
from tests.review.test_recusal_requests import asked, tell
from tests.review.test_recusals import works
from tests.reviewing import acting_as, assign, invite, make_reviewer, reviewing_world

pytestmark = pytest.mark.django_db
CODE = "91999900MA0DEM0A7U"


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch, tmp_path):
    settings.DEMO = True
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


def text(answer):
    return answer.content.decode()


def read(answer):
    """The bytes of a file that was served."""
    return b"".join(answer.streaming_content)


def signed(client, address, **typed):
    """What the signing form on a page sends."""
    page = client.get(address)
    form = page.context.get("signing") or page.context["form"]
    return client.post(address, {"signing_digest": form.fingerprint, "signing_password": DEMO_PASSWORD} | typed)


def titles(actor):
    return [item.title for item in todo.todo(Asking(actor, AT))]


@pytest.mark.article("14")
def test_from_the_grant_to_the_pledge_and_the_declaration(client):
    edition = make_edition(step=Step.MATERIALS, demo=True)
    firm = make_application(edition, "accepted")
    office, reviewer = make_actor(Role.OFFICE), make_actor(Role.REVIEWER)
    person = reviewer.person
    sign_in(client, office)
    assert "还没有登记" in text(client.get("/reviewers/"))

    profile = {"source": "university", "post": "教授", "lines": "质量管理\n机械制造", "note": ""}
    assert client.post(f"/reviewers/{person.pk}/profile/", profile).status_code == 302
    work = {"employer": "太原某大学（演示）", "credit_code": CODE, "post": "教授", "from_on": "2015-09-01", "until_on": ""}
    assert client.post(f"/reviewers/{person.pk}/employments/", work).status_code == 302
    assert (ReviewerProfile.objects.get().specialities, Employment.objects.get().credit_code) == (["质量管理", "机械制造"], CODE)

    page = client.get(f"/reviewers/invite/?person={person.pk}&person=x")
    chosen = page.context["form"].initial
    sent = client.post("/reviewers/invite/", chosen | {"answer_by": "2026-03-09", "text": "请拨冗参加。"})
    assert (sent.status_code, todo.waiting(Asking(office, AT))[0].text) == (302, "1人还没有答复邀请。")

    sign_in(client, reviewer)
    invitation = Invitation.objects.get()
    address = f"/review/invitations/{invitation.pk}/"
    assert titles(reviewer) == ["答复第三届晋中市质量奖的评审邀请"]
    assert "请拨冗参加。" in text(client.get(address))
    assert client.post(address, {"accepted": "no", "reason": ""}).status_code == 422
    client.post(address, {"accepted": "yes", "reason": ""})
    assert titles(reviewer) == ["签署评审员承诺"]
    assert str(firm.applicant.unit) not in text(client.get(f"{address}interests/"))
    assert signed(client, f"{address}pledge/").status_code == 302
    assert Pledge.objects.get().text in "\n".join(client.get(f"{address}pledge/").context["lines"])

    assert titles(reviewer) == ["声明与1份申报有没有利害关系"]
    form = client.get(f"{address}interests/").context["form"]
    declared = {"seen": form.stamp, "known": "on", f"kind-{firm.pk}": "kin", f"text-{firm.pk}": "表弟任厂长"}
    assert client.post(f"{address}interests/", declared | {"known": ""}).status_code == 422
    assert client.post(f"{address}interests/", declared).status_code == 302
    assert (Conflict.objects.get().kind, titles(reviewer)) == (ConflictKind.DECLARED, [])
    assert "表弟任厂长" in text(client.get(address))


@pytest.mark.article("28")
def test_a_declaration_over_another_list_is_refused_with_what_was_typed(client):
    edition, (application, _), (reviewer, *_), _ = reviewing_world()
    invitation = Invitation.objects.get(reviewer=reviewer)
    sign_in(client, acting_as(reviewer))
    address = f"/review/invitations/{invitation.pk}/interests/"
    form = client.get(address).context["form"]
    make_application(edition, "accepted")

    typed = {"seen": form.stamp, "known": "on", f"kind-{application.pk}": "shares", f"text-{application.pk}": "持股百分之一"}
    answer = client.post(address, typed)

    assert (answer.status_code, Interest.objects.count()) == (422, 0)
    assert ["持股百分之一" in text(answer), "受理的名单有了变化" in text(answer)] == [True, True]


@pytest.mark.article("14")
def test_the_pool_is_filtered_and_an_agency_without_a_mandate_sees_nobody(client):
    edition = make_edition(step=Step.QUALIFICATION, demo=True)
    invite(edition, make_reviewer("卫明德"), answered=False)
    make_reviewer("苗清和", source="media")
    agency = make_actor(Role.AGENCY)
    sign_in(client, agency)
    assert ["卫明德" in text(client.get("/reviewers/")), "贵机构现在没有受委托" in text(client.get("/reviewers/"))] == [False, True]

    entrusted(edition, agency.unit)

    found = {query: [name for name in ("卫明德", "苗清和") if name in text(client.get(f"/reviewers/?{query}"))] for query in QUERIES}
    assert found == QUERIES


QUERIES = {
    "": ["卫明德", "苗清和"],
    "source=media": ["苗清和"],
    "state=waiting": ["卫明德"],
    "words=卫": ["卫明德"],
    "speciality=食品": [],
    "state=nonsense": ["卫明德", "苗清和"],
}


@pytest.mark.parametrize("count", [1, 6])
def test_the_pool_asks_as_much_for_many_as_for_few(client, count):
    edition = make_edition(step=Step.QUALIFICATION, demo=True)
    for _ in range(count):
        invite(edition, make_reviewer())
    sign_in(client, make_actor(Role.OFFICE))
    client.get("/reviewers/")

    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        client.get("/reviewers/")

    assert len(asked_for) <= 24, len(asked_for)


@pytest.mark.article("13(4)")
def test_a_reviewer_leaves_by_two_and_the_office_is_asked_to_fill_his_place(client):
    edition, (application, _), (reviewer, *_), panel = reviewing_world()
    fill_demo(edition, at=AT)
    assign(application, reviewer, panel)
    invitation, (first, second) = Invitation.objects.get(reviewer=reviewer), two()
    address = f"/reviewers/invitations/{invitation.pk}/release/"

    sign_in(client, first)
    assert str(application.applicant.unit) in text(client.get(address))
    assert client.post(address, {"kind": "ill", "reason": "住院手术。"}).status_code == 302
    sign_in(client, second)
    assert f"确认{reviewer}退出评审" in titles(second)
    assert signed(client, address).status_code == 302

    assert ReviewerRelease.objects.get().invitation == invitation
    assert "补足1处分派" in titles(second)
    assert client.get(f"/reviewers/{reviewer.person.pk}/").status_code == 200


@pytest.mark.article("28")
def test_a_likeness_is_decided_by_two_on_its_page(client):
    edition, _, (reviewer, *_), _ = reviewing_world(applications=0)
    fill_demo(edition, at=AT)
    firm = make_application(edition, "accepted")
    works(reviewer, firm.applicant.unit.name, "")
    first, second = two()
    sign_in(client, first)
    assert "核对1对可能要回避的" in titles(first)
    assert "没有代码可以核对" in text(client.get(f"/review/{edition.pk}/recusals/"))

    chosen = client.get(f"/review/{edition.pk}/recusals/choose/?application={firm.pk}&reviewer={reviewer.pk}")
    assert client.post(chosen.url, {"recused": "yes", "reason": "执照相同。"}).status_code == 302
    assert [title for title in titles(first) if "回避" in title] == []
    assert "等另一人确认" in text(client.get(f"/review/{edition.pk}/recusals/"))
    sign_in(client, second)
    assert [title for title in titles(second) if "是否回避" in title] == [f"确认{reviewer}对{firm.applicant.unit}是否回避"]
    assert signed(client, chosen.url).status_code == 302

    assert Conflict.objects.get().kind == ConflictKind.DECIDED
    assert "评选办决定回避" in text(client.get(f"/review/{edition.pk}/recusals/"))
    assert client.get(chosen.url).status_code == 200


@pytest.mark.article("28")
def test_an_applicant_asks_two_decide_and_the_letter_waits(client):
    _, (application, _), (reviewer, *_), _ = reviewing_world()
    tell(application)
    applicant = make_actor(Role.APPLICANT, application.applicant.unit)
    address = f"/applications/{application.pk}/recusal/"
    sign_in(client, applicant)
    proof = SimpleUploadedFile("判决书.pdf", make.pdf())
    assert client.post(address, {"named": "卫明德", "reason": "曾有诉讼。", "file": proof}).status_code == 302
    assert ["台账凭据" in text(client.get(address)), len(todo.waiting(Asking(applicant, AT)))] == [True, 1]

    row, (first, second) = RecusalRequest.objects.get(), two()
    office = f"/review/recusals/{row.pk}/"
    sign_in(client, first)
    assert read(client.get(f"{office}file/")) == make.pdf()
    assert client.post(office, {"upheld": "no", "reviewers": [reviewer.pk], "reason": "无"}).status_code == 422
    assert client.post(office, {"upheld": "yes", "reviewers": [reviewer.pk], "reason": "属实。"}).status_code == 302
    sign_in(client, second)
    assert signed(client, office).status_code == 302

    assert Conflict.objects.get().kind == ConflictKind.REQUESTED
    assert client.get(office).status_code == 200
    sign_in(client, applicant)
    assert "评选办正在办理，结果书面告知。" in text(client.get(address))


@pytest.mark.article("13(2)")
def test_an_agency_is_entrusted_and_its_mandate_ended_on_the_pages(client):
    edition = make_edition(step=Step.QUALIFICATION, demo=True)
    agency, (first, second) = make_actor(Role.AGENCY), two()
    sign_in(client, first)
    address = f"/review/{edition.pk}/mandates/"
    assert "本届没有委托机构" in text(client.get(address))
    typed = {"agency": agency.unit.pk, "materials": "on", "from_on": "2026-03-02", "until_on": "2026-12-31"}
    for kind in PaperKind:
        typed |= {f"{kind}-title": f"{kind.label}（演示）", f"{kind}-dated_on": "2026-03-01"}
    assert client.post(f"{address}new/", typed | {"until_on": "2026-01-01"}).status_code == 422
    scan = SimpleUploadedFile("委托书.pdf", make.pdf())
    assert client.post(f"{address}new/", typed | {"entrustment-scan": scan}).status_code == 302

    sign_in(client, second)
    page = client.get(f"{address}new/")
    assert titles(second) == ["确认委托第三方机构"]
    assert read(client.get(f"{address}scans/{page.context['content']['papers'][0]['scan']}/")) == make.pdf()
    assert signed(client, f"{address}new/").status_code == 302
    mandate = Mandate.objects.get()
    assert (mandate.until_on, "委托期内" in text(client.get(address))) == (date(2026, 12, 31), True)

    end = f"/review/mandates/{mandate.pk}/end/"
    assert client.post(end, {"handover": "资料移交评选办。"}).status_code == 302
    sign_in(client, first)
    assert signed(client, end).status_code == 302
    assert ["已终止" in text(client.get(address)), MandateEnd.objects.count(), client.get(end).status_code] == [True, 1, 404]


def seen_by(actor, addresses):
    """What somebody reads in a browser of his own."""
    client = sign_in(Client(), actor)
    return [_plain(client.get(address).content) for address in addresses]


@pytest.mark.article("28")
def test_what_a_reviewer_sees_does_not_change_with_another_s_conflict_interest_or_assignment():
    edition, (application, other), (me, another, _), panel = reviewing_world()
    mine = Invitation.objects.get(reviewer=me)
    addresses = ["/home/", "/review/invitations/", f"/review/invitations/{mine.pk}/", f"/review/invitations/{mine.pk}/interests/"]
    before = seen_by(acting_as(me), addresses)

    conflict(application, another)
    assign(other, another, panel)
    invite(edition, make_reviewer(), answered=False)

    assert seen_by(acting_as(me), addresses) == before


@pytest.mark.article("28")
def test_an_applicant_cannot_learn_whether_somebody_reviews(client):
    """Two worlds that differ in whether the named person reviews him: until the letter and in it, the same to the byte."""
    _, (application, _), (reviewer, *_), panel = reviewing_world()
    tell(application)
    applicant = make_actor(Role.APPLICANT, application.applicant.unit)
    asked(application, reviewer.person.name, by=applicant)
    addresses = ["/home/", f"/applications/{application.pk}/recusal/", "/apply/", "/letters/"]
    before = seen_by(applicant, addresses)

    assignment = assign(application, reviewer, panel)
    assert seen_by(applicant, addresses) == before
    first, second = two()
    row = RecusalRequest.objects.get()
    sign_in(client, first)
    client.post(f"/review/recusals/{row.pk}/", {"upheld": "yes", "reviewers": [reviewer.pk], "reason": "属实。"})
    sign_in(client, second)
    signed(client, f"/review/recusals/{row.pk}/")
    assert Conflict.objects.get().reviewer == assignment.reviewer

    assert seen_by(applicant, addresses) == before


def _plain(page: bytes) -> bytes:
    """A page without the token against foreign forms, which is new each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
