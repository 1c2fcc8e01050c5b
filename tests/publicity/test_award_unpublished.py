"""Two worlds one second before the award notice's hour: with it prepared and without, nobody outside reads another byte (R13)."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.grants.models import Role
from core import clock
from core.clock import SHANGHAI
from core.files import storage
from publicity.notices import services
from publicity.notices.models import NoticePaper, NoticePublication
from publicity.notices.papers import render_papers
from publicity.notices.publishing import publish_due
from tests.factories import AT, make_actor, sign_in
from tests.publicity import test_award_notice
from tests.publicity.test_award_notice import compose

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.article("18(8)")]
world, decided = test_award_notice.world, test_award_notice.decided
HOUR = AT.replace(day=4)
BEFORE = HOUR - timedelta(seconds=1)
GUESSED = ("/notices/2026-1/", "/notices/2026-1.pdf", "/notices/2026-1/object/", "/notices/2026-2/", "/winners/?edition=3")
LISTED = ("/", "/notices/", "/notices/feed.xml", "/sitemap.xml", "/winners/", "/verify/", "/verify/?number=2026-1")


@pytest.fixture
def at(monkeypatch):
    present = [BEFORE]
    monkeypatch.setattr(clock, "now", lambda: present[0])
    return present


def answer(client, address):
    """Everything that comes back: status, every header with sizes and ETags, the bytes."""
    found = client.get(address)
    return found.status_code, dict(found.headers), found.getvalue()


def everything(clients):
    return [answer(client, address) for client in clients for address in (*LISTED, *GUESSED)]


def prepared(world):
    """The office composes, two confirm; the sweep runs a second too early."""
    notice = compose(world, at=HOUR)
    services.confirm(notice, by=world.second, at=AT.replace(day=3))
    publish_due(BEFORE)
    render_papers(BEFORE)
    assert not NoticePublication.objects.exists()
    return notice


def test_a_second_before_its_hour_no_page_size_or_tag_differs_and_then_they_do(decided, at):
    rival = sign_in(Client(), make_actor(Role.APPLICANT))
    clients = [Client(), rival]
    without = everything(clients)
    prepared(decided)

    assert everything(clients) == without

    publish_due(HOUR)
    at[0] = HOUR
    with_it = everything(clients)
    assert [one[0] for one in with_it[: len(LISTED)]] == [200] * len(LISTED)
    assert with_it[len(LISTED)][0] == 200
    assert with_it != without


def test_the_draft_s_own_address_says_no_more_than_one_that_does_not_exist(decided, at):
    notice = prepared(decided)
    rival = sign_in(Client(), make_actor(Role.APPLICANT))

    for client in (Client(), rival):
        for ending in ("/", ".pdf"):
            real, unreal = str(notice.pk), str(uuid4())
            answers = [answer(client, f"/notices/{key}{ending}") for key in (real, unreal)]
            status, headers, body = answers[0]
            seen = [(status, str(headers).replace(real, unreal), body.replace(real.encode(), unreal.encode())), answers[1]]
            assert seen[0] == (answers[1][0], str(answers[1][1]), answers[1][2])


def test_the_paper_is_made_after_the_publication_and_its_metadata_say_nothing_else(decided, at):
    prepared(decided)
    assert not NoticePaper.objects.exists()
    publish_due(HOUR)
    render_papers(HOUR)

    with storage.opened(NoticePaper.objects.get().sha256) as kept:
        said = PdfReader(io.BytesIO(kept.read())).metadata

    publication = NoticePublication.objects.get()
    made = said.creation_date.replace(tzinfo=SHANGHAI) if said.creation_date.tzinfo is None else said.creation_date
    assert (said.title, made.date()) == (publication.notice.title, HOUR.date())
    assert {key for key in said if key not in ("/Title", "/CreationDate", "/Producer")} <= {"/ModDate"}
