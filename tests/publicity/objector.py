"""What an objector does, by the service and through the two public pages; and the fixtures `now`, `world`, `publication` of such tests."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.outbox.models import Message
from publicity.objections import services
from tests.publicity.world import NOON, World, moment

SECOND = timedelta(seconds=1)
END = moment("2026-12-01", 0)
WHO = {"name": "封书砚", "unit": "", "email": "feng@example.cn", "phone": "0354-1234567"}
URL = "/notices/2026-1/object/"


@pytest.fixture
def now(monkeypatch):
    """The moment that pages read; a list of one, to be moved."""
    present = [NOON]
    monkeypatch.setattr(clock, "now", lambda: present[0])
    return present


@pytest.fixture
def world(now):
    return World()


@pytest.fixture
def publication(world):
    return world.publish()


def file(publication, at=NOON, row=0, files=(), **changes):
    said = services.Statement(**({"row": row, "kind": "person", "identity": WHO, "facts": "事实", "grounds": "理由"} | changes))
    return services.file_objection(publication, said, files=files, origin="http://testserver", at=at)


def text(answer):
    return answer.content.decode()


def hidden(answer):
    return re.search(r'name="word" value="([^"]+)"', text(answer))[1]


def mailed():
    return re.search(r"验证码是(\d{6})", Message.objects.filter(subject="提出异议的验证码").latest("put_at").text)[1]


def typed(client, **changes):
    """Ask for a code as the page does, and return what the second form sends."""
    answer = client.post(URL, {"email": WHO["email"]})
    said = {"kind": "person", "name": WHO["name"], "row": "0", "facts": "年限不足", "grounds": "营业执照", "true": "on"}
    return said | {"word": hidden(answer), "code": mailed()} | changes
