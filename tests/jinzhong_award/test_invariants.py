"""`check_invariants`: every promise holds on the demonstration, and each finds what breaks it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Category, Status
from applications.recommendations.models import Examination
from awards.register.models import Register
from awards.requests.models import Request, RequestIssue
from core.clock import shanghai
from core.ledger.services import lock, record
from jinzhong_award import invariants
from jinzhong_award.demonstration.build import BEGINS_AT, build
from jinzhong_award.invariants import record as records
from procedure.editions.models import Step
from procedure.letters.models import Letter, LetterKind, LetterRelease
from procedure.parameters.services import set_parameter
from publicity.notices.models import Notice, NoticeConfirmation, NoticeKind
from review.evaluation.models import CandidateList
from review.sheets.models import Sheet
from tests.factories import (
    AT,
    at_step,
    make_actor,
    make_applicant,
    make_application,
    make_edition,
    make_grant,
    make_user,
    many_applications,
    office,
)
from tests.notices import published, put
from tests.promises import broken
from tests.publicity.world import know_years, moment
from tests.review.evaluating import sheet_of
from tests.reviewing import assign, decided, invite, make_reviewer, reviewing_world, snapshot_of

pytestmark = pytest.mark.django_db

PROMISES = {promise.check.__name__: promise for promise in invariants.PROMISES}


def skipped_step():
    make_edition(step=Step.CALL)
    return ["第三届晋中市质量奖由“test”进入“发布信息”，程序里没有这样的动作。"]


def unknown_move():
    one = make_application(make_edition(step=Step.APPLYING), Status.SUBMITTED)
    return [f"{one}由“填写中”成为“已提交”，程序里没有这样的动作（test）。"]


def left_behind():
    one = make_application(make_edition(step=Step.MATERIALS), Status.SUBMITTED)
    return [f"{one}是“已提交”，本届在“材料评审”。"]


def accepted_unrecommended():
    one = make_application(make_edition(step=Step.QUALIFICATION), Status.ACCEPTED)
    return [f"{one}已经受理，以前没有推荐单位签发的推荐意见。"]


def too_many():
    edition = make_edition(step=Step.DELIBERATION)
    set_parameter(edition, name="award_quota", value=1, basis="细则", by=SYSTEM, at=AT, reason="演示")
    for seat, category in enumerate(Category, 1):
        make_application(edition, Status.PROPOSED, category=category, grade="award", seat=seat)
    return ["第三届晋中市质量奖质量奖占用2个名额，最多1个。"]


def too_soon():
    applicant, person = make_applicant(), make_user()
    team = make_applicant(ApplicantKind.TEAM)
    TeamMember.objects.create(applicant=team, person=person, order=1)
    make_grant(person, Role.APPLICANT, (alone := make_applicant(ApplicantKind.PERSON)).unit)
    first = make_edition(3, Step.COMPLETED)
    make_application(first, Status.AWARDED, applicant=applicant, grade="award", seat=1)
    make_application(first, Status.AWARDED, applicant=team, grade="award", seat=2, category=Category.INDIVIDUAL)
    nominee = make_application(first, Status.AWARDED, grade="nomination", seat=1).applicant
    make_edition(4, Step.TERMINATED)  # does not count
    late, free = make_edition(6, Step.QUALIFICATION), make_edition(7, Step.QUALIFICATION)
    again = make_application(late, Status.ACCEPTED, applicant=applicant)
    own = make_application(late, Status.ACCEPTED, applicant=alone, category=Category.INDIVIDUAL)
    make_application(late, Status.ACCEPTED, applicant=nominee)
    make_application(free, Status.ACCEPTED, applicant=applicant)
    return sorted(f"{one}在限制申报的周期内受理。" for one in (again, own))


def revoked_too_soon():
    applicant = make_applicant()
    make_application(make_edition(3, Step.COMPLETED), Status.REVOKED, applicant=applicant, grade="nomination", seat=1)
    again = make_application(make_edition(6, Step.QUALIFICATION, at=moment("2029-03-02")), Status.ACCEPTED, applicant=applicant)
    return [f"{again}在限制申报的周期内受理。"]


def crowd():
    applicant = make_applicant(name="晋中甲公司")
    TeamMember.objects.create(applicant=applicant, person=make_user(), order=1)
    return ["晋中甲公司有1名小组成员。"]


def left_early():
    know_years(AT)
    edition = make_edition(step=Step.QUALIFICATION)
    published(edition, at=moment("2026-03-02"))
    edition = at_step(edition, Step.MATERIALS, at=moment("2026-03-09", 9))
    at_step(edition, Step.ON_SITE, at=moment("2026-03-10", 0))
    return ["第三届晋中市质量奖离开“资格审查”时，公示2026-1只满4个工作日，应有5个。"]


def never_noticed():
    one = make_application(make_edition(step=Step.APPROVAL), Status.PROPOSED, grade="award", seat=1)
    return [f"{one}没有在受理名单里公示过。"]


def asked_early():
    know_years(AT)
    edition = make_edition(step=Step.APPROVAL)
    one = make_application(edition, Status.PROPOSED, grade="award", seat=1)
    rows = [{"application": str(one.pk), "name": "晋中甲公司", "grade": "award"}]
    published(edition, kind=NoticeKind.AWARD, rows=[rows[0] | {"place": "", "category": ""}])
    request = put(edition, Request(edition=edition, number=1, title="请示", text="正文", rows=rows, by=make_user(), at=AT))
    put(edition, RequestIssue(request=request, document_number="1", dated_on=shanghai(AT), decision=decided(edition), at=AT))
    return ["第三届晋中市质量奖提请晋中甲公司时，拟授奖名单还没有公示满5个工作日。"]


def telephone():
    published(make_edition(step=Step.QUALIFICATION), text="联系13800000001。")
    return ["公示2026-1里有手机号“13800000001”。"]


def no_pledge():
    _, [application], [_], panel = reviewing_world(reviewers=1, applications=1)
    invite(application.edition, reviewer := make_reviewer(), pledged=False)
    return [f"分派{assign(application, reviewer, panel).pk}的评审员没有先签署承诺。"]


def one_person():
    edition = make_edition()
    row = published(edition)
    notice = put(edition, Notice(**_again(row.notice)))
    found = put(edition, NoticeConfirmation(notice=notice, by=notice.by, at=AT))
    return [f"publicity.noticeconfirmation:{found.pk}的经办和确认是同一人。"]


def _again(notice):
    names = ("edition", "kind", "title", "text", "rows", "workdays", "publish_at", "by", "grant", "at")
    return {name: getattr(notice, name) for name in names}


def office_asks():
    edition = make_edition(step=Step.APPROVAL)
    request = put(edition, Request(edition=edition, number=1, title="请示", text="正文", rows=[], by=make_user(), at=AT))
    row = put(edition, RequestIssue(request=request, document_number="1", dated_on=shanghai(AT), decision=decided(edition), at=AT))
    put(edition, CandidateList(edition=edition, number=1, rows=[], others=[], decision=decided(edition), at=AT))
    return [f"awards.requestissue:{row.pk}由评选办办理。"]


def two_hats():
    person = make_user("张三")
    make_grant(person, Role.OFFICE, office())
    make_grant(person, Role.REVIEWER, office())
    return ["张三：评审员与评选办不能由同一人担任。"]


def anothers_sheet():
    _, [application], [reviewer], panel = reviewing_world(reviewers=1, applications=1)
    other = make_user()
    one = {"assignment": assign(application, reviewer, panel), "entries": [], "total": 1, "full": 1, "fingerprint": "0", "method": "demo"}
    return [f"评分表{put(application.edition, Sheet(**one, by=other, at=AT)).pk}不是分派的评审员锁定的。"]


def signed_and_scored():
    _, [application], [reviewer], panel = reviewing_world(reviewers=1, applications=1)
    by = make_actor(Role.EXAMINER, application.body, person=reviewer.person)
    hand = {"by": by.person, "grant": by.grant, "at": AT}
    put(application.edition, Examination(snapshot=snapshot_of(application), checklist=[], recommend=True, opinion="推荐", **hand), by=by)
    return [f"评分表{sheet_of(assign(application, reviewer, panel), 1).pk}的评审员为推荐单位办过这份申报。"]


def told_early():
    edition, by = make_edition(step=Step.DELIBERATION), make_actor(Role.OFFICE)
    fields = {"kind": LetterKind.RESULT, "recipient": make_applicant().unit, "act": "x", "title": "结果", "text": "结果"}
    letter = put(edition, Letter(edition=edition, **fields, article="18(9)", by=by.person, at=AT))
    row = put(edition, LetterRelease(letter=letter, by=by.person, at=AT))
    published(edition, publish_at=moment("2026-03-03"))
    return ["公示2026-1在确认以前或者没到时间就发布了。", f"评选结果{row.pk}在公示以前发出。"]


def altered_notice():
    published(make_edition(), seal=False)
    return ["公示2026-1的文字与发布时不一致。", "公示2026-1没有检查点。"]


def nothing_kept():
    one = make_application(make_edition(step=Step.APPLYING), Status.SUBMITTED)
    return [f"{one}“已提交”，没有提交的版本。"]


def awarded_unapproved():
    edition = make_edition(step=Step.APPROVAL)
    make_application(edition, Status.AWARDED, grade="award", seat=1)
    put(edition, Register(edition=edition, rows=[], decision=decided(edition), at=AT))
    return ["第三届晋中市质量奖的授奖与批准的名单不一致。"]


@transaction.atomic
def lost_row():
    record(lock("house"), at=AT, by=SYSTEM, action="x", object_ref="x", payload={"row": {"model": "procedure.stepchange", "digest": "0"}})
    return ["house 第1号：事件记载了 procedure.stepchange 的一行，库中没有。（row-missing）"]


BREAKS = {
    "steps_in_order": skipped_step,
    "states_by_moves": unknown_move,
    "states_of_their_step": left_behind,
    "recommended_before_accepted": accepted_unrecommended,
    "seats_within_quotas": too_many,
    "winners_wait": too_soon,
    "revoked_wait": revoked_too_soon,
    "teams_of_three": crowd,
    "notices_stood": left_early,
    "everybody_noticed": never_noticed,
    "approved_after_notice": asked_early,
    "notices_name_nobodys_number": telephone,
    "files_behind_a_pledge": no_pledge,
    "two_persons": one_person,
    "three_hands": office_asks,
    "incompatible_hands": two_hats,
    "sheets_without_interest": anothers_sheet,
    "bodies_hands_stay_out": signed_and_scored,
    "nothing_before_its_notice": told_early,
    "notices_are_sealed": altered_notice,
    "submitted_is_kept": nothing_kept,
    "awards_as_approved": awarded_unapproved,
    "ledger_whole": lost_row,
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_promise_finds_what_breaks_it(name):
    expected = BREAKS[name]()

    assert sorted(one.sentence for one in PROMISES[name].broken()) == sorted(expected)


def test_a_column_for_a_payment_is_found(monkeypatch):
    monkeypatch.setattr(records, "FEES", ("救济途径",))

    assert [one.sentence for one in PROMISES["no_fee_is_asked"].broken()] == ["procedure.remedytext.text：救济途径。"]


def test_every_promise_has_something_that_breaks_it():
    assert {*BREAKS, "no_fee_is_asked"} == set(PROMISES)
    assert sorted({promise.number for promise in invariants.PROMISES}, key=lambda number: int(number[1:])) == [
        f"R{number}" for number in range(1, 15)
    ]


def test_everything_holds_on_the_demonstration(capsys):
    build(at=BEGINS_AT)

    assert broken() == []
    call_command("check_invariants")
    assert capsys.readouterr().out == f"核对无误：{len(PROMISES)}项。\n"


class TestTheCommand:
    def test_says_each_sentence_and_ends_with_one(self):
        sentence = too_many()[0]

        with pytest.raises(CommandError) as ended:
            call_command("check_invariants")
        label = PROMISES["seats_within_quotas"].label
        assert f"R2〔8〕{label}：{sentence}" in str(ended.value).splitlines()
        assert ended.value.returncode == 1

    def test_gives_everything_as_json(self, capsys):
        crowd()

        with pytest.raises(SystemExit):
            call_command("check_invariants", "--format", "json")
        said = json.loads(capsys.readouterr().out)
        assert len(said["promises"]) == len(PROMISES)
        assert [one["sentence"] for one in said["broken"]] == ["晋中甲公司有1名小组成员。"]


def test_the_number_of_queries_does_not_grow_with_applications():
    edition = make_edition(step=Step.APPLYING)
    counted = []
    for _ in range(2):
        many_applications(edition, 3)
        with CaptureQueriesContext(connection) as queries:
            list(invariants.broken(tuple(promise for promise in invariants.PROMISES if promise is not records.ledger_whole)))
        counted.append(len(queries))

    assert counted == [counted[0]] * 2
    assert counted[0] <= 80
