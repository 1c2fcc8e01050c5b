"""The end of an idle session, and what is demanded before anything else."""

import time

import pytest

from accounts.grants.models import Role
from accounts.middleware import WITHOUT_PASSWORD
from accounts.security.models import SecurityEvent
from tests.factories import make_actor, make_user, sign_in

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = 30 * 60


@pytest.fixture
def applicant(client):
    actor = make_actor(Role.APPLICANT)
    client.force_login(actor.person)
    client.get("/home/")
    return actor.person


def idle(client, seconds):
    session = client.session
    session["last_act"] = time.time() - seconds
    session.save()


def test_an_idle_session_ends(client, applicant):
    idle(client, HALF_AN_HOUR + 5)

    response = client.get("/home/")

    assert response["Location"] == "/accounts/login/?next=/home/"
    assert "登录已过期，登录后继续" in client.get(response["Location"]).content.decode()
    assert SecurityEvent.objects.get(kind="idle").person == applicant


def test_a_script_hears_it_in_one_sentence(client, applicant):
    idle(client, HALF_AN_HOUR + 5)

    response = client.get("/home/", headers={"Accept": "application/json"})

    assert response.status_code == 401
    assert response.json() == {"sentence": "登录已过期，登录后继续；所填内容已保留。"}


def test_after_a_lost_form_one_comes_back_to_its_page(client, applicant):
    idle(client, HALF_AN_HOUR + 5)

    response = client.post("/accounts/identity/", {"grant": "1"}, headers={"Referer": "http://testserver/accounts/identity/?a=1"})

    assert response["Location"] == "/accounts/login/?next=/accounts/identity/%3Fa%3D1"


def test_a_foreign_page_is_no_way_back(client):
    response = client.post("/accounts/identity/", headers={"Referer": "http://elsewhere.example/page"})

    assert response["Location"] == "/accounts/login/?next=/home/"


@pytest.mark.parametrize(("headers", "prolongs"), [({}, True), ({"X-Background": "1"}, False)])
def test_requests_that_a_page_sends_by_itself_do_not_prolong(client, applicant, headers, prolongs):
    idle(client, HALF_AN_HOUR - 60)
    before = client.session["last_act"]

    assert client.get("/home/", headers=headers).status_code == 200

    assert (client.session["last_act"] > before) is prolongs


def test_public_pages_do_not_look_at_the_session(client, applicant):
    idle(client, HALF_AN_HOUR + 5)

    assert "session" not in client.get("/rules/").cookies
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.APPLICANT])
def test_a_second_factor_is_demanded_of_everybody_but_applicants(client, role):
    client.force_login(make_actor(role).person)

    assert client.get("/home/")["Location"] == "/accounts/2fa/"
    for address in ("/accounts/2fa/", "/accounts/password/change/", "/accounts/reauthenticate/"):
        assert client.get(address).status_code == 200


def test_it_is_not_demanded_of_applicants(client, applicant):
    assert client.get("/home/").status_code == 200


def test_it_is_not_demanded_once_there_is_one(client):
    assert sign_in(client, make_actor(Role.OFFICE)).get("/home/").status_code == 200


def test_it_is_not_demanded_in_a_demonstration(client, settings):
    settings.DEMO = True
    client.force_login(make_actor(Role.OFFICE).person)

    assert client.get("/home/").status_code == 200


def test_a_temporary_password_is_changed_first(client):
    actor = make_actor(Role.APPLICANT, person=make_user(temporary_password=True))
    client.force_login(actor.person)
    assert client.get("/home/")["Location"] == "/accounts/password/change/"

    weak = {"oldpassword": "Password-1", "password1": "abcdefghijk", "password2": "abcdefghijk"}
    client.post("/accounts/password/change/", weak)
    assert client.get("/home/").status_code == 302

    strong = {"oldpassword": "Password-1", "password1": "Fenyang-2026x", "password2": "Fenyang-2026x"}
    assert client.post("/accounts/password/change/", strong)["Location"] == "/home/"
    assert client.get("/home/").status_code == 200
    assert SecurityEvent.objects.get(kind="password").person == actor.person


def test_whoever_came_into_a_demonstration_by_one_click_changes_none(client, settings):
    settings.DEMO = True
    client.force_login(make_actor(Role.OFFICE, person=make_user(temporary_password=True)).person)
    assert client.get("/home/")["Location"] == "/accounts/password/change/"

    session = client.session
    session[WITHOUT_PASSWORD] = True
    session.save()
    assert client.get("/home/").status_code == 200

    settings.DEMO = False
    assert client.get("/home/")["Location"] == "/accounts/password/change/"


def test_a_refused_page_is_logged(client):
    actor = make_actor(Role.APPLICANT)
    client.force_login(actor.person)

    assert client.get("/audit/").status_code == 403
    event = SecurityEvent.objects.get(kind="forbidden")
    assert (event.person, event.path) == (actor.person, "/audit/")
