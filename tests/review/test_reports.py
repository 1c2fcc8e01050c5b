"""The materials report and the on-site list (article 18(4)): by two, exactly the same, and told by letters that wait."""

from datetime import timedelta

import pytest

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.holds.services import hold
from core.files import storage
from core.ledger.services import ref
from core.ledger.verify import verify
from core.rules import RuleRefused
from jinzhong_award.steps import STEPS
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind
from procedure.letters.services import release
from procedure.proposals.models import Proposal
from review.moves import ADVANCE_ON_SITE, NOT_ADVANCE
from review.reports import listing, services
from review.reports.drafts import MATERIALS_REPORT, NOBODY
from review.reports.guards import materials_reported, on_site_listed
from review.reports.listing import Choice
from review.reports.models import Report, ReportIssue, ReportKind, ReportPaper
from review.reports.papers import render_reports
from review.sheets import aside
from tests.factories import AT, make_actor
from tests.review.scoring import close, report, scored, scoring
from tests.worlds import shared

pytestmark = pytest.mark.article("18(4)")
LATER = AT + timedelta(hours=1)


@shared
def world():
    world = scoring()
    scored(world, world.applications[0], (70, 72, 74))
    world.sheets = scored(world, world.applications[1], (60, 62, 64))
    close(world)
    return world


@pytest.fixture
def reported(world):
    report(world)
    return world


def save(world, text="正文", base=""):
    return services.save(MATERIALS_REPORT, world.edition, title="标题", text=text, base=base, by=world.first, at=AT)


class TestReport:
    def test_it_is_drafted_from_what_happened(self, world):
        draft = MATERIALS_REPORT.draft(world.edition)
        assert "对资格审查合格的2份申报（组织2份）进行材料评审" in draft.text
        assert "3名评审员" in draft.text
        assert "计入的评分表共6份，不计入的0份" in draft.text
        first, second = draft.table["rows"]
        assert first[3:] == ["720", "700", "740", "40", "3", "1"]
        assert second[3:] == ["620", "600", "640", "40", "3", "2"]
        assert not any(one.person.name in draft.text for one in world.reviewers)

    def test_nobody_writes_it_before_the_closing(self, db):
        world = scoring(applications=1)
        with pytest.raises(RuleRefused, match="材料评审还没有结束评分"):
            save(world)
        assert not Report.objects.exists()

    def test_each_saving_is_a_version_and_an_old_page_does_not_write_over_it(self, world):
        first = save(world)
        with pytest.raises(RuleRefused, match=services.MEANWHILE):
            save(world, "另一份")
        with pytest.raises(RuleRefused, match=services.SAME):
            save(world, base=str(first.pk))
        second = save(world, "另一份", base=str(first.pk))
        assert Report.objects.newest(world.edition, ReportKind.MATERIALS) == second

    def test_two_issue_the_newest_version_and_the_paper_is_kept(self, world):
        first = save(world)
        second = save(world, "定稿", base=str(first.pk))
        with pytest.raises(RuleRefused, match=services.MEANWHILE):
            services.propose_issue(MATERIALS_REPORT, first, by=world.first, at=AT)
        services.propose_issue(MATERIALS_REPORT, second, by=world.first, at=AT)
        with pytest.raises(RuleRefused, match="请另一人确认"):
            services.confirm_issue(MATERIALS_REPORT, second, by=world.first, at=AT)
        assert materials_reported.check(world.edition, AT) == "材料评审报告还没有签发。"
        services.confirm_issue(MATERIALS_REPORT, second, by=world.second, at=AT)
        assert materials_reported.check(world.edition, AT) is None
        assert (render_reports(LATER), render_reports(LATER)) == (1, 0)
        paper = ReportPaper.objects.get()
        with storage.opened(paper.sha256) as file:
            assert file.read(5) == b"%PDF-"
        assert verify() == []

    def test_a_sheet_set_aside_later_asks_for_a_new_report(self, reported):
        sheet = reported.sheets[0]
        aside.propose(sheet, reason="发现利害关系", by=reported.first, at=AT)
        aside.confirm(sheet, by=reported.second, at=AT)
        assert "有评分表不再计入" in materials_reported.check(reported.edition, AT)
        newest = Report.objects.newest(reported.edition, ReportKind.MATERIALS)
        row = save(reported, newest.text, base=str(newest.pk))
        services.propose_issue(MATERIALS_REPORT, row, by=reported.first, at=AT)
        services.confirm_issue(MATERIALS_REPORT, row, by=reported.second, at=AT)
        assert materials_reported.check(reported.edition, AT) is None
        assert row.table["rows"][1][3:] == ["630", "620", "640", "20", "2", "2"]

    def test_only_the_office_writes_it(self, world):
        for by in (world.by(0), make_actor(Role.AGENCY)):
            with pytest.raises(RuleRefused, match="只有评选办可以写材料评审报告。"):
                services.save(MATERIALS_REPORT, world.edition, title="标题", text="正文", base="", by=by, at=AT)


def choices(world, *, words="材料扎实"):
    first, second = world.applications
    return {first: Choice(ADVANCE_ON_SITE, words), second: Choice(NOT_ADVANCE, "过程部分没有数据")}


def propose(world, chosen=None, *, by=None):
    return listing.propose(world.edition, chosen or choices(world), by=by or world.first, at=AT)


def confirm(world, *, by=None):
    return listing.confirm(world.edition, by=by or world.second, at=LATER)


def statuses(world):
    return [Application.objects.get(pk=one.pk).status for one in world.applications]


class TestList:
    def test_it_waits_for_closing_and_report(self, world):
        with pytest.raises(RuleRefused, match="材料评审报告还没有签发。"):
            propose(world)
        assert not Proposal.objects.filter(move=ADVANCE_ON_SITE.name).exists()

    def test_every_accepted_application_is_on_it(self, reported):
        first, second = reported.applications
        with pytest.raises(RuleRefused, match=f"还缺：{second.applicant.unit}。"):
            propose(reported, {first: Choice(ADVANCE_ON_SITE, "好")})
        with pytest.raises(RuleRefused, match="理由"):
            propose(reported, {first: Choice(ADVANCE_ON_SITE, "好"), second: Choice(NOT_ADVANCE, " ")})
        assert not Proposal.objects.filter(move__in=listing.MOVES).exists()

    def test_another_confirms_exactly_the_same_and_letters_wait(self, reported):
        propose(reported)
        with pytest.raises(RuleRefused, match="请另一人确认"):
            confirm(reported, by=reported.first)
        assert statuses(reported) == [Status.ACCEPTED] * 2
        confirm(reported)
        assert statuses(reported) == [Status.ADVANCING, Status.NOT_ADVANCING]
        letters = {letter.kind: letter for letter in Letter.objects.waiting()}
        assert set(letters) == {LetterKind.ADVANCING, LetterKind.NOT_ADVANCING}
        told = letters[LetterKind.NOT_ADVANCING].text
        assert "理由：过程部分没有数据" in told
        assert "620" not in told
        assert "材料扎实" not in letters[LetterKind.ADVANCING].text
        assert verify() == []

    def test_a_new_list_takes_the_place_of_the_open_one(self, reported):
        propose(reported)
        first, second = reported.applications
        propose(reported, {first: Choice(NOT_ADVANCE, "一"), second: Choice(ADVANCE_ON_SITE, "二")})
        confirm(reported)
        assert statuses(reported) == [Status.NOT_ADVANCING, Status.ADVANCING]

    def test_what_was_sent_back_is_not_confirmed(self, reported):
        propose(reported)
        listing.send_back(reported.edition, reason="再议", by=reported.second, at=AT)
        with pytest.raises(RuleRefused, match=listing.OPEN):
            confirm(reported)

    def test_a_held_one_cannot_advance_and_outruns_the_open_list(self, reported):
        propose(reported)
        first, second = reported.applications
        hold(first, reason="有异议", first=reported.first, by=reported.second, at=AT)
        with pytest.raises(RuleRefused, match="正在暂缓"):
            confirm(reported)
        assert "正在暂缓" in "".join(one.sentence for one in ADVANCE_ON_SITE.blockers(first, reported.first, at=AT))
        with pytest.raises(RuleRefused, match=listing.NOT_LISTED):
            propose(reported)
        propose(reported, {second: Choice(ADVANCE_ON_SITE, "好")})
        confirm(reported)
        assert statuses(reported) == [Status.ACCEPTED, Status.ADVANCING]

    def test_results_that_changed_are_not_confirmed(self, reported):
        propose(reported)
        sheet = reported.sheets[0]
        aside.propose(sheet, reason="发现利害关系", by=reported.first, at=AT)
        aside.confirm(sheet, by=reported.second, at=AT)
        newest = Report.objects.newest(reported.edition, ReportKind.MATERIALS)
        row = save(reported, newest.text, base=str(newest.pk))
        services.propose_issue(MATERIALS_REPORT, row, by=reported.first, at=AT)
        services.confirm_issue(MATERIALS_REPORT, row, by=reported.second, at=AT)
        with pytest.raises(RuleRefused, match=listing.PARTIAL):
            confirm(reported)
        assert statuses(reported) == [Status.ACCEPTED] * 2

    def test_only_the_office_decides_it(self, reported):
        for by in (reported.by(0), make_actor(Role.AGENCY)):
            with pytest.raises(RuleRefused, match="您的身份不能确定现场评审名单。"):
                propose(reported, by=by)


class TestGate:
    def test_the_row_names_its_guards(self):
        labels = [guard.label for guard in STEPS[Step.MATERIALS].guards]
        assert labels[:3] == ["材料评审已经结束评分", "材料评审报告已经签发", "现场评审名单已经两人确定，并且已经告知"]
        assert labels[-1].startswith("现场评审") or "参数" in labels[-1]

    def test_everybody_is_decided_and_told(self, reported):
        unit = reported.applications[0].applicant.unit
        assert on_site_listed.check(reported.edition, AT).startswith(f"{unit}还没有决定是否列入")
        propose(reported)
        confirm(reported)
        assert "文书还没有发出" in on_site_listed.check(reported.edition, AT)
        release(list(Letter.objects.waiting()), by=reported.first, at=LATER)
        assert on_site_listed.check(reported.edition, AT) is None

    def test_a_letter_of_another_application_tells_nobody_else(self, reported):
        propose(reported)
        confirm(reported)
        first = Letter.objects.waiting().filter(subject_ref=ref(reported.applications[0]))
        release(list(first), by=reported.first, at=LATER)
        assert on_site_listed.check(reported.edition, AT) == (f"{reported.applications[1].applicant.unit}未进入现场评审，文书还没有发出。")

    def test_nobody_satisfies_it_through_the_report(self, db):
        world = scoring(applications=0)
        assert materials_reported.check(world.edition, AT)
        close(world)
        report(world)
        assert NOBODY in Report.objects.get().text
        assert ReportIssue.objects.count() == 1
        assert (materials_reported.check(world.edition, AT), on_site_listed.check(world.edition, AT)) == (None, None)
