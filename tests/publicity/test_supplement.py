"""Whoever was held while the list stood its notice and is taken up again: a supplementary notice of his own, for a full period."""

import pytest

from accounts.signing.services import DEMO_PASSWORD
from applications.holds.services import hold, lift
from core.rules import RuleRefused
from jinzhong_award.steps import gate
from procedure.asking import Asking
from procedure.editions.models import Step
from publicity.notices import services
from publicity.notices.models import Notice, NoticeKind, NoticePublication
from publicity.notices.todo import todo
from tests.factories import at_step, sign_in
from tests.publicity import objector
from tests.publicity.objector import file, text
from tests.publicity.world import NOON, moment

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]
now, world = objector.now, objector.world
LATER = moment("2026-12-01")
TITLE = "拟定第三届晋中市质量奖的补充公示"


@pytest.fixture(params=[Step.QUALIFICATION, Step.MATERIALS, Step.EVALUATION])
def held(request, world, settings):
    """The first was held before the list went out; eight days later the edition stands in a step."""
    settings.DEMO = True
    hold(world.applications[0], reason="核查中", first=world.first, by=world.second, at=NOON)
    world.publish()
    if request.param > Step.QUALIFICATION:
        at_step(world.edition, request.param, by=world.first, at=LATER)
    world.edition.refresh_from_db()
    return world


def signed(client, world, url, digest):
    """The second hand, and the page that follows."""
    sign_in(client, world.second)
    signature = {"signing_digest": digest(client.get(url)), "signing_password": DEMO_PASSWORD}
    return text(client.post(url, signature, follow=True))


def supplements(world, at):
    """What the gate says of notices."""
    return [blocker.sentence for blocker in gate(world.edition, at) if "公示" in blocker.sentence]


def test_from_the_lifted_hold_to_the_end_of_its_own_period(client, held, now):
    now[0] = LATER
    office, url = f"/editions/{held.edition.pk}", f"/applications/{held.applications[0].pk}/holds/lift-hold/"
    assert (supplements(held, LATER), [item.title for item in todo(Asking(held.first, LATER))]) == ([], [])

    sign_in(client, held.first)
    client.post(url, {"reason": "查无实据"})
    page = signed(client, held, url, lambda answer: answer.context["form"].fingerprint)

    assert "这份申报还没有公示过，请接着拟定补充公示。" in page
    assert page.count(f'<a href="{office}/notices/supplement/">拟定补充公示</a>') == 1
    assert TITLE in text(client.get("/home/"))
    assert "晋中甲公司已经受理，还没有公示。补充公示满期以前，不能进入下一步。" in text(client.get(f"{office}/notices/"))
    assert supplements(held, LATER) == ["晋中甲公司已经受理，还没有公示，请补充公示。"]

    sign_in(client, held.first)
    form = client.get(f"{office}/notices/supplement/").context["form"]
    words = {name: value for name, value in form.initial.items() if name in form.fields}
    client.post(f"{office}/notices/supplement/", words | {"publish_at": "2026-12-01T12:00"})
    notice = Notice.objects.get(kind=NoticeKind.SUPPLEMENT)
    signed(client, held, f"/notices/{notice.pk}/", lambda answer: notice.digest())

    publication = NoticePublication.objects.get(notice=notice)
    page = text(client.get(f"/notices/{publication.number}/"))
    assert ["晋中甲公司" in page, "晋中乙公司" in page, "至2026年12月8日（星期二）24:00止" in page] == [True, False, True]
    assert supplements(held, moment("2026-12-08", 23, 59, 59)) == ["公示期到2026年12月8日（星期二）24:00止。"]
    assert supplements(held, moment("2026-12-09", 0)) == []
    assert TITLE not in text(client.get("/home/"))


def test_an_objection_to_it_waits_for_two_in_every_step(held):
    lift(held.applications[0], reason="查无实据", first=held.first, by=held.second, at=LATER)
    publication = held.publish(NoticeKind.SUPPLEMENT, at=LATER)

    file(publication, at=LATER)

    sentences = [blocker.sentence for blocker in gate(held.edition, moment("2026-12-09", 0))]
    assert "对晋中甲公司的异议还没有办结，也没有暂缓。" in sentences


def test_whoever_was_noticed_before_he_was_held_stands_no_second_notice(world):
    world.publish()
    hold(world.applications[0], reason="核查中", first=world.first, by=world.second, at=NOON)

    lift(world.applications[0], reason="查无实据", first=world.first, by=world.second, at=LATER)

    assert (supplements(world, LATER), todo(Asking(world.first, LATER))) == ([], [])
    with pytest.raises(RuleRefused, match="没有要补充公示的申报。"):
        services.compose(world.edition, world.draft(NoticeKind.SUPPLEMENT), by=world.first, at=LATER)
