"""Parameters: what is missing, what is refused, what is kept, and that each one is read."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from core.rules import RuleRefused
from procedure import articles
from procedure.editions.models import Step
from procedure.parameters import catalogue, deliberating, reviewing, services, values
from procedure.parameters.catalogue import AWARD_QUOTA, CATALOGUE, NOMINATION_QUOTA, NOTICE_WORKDAYS
from procedure.parameters.guards import parameters_due, quotas_within_rules
from procedure.parameters.kinds import Kind, Parameter
from procedure.parameters.models import ParameterSetting
from tests.factories import AT, at_step, make_actor, make_edition
from tests.procedure.hands import as_actor

ROOT = Path(catalogue.__file__).parents[2]


def set_quota(edition, by, value=4, **more):
    typed = {"name": "award_quota", "value": value, "basis": "评选细则第五条", "by": by, "at": AT}
    return services.set_parameter(edition, **(typed | more))


# The list


LISTS = ("catalogue.py", "reviewing.py", "deliberating.py")


@pytest.mark.parametrize("parameter", CATALOGUE, ids=lambda parameter: parameter.name)
def test_every_parameter_is_read_by_code(parameter):
    constant = next(name for name, value in (vars(catalogue) | vars(reviewing) | vars(deliberating)).items() if value is parameter)
    apps = ("applications", "awards", "jinzhong_award", "procedure", "publicity", "review")
    sources = [path for app in apps for path in (ROOT / app).rglob("*.py") if path.name not in LISTS]

    readers = [path for path in sources if re.search(rf"\b{constant}\b(?!.*import)", path.read_text(encoding="utf-8"))]

    assert readers, f"nothing reads {constant}"


@pytest.mark.parametrize("parameter", CATALOGUE, ids=lambda parameter: parameter.name)
def test_every_parameter_names_its_article_and_has_a_valid_demo_value(parameter):
    assert articles.exists(parameter.article)
    assert values.fault(parameter, parameter.demo_value) == ""


@pytest.mark.article("8")
def test_no_edition_goes_above_the_quotas_of_the_rules():
    assert (AWARD_QUOTA.maximum, NOMINATION_QUOTA.maximum) == (5, 10)
    assert values.fault(AWARD_QUOTA, 6) == "质量奖名额：不能多于5个（第八条）。"
    assert values.fault(NOMINATION_QUOTA, 11) == "提名奖名额：不能多于10个（第八条）。"


@pytest.mark.article("18(3)")
def test_no_edition_has_a_notice_under_five_working_days():
    assert values.fault(NOTICE_WORKDAYS, 4) == "公示期：不能少于5个工作日（第十八条第（三）项）。"


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown", "more"),
    [
        (Kind.WHOLE, "5", 5, "5天", {"unit": "天"}),
        (Kind.DECIMAL, "0.30", Decimal("0.30"), "0.30", {}),
        (Kind.DATE, "2026-03-02", date(2026, 3, 2), "2026年3月2日", {}),
        (Kind.TEXT, "文字", "文字", "文字", {}),
        (Kind.CHOICE, "open", "open", "记名", {"choices": [("open", "记名")]}),
        (Kind.YES_NO, "yes", True, "是", {}),
        (Kind.YES_NO, "no", False, "否", {}),
    ],
)
def test_a_value_of_each_kind_goes_from_the_form_to_the_row_and_back(kind, typed, value, shown, more):
    parameter = Parameter("name", "名称", kind, "8", Step.CALL, value, **more)

    cleaned = values.field(parameter).clean(typed)

    assert cleaned == value
    assert values.unpack(parameter, values.pack(cleaned)) == value
    assert values.words(parameter, value) == shown
    assert values.fault(parameter, value) == ""


# Services


@pytest.mark.django_db
class TestSetting:
    @pytest.fixture
    def by(self):
        return make_actor(Role.OFFICE)

    @pytest.fixture
    def edition(self, by):
        return make_edition(by=by)

    def refusal(self, edition, by, **more):
        with pytest.raises(RuleRefused) as refusal:
            set_quota(edition, by, **more)
        return str(refusal.value)

    def test_it_is_kept_in_the_editions_chain(self, edition, by):
        setting = set_quota(edition, by)

        assert services.value(edition, AWARD_QUOTA) == 4
        assert (setting.event.chain, setting.event.object_ref) == ("edition-3", "parameter:award_quota")
        assert ParameterSetting.objects.get(pk=setting.pk).digest() == setting.digest()

    def test_it_is_unset_until_somebody_sets_it(self, edition):
        with pytest.raises(RuleRefused, match="第三届晋中市质量奖还没有设定“质量奖名额”。"):
            services.value(edition, AWARD_QUOTA)

    def test_a_change_is_a_new_version(self, edition, by):
        first = set_quota(edition, by)

        second = set_quota(edition, by, 3)

        assert second.replaces == first
        assert list(ParameterSetting.objects.in_force(edition)) == [second]

    @pytest.mark.article("8")
    def test_without_its_own_number_the_rules_hold(self, edition, by):
        set_quota(edition, by, None, reason="按办法上限")

        assert services.value(edition, AWARD_QUOTA) is None
        assert services.limit(edition, AWARD_QUOTA) == 5

    @pytest.mark.article("8")
    def test_its_own_lower_number_holds(self, edition, by):
        set_quota(edition, by, 3)

        assert services.limit(edition, AWARD_QUOTA) == 3

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"value": 6}, "质量奖名额：不能多于5个（第八条）。"),
            ({"value": "三"}, "质量奖名额：请填写整数。"),
            ({"basis": " "}, "请写明“质量奖名额”的依据文件。"),
            ({"value": None}, "“质量奖名额”不启用的，请写明理由。"),
            ({"name": "notice_workdays", "value": None, "reason": "不设"}, "“公示期”必须有取值，不能不启用。"),
            ({"name": "notice_workdays", "value": 4}, "公示期：不能少于5个工作日（第十八条第（三）项）。"),
        ],
    )
    def test_it_is_refused(self, edition, by, more, sentence):
        assert self.refusal(edition, by, **more) == sentence
        assert ParameterSetting.objects.count() == 0

    def test_the_same_again_is_refused(self, edition, by):
        set_quota(edition, by)

        assert self.refusal(edition, by) == "“质量奖名额”的取值和依据没有变化。"

    def test_another_hand_is_refused(self, edition):
        assert self.refusal(edition, make_actor(Role.SECRETARY)) == "只有评选办可以设定参数。"

    def test_after_its_step_a_change_states_its_reason(self, edition, by):
        set_quota(edition, by)
        edition = at_step(edition, Step.CALL)

        assert self.refusal(edition, by, value=3) == "“质量奖名额”应在发布信息之前定下，现在更改，请写明理由。"

        assert set_quota(edition, by, 3, reason="领导小组会议决定").reason == "领导小组会议决定"

    def test_in_an_ended_edition_nothing_changes(self, edition, by):
        edition = at_step(edition, Step.TERMINATED)

        assert self.refusal(edition, by, reason="更正") == "第三届晋中市质量奖已经结束，参数不能再改。"

    def test_the_gate_names_what_is_missing(self, edition, by):
        set_quota(edition, by)

        assert parameters_due.blocker(edition, AT).sentence == "还没有设定：“提名奖名额”、“公示期”、“补正期限”、“推荐意见的份数”。"

    @pytest.mark.article("8")
    def test_the_gate_reads_the_quotas_again(self, edition, by, monkeypatch):
        set_quota(edition, by, 5)
        assert quotas_within_rules.blocker(edition, AT) is None
        monkeypatch.setattr(ParameterSetting, "typed", 6)

        assert quotas_within_rules.blocker(edition, AT).sentence == "“质量奖名额”定为6个，超过办法的上限。"

    def test_a_demonstration_is_filled_and_marked(self, by):
        edition = make_edition(4, by=by, demo=True)

        filled = services.fill_demo(edition, at=AT)

        assert [setting.typed for setting in filled] == [parameter.demo_value for parameter in CATALOGUE]
        assert {setting.basis for setting in filled} == {"演示内容，不作依据"}
        assert parameters_due.blocker(edition, AT) is None
        assert services.fill_demo(edition, at=AT) == []

    def test_a_real_edition_is_not_filled(self, edition):
        with pytest.raises(RuleRefused, match="只有演示届可以填入演示内容。"):
            services.fill_demo(edition, at=AT)


# Pages


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def by(self):
        return make_actor(Role.OFFICE)

    @pytest.fixture
    def edition(self, by):
        return make_edition(by=by)

    def url(self, edition, name=""):
        return f"/editions/{edition.pk}/parameters/" + (f"{name}/" if name else "")

    def test_the_table_shows_what_is_set_and_what_is_not(self, client, edition, by):
        set_quota(edition, by)

        page = as_actor(client, by).get(self.url(edition)).content.decode()

        assert page.count("尚未设定") == len(CATALOGUE) - 1
        assert "<strong>4个</strong>" in page

    def test_the_form_sets_a_value(self, client, edition, by):
        as_actor(client, by)

        answer = client.post(self.url(edition, "award_quota"), {"setting": "4", "basis": "评选细则第五条", "reason": ""})

        assert (answer.status_code, answer.url) == (302, self.url(edition))
        assert services.value(edition, AWARD_QUOTA) == 4

    def test_a_demonstration_is_filled_by_one_press(self, client, by):
        edition = make_edition(by=by, demo=True)
        set_quota(edition, by)
        as_actor(client, by)
        assert "其余填入演示值" in client.get(self.url(edition)).content.decode()

        answer = client.post(self.url(edition, "demo"), follow=True).content.decode()

        assert f"其余{len(CATALOGUE) - 1}项已填入演示值。" in answer
        assert services.value(edition, AWARD_QUOTA) == 4
        assert "尚未设定" not in answer
        assert '<button class="btn btn-secondary">其余填入演示值' not in answer

    def test_a_real_edition_offers_no_filling(self, client, edition, by):
        as_actor(client, by)

        assert "其余填入演示值" not in client.get(self.url(edition)).content.decode()
        assert client.post(self.url(edition, "demo")).status_code == 409
        assert not ParameterSetting.objects.exists()

    def test_the_form_puts_to_not_in_use(self, client, edition, by):
        as_actor(client, by)
        typed = {"setting": "", "disabled": "on", "basis": "工作安排", "reason": "按办法上限"}

        assert client.post(self.url(edition, "award_quota"), typed).status_code == 302
        assert services.value(edition, AWARD_QUOTA) is None

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"setting": "6"}, "setting", "不能多于5个（第八条）。"),
            ({"setting": ""}, "setting", "请填写取值，或者选择不启用。"),
            ({"setting": "4", "disabled": "on", "reason": "不设"}, "disabled", "已经填写了取值。不启用的，请清空取值。"),
            ({"disabled": "on"}, "reason", "不启用的，请写明理由。"),
            ({"setting": "4", "basis": ""}, "basis", "这个字段是必填项。"),
        ],
    )
    def test_the_form_refuses(self, client, edition, by, typed, field, sentence):
        as_actor(client, by)

        answer = client.post(self.url(edition, "award_quota"), {"basis": "评选细则", "reason": ""} | typed)

        assert answer.status_code == 422
        assert answer.context["form"].errors[field] == [sentence]
        assert ParameterSetting.objects.count() == 0

    def test_an_unknown_parameter_is_not_found(self, client, edition, by):
        assert as_actor(client, by).get(self.url(edition, "nothing")).status_code == 404

    def test_others_are_refused(self, client, edition):
        assert as_actor(client, make_actor(Role.SECRETARY)).get(self.url(edition)).status_code == 403

    def test_the_number_of_queries_does_not_grow(self, client, edition, by):
        as_actor(client, by)
        set_quota(edition, by)
        client.get(self.url(edition))
        with CaptureQueriesContext(connection) as one:
            client.get(self.url(edition))
        for name, value in (("nomination_quota", 9), ("notice_workdays", 7)):
            set_quota(edition, by, value, name=name)

        with CaptureQueriesContext(connection) as three:
            client.get(self.url(edition))

        assert len(three) == len(one)
