"""The office's lists of step 3 with three applications and with three hundred: the same number of queries."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.cases.models import Application, Status
from core import clock
from core.ledger.services import ref
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release, write_letter
from tests.factories import many_applications, sign_in
from tests.publicity.objector import file
from tests.publicity.world import NOON, World

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.article("18(3)")]


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return World(names=("晋中甲公司", "晋中乙公司", "晋中丙公司"))


def letters(world, applications):
    """One each, as an act leaves them: half wait, half are out."""
    written = [
        write_letter(
            world.edition, kind=LetterKind.ACCEPTED, recipient=one.applicant.unit, subject_ref=ref(one), title="受理通知",
            text="予以受理。", article="18(3)", act="test", by=world.first, at=NOON,
        )
        for one in applications
    ]  # fmt: skip
    release(written[::2], by=world.first, at=NOON)


def counts(browser, paths):
    """Asked twice: the first time fills what is remembered until the ledger grows."""
    return [{path: asked(browser, path) for path in paths} for _ in range(2)][1]


def asked(browser, path):
    caches["lists"].clear()  # a home page finds everything anew
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200, path
    return len(queries)


def test_lists_of_the_office_ask_the_same_for_three_and_for_three_hundred(client, world):
    edition = f"/editions/{world.edition.pk}"
    publication = world.publish()
    many_applications(world.edition, 2, Status.ACCEPTED, at=NOON)  # not noticed yet
    notice = f"/notices/{publication.number}/"
    paths = (
        f"{edition}/holds/", f"{edition}/endings/", f"{edition}/notices/", f"{edition}/notices/supplement/", f"{edition}/objections/",
        f"{edition}/paper-filings/", f"{edition}/", "/editions/", "/letters/", "/letters/outbox/", "/home/", notice,
    )  # fmt: skip
    browser = sign_in(client, world.first)
    letters(world, world.applications)
    for row in range(3):
        file(publication, row=row)
    few = counts(browser, paths)

    many = many_applications(world.edition, 295, Status.ACCEPTED, at=NOON)
    letters(world, many[:97])

    assert counts(browser, paths) == few
    assert (Application.objects.count(), Letter.objects.count()) == (300, 100)
