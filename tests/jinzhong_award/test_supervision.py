"""Inviting to supervise by two of the leading group, and the timeline: while invited, for that edition, constant queries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from accounts.users.models import User
from core import clock
from core.ledger.models import Event
from core.ledger.services import lock, record
from core.ledger.verify import verify
from core.outbox.models import Message
from core.todo import Todo
from jinzhong_award.acts import OTHER, WORDS, words_of
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.supervision import services
from procedure.supervision.models import SupervisionInvitation
from procedure.supervision.services import Scope
from procedure.supervision.telling import mail_checkpoints
from procedure.supervision.todo import todo
from tests.factories import AT, make_actor, make_checkpoint, make_edition, make_unit, sign_in
from tests.review.hands import SIGNATURE, refused

pytestmark = [pytest.mark.django_db, pytest.mark.article("15")]
SCOPE = Scope("领导小组会议纪要（演示）", "本届评选全过程", date(2026, 3, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def edition():
    return make_edition(step=Step.QUALIFICATION, demo=True)


@pytest.fixture
def supervisor():
    return make_actor(Role.SUPERVISOR, make_unit(UnitKind.DEPARTMENT, "监察部门（演示）"))


@pytest.fixture
def hands():
    return make_actor(Role.SECRETARY), make_actor(Role.LEADING_GROUP, head=True)


def invite(edition, supervisor, hands, **changes):
    first, second = hands
    services.propose_invitation(edition, supervisor.unit, scope=replace(SCOPE, **changes), by=first, at=AT)
    return services.confirm_invitation(edition, by=second, at=AT, signature=SIGNATURE)


def act(edition, by=SYSTEM, action="sheet.lock", at=AT, times=1):
    with transaction.atomic():
        for _ in range(times):
            record(lock(edition.chain), at=at, by=by, action=action, object_ref="x:1")


def timeline(client, supervisor, edition, **asked):
    return sign_in(client, supervisor).get(reverse("timeline", args=[edition.pk]), asked)


class TestInviting:
    def test_the_secretary_records_and_another_of_the_group_confirms(self, edition, supervisor, hands):
        services.propose_invitation(edition, supervisor.unit, scope=SCOPE, by=hands[0], at=AT)
        assert not SupervisionInvitation.objects.exists()
        assert [type(item) for item in todo(Asking(hands[1], AT))] == [Todo]
        assert todo(Asking(hands[0], AT)) == todo(Asking(supervisor, AT)) == []

        row = services.confirm_invitation(edition, by=hands[1], at=AT, signature=SIGNATURE)

        assert (row.department, row.matter, row.secrets, row.objectors) == (supervisor.unit, SCOPE.matter, False, False)
        assert (row.decision.proposal.by, row.decision.by) == (hands[0].person, hands[1].person)
        assert verify(edition.chain) == []

    def test_nobody_confirms_his_own(self, edition, supervisor, hands):
        services.propose_invitation(edition, supervisor.unit, scope=SCOPE, by=hands[0], at=AT)

        assert "请另一人确认" in refused(services.confirm_invitation, edition, by=hands[0], at=AT, signature=SIGNATURE)

    @pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR, Role.SECURITY])
    def test_nobody_else_invites(self, edition, supervisor, role):
        said = refused(services.propose_invitation, edition, supervisor.unit, scope=SCOPE, by=make_actor(role), at=AT)
        assert said == "您的身份不能邀请监督。"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"matter": " "}, "请写明监督事项和邀请依据。"),
            ({"basis": ""}, "请写明监督事项和邀请依据。"),
            ({"until_on": date(2026, 2, 1)}, "监督期限已经过去，或者到期日早于开始日。"),
            ({"from_on": date(2027, 2, 1)}, "监督期限已经过去，或者到期日早于开始日。"),
        ],
    )
    def test_without_matter_or_term_it_is_refused(self, edition, supervisor, hands, changes, sentence):
        scope = replace(SCOPE, **changes)
        assert refused(services.propose_invitation, edition, supervisor.unit, scope=scope, by=hands[0], at=AT) == sentence

    def test_only_a_department_is_invited(self, edition, hands):
        agency = make_unit(UnitKind.AGENCY, "机构（演示）")
        assert "在册的部门" in refused(services.propose_invitation, edition, agency, scope=SCOPE, by=hands[0], at=AT)

    def test_its_pages_lead_through_the_act(self, client, edition, supervisor, hands):
        page = reverse("procedure:supervision_invite", args=[edition.pk])
        posted = {
            "department": str(supervisor.unit.pk),
            "basis": "纪要",
            "matter": "全过程",
            "from_on": "2026-03-01",
            "until_on": "2026-12-31",
        }
        sign_in(client, hands[0])

        assert client.post(page, posted | {"until_on": "2026-01-01"}).status_code == 422
        assert client.post(page, posted).status_code == 302
        assert "监察部门（演示）" in sign_in(client, hands[1]).get(page).content.decode()
        listed = client.get(reverse("procedure:supervision", args=[edition.pk])).content.decode()
        assert "看等待确认的邀请" in listed


class TestTimeline:
    def test_every_act_with_who_article_and_ledger(self, client, edition, supervisor, hands):
        invite(edition, supervisor, hands)
        office = make_actor(Role.OFFICE)
        act(edition, office, "round.close")
        make_checkpoint(edition.chain)
        act(edition, action="notice.publish")

        page = timeline(client, supervisor, edition).content.decode()

        for words in (
            "结束评审",
            office.person.name,
            "评选办",
            "发布公示公告",
            "系统自动",
            "邀请监督",
            "经办：邀请监督",
            "相符，已封存",
            "相符，待封存",
        ):
            assert words in page, words
        assert "不相符" not in page

    def test_only_while_invited_and_only_for_that_edition(self, client, edition, supervisor, hands, monkeypatch):
        assert timeline(client, supervisor, edition).status_code == 404
        invite(edition, supervisor, hands)
        other = make_actor(Role.SUPERVISOR, make_unit(UnitKind.DEPARTMENT, "另一部门（演示）"))

        assert timeline(client, supervisor, edition).status_code == 200
        assert timeline(client, supervisor, make_edition(4)).status_code == 404
        assert timeline(client, other, edition).status_code == 404
        sign_in(client, supervisor)
        monkeypatch.setattr(clock, "now", lambda: AT.replace(year=2027, month=1, day=2))
        assert not SupervisionInvitation.objects.in_force(supervisor, clock.now()).exists()

    @pytest.mark.parametrize("name", ["publicity:notices-office", "publicity:meetings", "awards:approval", "publicity:objections"])
    def test_drafts_meetings_and_decisions_are_read_while_invited_alone(self, client, edition, supervisor, hands, name):
        sign_in(client, supervisor)
        page, room = reverse("edition", args=[edition.pk]), reverse(name, args=[edition.pk])
        assert client.get(room).status_code == 404
        assert f'href="{room}"' not in client.get(page).content.decode()
        assert client.get(reverse("publicity:publicity")).url == "/editions/"

        invite(edition, supervisor, hands)

        assert client.get(room).status_code == 200
        assert f'href="{room}"' in client.get(page).content.decode()
        assert client.get(reverse("publicity:publicity")).url == reverse("publicity:notices-office", args=[edition.pk])

    @pytest.mark.parametrize("named", [False, True])
    def test_openings_of_an_objector_are_shown_where_the_invitation_names_them(self, client, edition, supervisor, hands, named):
        invite(edition, supervisor, hands, objectors=named)
        act(edition, make_actor(Role.OFFICE), "open-objector")

        assert ("查看异议提出人" in timeline(client, supervisor, edition).content.decode()) is named

    def test_it_is_filtered_by_the_address(self, client, edition, supervisor, hands):
        invite(edition, supervisor, hands)
        act(edition, make_actor(Role.OFFICE), "round.close")
        act(edition, action="notice.publish", at=AT + timedelta(days=40))
        later = (AT + timedelta(days=39)).date().isoformat()

        def shown(**asked):
            page = timeline(client, supervisor, edition, **asked).content.decode()
            return ["结束评审" in page, "发布公示公告" in page]

        assert shown() == [True, True]
        assert shown(role="office") == [True, False]
        assert shown(role="system") == [False, True]
        assert shown(since=later) == [False, True]
        assert shown(until=later) == [True, False]
        assert shown(role="nonsense", since="x") == [True, True]

    def test_page_by_page_in_as_many_queries(self, client, edition, supervisor, hands, django_assert_max_num_queries):
        invite(edition, supervisor, hands)
        counts = []
        for more in (2, 200):
            for _ in range(3):
                act(edition, make_actor(Role.OFFICE), times=more // 2)
            timeline(client, supervisor, edition)
            with django_assert_max_num_queries(30) as captured:
                page = client.get(reverse("timeline", args=[edition.pk]))
            counts.append(len(captured))
            assert page.status_code == 200
        assert counts[0] == counts[1]
        assert Event.objects.filter(chain=edition.chain).count() > 300
        assert "page=2" in page.content.decode()


def test_every_word_has_an_article_and_what_is_unknown_a_general_word():
    assert all(label and article for label, article in WORDS.values())
    assert words_of("propose:terminate")[0] == "经办：终止本届"
    assert words_of("letter.deliver.post") == ("送达文书", "18")
    assert words_of("nothing-of-ours") == OTHER


class TestCheckpointsByMail:
    def line(self):
        return Message.objects.order_by("subject").values_list("address", "subject")

    def test_each_goes_once_to_whoever_supervises_and_agrees_with_the_ledger(self, edition, supervisor, hands):
        User.objects.filter(pk=supervisor.person.pk).update(email="watch@example.com")
        make_checkpoint(edition.chain)
        assert mail_checkpoints(AT) == 0  # nobody is invited
        invite(edition, supervisor, hands)

        assert (mail_checkpoints(AT), mail_checkpoints(AT)) == (1, 0)
        make_checkpoint("house")
        make_checkpoint(edition.chain)
        assert mail_checkpoints(AT) == 1
        assert list(self.line()) == [("watch@example.com", f"台账校验点：晋中市质量奖/第三届第{number}号") for number in (1, 2)]
        assert verify(checkpoints=[message.text.splitlines()[0] for message in Message.objects.all()]) == []

    def test_nothing_goes_after_the_term_or_without_an_address(self, edition, supervisor, hands):
        invite(edition, supervisor, hands)
        make_checkpoint(edition.chain)
        assert mail_checkpoints(AT) == 0

        User.objects.filter(pk=supervisor.person.pk).update(email="watch@example.com")
        assert mail_checkpoints(AT + timedelta(days=4000)) == 0
