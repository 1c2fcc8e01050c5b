"""送达: what is written waits, is released by the office alone, and every way it arrives is on record."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from accounts.units.models import UnitKind
from core.ledger.models import Event
from core.ledger.verify import verify
from core.outbox.models import Message
from core.outbox.services import send_due
from core.rules import RuleRefused
from procedure.letters import services
from procedure.letters.models import Delivery, Letter, LetterKind, LetterRelease, Method, RemedyText
from tests.factories import AT, make_actor, make_edition, make_unit, make_user

LATER = AT + timedelta(hours=2)
TOMORROW = AT + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_actor(Role.OFFICE)


@pytest.fixture
def edition(office):
    return make_edition(by=office)


@pytest.fixture
def company():
    return make_unit(UnitKind.APPLICANT, "晋中澄川液压股份有限公司")


def make_letter(edition, recipient, **fields):
    words = {"kind": LetterKind.DECLINED, "act": "edition-3-9", "title": "关于不予受理的通知", "text": "成立不满三年。", "article": "9(1)"}
    return services.write_letter(edition, **({"recipient": recipient, "by": SYSTEM, "at": AT} | words | fields))


def refusal(act, *args, **kwargs):
    events = Event.objects.count(), Message.objects.count()
    with pytest.raises(RuleRefused) as refused:
        act(*args, **kwargs)
    assert (Event.objects.count(), Message.objects.count()) == events
    return str(refused.value)


class TestWriting:
    def test_it_is_a_row_of_record_in_the_editions_chain(self, edition, company):
        letter = make_letter(edition, company, subject_ref="applications.application:1")

        assert (letter.event.chain, letter.event.action) == ("edition-3", "letter.write")
        assert Letter.objects.get(pk=letter.pk).digest() == letter.digest()

    def test_nobody_outside_the_office_sees_it_before_its_release(self, edition, company, office):
        letter = make_letter(edition, company)
        applicant = make_actor(Role.APPLICANT, company)

        assert list(Letter.objects.visible_to(applicant)) == []
        assert list(Letter.objects.visible_to(office)) == [letter]
        assert Message.objects.count() == 0

    @pytest.mark.parametrize("fields", [{"act": ""}, {"text": ""}])
    def test_the_database_refuses_one_without_act_or_text(self, edition, company, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_letter(edition, company, **fields)

    def test_an_edit_takes_the_place_of_the_old_version(self, edition, company, office):
        old = make_letter(edition, company)

        new = services.rewrite(old, title=old.title, text="成立于2024年，不满三年。", by=office, at=LATER)

        assert list(Letter.objects.waiting()) == [new]
        assert (new.replaces, new.act, new.recipient, new.kind, new.article) == (old, old.act, company, old.kind, old.article)

    def test_an_edit_without_change_is_refused(self, edition, company, office):
        letter = make_letter(edition, company)

        assert refusal(services.rewrite, letter, title=letter.title, text=letter.text, by=office, at=LATER) == "标题和正文都没有变化。"

    def test_an_edit_of_a_replaced_version_is_refused(self, edition, company, office):
        letter = make_letter(edition, company)
        services.rewrite(letter, title=letter.title, text="第二版", by=office, at=LATER)

        sentence = refusal(services.rewrite, letter, title=letter.title, text="另一版", by=office, at=LATER)

        assert sentence == "这份文书已经改过，请看过新的内容再办。改过的是：关于不予受理的通知（晋中澄川液压股份有限公司）。"

    def test_an_edit_after_the_release_is_refused(self, edition, company, office):
        letter = make_letter(edition, company)
        services.release([letter], by=office, at=LATER)

        sentence = refusal(services.rewrite, letter, title=letter.title, text="另一版", by=office, at=LATER)

        assert sentence.startswith("这份文书已经发出，不能再改。有新的决定，另写一份。")

    def test_an_edit_by_another_hand_is_refused(self, edition, company):
        letter, body = make_letter(edition, company), make_actor(Role.SIGNER)

        assert refusal(services.rewrite, letter, title="改", text="改", by=body, at=LATER) == "只有评选办可以办理送达。"


class TestReleasing:
    def test_all_of_an_act_go_at_once(self, edition, company, office):
        letters = [make_letter(edition, company), make_letter(edition, make_unit(UnitKind.APPLICANT))]

        assert len(services.release(letters, by=office, at=LATER)) == 2

        assert list(Letter.objects.waiting()) == []
        assert [row.method for row in Delivery.objects.all()] == [Method.SITE, Method.SITE]

    def test_the_recipient_sees_his_and_no_other(self, edition, company, office):
        mine, other = make_letter(edition, company), make_letter(edition, make_unit(UnitKind.APPLICANT))
        services.release([mine, other], by=office, at=LATER)

        assert list(Letter.objects.visible_to(make_actor(Role.APPLICANT, company))) == [mine]

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.SYSTEM, Role.LEADING_GROUP, Role.SECRETARY])
    def test_other_roles_see_none(self, edition, office, role):
        agency = make_unit(UnitKind.AGENCY)
        services.release([make_letter(edition, agency)], by=office, at=LATER)

        assert list(Letter.objects.visible_to(make_actor(role, agency))) == []

    def test_a_mail_goes_to_whoever_acts_for_the_recipient_and_has_an_address(self, edition, company, office):
        for address in ("wu@example.com", "wu@example.com", "liang@example.com", ""):
            make_actor(Role.APPLICANT, company, person=make_user(email=address))
        letter = make_letter(edition, company)
        services.release([letter], by=office, at=LATER)

        assert send_due(LATER) == 2
        assert sorted(sent.to[0] for sent in mail.outbox) == ["liang@example.com", "wu@example.com"]
        assert mail.outbox[0].subject == "关于不予受理的通知"
        assert mail.outbox[0].body.startswith("晋中澄川液压股份有限公司：\n\n成立不满三年。\n\n晋中市质量奖评选办公室\n2026年3月2日")

    def test_a_demonstrations_mail_says_so(self, company, office):
        make_actor(Role.APPLICANT, company, person=make_user(email="wu@example.com"))
        services.release([make_letter(make_edition(4, by=office, demo=True), company)], by=office, at=LATER)

        message = Message.objects.get()

        assert message.subject == "【演示】关于不予受理的通知"
        assert message.text.endswith("\n\n演示内容，不作依据。")

    def test_what_left_by_mail_is_recorded_once(self, edition, company, office):
        make_actor(Role.APPLICANT, company, person=make_user(email="wu@example.com"))
        letter = make_letter(edition, company)
        services.release([letter], by=office, at=LATER)
        assert services.record_mailed(LATER) == 0
        send_due(LATER)

        assert [services.record_mailed(TOMORROW), services.record_mailed(TOMORROW)] == [1, 0]
        delivery = Delivery.objects.first_of(letter, Method.MAIL)
        assert (delivery.delivered_on, delivery.proof) == (date(2026, 3, 2), "邮件已发往wu@example.com。")

    def test_a_rewritten_one_holds_them_all(self, edition, company, office):
        letters = [make_letter(edition, company), make_letter(edition, make_unit(UnitKind.APPLICANT))]
        services.rewrite(letters[0], title="改", text="改", by=office, at=LATER)

        assert refusal(services.release, letters, by=office, at=LATER).startswith("这份文书已经改过，请看过新的内容再办。")
        assert LetterRelease.objects.count() == 0

    def test_twice_is_refused(self, edition, company, office):
        letter = make_letter(edition, company)
        services.release([letter], by=office, at=LATER)

        assert refusal(services.release, [letter], by=office, at=LATER).startswith("这份文书已经发出，不能再改。")

    def test_none_is_refused(self, office):
        assert refusal(services.release, [], by=office, at=LATER) == "没有等待发出的文书。"

    def test_two_editions_at_once_are_refused(self, edition, company, office):
        letters = [make_letter(edition, company), make_letter(make_edition(4, by=office), company)]

        assert refusal(services.release, letters, by=office, at=LATER) == "一次只能发出同一届的文书。"

    def test_another_hand_is_refused(self, edition, company):
        letter, secretary = make_letter(edition, company), make_actor(Role.SECRETARY)

        assert refusal(services.release, [letter], by=secretary, at=LATER) == "只有评选办可以办理送达。"


class TestDelivering:
    @pytest.fixture
    def letter(self, edition, company, office):
        letter = make_letter(edition, company)
        services.release([letter], by=office, at=LATER)
        return letter

    def deliver(self, letter, by, **fields):
        words = {"method": Method.POST, "delivered_on": date(2026, 3, 3), "proof": "单号1234，武思勤签收"}
        return services.deliver(letter, **({"by": by, "at": TOMORROW} | words | fields))

    def test_a_delivery_by_post_is_kept_with_its_proof(self, letter, office):
        delivery = self.deliver(letter, office)

        assert (delivery.event.object_ref, delivery.event.action) == (f"procedure.letter:{letter.pk}", "letter.deliver.post")

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"delivered_on": date(2026, 3, 4)}, "送达日期不能晚于今天。"),
            ({"delivered_on": date(2026, 3, 1)}, "送达日期不能早于发出日期。"),
            ({"proof": " "}, "请写明送达证明。"),
            ({"method": Method.READ}, "网站、邮件和短信的送达由系统登记。"),
        ],
    )
    def test_it_is_refused(self, letter, office, fields, sentence):
        assert refusal(self.deliver, letter, office, **fields) == sentence

    def test_before_the_release_it_is_refused(self, edition, company, office):
        assert refusal(self.deliver, make_letter(edition, company), office) == "这份文书还没有发出。"

    def test_another_hand_is_refused(self, letter, company):
        assert refusal(self.deliver, letter, make_actor(Role.APPLICANT, company)) == "只有评选办可以办理送达。"

    def test_the_first_opening_is_recorded_once(self, letter, company):
        applicant = make_actor(Role.APPLICANT, company)

        readings = [services.record_reading(letter, by=applicant, at=at) for at in (TOMORROW, TOMORROW + timedelta(days=1))]

        assert (readings[0].at, readings[0].method, readings[1]) == (TOMORROW, Method.READ, None)

    def test_an_opening_by_somebody_else_is_not_recorded(self, letter, office):
        for actor in (office, make_actor(Role.APPLICANT)):
            assert services.record_reading(letter, by=actor, at=TOMORROW) is None

    def test_an_opening_before_the_release_is_not_recorded(self, edition, company):
        assert services.record_reading(make_letter(edition, company), by=make_actor(Role.APPLICANT, company), at=LATER) is None

    def test_the_database_keeps_one_reading(self, letter, company):
        services.record_reading(letter, by=make_actor(Role.APPLICANT, company), at=TOMORROW)

        with pytest.raises(IntegrityError), transaction.atomic():
            services._deliver(services.lock("edition-3"), letter, Method.READ, date(2026, 3, 4), "又一次", by=SYSTEM, at=TOMORROW)


class TestRemedies:
    TEXT = "对本决定不服的，可以自收到之日起六十日内申请行政复议。"

    def set_text(self, by, text=TEXT, **fields):
        return services.set_remedy(LetterKind.DECLINED, **({"text": text, "basis": "法律审核意见", "by": by, "at": AT} | fields))

    def test_none_ships(self, edition, company, office):
        letter = make_letter(edition, company)

        assert RemedyText.objects.count() == 0
        assert services.release([letter], by=office, at=LATER)[0].remedy is None

    def test_a_letter_carries_the_one_that_stood_at_its_release(self, edition, company, office):
        make_actor(Role.APPLICANT, company, person=make_user(email="wu@example.com"))
        first = self.set_text(office)
        letter = make_letter(edition, company)
        [released] = services.release([letter], by=office, at=LATER)

        self.set_text(office, "另一句。")

        assert LetterRelease.objects.get(pk=released.pk).remedy == first
        assert self.TEXT in Message.objects.get().text

    def test_another_kind_does_not_carry_it(self, edition, company, office):
        self.set_text(office)

        [released] = services.release([make_letter(edition, company, kind=LetterKind.HELD)], by=office, at=LATER)

        assert released.remedy is None

    def test_an_empty_text_prints_nothing_from_then_on(self, edition, company, office):
        self.set_text(office)
        self.set_text(office, "")

        assert services.release([make_letter(edition, company)], by=office, at=LATER)[0].remedy is None

    @pytest.mark.parametrize(("fields", "sentence"), [({"basis": " "}, "请写明救济途径的依据。"), ({"text": ""}, "救济途径没有变化。")])
    def test_it_is_refused(self, office, fields, sentence):
        assert refusal(self.set_text, office, **fields) == sentence

    def test_another_hand_is_refused(self):
        assert refusal(self.set_text, make_actor(Role.SECRETARY)) == "只有评选办可以办理送达。"


def test_the_ledger_stands_after_all_of_it(edition, company, office):
    make_actor(Role.APPLICANT, company, person=make_user(email="wu@example.com"))
    services.set_remedy(LetterKind.DECLINED, text="可以申请行政复议。", basis="法律审核意见", by=office, at=AT)
    letter = services.rewrite(make_letter(edition, company), title="通知", text="第二版", by=office, at=AT)
    services.release([letter], by=office, at=LATER)
    send_due(LATER)
    services.record_mailed(LATER)
    services.record_reading(letter, by=make_actor(Role.APPLICANT, company), at=LATER)

    assert list(verify()) == []
