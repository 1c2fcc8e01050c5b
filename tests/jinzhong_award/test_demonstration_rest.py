"""其余照办: a visitor does one thing by hand, the rest is done by the same moves; what comes next is said in a sentence."""

from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.test import override_settings

from accounts.grants.models import Role
from applications.cases.models import Application, Status
from core import clock
from core.ledger.verify import verify
from core.rules import RuleRefused
from jinzhong_award.demonstration import play, running
from jinzhong_award.demonstration.build import BEGINS_AT, build
from jinzhong_award.demonstration.play import carry_on, play_to
from jinzhong_award.demonstration.stages import STAGES
from jinzhong_award.demonstration.times import deadlines
from jinzhong_award.steps import gate
from procedure.calendar.services import workdays
from procedure.editions.models import Step
from publicity.notices.publishing import publish_due
from tests.factories import make_actor, make_edition
from tests.worlds import shared

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMO = True


@override_settings(DEMO=True)
def begun():
    """Two applicants, step 2, nobody has begun."""
    clock.begin(BEGINS_AT)
    return play_to(Step.APPLYING, build(at=BEGINS_AT, applications=2))


edition = shared(begun)


@pytest.mark.django_db
def test_the_rest_of_applicants_submit_and_the_visitor_is_told_to_move_the_clock(edition):
    at = clock.now()

    said = carry_on(edition, at=at)

    assert said.startswith("2个申报者开始申报；2份申报填写完整并提交。接着请把时钟拨到“申报截止以后”（2026年4月")
    assert list(Application.objects.values_list("status", flat=True)) == [Status.SUBMITTED] * 2
    assert carry_on(edition, at=at).startswith("这一刻没有可以代办的。接着请把时钟拨到“申报截止以后”")
    assert edition.fresh().step == Step.APPLYING


@pytest.mark.django_db
def test_the_next_step_is_opened_by_two_only_once_nothing_stands_against_it(edition):
    carry_on(edition, at=clock.now())
    closed = clock.now() + timedelta(days=40)

    said = carry_on(edition, at=closed)

    assert said == (
        "尹若谷、任知微两人办理，进入“资格审查”。接着轮到推荐单位：经办初审，审核，签发。可以进入其中一人办一件，其余的再按“其余照办”。"
    )
    assert edition.fresh().step == Step.QUALIFICATION
    assert gate(edition.fresh(), closed) != []
    assert verify() == []


@pytest.mark.django_db
def test_each_press_ends_where_others_begin_and_tells_how_many_of_how_many(edition):
    carry_on(edition, at=clock.now())
    closed, told = clock.now() + timedelta(days=40), []
    carry_on(edition, at=closed)

    said = carry_on(edition.fresh(), at=closed, tell=lambda *about: told.append(about))

    assert said.startswith("推荐单位推荐2份。接着轮到评选办：征求部门意见，")
    assert told == [("推荐单位初审、审核、签发", done, 2) for done in (0, 1, 2)]
    assert list(Application.objects.values_list("status", flat=True)) == [Status.RECOMMENDED] * 2


@pytest.mark.deep
@pytest.mark.django_db
def test_two_buttons_bring_an_edition_from_its_preparation_to_its_end():
    clock.begin(BEGINS_AT)
    edition, presses = build(at=BEGINS_AT, applications=4), 0

    while edition.fresh().step < Step.COMPLETED:
        presses += 1
        said = carry_on(edition.fresh(), at=clock.now())
        assert "还差：" not in said
        if "请把时钟拨到" in said:
            clock.advance(deadlines(clock.now(), workdays())[0][1])
            publish_due(clock.now())

    assert presses < 40
    assert verify() == []


def test_every_step_has_its_stages_and_each_names_who_acts():
    assert list(STAGES) == [step for step in Step if step < Step.COMPLETED]
    assert [stage.what for stages in STAGES.values() for stage in stages if not (stage.roles and stage.who)] == []


class Slow:
    """What is done, as slowly as a test wants."""

    def __init__(self, end="办完了。"):
        self.asked, self.end, self.told, self.go = 0, end, Event(), Event()

    def __call__(self, edition, *, at, tell):
        self.asked += 1
        tell("签字", 3, 16)
        self.told.set()
        self.go.wait(10)
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


def ended():
    """The run, once it has ended."""
    while not (run := running.seen()).said:
        sleep(0.01)
    return run


def test_pressed_twice_it_runs_once_and_is_told_once(committed, monkeypatch):
    slow = Slow()
    monkeypatch.setattr(play, "carry_on", slow)

    running.start(None, back="/home/", patience=0)
    slow.told.wait(10)
    again = running.start(None, back="/demo/", patience=0)

    assert (again.back, again.matters, again.said, slow.asked) == ("/home/", {"签字": (3, 16)}, "", 1)
    slow.go.set()
    assert (ended().said, ended().good) == ("办完了。", True)
    running.told()
    assert running.seen() is None


@pytest.mark.parametrize(
    ("end", "said"),
    [(RuleRefused("申报已截止。"), "没有办完：申报已截止。"), (ValueError("broken"), running.BROKEN)],
)
def test_what_stops_it_is_told(committed, monkeypatch, caplog, end, said):
    slow = Slow(end)
    slow.go.set()
    monkeypatch.setattr(play, "carry_on", slow)

    run = running.start(None, back="/home/", patience=10)

    assert (run.said, run.good) == (said, False)
    assert [record.message for record in caplog.records] == ["其余照办"] * isinstance(end, ValueError)
    running.told()


@pytest.mark.django_db
def test_a_real_edition_is_never_carried_on():
    make_actor(Role.OFFICE)
    edition = make_edition(demo=False)

    with pytest.raises(RuleRefused) as refused:
        carry_on(edition, at=BEGINS_AT)

    assert str(refused.value) == "只有演示届、并且评选办已经有人，才能其余照办。"
    assert edition.fresh().step == Step.PREPARATION
