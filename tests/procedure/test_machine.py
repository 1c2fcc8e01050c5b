"""One hand: who may make a move, from where, in which step, on which conditions, and what is left behind."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM, Actor
from accounts.grants.models import GrantEnd, Role
from applications.cases.models import Application, Status
from core.clock import SHANGHAI
from core.ledger.models import Event
from core.ledger.services import cover, lock, ref
from core.ledger.verify import verify
from core.rules import Blocker, RuleRefused
from procedure.editions.models import Edition, Step
from procedure.machine import Move, Wait, guard, unbuilt
from tests.factories import AT, at_step, make_actor, make_application, make_edition, make_grant, make_unit, make_user

pytestmark = pytest.mark.django_db


@guard("18(2)", "材料齐备")
def complete(subject, at):
    return "申报表还没有填写。"


@guard("18(3)", "公示期满")
def over(subject, at):
    return Wait("公示到3月9日为止。")


@guard("18(1)", "总是满足")
def met(subject, at):
    return None


CALL = Move("call", "发布信息", (Step.PREPARATION,), Step.CALL, Role.OFFICE, "18(1)", (met,))
GUARDED = Move("guarded", "发布信息", (Step.PREPARATION,), Step.CALL, Role.OFFICE, "18(1)", (complete, met, over))
UNBUILT = Move("unbuilt", "发布信息", (Step.PREPARATION,), Step.CALL, Role.OFFICE, "18(1)", (unbuilt("17", "标准"),))
NOBODYS = Move("nobodys", "评分", (Step.PREPARATION,), Step.CALL, Role.REVIEWER, "18(4)")
RECOMMEND = Move(
    "recommend", "推荐", (Status.SUBMITTED,), Status.RECOMMENDED, Role.SIGNER, "18(3)", steps=(Step.APPLYING, Step.QUALIFICATION)
)
ACCEPT = Move("accept", "受理", (Status.RECOMMENDED,), Status.ACCEPTED, Role.OFFICE, "18(3)")
DECLINE = Move("decline", "不予受理", (Status.RECOMMENDED,), Status.DECLINED, Role.OFFICE, "18(3)", reasoned=True)


def submitted(step=Step.QUALIFICATION):
    return make_application(make_edition(3, step), Status.SUBMITTED)


def ended():
    actor = make_actor(Role.OFFICE)
    with transaction.atomic():
        cover(lock("house"), GrantEnd(grant=actor.grant, at=AT, reason="调离"), at=AT, by=SYSTEM, action="end-grant")
    return actor


def recommended_by(actor):
    """An application for whose body this person signed."""
    application = make_application(make_edition(3, Step.QUALIFICATION), Status.SUBMITTED, body=actor.unit)
    RECOMMEND.make(application, by=actor, at=AT)
    return application.fresh()


def excluded():
    signer = make_actor(Role.SIGNER)
    return ACCEPT, recommended_by(signer), make_actor(Role.OFFICE, person=signer.person)


ME = "您的身份不能发布信息。"
REFUSALS = {
    "wrong source": (lambda: (CALL, make_edition(3, Step.CALL), make_actor(Role.OFFICE)), "当前状态不能发布信息。"),
    "wrong step": (
        lambda: (RECOMMEND, app := submitted(Step.MATERIALS), make_actor(Role.SIGNER, app.body)),
        "本届正处于“材料评审”，不能推荐。",
    ),
    "wrong role": (lambda: (CALL, make_edition(), make_actor(Role.LEADING_GROUP)), ME),
    "wrong unit": (lambda: (RECOMMEND, submitted(), make_actor(Role.SIGNER)), "您的身份不能推荐。"),
    "right unit, wrong role": (lambda: (RECOMMEND, app := submitted(), make_actor(Role.CHECKER, app.body)), "您的身份不能推荐。"),
    "no grant": (lambda: (CALL, make_edition(), Actor(make_user())), ME),
    "the system": (lambda: (CALL, make_edition(), SYSTEM), ME),
    "nobody acts here": (lambda: (NOBODYS, make_edition(), make_actor(Role.REVIEWER)), "您的身份不能评分。"),
    "grant not confirmed": (lambda: (CALL, make_edition(), make_actor(Role.OFFICE, confirmed=False)), ME),
    "grant that ended": (lambda: (CALL, make_edition(), ended()), ME),
    "grant until yesterday": (lambda: (CALL, make_edition(), make_actor(Role.OFFICE, until_on=date(2026, 3, 1))), ME),
    "grant from tomorrow": (lambda: (CALL, make_edition(), make_actor(Role.OFFICE, from_on=date(2026, 3, 3))), ME),
    "an earlier hand excludes": (excluded, "您代表推荐单位办过这份申报，不能再审查、评审或审定。"),
    "guards not met": (lambda: (GUARDED, make_edition(), make_actor(Role.OFFICE)), "申报表还没有填写。公示到3月9日为止。"),
    "guard not built": (lambda: (UNBUILT, make_edition(), make_actor(Role.OFFICE)), "本环节尚未启用。"),
}


def refusal(act):
    """The blockers with which an act is refused."""
    with pytest.raises(RuleRefused) as refused:
        act()
    return list(refused.value.blockers)


@pytest.mark.parametrize("name", REFUSALS)
def test_refused_with_what_the_page_showed(name):
    build, sentence = REFUSALS[name]
    move, subject, actor = build()
    state, events = subject.state, Event.objects.count()
    shown = move.blockers(subject, actor, at=AT)

    assert refusal(lambda: move.make(subject, by=actor, at=AT)) == shown
    assert refusal(lambda: move.propose(subject, by=actor, at=AT)) == shown
    assert "".join(blocker.sentence for blocker in shown) == sentence
    assert (subject.fresh().state, Event.objects.count()) == (state, events)


def test_guards_say_article_label_and_whether_only_time_must_pass():
    shown = GUARDED.blockers(make_edition(), make_actor(Role.OFFICE), at=AT)

    assert shown == [
        Blocker("18(2)", "材料齐备", "申报表还没有填写。"),
        Blocker("18(3)", "公示期满", "公示到3月9日为止。", wait=True),
    ]


def test_other_refusals_name_the_moves_article():
    shown = CALL.blockers(make_edition(), make_actor(Role.LEADING_GROUP), at=AT)

    assert shown == [Blocker("18(1)", "发布信息", ME)]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_needed_where_the_move_asks_one(reason):
    application, office = recommended_by(make_actor(Role.SIGNER)), make_actor(Role.OFFICE)

    assert [b.sentence for b in refusal(lambda: DECLINE.make(application, by=office, at=AT, reason=reason))] == ["请写明不予受理的理由。"]
    DECLINE.make(application, by=office, at=AT, reason="不在辖区内。")
    assert application.fresh().status == Status.DECLINED


def test_a_grant_counts_to_the_last_minute_of_its_last_day_in_jinzhong():
    edition, actor = make_edition(), make_actor(Role.OFFICE, until_on=date(2026, 3, 2))
    last = datetime(2026, 3, 2, 23, 59, 59, tzinfo=SHANGHAI)

    assert CALL.blockers(edition, actor, at=last) == []
    assert [b.sentence for b in CALL.blockers(edition, actor, at=last + timedelta(seconds=1))] == [ME]


def test_a_move_leaves_state_history_and_event():
    edition, actor = make_edition(), make_actor(Role.OFFICE)

    event = CALL.make(edition, by=actor, at=AT, reason="按计划", content={"document": "市质评办〔2026〕1号"}, signature={"way": "totp"})

    change = edition.changes.get()
    assert edition.fresh().step == Step.CALL
    assert (change.source, change.target, change.move) == (Step.PREPARATION, Step.CALL, "call")
    assert (change.by, change.role, change.unit, change.at, change.reason) == (actor.person, Role.OFFICE, actor.unit, AT, "按计划")
    assert change.event == event
    assert (event.chain, event.action, event.object_ref, event.actor_ref) == ("edition-3", "call", ref(edition), actor.ref)
    payload = json.loads(event.payload.payload)
    assert payload == {
        "source": 0,
        "target": 1,
        "reason": "按计划",
        "content": {"document": "市质评办〔2026〕1号"},
        "guards": [["18(1)", "总是满足"]],
        "signature": {"way": "totp"},
        "row": {"model": "procedure.stepchange", "digest": change.digest()},
    }
    assert verify() == []


def test_make_reads_the_subject_again_under_the_lock():
    edition, actor = make_edition(), make_actor(Role.OFFICE)
    CALL.make(edition, by=actor, at=AT)

    assert edition.step == Step.PREPARATION  # this copy is old, and does not help
    assert [b.sentence for b in refusal(lambda: CALL.make(edition, by=actor, at=AT))] == ["当前状态不能发布信息。"]


def test_a_stale_copy_cannot_be_saved_back():
    stale = make_edition()
    at_step(stale, Step.APPLYING)

    with pytest.raises(IntegrityError, match="changes only by its history"), transaction.atomic():
        stale.save()
    assert stale.fresh().step == Step.APPLYING


def test_make_all_makes_all_in_order_under_one_lock():
    signer, edition = make_actor(Role.SIGNER), make_edition(3, Step.QUALIFICATION)
    several = [make_application(edition, Status.SUBMITTED, body=signer.unit) for _ in range(3)]

    events = RECOMMEND.make_all(several, by=signer, at=AT)

    assert [event.object_ref for event in events] == [ref(application) for application in several]
    assert set(Application.objects.values_list("status", flat=True)) == {Status.RECOMMENDED}
    assert RECOMMEND.make_all([], by=signer, at=AT) == []


@pytest.mark.parametrize("last", ["another body's", "a draft", "the first again"])
def test_make_all_makes_none_where_one_is_refused(last):
    signer, edition = make_actor(Role.SIGNER), make_edition(3, Step.QUALIFICATION)
    several = [make_application(edition, Status.SUBMITTED, body=signer.unit) for _ in range(2)]
    several.append(
        {
            "another body's": lambda: make_application(edition, Status.SUBMITTED),
            "a draft": lambda: make_application(edition, body=signer.unit),
            "the first again": lambda: several[0],
        }[last]()
    )
    states, events = [application.status for application in several], Event.objects.count()

    refusal(lambda: RECOMMEND.make_all(several, by=signer, at=AT))

    assert ([application.fresh().status for application in several], Event.objects.count()) == (states, events)


def test_make_all_is_for_one_edition():
    signer = make_actor(Role.SIGNER)
    several = [make_application(make_edition(n, Step.QUALIFICATION), Status.SUBMITTED, body=signer.unit) for n in (3, 4)]

    with pytest.raises(ValueError, match="is not of edition-3"):
        RECOMMEND.make_all(several, by=signer, at=AT)
    assert set(Application.objects.values_list("status", flat=True)) == {Status.SUBMITTED}


def test_several_grants_of_one_person_are_several_actors():
    edition, person = make_edition(), make_user()
    as_department = Actor(person, make_grant(person, Role.SUPERVISOR, make_unit()))
    as_office = make_actor(Role.OFFICE, person=person)

    assert [b.sentence for b in CALL.blockers(edition, as_department, at=AT)] == [ME]
    assert CALL.blockers(edition, as_office, at=AT) == []
    assert Edition.objects.get().step == Step.PREPARATION
