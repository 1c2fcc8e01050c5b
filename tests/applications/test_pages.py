"""The applicant's pages in a browser that runs no script: what each shows, does, refuses and keeps."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from applications.answers.models import AnswerPart
from applications.answers.posted import base_of
from applications.applicants.models import TeamMember
from applications.cases.models import Application, Status
from applications.commitments.models import Commitment
from applications.evidence.models import Attachment
from applications.forms.parts import part_of
from applications.snapshots.content import content_of, frozen_content
from applications.snapshots.models import Snapshot
from applications.todo import todo
from core import clock
from core.canonical import digest
from core.files import storage
from tests.applications.world import (
    CLOSES,
    OPENS,
    SECOND,
    a_body,
    a_company,
    a_draft,
    a_person,
    a_team,
    an_edition,
    colleague,
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


def page_of(part, answers, **typed):
    """What a browser sends of a part: marks of what stood there, and every simple field."""
    sent = {f"base-{field.key}": base_of(answers.get(field.key)) for field in part.fields}
    sent |= {field.key: answers.get(field.key, "") for field in part.fields if field.kind not in ("years", "rows", "yes_no")}
    return sent | typed


def signing(fingerprint):
    return {"signing_digest": fingerprint, "signing_password": PASSWORD}


class TestBeginning:
    def test_eligibility_stands_before_the_form(self, client, by):
        edition, body = an_edition(), a_body()
        page = text(as_actor(client, by).get("/apply/"))

        assert page.index("先看申报资格") < page.index("开始填写申报表")
        assert "还没有填成立（注册登记）日期。" in page
        assert "还有29天" in page

        answer = client.post("/apply/", {"body": body.pk})
        draft = Application.objects.get()
        assert (answer.status_code, answer["Location"], draft.edition) == (302, url("application", draft), edition)

    def test_a_second_one_is_refused(self, client, draft, by):
        answer = as_actor(client, by).post("/apply/", {"body": draft.body_id})

        assert answer.status_code == 409
        assert "本届已经有一份申报。" in text(answer)
        assert Application.objects.count() == 1

    def test_after_the_window(self, client, by, moment):
        an_edition()
        body = a_body()
        moment(CLOSES)
        answer = as_actor(client, by).post("/apply/", {"body": body.pk})

        assert answer.status_code == 409
        assert "申报已于2026年3月31日（星期二）24:00截止。" in text(answer)
        assert "服务器时间" in text(answer)
        assert not Application.objects.exists()

    def test_without_a_body(self, client, by):
        an_edition()
        answer = as_actor(client, by).post("/apply/", {"body": ""})

        assert answer.status_code == 422

    def test_a_team_is_founded_and_confirmed_by_each(self, client, django_user_model):
        an_edition()
        body = a_body()
        first, second = a_person("武秋平"), a_person("田可望", "13800000003")
        as_actor(client, first).post("/apply/", {"manner": "team-problem", "name": "精益攻关小组", "body": body.pk})
        draft = Application.objects.get()

        answer = client.post(url("members", draft), {"mobile": "138 0000 0003"}, follow=True)
        assert "等本人确认" in text(answer)
        member = TeamMember.objects.get(person=second.person)

        as_actor(client, second)
        assert "精益攻关小组" in text(client.get("/apply/"))
        assert client.get(url("application", draft)).status_code == 404
        client.post(f"/apply/invitations/{member.pk}/", {"confirm": "1"})
        assert client.get(url("application", draft)).status_code == 200
        assert TeamMember.objects.get(person=second.person).confirmed_at == AT


class TestMembers:
    @pytest.fixture
    def team(self):
        return a_team(an_edition(), a_person("武秋平"))

    def test_never_a_fourth(self, client, team):
        draft, founder = team
        for number in (1, 2, 3):
            a_person(f"某{number}", f"1380000001{number}")
            answer = as_actor(client, founder).post(url("members", draft), {"mobile": f"1380000001{number}"})

        assert answer.status_code == 409
        assert "小组最多3人（第十一条）。" in text(answer)
        assert TeamMember.objects.count() == 3

    def test_whoever_leaves_stays_on_record_and_acts_no_more(self, client, team):
        draft, founder = team
        other = a_person("田可望", "13800000003")
        as_actor(client, founder).post(url("members", draft), {"mobile": "13800000003"})
        member = TeamMember.objects.get(person=other.person)
        as_actor(client, other).post(f"/apply/invitations/{member.pk}/", {"confirm": "1"})
        client.post(url("member_leave", draft, member.pk))

        assert TeamMember.objects.get(pk=member.pk).left_at == AT
        assert client.get(url("application", draft)).status_code == 404
        assert "退出" in text(as_actor(client, founder).get(url("members", draft)))

    def test_nobody_confirms_for_another(self, client, team):
        draft, founder = team
        a_person("田可望", "13800000003")
        as_actor(client, founder).post(url("members", draft), {"mobile": "13800000003"})
        member = TeamMember.objects.get(confirmed_at=None)

        assert client.post(f"/apply/invitations/{member.pk}/", {"confirm": "1"}).status_code == 404
        assert TeamMember.objects.get(pk=member.pk).confirmed_at is None

    def test_an_unknown_number(self, client, team):
        draft, founder = team
        answer = as_actor(client, founder).post(url("members", draft), {"mobile": "13900000000"})

        assert answer.status_code == 409
        assert "这个手机号还没有注册。" in text(answer)

    def test_one_person_in_two_applications_is_shown(self, client, team):
        draft, founder = team
        alone = a_person("田可望", "13800000003")
        a_draft(draft.edition, alone)
        as_actor(client, founder).post(url("members", draft), {"mobile": "13800000003"})

        assert "田可望同时在“田可望”的申报里，要由评选办核对。" in text(client.get(url("application", draft)))


class TestParts:
    @pytest.mark.parametrize("key", ["basic", "indicators", "honours", "record", "systems", "assessment"])
    def test_every_kind_of_part_opens_empty_and_full(self, client, draft, by, key):
        as_actor(client, by)
        assert client.get(url("part", draft, key)).status_code == 200
        fill(draft)
        assert client.get(url("part", draft, key)).status_code == 200

    def test_the_table_of_years_names_the_three_before_this(self, client, draft, by):
        page = text(as_actor(client, by).get(url("part", draft, "indicators")))

        assert "资产总额，2023年" in page
        assert "资产总额，2025年" in page

    def test_the_button_saves_as_typed_and_goes_on(self, client, draft, by):
        part = part_of(draft, "contact")
        sent = page_of(part, {}, contact_mobile="138", next="systems")
        answer = as_actor(client, by).post(url("part", draft, "contact"), sent)

        assert answer["Location"] == url("part", draft, "systems")
        page = text(client.get(url("part", draft, "contact")))
        assert "“联系手机”应为11位手机号。" in page
        assert 'value="138"' in page
        assert "已存到服务器　09:00:00" in page

    def test_the_background_saves_and_says_when(self, client, draft, by):
        part = part_of(draft, "contact")
        headers = {"X-Background": "autosave", "Accept": "application/json"}
        answer = as_actor(client, by).post(url("part", draft, "contact"), page_of(part, {}, contact_name="某某"), headers=headers)

        assert answer.json()["saved"] == "09:00:00"
        assert answer.json()["bases"]["contact_name"] == base_of("某某")
        assert AnswerPart.objects.get().answers["contact_name"] == "某某"

    def test_a_conflict_shows_both_texts_and_one_button_decides(self, client, draft, by):
        part = part_of(draft, "contact")
        as_actor(client, by).post(url("part", draft, "contact"), page_of(part, {}, contact_name="甲"))
        as_actor(client, colleague(by))
        answer = client.post(url("part", draft, "contact"), page_of(part, {}, contact_name="乙", postal_address="晋中"))

        assert answer.status_code == 409
        assert [(row["theirs"], row["yours"], row["by"]) for row in answer.context["conflicts"]] == [("甲", "乙", by.person.name)]
        assert AnswerPart.objects.get().answers == {"contact_name": "甲", "postal_address": "晋中"}

        client.post(url("part", draft, "contact"), dict(answer.context["again"]))
        assert AnswerPart.objects.get().answers == {"contact_name": "乙", "postal_address": "晋中"}

    def test_a_conflict_in_the_background_keeps_the_page(self, client, draft, by):
        part = part_of(draft, "contact")
        as_actor(client, by).post(url("part", draft, "contact"), page_of(part, {}, contact_name="甲"))
        as_actor(client, colleague(by))
        sent = page_of(part, {}, contact_name="乙", postal_address="晋中")
        answer = client.post(url("part", draft, "contact"), sent, headers={"X-Background": "autosave"})

        assert answer.status_code == 409
        assert "contact_name" not in answer.json()["bases"]
        assert answer.json()["bases"]["postal_address"] == base_of("晋中")

    def test_what_cannot_be_stored_stays_in_its_field(self, client, draft, by):
        part = part_of(draft, "contact")
        sent = page_of(part, {}, contact_name="某\x00某", postal_address="晋中")
        answer = as_actor(client, by).post(url("part", draft, "contact"), sent)

        assert answer.status_code == 422
        assert "内容含无法保存的特殊字符（第2个字），请删除。" in text(answer)
        assert 'value="晋中"' in text(answer)
        assert not AnswerPart.objects.exists()

    def test_after_the_deadline_it_is_refused_with_the_text_kept(self, client, draft, by, moment):
        part = part_of(draft, "contact")
        as_actor(client, by).post(url("part", draft, "contact"), page_of(part, {}, contact_name="某某"))
        moment(CLOSES)
        answer = client.post(url("part", draft, "contact"), page_of(part, {}, contact_name="太晚的字"))

        assert answer.status_code == 409
        assert "太晚的字" in text(answer)
        assert "24:00截止" in text(answer)
        page = text(client.get(url("part", draft, "contact")))
        assert "某某" in page
        assert "data-autosave" not in page
        background = client.post(url("part", draft, "contact"), page_of(part, {}), headers={"X-Background": "autosave"})
        assert (background.status_code, "24:00截止" in background.json()["sentence"]) == (409, True)

    def test_an_unknown_part(self, client, draft, by):
        assert as_actor(client, by).get(url("part", draft, "nothing")).status_code == 404

    def test_the_check_links_to_what_is_missing(self, client, draft, by):
        page = text(as_actor(client, by).get(url("check", draft)))

        assert f"{url('part', draft, 'basic')}?check=1#field-name" in page
        assert "还没有上传：营业执照。" in page
        assert "“组织名称”未填写。" in text(client.get(url("part", draft, "basic") + "?check=1"))


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
        return [item.title for item in todo(actor, at)]

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
