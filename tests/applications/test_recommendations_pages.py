"""The body's queue and case, the papers, the sealed scan, and the office's list of bodies, in a browser without scripts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants.models import Role
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import Status
from applications.recommendations import office, sealed, services
from applications.recommendations.checklist import CHECKLIST, OK
from applications.recommendations.models import Advice, PassOn, SealedScan, Signature, Way
from applications.recommendations.standing import standing_of
from applications.todo import todo
from core import clock
from core.files import storage
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.asking import Asking
from procedure.editions.models import Step
from procedure.letters.models import Letter
from tests.applications.recommending import OPINION, THEN, UNTIL, Body, check, checked, examine, fresh, recommended, sign, submitted
from tests.applications.test_corrections import corrected, send_back
from tests.core.files import make
from tests.factories import at_status, make_actor, make_application, make_user
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("18(3)")]

HANDS = ("examiner", "checker", "signer")


@pytest.fixture(autouse=True)
def moment(monkeypatch, settings, tmp_path):
    settings.DEMO = True
    times = {"now": THEN}
    monkeypatch.setattr(clock, "now", lambda: times["now"])
    monkeypatch.setattr(storage, "default_storage", storage.default_storage.__class__(location=tmp_path))
    return lambda at: times.update(now=at)


@pytest.fixture
def body():
    found = Body()
    found.signer = make_actor(Role.SIGNER, found.unit, person=make_user(password=DEMO_PASSWORD))
    return found


@pytest.fixture
def pair(body):
    return submitted(body)


@pytest.fixture
def application(pair):
    return pair[0]


def url(name, *args):
    return reverse(f"applications:{name}", args=args)


def page(client, actor, address):
    answer = as_actor(client, actor).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def downloaded(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def scan():
    return SimpleUploadedFile("推荐函.pdf", make.pdf(), "application/pdf")


def typed(**changes):
    found = {f"{line.key}_{name}": value for line in CHECKLIST for name, value in (("result", OK), ("note", ""))}
    return found | {"recommend": "yes", "opinion": OPINION} | changes


class TestQueue:
    def test_each_hand_reads_what_is_his(self, client, application, body):
        assert "初审<span" in page(client, body.examiner, url("recommendations"))
        assert "查看<span" in page(client, body.signer, url("recommendations"))
        examine(application, body)
        assert "审核<span" in page(client, body.checker, url("recommendations"))

    def test_filters_stand_in_the_address(self, client, application, body):
        name = application.applicant.unit.name

        assert name in page(client, body.examiner, url("recommendations") + "?stage=new&category=organization&q=澄川")
        for query in ("?stage=checked", "?category=individual", "?overdue=on", "?q=没有"):
            assert "没有符合筛选的申报" in page(client, body.examiner, url("recommendations") + query)

    def test_many_cost_no_more_queries_than_few(self, client, application, body):
        few = self.queries(client, body)
        for _ in range(12):
            make_application(application.edition, Status.SUBMITTED, body=body.unit)

        assert self.queries(client, body) == few

    def queries(self, client, body):
        as_actor(client, body.examiner)
        client.get(url("recommendations"))
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(url("recommendations"))
        return len(found)

    def test_another_body_finds_nothing(self, client, application):
        other = Body("太谷区人民政府")

        assert application.applicant.unit.name not in page(client, other.examiner, url("recommendations"))
        for hand, names in (
            ("examiner", ("", "_examine", "_return", "_seal", "_form_pdf")),
            ("checker", ("_check",)),
            ("signer", ("_sign",)),
        ):
            for name in names:
                as_actor(client, getattr(other, hand))
                address = url(f"recommendation{name}", application.pk)
                assert 404 in (client.get(address).status_code, client.post(address, {}).status_code)


class TestCase:
    def test_three_hands_on_the_pages(self, client, application, body):
        seen = str(standing_of(application, THEN).snapshot.pk)
        as_actor(client, body.examiner)
        assert client.post(url("recommendation_examine", application.pk), typed(seen=seen)).status_code == 302
        as_actor(client, body.checker)
        seen = str(standing_of(application, THEN).examination.pk)
        assert client.post(url("recommendation_check", application.pk), {"agrees": "yes", "seen": seen}).status_code == 302
        shown = page(client, body.signer, url("recommendation", application.pk))
        assert "签发第1版，推荐" in shown
        standing = standing_of(application, THEN)
        answer = client.post(
            url("recommendation_sign", application.pk),
            {"seen": str(standing.check.pk), "signing_digest": standing.snapshot.fingerprint, "signing_password": DEMO_PASSWORD},
        )

        assert answer.status_code == 302
        assert fresh(application).status == Status.RECOMMENDED

    def test_refusing_asks_for_the_reason(self, client, application, body):
        checked(application, body)
        standing = standing_of(application, THEN)
        sent = {
            "decision": "refuse", "seen": str(standing.check.pk), "signing_digest": standing.snapshot.fingerprint,
            "signing_password": DEMO_PASSWORD,
        }  # fmt: skip
        as_actor(client, body.signer)
        assert "签发第1版，不予推荐" in client.get(url("recommendation", application.pk) + "?decision=refuse").content.decode()

        assert client.post(url("recommendation_sign", application.pk), sent).status_code == 422
        assert client.post(url("recommendation_sign", application.pk), sent | {"reason": "材料不实。"}).status_code == 302
        assert fresh(application).status == Status.NOT_RECOMMENDED

    def test_what_was_typed_stays_on_a_refused_page(self, client, application, body):
        as_actor(client, body.examiner)
        answer = client.post(url("recommendation_examine", application.pk), typed(true_result="no", opinion="我写的意见"))

        assert answer.status_code == 422
        assert "我写的意见" in answer.content.decode()

    def test_the_differences_say_what_was_asked(self, client, pair, body):
        application, by = pair
        send_back(application, body.examiner)
        corrected(application, by)

        shown = page(client, body.examiner, url("recommendation", application.pk))
        assert "第1版到第2版，改了1处" in shown
        assert "<del>" in shown
        assert "<ins>" in shown
        assert "要求补正：多写了一位，请核对。" in shown
        assert "答复：已经更正。" in shown

    def test_a_newer_version_is_said_to_void_the_old_acts(self, client, pair, body):
        application, by = pair
        checked(application, body)
        send_back(application, body.examiner)
        corrected(application, by)

        assert "对第1版的初审、审核和签发作废，要重新审" in page(client, body.checker, url("recommendation", application.pk))

    def test_after_the_deadline_pages_say_so(self, client, application, body, moment):
        checked(application, body)
        moment(UNTIL)

        assert "推荐期限已过" in page(client, body.signer, url("recommendation", application.pk))
        answer = client.post(url("recommendation_sign", application.pk), {})
        assert (answer.status_code, "推荐已于2026年4月20日" in answer.content.decode()) == (409, True)

    def test_the_file_of_a_version_and_no_other(self, client, application, body):
        file = standing_of(application, THEN).snapshot
        entry = type(file).objects.get(pk=file.pk).content["files"][0]["file"]
        storage.default_storage.save(storage.place("a" * 64), SimpleUploadedFile("x", b"x"))
        as_actor(client, body.signer)

        assert downloaded(client, url("recommendation_file", application.pk, entry)) == b"x"
        assert client.get(url("recommendation_file", application.pk, application.pk)).status_code == 404
        as_actor(client, Body("太谷区人民政府").signer)
        assert client.get(url("recommendation_file", application.pk, entry)).status_code == 404

    def test_the_signer_gives_back(self, client, application, body):
        row = checked(application, body)
        as_actor(client, body.signer)
        address = url("recommendation_send_back", application.pk)

        assert client.post(address, {"seen": str(row.pk)}).status_code == 422
        assert client.post(address, {"seen": str(row.pk), "reason": "太简单。"}).status_code == 302
        assert "（签发）退回，要重新审查" in page(client, body.examiner, url("recommendation", application.pk))

    def test_advice_in_step_2(self, client, body):
        application, by = submitted(body, step=Step.APPLYING)
        assert "提建议" in page(client, body.checker, url("recommendation", application.pk))

        client.post(url("recommendation_advise", application.pk), {"text": "补上第三方调查。"})

        assert Advice.objects.get().text == "补上第三方调查。"
        assert "补上第三方调查。" in page(client, by, url("correction", application.pk))
        assert any(item.article == "16" for item in todo(Asking(by, THEN)))

    def test_a_later_outcome_of_the_office_is_not_shown(self, client, application, body):
        recommended(application, body)
        at_status(fresh(application), Status.DECLINED)

        shown = page(client, body.signer, url("recommendation", application.pk))
        assert "不予受理" not in shown
        assert "已推荐" in shown


class TestPapers:
    def test_form_and_letter(self, client, application, body):
        checked(application, body)
        as_actor(client, body.examiner)

        for address in (url("recommendation_form_pdf", application.pk), url("recommendation_letter_pdf")):
            assert client.get(address).content.startswith(b"%PDF")

    def test_a_letter_over_nothing_is_refused(self, client, application, body):
        assert as_actor(client, body.examiner).get(url("recommendation_letter_pdf")).status_code == 409
        assert "还没有可以列入推荐函的申报" in page(client, body.examiner, url("recommendation_letter"))

    def test_one_sealed_letter_signs_the_whole_list(self, client, application, body):
        checked(application, body)
        as_actor(client, body.examiner)
        sent = {"applications": [str(application.pk)], "dated_on": "2026-04-01", "signatory": "阎书棠", "number": "榆政函〔2026〕1号"}
        assert client.post(url("recommendation_letter"), sent).status_code == 422
        assert client.post(url("recommendation_letter"), sent | {"scan": scan()}).status_code == 302
        row = SealedScan.objects.get()
        assert fresh(application).status == Status.SUBMITTED

        as_actor(client, body.checker)
        assert client.post(url("recommendation_sealed", row.pk), {"agrees": "yes"}).status_code == 302

        signature = Signature.objects.get()
        assert (fresh(application).status, signature.way, signature.sealed) == (Status.RECOMMENDED, Way.SCAN, row)
        assert (row.scan_sha256, row.entries[0]["fingerprint"]) == (row.scan.sha256, signature.snapshot.fingerprint)
        assert "阎书棠（盖章件）" in page(client, body.signer, url("recommendation", application.pk))
        assert downloaded(client, url("recommendation_sealed_scan", row.pk)).startswith(b"%PDF")
        assert verify() == []

    def test_what_was_signed_in_the_system_only_gets_its_paper(self, application, body):
        recommended(application, body)
        row = sealed.enter(application.edition, [fresh(application)], words(), scan=scan(), by=body.examiner, at=THEN)

        sealed.compare(row, agrees=True, note="", by=body.checker, at=THEN)

        assert Signature.objects.get().way == Way.SYSTEM

    def test_a_sealed_refusal_carries_its_reason(self, client, application, body):
        checked(application, body)
        as_actor(client, body.examiner)
        sent = {"recommend": "no", "dated_on": "2026-04-01", "signatory": "阎书棠", "scan": scan()}
        assert client.post(url("recommendation_seal", application.pk), sent).status_code == 422
        sent |= {"reason": "纸上写的理由。", "scan": scan()}
        assert client.post(url("recommendation_seal", application.pk), sent).status_code == 302

        sealed.compare(SealedScan.objects.get(), agrees=True, note="", by=body.checker, at=THEN)

        assert fresh(application).status == Status.NOT_RECOMMENDED
        assert "纸上写的理由。" in Letter.objects.get(kind="not_recommended").text

    def test_stale_or_unsigned_papers_are_refused(self, pair, body):
        application, by = pair
        with pytest.raises(RuleRefused, match="还没有经办初审"):
            sealed.enter(application.edition, [application], words(), scan=scan(), by=body.examiner, at=THEN)
        checked(application, body)
        row = sealed.enter(application.edition, [application], words(), scan=scan(), by=body.examiner, at=THEN)
        send_back(application, body.examiner)
        corrected(application, by)
        checked(application, body)
        with pytest.raises(RuleRefused, match="又提交了新的一版"):
            sealed.compare(row, agrees=True, note="", by=body.checker, at=THEN)
        same = make_actor(Role.CHECKER, body.unit, person=body.examiner.person)
        with pytest.raises(RuleRefused, match="要由两个人办理"):
            sealed.compare(row, agrees=True, note="", by=same, at=THEN)
        assert fresh(application).status == Status.SUBMITTED

    def test_another_body_does_not_see_the_scan(self, client, application, body):
        checked(application, body)
        row = sealed.enter(application.edition, [application], words(), scan=scan(), by=body.examiner, at=THEN)
        as_actor(client, Body("太谷区人民政府").checker)

        assert client.get(url("recommendation_sealed", row.pk)).status_code == 404
        assert client.get(url("recommendation_sealed_scan", row.pk)).status_code == 404


def words(**changes):
    return sealed.Sealed(**({"recommend": True, "dated_on": THEN.date(), "signatory": "阎书棠"} | changes))


class TestOffice:
    def test_the_list_reminds_and_records_silence(self, client, application, body, moment):
        clerk = make_actor(Role.OFFICE)
        place = url("recommendation_bodies", application.edition_id)
        assert "还没有催办" in page(client, clerk, place)
        assert client.post(url("recommendation_remind", application.edition_id, body.unit.pk)).status_code == 302
        assert "催办1次" in page(client, clerk, place)
        late = url("recommendation_overdue", application.pk)
        assert client.post(late).status_code == 409

        moment(UNTIL)
        shown = page(client, clerk, place)
        assert (late in shown, "一分钟后可以办理。" in shown) == (False, True)

        moment(UNTIL + timedelta(minutes=1))
        assert late in page(client, clerk, place)
        assert any(item.title == "1份申报逾期没有推荐" for item in todo(Asking(clerk, UNTIL + timedelta(minutes=1))))
        assert "记为逾期未推荐" in page(client, clerk, place)
        assert client.post(late).status_code == 302

        assert fresh(application).status == Status.OVERDUE
        assert "没有没办完的推荐" in page(client, clerk, place)

    def test_silence_is_not_offered_for_whoever_was_not_reminded(self, client, application, body, moment):
        clerk = make_actor(Role.OFFICE)
        moment(UNTIL + timedelta(minutes=1))

        shown = page(client, clerk, url("recommendation_bodies", application.edition_id))

        assert "还没有催办推荐单位，请先催办。" in shown
        assert url("recommendation_overdue", application.pk) not in shown

    def test_two_pass_on(self, client, application, body):
        other = Body("太谷区人民政府")
        first, second = make_actor(Role.OFFICE), make_actor(Role.OFFICE, person=make_user(password=DEMO_PASSWORD))
        address = url("recommendation_pass_on", application.pk)
        as_actor(client, first)
        assert client.post(address, {"target": str(other.unit.pk)}).status_code == 422
        assert client.post(address, {"target": str(other.unit.pk), "reason": "注册地在太谷。"}).status_code == 302
        assert any(item.title.startswith("确认转办") for item in todo(Asking(second, THEN)))
        assert "确认转请太谷区人民政府办理" in page(client, second, address)

        sent = {"signing_digest": PassOn.objects.get().digest(), "signing_password": DEMO_PASSWORD}
        assert client.post(address, sent).status_code == 302

        assert fresh(application).body == other.unit
        assert as_actor(client, body.examiner).get(url("recommendation", application.pk)).status_code == 404


def test_each_hand_finds_his_work_on_the_home_page(application, body):
    assert [item.title for item in todo(Asking(body.examiner, THEN))] == ["初审1份申报"]
    examine(application, body)
    assert [item.title for item in todo(Asking(body.checker, THEN))] == ["审核1份申报"]
    check(application, body)
    assert [item.title for item in todo(Asking(body.signer, THEN))] == ["签发1份申报"]
    sign(application, body)
    assert [todo(Asking(getattr(body, hand), THEN)) for hand in HANDS] == [[], [], []]
    assert services.ARTICLE == office.ARTICLE == "18(3)"
