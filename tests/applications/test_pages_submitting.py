"""Evidence, commitment, submission and receipt as pages; whose pages they are; what the home page asks; queries counted."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from applications.applicants.models import TeamMember
from applications.cases.models import Status
from applications.commitments.models import Commitment
from applications.evidence.models import Attachment
from applications.snapshots.content import content_of, frozen_content
from applications.snapshots.models import Snapshot
from applications.todo import todo
from core import clock
from core.canonical import digest
from core.files import storage
from procedure.asking import Asking
from tests.applications.world import (
    CLOSES,
    OPENS,
    SECOND,
    a_company,
    a_draft,
    a_person,
    a_team,
    an_edition,
    fill,
    give,
    give_all,
    make_ready,
    send,
)
from tests.core.files import make
from tests.factories import AT, at_status, make_actor
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(2)")]

PASSWORD = "Password-1"


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    """The clock of the pages, set by the test."""
    times = {"now": AT}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    return lambda at: times.update(now=at)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


@pytest.fixture
def by():
    return a_company()


@pytest.fixture
def draft(by):
    return a_draft(by=by)


def url(name, draft, *args):
    return reverse(f"applications:{name}", args=[draft.pk, *args])


def text(answer):
    return answer.content.decode()


def signing(fingerprint):
    return {"signing_digest": fingerprint, "signing_password": PASSWORD}


class TestEvidence:
    def upload(self, client, draft, *files, kind="licence"):
        return client.post(url("evidence", draft), {"kind": kind, "files": list(files)})

    def test_several_files_come_in_go_out_and_are_removed(self, client, draft, by):
        as_actor(client, by)
        files = [SimpleUploadedFile("执照.pdf", make.pdf()), SimpleUploadedFile("副本.jpg", make.image())]
        assert self.upload(client, draft, *files).status_code == 302
        first = Attachment.objects.get(file__name="执照.pdf")

        answer = client.get(url("attachment", draft, first.pk))
        assert b"".join(answer.streaming_content) == make.pdf()
        client.post(url("attachment_remove", draft, first.pk))
        assert client.get(url("attachment", draft, first.pk)).status_code == 404
        assert "不得上传涉密材料" in text(client.get(url("evidence", draft)))

    def test_a_refused_file_is_told_beside_its_kind(self, client, draft, by):
        answer = self.upload(as_actor(client, by), draft, SimpleUploadedFile("空.pdf", b""))

        assert answer.status_code == 422
        assert "空.pdf：文件为空，请检查后重新选择。" in text(answer)
        assert not Attachment.objects.exists()

    def test_an_unknown_kind(self, client, draft, by):
        assert self.upload(as_actor(client, by), draft, SimpleUploadedFile("a.pdf", make.pdf()), kind="secret").status_code == 404

    def test_nobody_elses_file(self, client, draft, by):
        mine = give(draft, "licence", by)
        other = a_company("别的公司", code="91999900MA0DEM0B2D")
        theirs = a_draft(draft.edition, other)
        as_actor(client, other)

        assert client.get(url("attachment", draft, mine.pk)).status_code == 404
        assert client.get(url("attachment", theirs, mine.pk)).status_code == 404
        assert client.post(url("attachment_remove", draft, mine.pk)).status_code == 404

    def test_not_after_the_deadline(self, client, draft, by, moment):
        mine = give(draft, "licence", by)
        moment(CLOSES)
        as_actor(client, by)

        assert self.upload(client, draft, SimpleUploadedFile("a.pdf", make.pdf())).status_code == 409
        assert client.post(url("attachment_remove", draft, mine.pk)).status_code == 409
        assert Attachment.objects.filter(removed_at=None).count() == 1


class TestSubmitting:
    @pytest.fixture
    def ready(self, draft, by):
        return make_ready(draft, by)

    def press(self, client, draft):
        return client.post(url("submit", draft), signing(digest(frozen_content(draft))))

    def test_the_commitment_is_signed_over_the_content(self, client, draft, by):
        fill(draft)
        give_all(draft, by)
        client.defaults["HTTP_HOST"] = "testserver"
        client.force_login(by.person)
        answer = client.post(url("commitment", draft), signing(digest(content_of(draft))))

        assert answer.status_code == 302
        assert Commitment.objects.get().by == by.person

    def test_it_is_signed_and_the_receipt_shown(self, client, ready, by):
        client.force_login(by.person)
        assert "还不能签字" not in text(client.get(url("submit", ready)))
        answer = self.press(client, ready)
        page = text(client.get(answer["Location"]))
        snapshot = Snapshot.objects.get()

        assert answer["Location"] == url("receipt", ready)
        assert snapshot.fingerprint in page
        assert snapshot.application.number in page
        assert "只凭密码" in page

    def test_a_lost_answer_shows_the_same_receipt(self, client, ready, by):
        client.force_login(by.person)
        assert self.press(client, ready)["Location"] == self.press(client, ready)["Location"] == url("receipt", ready)
        assert Snapshot.objects.count() == 1

    def test_a_wrong_password_submits_nothing(self, client, ready, by):
        client.force_login(by.person)
        answer = client.post(url("submit", ready), signing(digest(frozen_content(ready))) | {"signing_password": "x"})

        assert answer.status_code == 422
        assert ready.fresh().status == Status.DRAFT

    def test_an_unready_one_is_refused_with_the_reasons(self, client, draft, by):
        client.force_login(by.person)
        answer = client.post(url("submit", draft), {})

        assert answer.status_code == 409
        assert "承诺声明还没有签署" in text(answer)

    @pytest.mark.parametrize(("at", "status"), [(OPENS - SECOND, 409), (CLOSES - SECOND, 302), (CLOSES, 409)])
    def test_to_the_second(self, client, ready, by, moment, at, status):
        client.force_login(by.person)
        moment(at)

        assert self.press(client, ready).status_code == status

    def test_it_is_taken_back_and_the_receipt_says_so(self, client, ready, by):
        send(ready, by)
        as_actor(client, by).post(url("take_back", ready))

        assert ready.fresh().status == Status.DRAFT
        assert "现在不算提交" in text(client.get(url("receipt", ready)))

    def test_before_the_first_submission_there_is_no_receipt(self, client, draft, by):
        assert as_actor(client, by).get(url("receipt", draft)).status_code == 404

    def test_the_declaration_as_a_paper_for_whoever_may_see_it(self, client, ready, by):
        send(ready, by)
        paper = url("snapshot_pdf", ready, 1)
        for actor, status in ((by, 200), (make_actor(Role.EXAMINER, ready.body), 200), (make_actor(Role.OFFICE), 200), (a_person(), 404)):
            answer = as_actor(client, actor).get(paper)
            assert answer.status_code == status
        assert as_actor(client, by).get(paper).content.startswith(b"%PDF")
        assert client.get(url("snapshot_pdf", ready, 2)).status_code == 404

    def test_an_outcome_is_not_given_away(self, client, ready, by):
        send(ready, by)
        at_status(ready.fresh(), Status.DECLINED)
        pages = "".join(text(as_actor(client, by).get(address)) for address in (url("application", ready), "/apply/", url("check", ready)))

        assert "不予受理" not in pages
        assert "已提交" in pages


ADDRESSES = ["application", "check", "evidence", "commitment", "submit", "receipt"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_another_applicants_pages_are_not_there(client, draft, name):
    assert as_actor(client, a_person()).get(url(name, draft)).status_code == 404
    assert client.get(reverse(f"applications:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_other_role_opens_them(client, draft, name):
    assert as_actor(client, make_actor(Role.OFFICE)).get(url(name, draft)).status_code == 403


class TestTodo:
    def titles(self, actor, at=AT):
        return [item.title for item in todo(Asking(actor, at))]

    def test_begin_then_go_on_then_submit(self, by):
        edition = an_edition()
        assert self.titles(by) == ["开始申报第三届晋中市质量奖"]
        draft = a_draft(edition, by)
        assert self.titles(by)[0].startswith("接着填申报表，还差")
        make_ready(draft, by)
        assert self.titles(by) == ["检查并提交申报"]
        send(draft, by)
        assert self.titles(by) == []

    def test_nothing_outside_the_window(self, by):
        an_edition()
        assert self.titles(by, CLOSES) == []

    def test_a_membership_to_confirm(self, client):
        draft, founder = a_team(an_edition(), a_person("武秋平"))
        other = a_person("田可望", "13800000003")
        as_actor(client, founder).post(url("members", draft), {"mobile": "13800000003"})

        assert "确认参加“精益攻关小组”" in self.titles(other)
        assert "请小组成员确认" in self.titles(founder)

    def test_the_home_page_lists_it(self, client, draft, by):
        assert "接着填申报表" in text(as_actor(client, by).get("/home/"))

    def test_the_home_page_says_in_whose_hands_a_submission_is(self, client, draft, by):
        at_status(draft, Status.SUBMITTED)

        page = text(as_actor(client, by).get("/home/"))

        assert "在申报截止以后初审您的申报；截止以前可以取回修改。" in page
        assert str(draft.body) in page


@pytest.mark.parametrize("name", ["evidence", "application"])
def test_many_files_cost_no_more_queries(client, draft, by, name):
    as_actor(client, by)
    client.get(url(name, draft))
    counts = []
    for more in (3, 27):
        for _ in range(more):
            give(draft, "licence", by)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url(name, draft))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[1] <= 45


def test_many_invitations_cost_no_more_queries(client):
    edition, guest = an_edition(), a_person("田可望", "13800000003")
    as_actor(client, guest).get("/apply/")
    counts = []
    for more in (3, 27):
        for _ in range(more):
            draft, _ = a_team(edition, a_person())
            TeamMember.objects.create(applicant=draft.applicant, person=guest.person, order=2)
        with CaptureQueriesContext(connection) as captured:
            client.get("/apply/")
        counts.append(len(captured))

    assert counts[0] == counts[1]
