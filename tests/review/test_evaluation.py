"""综合评价: the table, the conditions read again, the candidate list of two, the report to the leading group (articles 13(5), 18(7))."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Category, Status
from applications.holds.services import hold
from core import clock
from core.clock import shanghai
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.acts.act import CHANGED
from procedure.asking import Asking
from procedure.letters.models import Letter
from review.evaluation import group, reading, services
from review.evaluation.models import CandidateList, EligibilityReading, GroupReport
from review.evaluation.table import rows_of, sheet
from review.evaluation.todo import todo
from review.sheets.models import Sheet
from tests.factories import AT, make_actor, many_applications
from tests.procedure.hands import as_actor
from tests.review.evaluating import REASON, Evaluating, issue, later, set_aside
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(7)")]


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    """The pages ask the clock: it stands at the beginning of the demonstration."""
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    monkeypatch.setattr(clock, "now", lambda: AT)


world = shared(Evaluating)


def refused(call, *args, **kwargs):
    """Return the sentences with which something is refused."""
    with pytest.raises(RuleRefused) as refusal:
        call(*args, **kwargs)
    return str(refusal.value)


def by_number(edition):
    return {row.application.number: row for row in rows_of(edition)}


class TestTable:
    def test_composite_is_the_weighted_mean_of_rates_rounded_once(self, world):
        world.add((80, 82, 84), 85, (90, 92, 94))
        row = by_number(world.begin().edition)["N-001"]

        # 40 % of 82, 40 % of 85, 20 % of 92
        assert (row.composite, row.rank) == (Decimal("85.20"), 1)
        assert (row.materials.summary.mean, row.materials.summary.spread, row.materials.summary.n) == (Decimal("82.00"), 4, 3)

    @pytest.mark.parametrize("lacking", ["materials", "on_site", "defense"])
    def test_what_is_missing_is_missing(self, world, lacking):
        world.add(**{lacking: None})
        row = by_number(world.begin().edition)["N-001"]

        assert (row.composite, row.rank) == (None, None)
        assert row.shown.count("缺") == 1

    def test_a_sheet_set_aside_is_not_counted(self, world):
        world.add()
        set_aside(Sheet.objects.get(total=84))
        row = by_number(world.begin().edition)["N-001"]

        assert (row.materials.summary.mean, row.materials.summary.n) == (Decimal("81.00"), 2)

    def test_no_composite_where_weights_do_not_add_up(self, world):
        world.add()
        world.begin().set("defense_weight", Decimal(10))

        assert by_number(world.edition)["N-001"].composite is None

    @pytest.mark.parametrize(("ties", "expected"), [("on-site", [1, 2]), ("defense", [2, 1]), ("none", [1, 1])])
    def test_ties_by_the_parameter(self, world, ties, expected):
        world.add((80, 80, 80), 90, (80, 80, 80))  # 84.00
        world.add((80, 80, 80), 85, (90, 90, 90))  # 84.00
        world.begin().set("ties", ties) if ties != "on-site" else world.begin()
        rows = by_number(world.edition)

        assert {row.composite for row in rows.values()} == {Decimal("84.00")}
        assert [rows["N-001"].rank, rows["N-002"].rank] == expected

    def test_each_category_has_its_own_ranks(self, world):
        world.add(on_site=70)
        world.add(on_site=90)
        world.add(on_site=60, category=Category.INDIVIDUAL)
        rows = by_number(world.begin().edition)

        assert [rows[f"N-00{place}"].rank for place in (1, 2, 3)] == [2, 1, 1]

    def test_the_sheet_writes_what_is_missing_and_numbers_as_numbers(self, world):
        world.add(defense=None, status=Status.ABSENT)
        book = load_workbook(io.BytesIO(sheet(world.begin().edition, rows_of(world.edition))))
        found = [cell for row in book.active.iter_rows(values_only=True) for cell in row]

        assert "缺" in found
        assert 82 in found
        assert "没有到场答辩，评选细则规定不得列入候选名单。" in found

    def test_three_hundred_in_twenty_queries(self, client, world, django_assert_max_num_queries):
        world.add()
        many_applications(world.begin().edition, 299, Status.DEFENDED)
        browser, path = as_actor(client, world.first), f"/review/{world.edition.pk}/evaluation/"
        browser.get(path)

        with django_assert_max_num_queries(20):
            rows_of(world.edition)
        with django_assert_max_num_queries(45):  # session, menu and gate of four conditions beside the table
            assert len(browser.get(path).context["rows"]) == 300


class TestReading:
    def test_everybody_is_read_and_kept(self, world):
        one = world.add()
        row = reading.read_again(world.begin().edition, by=world.first, at=AT)

        assert [kept["application"] for kept in row.rows] == [str(one.pk)]
        assert {"6", "9(1)"} <= {article for article, _, _ in row.rows[0]["findings"]}

    def test_only_the_office_and_only_in_step_seven(self, world):
        early = refused(reading.read_again, world.edition, by=world.first, at=AT)
        world.begin()
        other = refused(reading.read_again, world.edition, by=make_actor(Role.AGENCY), at=AT)

        assert early == "本届正处于“材料评审”，不能再次核对资格条件。"
        assert other == "只有评选办可以再次核对资格条件。"
        assert not EligibilityReading.objects.exists()


class TestList:
    def test_two_decide_and_the_moves_are_made_in_the_same_act(self, world):
        one, two, out = world.add(), world.add(), world.add()
        world.begin().ready()
        list_ = world.decide([(two, "award"), (one, "nomination")], [out])

        assert [row["application"] for row in list_.rows] == [str(two.pk), str(one.pk)]
        assert [made.fresh().status for made in (one, two, out)] == ["candidate", "candidate", "not_candidate"]
        assert not Letter.objects.exists()  # R13: nobody is told

    def test_one_person_alone_cannot(self, world):
        one = world.add()
        world.begin().ready()
        services.propose(world.edition, world.list_([(one, "award")]), by=world.first, at=AT)

        assert "请另一人确认" in refused(services.confirm, world.edition, by=world.first, at=AT)
        assert one.fresh().status == Status.DEFENDED
        assert not CandidateList.objects.exists()

    def test_everybody_is_on_it_with_a_reason(self, world):
        one, other = world.add(), world.add()
        world.begin().ready()
        content = world.list_([(one, "award")])
        content["rows"][0]["reason"] = "好"

        said = refused(services.propose, world.edition, content, by=world.first, at=AT)
        assert f"没有写到：{other.applicant.unit}。" in said
        assert f"{one.applicant.unit}：列入的理由至少写10个字。" in said

    def test_twice_or_from_elsewhere_is_refused(self, world):
        one = world.add()
        world.begin().ready()

        said = refused(services.propose, world.edition, world.list_([(one, "award")], [one]), by=world.first, at=AT)
        assert said == "名单里有重复的，或者有不在综合评价中的申报，请刷新后重新提出。"

    def test_whoever_was_absent_or_is_held_cannot_enter(self, world):
        absent, held = world.add(defense=None, status=Status.ABSENT), world.add()
        world.begin()
        hold(held, reason="正在核实反映的问题。", first=world.first, by=world.second, at=AT)
        world.ready()

        said = refused(services.propose, world.edition, world.list_([(absent, "award"), (held, "award")]), by=world.first, at=AT)
        assert f"{absent.applicant.unit}：没有到场答辩，评选细则规定不得列入候选名单。" in said
        assert f"{held.applicant.unit}：正在暂缓，解除以前不能列入名单。" in said
        world.decide([], [absent, held])
        assert held.fresh().status == Status.NOT_CANDIDATE

    def test_absence_without_exclusion_may_enter(self, world):
        absent = world.add(defense=None, status=Status.ABSENT)
        world.begin().set("absence", "unscored")
        world.ready().decide([(absent, "nomination")])

        assert absent.fresh().status == Status.CANDIDATE

    def test_not_before_report_and_reading(self, world):
        one = world.add()
        world.begin()

        said = refused(services.propose, world.edition, world.list_([(one, "award")]), by=world.first, at=AT)
        assert "综合评价报告还没有签发。" in said
        assert "资格条件还没有再次核对。" in said

    def test_a_hold_between_the_hands_stops_the_second(self, world):
        one = world.add()
        world.begin().ready()
        services.propose(world.edition, world.list_([(one, "award")]), by=world.first, at=AT)
        hold(one, reason="正在核实反映的问题。", first=world.first, by=world.second, at=AT)

        assert refused(services.confirm, world.edition, by=world.second, at=AT) == CHANGED
        assert one.fresh().status == Status.DEFENDED

    def test_another_version_moves_only_who_changes(self, world):
        one, other = world.add(), world.add()
        world.begin().ready().decide([(one, "award")], [other])
        same = refused(services.propose, world.edition, world.list_([(one, "award")], [other]), by=world.first, at=AT)
        list_ = world.decide([(one, "nomination"), (other, "nomination")])

        assert same == "与现在的候选名单相同，没有新的内容。"
        assert list_.number == 2
        assert [made.fresh().status for made in (one, other)] == ["candidate", "candidate"]
        assert one.changes.filter(target=Status.CANDIDATE).count() == 1

    def test_a_list_may_be_longer_than_the_places_and_may_be_empty(self, world):
        made = [world.add(materials=None, on_site=None, defense=None) for _ in range(6)]
        world.begin().ready()

        assert len(world.decide([(one, "award") for one in made]).rows) == 6
        assert world.decide([], made).rows == []


class TestGroup:
    def test_reported_with_day_and_way_by_two(self, world):
        one = world.add()
        world.begin().ready().decide([(one, "award")])
        row = world.report_to_group()

        assert (row.list.number, row.how, row.reported_on) == (1, "书面报告", shanghai(AT))

    def test_not_before_there_is_a_list_and_not_ahead_of_time(self, world):
        one = world.add()
        world.begin().ready()
        early = refused(group.propose, world.edition, group.Reported(shanghai(AT), "书面报告"), by=world.first, at=AT)
        world.decide([(one, "award")])
        ahead = refused(group.propose, world.edition, group.Reported(shanghai(later()), "书面报告"), by=world.first, at=AT)

        assert early == "候选名单还没有确定，或者综合评价报告还没有签发。"
        assert ahead == "报告日期还没有到。"
        assert not GroupReport.objects.exists()

    def test_a_real_edition_asks_for_the_scan(self):
        world = Evaluating()
        type(world.edition).objects.filter(pk=world.edition.pk).update(demo=False)
        one = world.add()
        world.begin().ready().decide([(one, "award")])

        said = refused(group.propose, world.edition, group.Reported(shanghai(AT), "书面报告"), by=world.first, at=AT)
        assert said == "请附报告的扫描件。"


class TestGate:
    LABELS = (
        "综合评价报告已经签发",
        "每一份申报的资格条件都已再次核对",
        "候选名单已经两人确定，写到每一份申报",
        "评选结果和候选名单已经向领导小组报告",
    )

    def said(self, world):
        return [one.sentence for one in gate(world.edition, AT) if one.label in self.LABELS]

    @pytest.mark.article("13(5)")
    def test_step_seven_waits_for_all_four(self, world):
        one = world.add()
        world.begin()
        assert len(self.said(world)) == 4
        world.ready().decide([(one, "award")])
        assert self.said(world) == ["还没有登记向领导小组报告。"]
        world.report_to_group()
        assert self.said(world) == []

    @pytest.mark.article("13(5)")
    def test_a_new_version_is_reported_anew(self, world):
        one = world.add()
        world.begin().ready().decide([(one, "award")])
        world.report_to_group()
        world.decide([(one, "nomination")])

        assert self.said(world) == ["向领导小组报告以后，名单或者报告有了新的一版，请重新报告并登记。"]

    def test_over_nobody_an_empty_list_and_a_report_are_asked_for(self, world):
        world.begin()
        assert len(self.said(world)) == 4
        world.ready().decide()
        world.report_to_group()
        assert self.said(world) == []


class TestPages:
    def url(self, world, rest=""):
        return f"/review/{world.edition.pk}/evaluation/{rest}"

    def text(self, answer):
        return answer.content.decode()

    def test_before_step_seven_no_points_are_shown(self, client, world):
        world.add()
        browser = as_actor(client, world.first)

        assert "各环节的评分到综合评价时才放在一起看" in self.text(browser.get(self.url(world)))
        assert browser.get(self.url(world, "sheet/")).status_code == 409
        assert browser.get(self.url(world)).context["rows"] == []

    def test_the_list_is_composed_and_confirmed_on_the_page(self, client, world):
        one, out = world.add(), world.add(on_site=None)
        world.begin().ready()
        path = self.url(world, "candidates/")
        sent = {f"{one.pk}-grade": "award", f"{one.pk}-place": "1", f"{one.pk}-reason": REASON, f"{out.pk}-grade": "out"}
        short = as_actor(client, world.first).post(path, sent | {f"{out.pk}-reason": "差"})
        assert short.status_code == 422
        assert f"{out.applicant.unit}的理由至少写10个字。" in self.text(short)
        assert client.post(path, sent | {f"{out.pk}-reason": REASON}).status_code == 302
        page = as_actor(client, world.second).get(path)
        signing = page.context["signing"]
        done = client.post(path, {"signing_digest": signing.fingerprint, "signing_password": DEMO_PASSWORD})

        assert done.status_code == 302
        assert one.fresh().status == Status.CANDIDATE

    def test_conditions_are_read_and_reporting_is_recorded_on_the_pages(self, client, world):
        one = world.add()
        world.begin()
        browser = as_actor(client, world.first)
        assert browser.post(self.url(world, "conditions/")).status_code == 302
        assert str(one.applicant.unit) in self.text(browser.get(self.url(world, "conditions/")))
        issue(world)
        world.decide([(one, "award")])
        scan = SimpleUploadedFile("x.exe", b"MZ")
        bad = browser.post(self.url(world, "reported/"), {"reported_on": shanghai(AT), "how": "书面", "scan": scan})
        good = browser.post(self.url(world, "reported/"), {"reported_on": shanghai(AT), "how": "书面"})

        assert bad.status_code == 422
        assert good.status_code == 302
        assert [item.title for item in todo(Asking(world.second, AT))] == ["确认向领导小组报告的登记"]

    def test_nobody_else_opens_them(self, client, world):
        world.begin()
        for role in (Role.AGENCY, Role.REVIEWER, Role.APPLICANT, Role.SUPERVISOR, Role.LEADING_GROUP):
            browser = as_actor(client, make_actor(role))
            for rest in ("", "sheet/", "candidates/", "reported/", "conditions/"):
                assert browser.get(self.url(world, rest)).status_code == 403
