"""The pages of an edition's rubrics: reading, previewing, confirming exactly what was previewed, the Excel list."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.grants.models import Role
from core import clock
from core.files import storage
from core.files.models import StoredFile
from procedure.editions.models import Category, Step
from procedure.rubrics.models import Rubric
from procedure.rubrics.services import fill_demo
from tests.factories import AT, at_step, make_actor, make_edition
from tests.procedure.hands import as_actor
from tests.procedure.sheets import SMALL, rubric_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.article("17")]
TYPED = {"standard_name": "质量评价规范", "standard_number": "DB14/T 1462", "standard_year": "2017", "total": "100", "note": ""}


@pytest.fixture(autouse=True)
def _place_and_time(tmp_path, monkeypatch):
    """A storage of this test's own; the pages ask the clock."""
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def by():
    return make_actor(Role.OFFICE)


@pytest.fixture
def edition(by):
    return make_edition(by=by)


def text(answer):
    return answer.content.decode()


def upload(rows=SMALL, content=None):
    return SimpleUploadedFile("评价标准.xlsx", rubric_sheet(rows) if content is None else content)


def url(edition, category="organization"):
    return f"/editions/{edition.pk}/rubrics/{category}/import/"


def preview(client, edition, **changes):
    return client.post(url(edition), TYPED | {"action": "preview", "file": upload()} | changes)


def confirm(client, edition, shown, **changes):
    """Send what the page of the preview holds."""
    kept = {name: shown.context["form"].data[name] for name in (*TYPED, "source", "seen")}
    return client.post(url(edition), kept | {"action": "confirm"} | changes)


class TestTakingIn:
    def test_a_preview_shows_what_was_read_and_takes_nothing_in(self, client, edition, by):
        answer = preview(as_actor(client, by), edition)

        page = text(answer)
        assert (answer.status_code, Rubric.objects.count()) == (200, 0)
        wanted = ["DB14/T 1462—2017《质量评价规范》", "读到的4条", "体系", "有制度", "核对无误，录入组织评价标准"]
        assert [words for words in wanted if words not in page] == []

    def test_it_is_confirmed_as_it_was_previewed(self, client, edition, by):
        shown = preview(as_actor(client, by), edition)

        answer = confirm(client, edition, shown)

        rubric = Rubric.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/editions/{edition.pk}/rubrics/")
        assert (rubric.source, len(rubric.items), rubric.by) == (StoredFile.objects.get(), 4, by.person)

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"standard_number": ""}, "standard_number", "请填写“标准编号”。"),
            ({"file": upload([("1", "", "质量", "许多", "")])}, "file", "D2：分值应为数字"),
            ({"total": "99"}, "file", "第一级的分值合计100，与总分99不等。"),
            ({"file": upload(content=b"x")}, "file", None),
            ({"file": ""}, "file", "请选择文件。"),
        ],
    )
    def test_mistakes_are_shown_and_the_words_kept(self, client, edition, by, changes, field, sentence):
        answer = preview(as_actor(client, by), edition, **changes)

        errors = answer.context["form"][field].errors
        assert (answer.status_code, errors) == (422, [sentence] if sentence else errors)
        assert "质量评价规范" in text(answer)
        assert (Rubric.objects.count(), StoredFile.objects.count()) == (0, 0)

    def test_going_back_keeps_the_words(self, client, edition, by):
        shown = preview(as_actor(client, by), edition)

        answer = confirm(client, edition, shown, action="edit")

        assert (answer.status_code, answer.context["form"].initial["standard_name"]) == (200, "质量评价规范")
        assert Rubric.objects.count() == 0

    def test_a_newer_version_stands_against_it(self, client, edition, by):
        as_actor(client, by)
        shown, other = preview(client, edition), preview(client, edition)
        confirm(client, edition, other)

        answer = confirm(client, edition, shown)

        assert (answer.status_code, Rubric.objects.count()) == (409, 1)
        assert "有人录入了新的一版" in text(answer)

    def test_a_changed_word_is_checked_again(self, client, edition, by):
        shown = preview(as_actor(client, by), edition)

        assert confirm(client, edition, shown, total="99").status_code == 409
        assert confirm(client, edition, shown, total="").status_code == 409
        assert Rubric.objects.count() == 0

    def test_another_persons_file_is_not_found(self, client, edition, by):
        shown = preview(as_actor(client, by), edition)

        answer = confirm(as_actor(client, make_actor(Role.OFFICE)), edition, shown)

        assert (answer.status_code, Rubric.objects.count()) == (404, 0)

    def test_after_step_three_it_is_refused(self, client, edition, by):
        at_step(edition, Step.MATERIALS)

        answer = as_actor(client, by).get(url(edition))

        assert answer.status_code == 409
        assert "本届正处于“材料评审”，评价标准不能再改。" in text(answer)

    def test_an_unknown_category_is_not_found_and_others_are_refused(self, client, edition, by):
        assert as_actor(client, by).get(url(edition, "team")).status_code == 404
        assert as_actor(client, make_actor(Role.SECRETARY)).get(url(edition)).status_code == 403


class TestPage:
    def page(self, client, edition):
        return client.get(f"/editions/{edition.pk}/rubrics/")

    def test_it_says_what_is_missing(self, client, edition, by):
        page = text(as_actor(client, by).get(f"/editions/{edition.pk}/rubrics/"))

        assert (page.count("还没有录入</span>"), "录入个人评价标准" in page) == (2, True)

    def test_readers_see_the_standard_and_no_form(self, client, by):
        edition = make_edition(4, by=by, demo=True)
        fill_demo(edition, at=AT)

        page = text(self.page(as_actor(client, make_actor(Role.SUPERVISOR)), edition))

        assert ["GB/T 19580—2012《卓越绩效评价准则（演示）》" in page, "高层领导的作用" in page, "/import/" in page] == [True, True, False]

    def test_others_are_refused(self, client, edition):
        assert self.page(as_actor(client, make_actor(Role.REVIEWER)), edition).status_code == 403

    def test_the_number_of_queries_does_not_grow(self, client, edition, by):
        as_actor(client, by)
        confirm(client, edition, preview(client, edition))
        self.page(client, edition)
        with CaptureQueriesContext(connection) as one:
            self.page(client, edition)
        for number in (1463, 1464):
            confirm(client, edition, preview(client, edition, standard_number=f"DB14/T {number}"))
        with CaptureQueriesContext(connection) as three:
            self.page(client, edition)

        assert (Rubric.objects.count(), len(three)) == (3, len(one))


class TestSheet:
    def sheet(self, client, edition, category="organization"):
        return client.get(f"/editions/{edition.pk}/rubrics/{category}/sheet/")

    def test_the_empty_form_has_the_columns(self, client, edition, by):
        answer = self.sheet(as_actor(client, by), edition)

        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert rows[-1] == ("编号", "上级编号", "名称", "分值", "评分要点")

    def test_the_rubric_in_force_goes_round(self, client, by):
        edition = make_edition(4, by=by, demo=True)
        fill_demo(edition, at=AT)
        as_actor(client, by)
        typed = TYPED | {"standard_number": "GB/T 19580", "total": "1000", "note": "重录"}

        shown = preview(client, edition, **typed | {"file": upload(content=self.sheet(client, edition).content)})
        assert "编号没有增减。" in text(shown)
        confirm(client, edition, shown)

        first, second = Rubric.objects.filter(category=Category.ORGANIZATION).order_by("event_id")
        assert second.items == first.items

    def test_an_unknown_category_is_not_found_and_others_are_refused(self, client, edition, by):
        assert self.sheet(as_actor(client, by), edition, "team").status_code == 404
        assert self.sheet(as_actor(client, make_actor(Role.REVIEWER)), edition).status_code == 403
