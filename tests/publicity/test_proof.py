"""The work that a machine does before it writes (altcha): solved it widens the limits; forged, spent or late it is refused."""

import base64
import json
import time

import altcha
import pytest

from accounts.mailbox.proving import TRYING
from core.ledger.models import Event
from core.outbox.models import Message
from publicity.objections import proof
from publicity.objections.models import Objection
from tests.publicity import objector
from tests.publicity.objector import URL, WHO, text, typed

pytestmark = [pytest.mark.django_db, pytest.mark.article("13(6)")]
now, world, publication = objector.now, objector.world, objector.publication


@pytest.fixture(autouse=True)
def _light_work(monkeypatch):
    monkeypatch.setattr(proof, "COST", 1)


def fetched(client) -> dict:
    return client.get("/objections/challenge/").json()


def sent(challenge: dict, **changes) -> str:
    """What the script puts into the form."""
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge)).to_dict() | changes
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution}).encode()).decode()


def own(client, **parameters) -> str:
    """A solution of a challenge that the sender has made easier for himself."""
    challenge = fetched(client)
    return sent(challenge | {"parameters": challenge["parameters"] | parameters})


def other_key(client) -> str:
    made = altcha.create_challenge(proof.ALGORITHM, 1, counter=5, hmac_secret=b"another", hmac_key_secret=b"another")
    return sent(made.to_dict())


BAD = {
    "no base64": lambda client: "不是",
    "no json": lambda client: base64.b64encode(b"{").decode(),
    "a list": lambda client: base64.b64encode(b'{"challenge": [], "solution": []}').decode(),
    "nested deeply": lambda client: base64.b64encode(b"[" * 2_900).decode(),
    "too long": lambda client: "A" * 4_001,
    "unsolved": lambda client: sent(fetched(client), derivedKey="00" * 32),
    "made easier": lambda client: own(client, keyPrefix="00"),
    "made to last": lambda client: own(client, expiresAt=4_000_000_000),
    "of another house": other_key,
}


class TestTheChallenge:
    def test_it_has_an_address_of_its_own_and_is_never_kept(self, client):
        first, second = (client.get("/objections/challenge/") for _ in range(2))

        assert ("no-store" in first["Cache-Control"], list(first.cookies)) == (True, [])
        assert first.json()["signature"] != second.json()["signature"]
        assert client.post("/objections/challenge/").status_code == 405

    def test_the_page_names_it_and_carries_none(self, client, publication):
        page = text(client.get(URL))

        for part in ('data-proof="/objections/challenge/"', "altcha/pbkdf2.js", '<input type="hidden" name="altcha"'):
            assert part in page
        assert "signature" not in page


class TestASolution:
    def test_with_one_an_objection_is_filed(self, client, publication):
        answer = client.post(URL, typed(client) | {"altcha": sent(fetched(client))})

        assert (answer.status_code, Objection.objects.count()) == (200, 1)

    @pytest.mark.parametrize("kind", BAD)
    def test_a_bad_one_is_refused_and_nothing_is_sent(self, client, publication, kind):
        answer = client.post(URL, {"email": WHO["email"], "altcha": BAD[kind](client)})

        assert (answer.status_code, proof.WRONG in text(answer), WHO["email"] in text(answer)) == (422, True, True)
        assert not Message.objects.filter(subject="提出异议的验证码").exists()

    @pytest.mark.parametrize("kind", BAD)
    def test_a_bad_one_files_nothing(self, client, publication, kind):
        said, events = typed(client), Event.objects.count()

        answer = client.post(URL, said | {"altcha": BAD[kind](client)})

        assert (answer.status_code, proof.WRONG in text(answer), said["facts"] in text(answer)) == (422, True, True)
        assert (Objection.objects.count(), Event.objects.count()) == (0, events)

    def test_it_is_valid_once_for_whatever_it_was_sent_with(self, client, publication):
        solution = sent(fetched(client))
        said = typed(client)
        assert client.post(URL, {"email": "other@example.cn", "altcha": solution}).status_code == 200

        for again in ({"email": "third@example.cn"}, said):
            answer = client.post(URL, again | {"altcha": solution})
            assert (answer.status_code, proof.SPENT in text(answer), solution in text(answer)) == (422, True, False)

        assert not Message.objects.filter(address="third@example.cn").exists()
        assert not Objection.objects.exists()

    def test_the_same_challenge_dressed_otherwise_is_spent_too(self, client, publication):
        challenge = fetched(client)
        assert proof.against(sent(challenge)) == ""

        assert proof.against(sent(challenge, time=7)) == proof.SPENT

    def test_it_ends_after_half_an_hour(self, client, publication, monkeypatch):
        solution = sent(fetched(client))
        later = time.time() + proof.MINUTES * 60 + 1
        monkeypatch.setattr(time, "time", lambda: later)

        answer = client.post(URL, {"email": WHO["email"], "altcha": solution})

        assert (answer.status_code, proof.LATE in text(answer)) == (422, True)
        assert not Message.objects.filter(subject="提出异议的验证码").exists()

    def test_a_refused_one_costs_no_try_of_the_code(self, client, publication):
        said = typed(client)
        for _ in range(TRYING.most):
            client.post(URL, said | {"altcha": "bad"})

        assert client.post(URL, said).status_code == 200


class TestTheLimits:
    def asked(self, client, count, solution=lambda: ""):
        forms = ({"email": f"one{number}@example.cn", "altcha": solution()} for number in range(count))
        return [client.post(URL, form).status_code for form in forms]

    def test_without_a_script_codes_are_sent_to_fewer(self, client, publication):
        assert self.asked(client, 6) == [200] * 5 + [429]

    def test_with_one_to_more(self, client, publication):
        assert self.asked(client, 6, lambda: sent(fetched(client))) == [200] * 6

    def test_without_a_script_fewer_forms_are_taken(self, client, publication):
        answers = [client.post(URL, {"word": "forged"}).status_code for _ in range(11)]

        assert answers == [422] * 10 + [429]
