"""The pages of an edition's papers, as each role meets them, and the issue of the rules on their public page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from core import clock
from core.files import storage
from procedure.documents.models import DocumentApproval, DocumentKind, EditionDocument
from procedure.documents.services import fill_demo
from procedure.editions.models import Step
from tests.core.files import make
from tests.factories import AT, at_step, make_actor, make_edition
from tests.procedure.hands import as_actor
from tests.procedure.papers import RULES, WORKING_RULES, approve, enter, scan

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "评选办法",
    "number": "甲发〔2026〕1号",
    "issuer": "市政府",
    "dated_on": "2026-03-02",
    "effective_on": "2026-03-02",
    "note": "",
}


@pytest.fixture(autouse=True)
def _place_and_time(tmp_path, monkeypatch):
    """A storage of this test's own; the pages ask the clock."""
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def by():
    return make_actor(Role.OFFICE)


@pytest.fixture
def secretary():
    return make_actor(Role.SECRETARY)


@pytest.fixture
def edition(by):
    return make_edition(by=by)


def text(answer):
    return answer.content.decode()


class TestList:
    def url(self, edition):
        return f"/editions/{edition.pk}/documents/"

    def test_it_says_what_is_missing_with_its_article(self, client, edition, by):
        enter(edition, RULES, by, number="")

        page = text(as_actor(client, by).get(self.url(edition)))

        wanted = ["评选办法还缺：文号。", "第三十一条", "还没有登记评选工作安排。", "登记评选细则", "登记新的一版评选办法"]
        assert [words for words in wanted if words not in page] == []

    def test_only_the_office_may_enter_and_only_the_secretary_approve(self, client, edition, by, secretary):
        enter(edition, WORKING_RULES, by)
        may = {}
        for actor in (by, secretary, make_actor(Role.LEADING_GROUP), make_actor(Role.SUPERVISOR)):
            page = text(as_actor(client, actor).get(self.url(edition)))
            may[actor.role] = ("登记评选办法</a>" in page, "登记这一版的审定</a>" in page)

        assert may == {
            Role.OFFICE: (True, False),
            Role.SECRETARY: (False, True),
            Role.LEADING_GROUP: (False, False),
            Role.SUPERVISOR: (False, False),
        }

    def test_others_are_refused(self, client, edition):
        assert as_actor(client, make_actor(Role.REVIEWER)).get(self.url(edition)).status_code == 403

    def test_earlier_versions_stay_with_their_approval(self, client, edition, by, secretary):
        approve(enter(edition, WORKING_RULES, by), secretary)
        enter(edition, WORKING_RULES, by, title="评选细则（修订）")

        page = text(as_actor(client, by).get(self.url(edition)))

        assert ["以前的1版" in page, "领导小组第1次会议纪要" in page, "这一版还没有登记审定。" in page] == [True, True, True]

    def test_the_number_of_queries_does_not_grow(self, client, edition, by, secretary):
        as_actor(client, by)
        approve(enter(edition, WORKING_RULES, by), secretary)
        client.get(self.url(edition))
        with CaptureQueriesContext(connection) as one:
            client.get(self.url(edition))
        for title in ("第二稿", "第三稿"):
            approve(enter(edition, WORKING_RULES, by, title=title), secretary)
        with CaptureQueriesContext(connection) as three:
            client.get(self.url(edition))

        assert len(three) == len(one)


class TestEntering:
    def url(self, edition, kind=RULES):
        return f"/editions/{edition.pk}/documents/{kind}/"

    def test_the_form_enters(self, client, edition, by):
        answer = as_actor(client, by).post(self.url(edition), TYPED | {"scan": scan()})

        document = EditionDocument.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/editions/{edition.pk}/documents/")
        assert (document.number, document.scan.name, document.by) == ("甲发〔2026〕1号", "扫描件.pdf", by.person)

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"title": ""}, "title", "请填写“文件名称”。"),
            ({"number": "甲发\u200b1号"}, "number", "内容含不可见字符（第3个字），请重新输入。"),
            ({"scan": SimpleUploadedFile("扫描件.pdf", b"")}, "scan", "文件为空，请检查后重新选择。"),
        ],
    )
    def test_the_form_refuses_and_keeps_the_words(self, client, edition, by, changes, field, sentence):
        answer = as_actor(client, by).post(self.url(edition), TYPED | changes)

        assert (answer.status_code, answer.context["form"][field].errors) == (422, [sentence])
        assert "市政府" in text(answer)
        assert EditionDocument.objects.count() == 0

    def test_each_kind_asks_for_what_it_has(self, client, edition, by):
        as_actor(client, by)
        fields = {kind: list(client.get(self.url(edition, kind)).context["form"].fields) for kind in DocumentKind}

        common = ["title", "number", "issuer", "dated_on"]
        assert fields == {
            "rules": [*common, "effective_on", "note", "scan"],
            "work-plan": [*common, "approver", "approved_on", "note", "scan"],
            "working-rules": [*common, "note", "scan"],
        }

    def test_a_change_starts_with_what_is_there_and_the_same_is_refused(self, client, edition, by):
        enter(edition, RULES, by, title="评选办法", issuer="市政府")
        as_actor(client, by)
        assert client.get(self.url(edition)).context["form"].initial["number"] == "甲发〔2026〕1号"

        answer = client.post(self.url(edition), TYPED)

        assert (answer.status_code, EditionDocument.objects.count()) == (409, 1)
        assert "与现行的一版完全一致，不用再登记。" in text(answer)

    def test_in_an_ended_edition_it_is_refused(self, client, edition, by):
        at_step(edition, Step.TERMINATED)

        assert as_actor(client, by).post(self.url(edition), TYPED).status_code == 409

    def test_an_unknown_kind_is_not_found_and_others_are_refused(self, client, edition, by, secretary):
        assert as_actor(client, by).get(self.url(edition, "nothing")).status_code == 404
        assert as_actor(client, secretary).get(self.url(edition)).status_code == 403


class TestApproving:
    @pytest.fixture
    def document(self, edition, by):
        return enter(edition, WORKING_RULES, by)

    def post(self, client, document, **changes):
        typed = {"minutes": "领导小组第1次会议纪要", "decided_on": "2026-03-02", "scan": scan()} | changes
        return client.post(f"/documents/{document.pk}/approval/", {name: value for name, value in typed.items() if value is not None})

    def test_the_secretary_records_it(self, client, document, secretary):
        answer = self.post(as_actor(client, secretary), document)

        assert (answer.status_code, DocumentApproval.objects.get().by) == (302, secretary.person)

    def test_without_the_scan_it_is_refused(self, client, document, secretary):
        answer = self.post(as_actor(client, secretary), document, scan=None)

        assert (answer.status_code, answer.context["form"].errors["scan"]) == (422, ["请选择文件。"])
        assert DocumentApproval.objects.count() == 0

    def test_a_version_that_was_replaced_meanwhile_is_refused(self, client, edition, document, by, secretary):
        enter(edition, WORKING_RULES, by, title="评选细则（修订）")

        answer = self.post(as_actor(client, secretary), document)

        assert (answer.status_code, DocumentApproval.objects.count()) == (409, 0)
        assert "评选细则已经有新的一版" in text(answer)

    def test_others_are_refused(self, client, document, by):
        assert self.post(as_actor(client, by), document).status_code == 403


class TestScans:
    def test_they_are_given_to_readers_of_the_edition_alone(self, client, edition, by, secretary):
        document = enter(edition, WORKING_RULES, by)
        approve(document, secretary)
        addresses = [f"/documents/{document.pk}/{what}/" for what in ("scan", "minutes")]

        answers = [as_actor(client, make_actor(Role.SUPERVISOR)).get(address) for address in addresses]
        assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [(200, "application/pdf")] * 2
        assert [b"".join(answer.streaming_content) for answer in answers] == [make.pdf()] * 2
        assert [as_actor(client, make_actor(Role.AGENCY)).get(address).status_code for address in addresses] == [403, 403]

    def test_where_there_is_none_it_is_not_found(self, client, edition, by):
        document = enter(edition, WORKING_RULES, by, with_scan=False)
        as_actor(client, by)

        assert [client.get(f"/documents/{document.pk}/{what}/").status_code for what in ("scan", "minutes")] == [404, 404]


@pytest.mark.article("31")
class TestPublicPage:
    BLANK = "文号、施行日期以正式印发文本为准"

    def test_it_says_what_is_not_known(self, client, edition):
        assert self.BLANK in text(client.get("/rules/"))

    def test_it_bears_the_number_and_the_day(self, client, edition, by):
        enter(edition, RULES, by)

        page = text(client.get("/rules/"))

        assert ["甲发〔2026〕1号" in page, "2026年3月2日</time>起施行" in page, self.BLANK in page] == [True, True, False]

    def test_a_demonstration_is_marked(self, client, by):
        fill_demo(make_edition(4, by=by, demo=True), at=AT)

        page = text(client.get("/rules/"))

        assert ["演示，不作依据" in page, self.BLANK in page] == [True, True]
