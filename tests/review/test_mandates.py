"""The entrusted agency: entrusted by two on four papers, for rounds and a term; its rights follow, and end at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core.clock import SHANGHAI
from core.files import storage
from core.ledger.verify import verify
from jinzhong_award.steps import MOVES
from procedure.editions.models import Step
from review.mandates import services
from review.mandates.models import Mandate, MandatePaper, PaperKind
from review.organizers import NO_MANDATE, against
from review.reviewers.services import may_enter
from tests.factories import AT, at_step, make_actor, make_edition, make_unit
from tests.procedure.papers import scan
from tests.review.hands import EVERY_STEP, MARCH, PAPERS, SIGNATURE, entrusted, refused, two

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(2)")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))


@pytest.fixture
def edition():
    return make_edition(step=Step.QUALIFICATION, demo=True)


@pytest.fixture
def agency():
    return make_unit(UnitKind.AGENCY, "晋衡质量评价中心（演示）")


def proposed(edition, agency, *, by=None, term=MARCH, papers=PAPERS, at=AT):
    return services.propose_mandate(edition, agency, term=term, papers=papers, by=by or two()[0], at=at)


def test_two_entrust_on_four_papers(edition, agency):
    mandate = entrusted(edition, agency)

    assert (mandate.agency, mandate.materials, mandate.on_site, mandate.until_on) == (agency, True, True, MARCH.until_on)
    assert {row.kind for row in mandate.papers.all()} == set(PaperKind)
    assert verify() == []


def test_scans_are_kept_and_seen_before_the_second_hand(edition, agency):
    first, second = two()
    proposal = proposed(edition, agency, by=first, papers=[replace(one, scan=scan(f"{one.kind.label}.pdf")) for one in PAPERS])
    keys = [paper["scan"] for paper in proposal.content["papers"]]
    assert [services.scan_of(edition, key).name for key in keys] == [f"{kind.label}.pdf" for kind in PaperKind]

    services.confirm_mandate(edition, by=second, at=AT, signature=SIGNATURE)

    assert [row.scan.sha256 for row in MandatePaper.objects.all()] == [row.scan_sha256 for row in MandatePaper.objects.all()]
    assert services.scan_of(edition, keys[0]).name == "委托文书.pdf"
    assert services.scan_of(make_edition(4, demo=True), keys[0]) is None


def test_a_real_edition_asks_for_every_scan(agency):
    edition = make_edition(demo=False)

    assert refused(proposed, edition, agency) == "请上传委托文书的扫描件。"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"materials": False, "on_site": False}, "请选受委托的环节。"),
        ({"until_on": date(2026, 2, 1)}, "到期日早于开始日。"),
        ({"from_on": date(2025, 1, 1), "until_on": date(2026, 2, 1)}, "到期日已经过了。"),
    ],
)
def test_a_term_that_cannot_be(edition, agency, change, sentence):
    assert refused(proposed, edition, agency, term=replace(MARCH, **change)) == sentence


def test_only_an_agency_is_entrusted_and_only_with_all_papers(edition, agency):
    assert refused(proposed, edition, make_unit(UnitKind.DEPARTMENT)) == "只能委托第三方机构。"
    assert refused(proposed, edition, agency, papers=PAPERS[:3]).startswith("四种文书要齐全")
    late = [replace(one, dated_on=date(2027, 1, 1)) for one in PAPERS]
    assert refused(proposed, edition, agency, papers=late) == "委托文书的日期还没有到。"


def test_a_round_is_entrusted_once_at_a_time(edition, agency):
    entrusted(edition, agency, term=replace(MARCH, on_site=False))

    taken = f"这一环节在这段时间已经委托给{agency}，请先终止委托。"
    assert refused(proposed, edition, make_unit(UnitKind.AGENCY)) == taken
    entrusted(edition, term=replace(MARCH, materials=False))
    assert Mandate.objects.count() == 2


def test_the_hands_are_the_office_s_two(edition, agency):
    first, _ = two()
    assert refused(proposed, edition, agency, by=make_actor(Role.AGENCY, agency)) == "您的身份不能委托第三方机构。"
    proposed(edition, agency, by=first)
    assert "请另一人确认" in refused(services.confirm_mandate, edition, by=first, at=AT, signature=SIGNATURE)


def test_its_rights_end_with_the_mandate_and_the_hand_over_is_kept(edition, agency):
    mandate, actor = entrusted(edition, agency), make_actor(Role.AGENCY, agency)
    first, second = two()
    assert (against(edition, actor, AT), may_enter(actor, AT)) == ("", True)
    assert refused(services.propose_end, mandate, handover=" ", by=first, at=AT) == "请写明移交情况。"

    services.propose_end(mandate, handover="资料已经移交评选办。", by=first, at=AT)
    row = services.confirm_end(mandate, by=second, at=AT, signature=SIGNATURE)

    assert (row.handover, against(edition, actor, AT), may_enter(actor, AT)) == ("资料已经移交评选办。", NO_MANDATE, False)
    assert refused(services.propose_end, mandate, handover="再", by=first, at=AT) == "这项委托已经终止。"
    assert verify() == []


def test_its_rights_end_with_the_term(edition, agency):
    entrusted(edition, agency)
    actor = make_actor(Role.AGENCY, agency)
    last = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)

    assert [against(edition, actor, at) for at in (last, last + timedelta(minutes=1))] == ["", NO_MANDATE]


@pytest.mark.parametrize("step", EVERY_STEP)
def test_an_agency_organises_what_it_is_entrusted_with_and_nothing_else(agency, step):
    edition = make_edition(demo=True)
    entrusted(edition, agency, term=replace(MARCH, on_site=False))
    edition, actor = at_step(edition, step), make_actor(Role.AGENCY, agency)

    # Before step 4 it may invite and form panels; its round is the materials review.
    assert (against(edition, actor, AT) == "") == (step <= Step.MATERIALS)
    assert against(edition, make_actor(Role.AGENCY), AT) == NO_MANDATE
    assert against(edition, make_actor(Role.OFFICE), AT) == ""


def test_no_move_is_an_agency_s():
    """It never acts in steps 3, 7, 8 and 9: no application and no edition changes its state by its hand."""
    assert [move.name for move in MOVES if move.role == Role.AGENCY] == []
