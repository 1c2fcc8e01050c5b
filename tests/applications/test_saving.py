"""Saving what was typed: kept as typed, never over somebody else's words, to the second of the deadline."""

from datetime import timedelta

import pytest

from applications.answers import services
from applications.answers.models import AnswerPart
from applications.answers.posted import base_of
from applications.applicants.models import Applicant
from applications.cases.models import Application, Status
from applications.cases.services import begin, choose_body
from applications.forms.parts import part_of
from core.ledger.models import Event
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.editions.models import Step
from tests.applications.world import CLOSES, OPENS, SECOND, a_body, a_company, a_draft, a_person, an_edition, colleague
from tests.factories import AT, at_status, at_step

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(2)")]

NOTHING = base_of(None)


@pytest.fixture
def by():
    return a_company()


@pytest.fixture
def draft(by):
    return a_draft(by=by)


def save(draft, by, answers, *, bases=None, part="basic", at=AT):
    part = part_of(draft, part)
    bases = dict.fromkeys(answers, NOTHING) | (bases or {})
    return services.save_part(draft, part, answers=answers, bases=bases, by=by, at=at)


def refusal(act, *args, **kwargs):
    events, rows = Event.objects.count(), list(AnswerPart.objects.values_list("answers", flat=True))
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), list(AnswerPart.objects.values_list("answers", flat=True))) == (events, rows)
    return str(refused.value)


class TestSaving:
    def test_anything_may_be_typed(self, draft, by):
        typed = {"name": "=cmd|'/c calc'!A1 <script>", "registered_on": "不记得了", "scale": "巨型", "legal_representative": "𠮷\ue000"}

        assert save(draft, by, typed).answers == typed

    def test_each_field_counts_its_own_revisions(self, draft, by):
        row = save(draft, by, {"name": "甲", "industry_detail": ""})
        row = save(draft, by, {"name": "乙", "industry_detail": ""}, bases={"name": base_of("甲")})

        assert {key: revision["n"] for key, revision in row.revisions.items()} == {"name": 2}
        assert row.revisions["name"]["by"] == by.person.name

    def test_two_people_fill_in_different_fields_of_one_page(self, draft, by):
        save(draft, by, {"name": "甲", "scale": ""})
        row = save(draft, colleague(by), {"name": "", "scale": "大型"})

        assert row.answers == {"name": "甲", "scale": "大型"}

    def test_the_same_field_is_shown_with_both_texts(self, draft, by):
        save(draft, by, {"name": "甲"})

        with pytest.raises(services.Conflicted) as refused:
            save(draft, colleague(by), {"name": "乙", "scale": "大型"})

        [conflict] = refused.value.conflicts
        assert (conflict.label, conflict.theirs, conflict.yours, conflict.by, conflict.at) == ("组织名称", "甲", "乙", by.person.name, AT)
        assert AnswerPart.objects.get().answers == {"name": "甲", "scale": "大型"}

    def test_the_same_words_are_no_conflict(self, draft, by):
        save(draft, by, {"name": "甲"})

        assert save(draft, colleague(by), {"name": "甲"}).answers == {"name": "甲"}

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("第一\x00行", "“组织名称”：内容含无法保存的特殊字符（第3个字），请删除。"),
            ("\ud800", "“组织名称”：内容含无法保存的特殊字符（第1个字），请删除。"),
            ("司公\u202e", "“组织名称”：内容含不可见字符（第3个字），请重新输入。"),
            ("长" * 20_001, "“组织名称”：最多20000字，现有20001字。"),
        ],
    )
    def test_what_cannot_be_stored_is_told_and_nothing_is_saved(self, draft, by, typed, sentence):
        with pytest.raises(services.Unstorable) as refused:
            save(draft, by, {"name": typed, "scale": "大型"})

        assert refused.value.faults == {"name": sentence}
        assert not AnswerPart.objects.exists()


class TestUntilWhen:
    @pytest.mark.parametrize("at", [OPENS, AT, CLOSES - SECOND])
    def test_inside_the_window(self, draft, by, at):
        assert save(draft, by, {"name": "甲"}, at=at).answers == {"name": "甲"}

    @pytest.mark.parametrize(
        ("at", "sentence"),
        [(OPENS - SECOND, "申报自2026年3月1日（星期日）0:00开始。"), (CLOSES, "申报已于2026年3月31日（星期二）24:00截止。")],
    )
    def test_not_a_second_before_or_after(self, draft, by, at, sentence):
        assert refusal(save, draft, by, {"name": "甲"}, at=at) == sentence

    def test_nobody_else_types_here(self, draft):
        assert refusal(save, draft, a_company("别的公司", code="91999900MA0DEM0B2D"), {"name": "甲"}) == "只有申报者自己的人可以填写。"

    def test_a_submitted_one_is_read_only(self, draft, by):
        at_status(draft, Status.SUBMITTED)

        assert refusal(save, draft, by, {"name": "甲"}) == "申报现在是“已提交”，内容不能再改；以前填的仍可查看。"

    def test_the_sentence_gives_no_outcome_away(self, draft, by):
        at_status(draft, Status.DECLINED)

        assert refusal(save, draft, by, {"name": "甲"}) == "申报现在是“已提交”，内容不能再改；以前填的仍可查看。"


class TestBeginning:
    @pytest.mark.article("3")
    def test_an_applicant_is_made_when_somebody_first_begins(self, by):
        edition = an_edition()
        assert not Applicant.objects.exists()

        draft = begin(edition, body=a_body(), by=by, at=AT)

        assert (draft.category, draft.form, draft.number, draft.applicant.kind) == ("organization", "organization-1", "", "organization")
        assert list(verify()) == []

    def test_a_person_applies_for_the_individual_award(self):
        draft = a_draft(by=a_person())

        assert (draft.category, draft.form, draft.applicant.kind) == ("individual", "individual-1", "person")

    def test_once_an_edition(self, draft, by):
        assert refusal(begin, draft.edition, body=a_body(), by=by, at=AT) == "本届已经有一份申报。"
        assert Application.objects.count() == 1

    def test_in_step_2_and_inside_the_window_alone(self, by):
        edition, body = an_edition(Step.CALL), a_body()

        assert refusal(begin, edition, body=body, by=by, at=AT) == "本届正处于“发布信息”，不能填写申报。"
        assert refusal(begin, at_step(edition, Step.APPLYING), body=body, by=by, at=CLOSES) == "申报已于2026年3月31日（星期二）24:00截止。"

    def test_only_a_body_in_use_recommends(self, draft, by):
        old = a_body("撤销的单位")
        old.retired_on = AT.date() - timedelta(days=1)
        old.save()

        assert refusal(choose_body, draft, old, by=by, at=AT) == "这个单位不是在用的推荐单位，请另选。"

    def test_another_body_may_be_chosen_while_one_types(self, draft, by):
        body = a_body("祁县人民政府")
        choose_body(draft, body, by=by, at=AT)

        assert draft.fresh().body == body
