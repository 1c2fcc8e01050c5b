"""Interpretations (article 30): numbered, public, replaced but never changed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants.models import Role
from core.rules import RuleRefused
from procedure import articles
from procedure.interpretations.demo import READINGS, fill_demo
from procedure.interpretations.models import Interpretation
from procedure.interpretations.services import enter
from tests.factories import AT, make_actor, make_edition
from tests.procedure.hands import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.article("30")]

TYPED = {
    "article": "6",
    "question": "“两个评选周期”怎样计算？",
    "text": "按届次计算。",
    "document": "评选办解释（试）",
    "dated_on": date(2026, 3, 1),
    "in_force_from": 3,
}


def make_interpretation(**more):
    return enter(**(TYPED | {"by": more.pop("by", None) or make_actor(Role.OFFICE), "at": AT} | more))


def refusal_of(**more):
    with pytest.raises(RuleRefused) as refusal:
        make_interpretation(**more)
    return str(refusal.value)


def test_numbers_follow_one_another_in_the_house_chain():
    by = make_actor(Role.OFFICE)

    rows = [make_interpretation(by=by), make_interpretation(by=by, article="18(3)")]

    assert [row.number for row in rows] == [1, 2]
    assert {row.event.chain for row in rows} == {"house"}
    assert Interpretation.objects.get(pk=rows[0].pk).digest() == rows[0].digest()


def test_a_later_one_replaces_and_both_stay_on_record():
    by = make_actor(Role.OFFICE)
    first = make_interpretation(by=by)

    second = make_interpretation(by=by, in_force_from=4, text="自获奖下一届起计算。", replaces=first)

    assert list(Interpretation.objects.standing()) == [second]
    assert list(Interpretation.objects.in_force(3)) == [first]
    assert list(Interpretation.objects.in_force(4)) == [second]
    assert list(Interpretation.objects.in_force(2)) == []


def test_it_is_refused():
    by = make_actor(Role.OFFICE)
    first = make_interpretation(by=by)
    make_interpretation(by=by, replaces=first)

    assert refusal_of(by=by, article="40") == "办法里没有“40”这一条。"
    assert refusal_of(by=by, dated_on=date(2026, 3, 3)) == "解释日期不能晚于今天。"
    assert refusal_of(by=by, replaces=first) == "解释第1号已经由另一号解释替代。"
    assert refusal_of(by=by, replaces=Interpretation.objects.get(number=2), in_force_from=2) == "不能早于解释第2号开始适用的第3届。"
    assert Interpretation.objects.count() == 2


def test_only_the_office_interprets():
    assert refusal_of(by=make_actor(Role.SECRETARY)) == "办法由评选办负责解释。"


def test_the_demonstration_has_a_reading_for_every_open_point():
    rows = fill_demo(make_edition(demo=True), at=AT)

    assert len(rows) == len(READINGS)
    assert {row.document for row in rows} == {"演示内容，不作依据"}
    assert all(articles.exists(row.article) for row in rows)


def test_a_real_edition_is_not_filled():
    with pytest.raises(RuleRefused, match="只有演示届可以填入演示内容。"):
        fill_demo(make_edition(), at=AT)


def test_the_office_enters_one_on_its_page(client):
    as_actor(client, make_actor(Role.OFFICE))

    answer = client.post("/interpretations/", TYPED | {"replaces": ""})

    assert (answer.status_code, answer.url) == (302, "/interpretations/")
    assert Interpretation.objects.get().question == TYPED["question"]


def test_an_unknown_article_is_refused_with_its_sentence(client):
    as_actor(client, make_actor(Role.OFFICE))

    answer = client.post("/interpretations/", TYPED | {"article": "第六条", "replaces": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors["article"] == [
        "办法里没有这一条。写条号，例如 6，或者 18(3) 表示第十八条第（三）项，5¶2 表示第五条第二款。"
    ]
    assert "按届次计算。" in answer.content.decode()
    assert Interpretation.objects.count() == 0


def test_others_have_no_such_page(client):
    as_actor(client, make_actor(Role.SECRETARY))

    assert client.get("/interpretations/").status_code == 403
    assert client.post("/interpretations/", TYPED).status_code == 403
    assert Interpretation.objects.count() == 0


def test_the_public_reads_them_beside_the_rules(client):
    by = make_actor(Role.OFFICE)
    make_interpretation(by=by, replaces=make_interpretation(by=by), in_force_from=4)

    answer = client.get("/rules/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "2026年3月1日，评选办解释（试），自第3届起适用；自第4届起由解释第2号替代" in page
    assert page.count('id="interpretation-') == 2


@pytest.mark.article("31")
def test_the_public_page_has_every_anchor(client):
    page = client.get("/rules/").content.decode()

    for chapter in articles.chapters():
        for article in chapter.articles:
            assert f'id="{article.anchor}"' in page
            assert all(f'id="{passage.anchor}"' in page and passage.text in page for passage in article.paragraphs)


@pytest.mark.parametrize("address", ["/rules/", "/interpretations/"])
def test_the_number_of_queries_does_not_grow(client, address):
    by = make_actor(Role.OFFICE)
    as_actor(client, by)
    client.get(address)
    make_interpretation(by=by)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make_interpretation(by=by, replaces=make_interpretation(by=by))

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
