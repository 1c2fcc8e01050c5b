"""The plain words cover the nine steps and every article, once; the map of addresses names public pages alone."""

import re

import pytest

from accounts.grants.models import Role
from jinzhong_award.plain import CHAPTERS, STEPS
from procedure.editions.models import NINE
from tests.factories import make_actor, sign_in

pytestmark = pytest.mark.django_db


def test_nine_steps_and_thirty_one_articles_each_once_in_their_order():
    assert [plain.step for plain in STEPS] == list(NINE)
    assert [number for _, lines in CHAPTERS for number, _ in lines] == [str(number) for number in range(1, 32)]


@pytest.mark.article("18")
def test_everybody_reads_the_same_page_which_says_where_to_object(client):
    answer = client.get("/how/")
    page = answer.content.decode()

    for words in ("第一步　发布信息", "第九步　批准公告", "不少于5个工作日", "在公示期内实名提出", "办事以", "/rules/#art31"):
        assert words in page, words
    assert not answer.cookies
    assert sign_in(client, make_actor(Role.OFFICE)).get("/how/").content == answer.content
    assert 'href="/how/"' in client.get("/").content.decode()


def test_every_address_of_the_map_is_there_for_a_stranger(client):
    found = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").content.decode())

    assert "/how/" in found
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)
