"""The compliance page: every step with its acts, articles, evidence, hands and times; the same as a paper; who may read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core import clock
from core.papers.content import Table
from jinzhong_award.compliance import CURRENT, DONE, FUTURE, record
from jinzhong_award.editions import confirm, prepare
from jinzhong_award.pages.compliance import compliance_paper
from jinzhong_award.steps import ADVANCE
from procedure.editions.models import Step
from tests.awards.world import LATER, STOOD, Approving
from tests.factories import AT, make_actor, make_edition, make_unit, sign_in
from tests.jinzhong_award.test_supervision import act, invite

pytestmark = [pytest.mark.django_db, pytest.mark.article("18")]


@pytest.fixture
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def completed():
    """An edition with one award, brought to its end by the last gate."""
    world = Approving()
    world.stood("award")
    world.commend(world.answer(world.request()))
    world.register()
    world.edition = world.edition.fresh()
    move, signature = ADVANCE[Step.APPROVAL], {"ways": ["password"]}
    prepare(move, world.edition, by=world.first, at=LATER, reason="", signature=signature)
    confirm(move, world.edition, by=world.second, at=LATER, reason="", signature=signature)
    return world.edition.fresh(), world


def acts_of(parts, step):
    return {one.label: one for one in parts[step].acts}


def the_paper_says_the_same(edition, parts):
    paper = compliance_paper(edition, parts, at=LATER)

    lines = [row for block in paper.blocks if isinstance(block, Table) for row in block.rows]
    assert len(lines) == sum(len(part.acts) for part in parts)
    assert [row[2].partition("（台账")[0] for row in lines if row[1] == "登记表彰通报"] == ["演示发〔2026〕1号，2026年3月12日"]
    assert (paper.demo, paper.draft, paper.masthead) == (True, False, "")
    assert paper.colophon[0].startswith("校验点：晋中市质量奖/第三届")


class TestTheRecord:
    def test_each_act_with_article_evidence_hands_and_time(self, completed):
        edition, world = completed

        parts = record(edition)

        assert [part.number for part in parts] == list(range(10))
        assert {part.state for part in parts} == {DONE}
        met = acts_of(parts, Step.DELIBERATION)
        last = acts_of(parts, Step.APPROVAL)
        assert met["登记会议结果"].evidence == "第1次全体会议：作出决定"
        names = [f"经办：{world.secretary.person.name}（领导小组秘书）", f"确认：{world.members[0].person.name}（领导小组成员）"]
        assert list(met["登记会议结果"].hands) == names
        assert (met["发布公示公告"].article, met["登记媒体刊登"].evidence) == ("18(8)", "演示日报，2026年3月3日")
        assert last["登记请示印发"].evidence == "演示请〔2026〕1号，2026年3月11日"
        assert last["登记市政府答复"].evidence == "批准 演示批〔2026〕1号，2026年3月11日"
        assert last["登记授奖"].evidence == "获奖1个"
        assert (last["登记表彰通报"].since, last["登记请示印发"].since) == (LATER, STOOD)
        left = parts[Step.APPROVAL].passed
        assert (left.label, left.at, left.point.number > 0) == ("办结本届", LATER, True)
        assert left.conditions == tuple((guard.article, guard.label) for guard in ADVANCE[Step.APPROVAL].guards)
        the_paper_says_the_same(edition, parts)

    def test_what_is_to_come_says_so_and_who_objects_is_never_named(self):
        edition = make_edition(3, Step.CALL)
        act(edition, by=type("Hand", (), {"ref": "objector:1"}), action="objection.file")

        parts = record(edition)

        assert [part.state for part in parts] == [DONE, CURRENT] + [FUTURE] * 8
        assert [(one.label, one.hands) for one in parts[1].acts] == [("收到异议", ("异议提出人（身份保密）",))]


class TestThePage:
    @pytest.mark.usefixtures("_now")
    @pytest.mark.parametrize("role", [Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP])
    def test_the_house_reads_it(self, client, role):
        edition = make_edition(3, Step.CALL)

        page = sign_in(client, make_actor(role)).get(reverse("compliance", args=[edition.pk]))

        assert page.status_code == 200
        assert page.content.decode().count("还没有进行。") == 8

    @pytest.mark.usefixtures("_now")
    @pytest.mark.parametrize("named", [False, True])
    def test_a_supervisor_reads_it_while_invited(self, client, named):
        edition, hands = make_edition(3, Step.CALL, demo=True), (make_actor(Role.SECRETARY), make_actor(Role.LEADING_GROUP, head=True))
        supervisor = make_actor(Role.SUPERVISOR, make_unit(UnitKind.DEPARTMENT, "监察部门（演示）"))
        address, door = reverse("compliance", args=[edition.pk]), f"/editions/{edition.pk}/"
        act(edition, make_actor(Role.OFFICE), "open-objector")
        sign_in(client, supervisor)
        assert (client.get(address).status_code, "合规表" in client.get(door).content.decode()) == (404, False)

        invite(edition, supervisor, hands, objectors=named)

        assert ("查看异议提出人" in client.get(address).content.decode(), "合规表" in client.get(door).content.decode()) == (named, True)

    @pytest.mark.once
    @pytest.mark.usefixtures("_now")
    def test_the_paper_is_printed(self, client):
        edition = make_edition(3, Step.CALL)

        found = sign_in(client, make_actor(Role.OFFICE)).get(reverse("compliance-pdf", args=[edition.pk]))

        assert b"".join(found.streaming_content).startswith(b"%PDF")

    @pytest.mark.usefixtures("_now")
    def test_in_as_many_queries_for_few_acts_and_many(self, client):
        edition, counts = make_edition(3, Step.CALL), []
        sign_in(client, make_actor(Role.OFFICE))
        client.get(reverse("compliance", args=[edition.pk]))
        for more in (1, 6):
            for _ in range(more):
                act(edition, make_actor(Role.OFFICE), "round.close")
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("compliance", args=[edition.pk]))
            counts.append(len(asked))

        assert counts[0] == counts[1] <= 55
