"""The one signing form: what passes, what is refused, and that a proof serves once for what it was given for."""

import hashlib
import json

import pytest
from allauth.core.context import request_context
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import reverse

from accounts.grants.models import Role
from accounts.security.models import SecurityEvent
from accounts.signing import services
from accounts.signing.forms import CHANGED, NO_FACTOR, WRONG, SigningForm
from tests.accounts.passkeys import Passkey
from tests.factories import make_actor, sign_in

pytestmark = pytest.mark.django_db
DIGEST = hashlib.sha256("第7版".encode()).hexdigest()
OTHER = hashlib.sha256("第8版".encode()).hexdigest()
RIGHT = "Password-1"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def request_of():
    """A function that makes the request of an actor; its requests share a session and are the library's current one."""
    session, contexts = SessionStore(), []

    def request_of(actor):
        request = RequestFactory().post("/sign/")
        request.actor, request.user, request.session = actor, actor.person, session
        contexts.append(request_context(request))
        contexts[-1].__enter__()
        return request

    yield request_of
    for context in reversed(contexts):
        context.__exit__(None, None, None)


def signing(request, fingerprint=DIGEST, **typed):
    data = {f"signing_{name}": value for name, value in {"digest": DIGEST, **typed}.items()} if typed else None
    return SigningForm(data, request=request, version="第7版", fingerprint=fingerprint, act="签发第7版，推荐")


def said(form):
    form.is_valid()
    return [error for errors in form.errors.values() for error in errors]


def with_totp(role=Role.SIGNER):
    actor = make_actor(role)
    totp.TOTP.activate(actor.person, SECRET)
    return actor


def code():
    return totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))


def test_it_shows_what_is_signed(request_of):
    page = signing(request_of(with_totp())).render()

    assert "第7版" in page
    assert " ".join(DIGEST[place : place + 4] for place in range(0, 64, 4)) in page
    assert "签发第7版，推荐" in page
    assert f'name="signing_digest" value="{DIGEST}"' in page


def test_password_and_code_sign(request_of):
    form = signing(request_of(with_totp()), password=RIGHT, code=code())

    assert form.is_valid()
    assert form.signature() == {"method": "password+totp", "digest": DIGEST}


def test_a_code_serves_once(request_of):
    actor, used = with_totp(), code()
    assert signing(request_of(actor), password=RIGHT, code=used).is_valid()

    assert said(signing(request_of(actor), password=RIGHT, code=used)) == [WRONG["password+totp"] + "还可以试4次，之后锁定15分钟。"]


@pytest.mark.parametrize("typed", [{"password": "wrong"}, {"password": RIGHT, "code": "000000"}])
def test_a_wrong_proof_is_refused_counted_and_logged(request_of, typed):
    actor = with_totp()

    form = signing(request_of(actor), **{"code": code(), **typed})

    assert said(form) == [WRONG["password+totp"] + "还可以试4次，之后锁定15分钟。"]
    assert SecurityEvent.objects.get(kind="signing-failed").person == actor.person


def test_a_wrong_password_does_not_use_the_code_up(request_of):
    actor, present = with_totp(), code()
    signing(request_of(actor), password="wrong", code=present).is_valid()

    assert signing(request_of(actor), password=RIGHT, code=present).is_valid()


def test_five_wrong_proofs_lock(request_of):
    actor = with_totp()
    answers = [said(signing(request_of(actor), password="wrong", code="000000")) for _ in range(5)]

    assert answers[4] == [WRONG["password+totp"] + "试错的次数太多，已锁定15分钟。"]
    assert said(signing(request_of(actor), password=RIGHT, code=code())) == ["操作过于频繁，请15分钟后再试。"]


def test_a_missing_field_is_asked_for_and_not_counted(request_of):
    actor = with_totp()
    for _ in range(9):
        assert said(signing(request_of(actor), password=RIGHT)) == ["请填写密码和动态码。"]

    assert signing(request_of(actor), password=RIGHT, code=code()).is_valid()


def test_content_that_changed_is_refused_before_any_proof(request_of):
    actor, present = with_totp(), code()

    assert said(signing(request_of(actor), fingerprint=OTHER, password=RIGHT, code=present)) == [CHANGED]
    assert signing(request_of(actor), password=RIGHT, code=present).is_valid()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.APPLICANT])
def test_without_a_factor_nobody_but_an_applicant_signs(request_of, role):
    form = signing(request_of(make_actor(role)), password=RIGHT, code="000000")

    assert said(form) == [NO_FACTOR]
    assert NO_FACTOR in form.render()


def test_an_applicant_without_a_factor_signs_by_password_and_the_receipt_says_so(request_of):
    actor = make_actor(Role.APPLICANT)

    form = signing(request_of(actor), password=RIGHT)

    assert form.is_valid()
    assert form.method == "password"
    assert form.signature() == {"method": "password", "digest": DIGEST}
    assert said(signing(request_of(actor), password="wrong")) == [WRONG["password"] + "还可以试4次，之后锁定15分钟。"]


def test_an_applicant_with_a_factor_needs_it(request_of):
    assert said(signing(request_of(with_totp(Role.APPLICANT)), password=RIGHT)) == ["请填写密码和动态码。"]


def test_the_demonstration_asks_for_its_password_alone(request_of, settings):
    settings.DEMO = True
    actor = make_actor(Role.SIGNER)  # whose own password is another

    page = signing(request_of(actor)).render()
    form = signing(request_of(actor), password=services.DEMO_PASSWORD)

    assert "演示口令" in page
    assert services.DEMO_PASSWORD in page
    assert "动态码</label>" not in page
    assert form.is_valid()
    assert form.signature() == {"method": "demo", "digest": DIGEST}
    assert said(signing(request_of(actor), password="wrong")) == ["演示口令不对。还可以试4次，之后锁定15分钟。"]


def test_a_typed_password_never_comes_back(request_of):
    form = signing(request_of(with_totp()), password="Secret-word-1", code="000000")
    form.is_valid()

    assert "Secret-word-1" not in form.render()


def test_a_passkey_signs(request_of):
    actor = make_actor(Role.SIGNER)
    key, request = Passkey(actor.person), request_of(actor)

    form = signing(request, credential=key.answer(services.challenge(request, actor.person, DIGEST)))

    assert form.is_valid(), form.errors
    assert form.signature() == {"method": "passkey", "digest": DIGEST}


def test_a_passkeys_answer_serves_once(request_of):
    actor = make_actor(Role.SIGNER)
    key, request = Passkey(actor.person), request_of(actor)
    answer = key.answer(services.challenge(request, actor.person, DIGEST))
    assert signing(request, credential=answer).is_valid()

    assert said(signing(request, credential=answer)) == [WRONG["passkey"] + "还可以试4次，之后锁定15分钟。"]


def test_a_passkey_that_did_not_verify_its_holder_is_refused(request_of):
    actor = make_actor(Role.SIGNER)
    key, request = Passkey(actor.person), request_of(actor)

    answer = key.answer(services.challenge(request, actor.person, DIGEST), verified=False)

    assert not signing(request, credential=answer).is_valid()


def test_an_answer_for_other_content_is_refused(request_of):
    actor = make_actor(Role.SIGNER)
    key, request = Passkey(actor.person), request_of(actor)

    answer = key.answer(services.challenge(request, actor.person, OTHER))

    assert not signing(request, credential=answer).is_valid()


def test_anothers_passkey_is_refused(request_of):
    actor, other = make_actor(Role.SIGNER), make_actor(Role.SIGNER)
    Passkey(actor.person)
    stranger, request = Passkey(other.person), request_of(actor)

    answer = stranger.answer(services.challenge(request, actor.person, DIGEST))

    assert not signing(request, credential=answer).is_valid()


@pytest.mark.parametrize("answer", ["{}", "[]", "1", '"x"', "not json", '{"response": null, "id": 1}'])
def test_nonsense_instead_of_a_passkey_is_refused(request_of, answer):
    actor = make_actor(Role.SIGNER)
    Passkey(actor.person)
    request = request_of(actor)
    services.challenge(request, actor.person, DIGEST)

    assert not signing(request, credential=answer, password="").is_valid()


def test_the_challenge_is_given_to_holders_of_a_passkey(client):
    actor = make_actor(Role.SIGNER)
    sign_in(client, actor)
    assert client.post(reverse("signing_challenge"), {"digest": DIGEST}).status_code == 422

    Passkey(actor.person)
    options = client.post(reverse("signing_challenge"), {"digest": DIGEST})

    assert options.json()["publicKey"]["userVerification"] == "required"
    assert client.post(reverse("signing_challenge"), {"digest": "x"}).status_code == 422
    assert client.get(reverse("signing_challenge")).status_code == 405
    assert json.dumps(client.session["signing_challenges"]).count("challenge") == 1
