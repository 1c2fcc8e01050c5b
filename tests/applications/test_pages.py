"""The applicant's pages in a browser that runs no script: what each shows, does, refuses and keeps."""

import pytest
from django.urls import reverse

from applications.answers.models import AnswerPart
from applications.answers.posted import base_of
from applications.applicants.models import TeamMember
from applications.cases.models import Application
from applications.forms.parts import part_of
from core import clock
from tests.applications.world import (
    CLOSES,
    a_body,
    a_company,
    a_draft,
    a_person,
    a_team,
    an_edition,
    colleague,
    fill,
)
from tests.factories import AT
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(2)")]


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    """The clock of the pages, set by the test."""
    times = {"now": AT}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    return lambda at: times.update(now=at)


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
        assert answer.context["kept"] == []  # a choice by its key is nobody's words
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
        as_actor(client, first).post("/apply/", {"manner": "team", "name": "精益攻关小组", "body": body.pk})
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
        assert [label for label, value in answer.context["kept"] if value == "太晚的字"] == ["联系人"]
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
