"""The pages of what is made up for: opening a round again, leaving out, dissolving a panel, correcting who came."""

import pytest

from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from core import clock
from procedure.editions.models import Step
from review.defense.models import Appearance
from review.evaluation.table import rows_of
from review.panels.models import PanelEnd
from review.rounds import Round
from review.sheets import aside
from review.sheets.models import RoundReopening, Sheet
from tests.factories import AT, at_status, at_step, make_application
from tests.procedure.hands import as_actor
from tests.review.defending import came, defense, seated, slot_of, told
from tests.review.hands import SIGNATURE
from tests.review.pairs import held
from tests.review.scoring import close, scored, scoring
from tests.reviewing import make_panel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.article("18(4)")]


def by_two(client, world, path, reason, form="signing"):
    """The first hand writes the reason, the second signs what the page shows."""
    assert as_actor(client, world.first).get(path).status_code == 200
    assert as_actor(client, world.first).post(path, {"reason": reason}).status_code == 302
    browser = as_actor(client, world.second)
    page = browser.get(path)
    assert reason in page.content.decode()
    signed = {"signing_digest": page.context[form].fingerprint, "signing_password": DEMO_PASSWORD}
    assert browser.post(path, signed).status_code == 302


def test_a_round_is_opened_again_and_a_panel_dissolved_and_somebody_left_out(client, db):
    world = scoring(applications=1)
    scored(world, world.applications[0])
    close(world)
    aside.propose(Sheet.objects.first(), reason="回避", by=world.first, at=AT)
    aside.confirm(Sheet.objects.first(), by=world.second, at=AT, signature=SIGNATURE)
    page = f"/review/{world.edition.pk}/sheets/materials/"

    assert "计入的评分表有2份，应有3份" in as_actor(client, world.first).get(page).content.decode()
    by_two(client, world, f"{page}reopen/", "一份评分表不再计入，另请一人补评。")
    assert RoundReopening.objects.count() == 1
    assert "另请一人补评" in as_actor(client, world.first).get(page).content.decode()

    panel = make_panel(world.edition, world.reviewers, round=Round.MATERIALS, name="评审二组")
    by_two(client, world, f"/review/{world.edition.pk}/panels/{panel.pk}/dissolve/", "并入评审一组，组员不变。")
    assert PanelEnd.objects.get().panel == panel
    assert "已经解散" in as_actor(client, world.first).get(f"/review/{world.edition.pk}/panels/?round=materials").content.decode()

    edition = at_step(world.edition.fresh(), Step.DELIBERATION)
    one = make_application(edition, Status.ADVANCING)
    held(one)
    assert one.applicant.unit.name in as_actor(client, world.first).get(f"/review/{edition.pk}/evaluation/").content.decode()
    by_two(client, world, f"/review/left-out/{one.pk}/", "暂缓到审定公示，没有走完现场评审。", form="form")
    assert one.fresh().status == Status.NOT_CANDIDATE


def test_a_mean_of_fewer_sheets_says_so(db):
    world = scoring(applications=1)
    scored(world, world.applications[0], rates=(70, 72))
    at_status(world.applications[0], Status.DEFENDED)

    (row,) = rows_of(world.edition)

    assert (row.short, row.composite) == ("材料评审计入2份，应有3份。", None)


def test_who_came_is_corrected_on_its_page(client, db, monkeypatch):
    world = defense(applications=1)
    seated(world)
    told(world)
    came(world, world.applications[0])
    slot = slot_of(world.applications[0])
    monkeypatch.setattr(clock, "now", lambda: slot.begins_at)
    browser, path = as_actor(client, world.first), f"/review/slots/{slot.pk}/"

    assert "更正到场登记" in browser.get(path).content.decode()
    assert browser.get(f"{path}correct/").status_code == 200
    words = {"present": "yes", "speaker": "李四", "post": "副总经理", "note": "", "reason": "登记时看错了名单"}
    assert browser.post(f"{path}correct/", words).status_code == 302

    assert Appearance.objects.count() == 2
    assert "到场登记已经更正" in browser.get(path).content.decode()
    assert "李四" in browser.get(f"/review/slots/{slot_of(world.applications[0]).pk}/").content.decode()
