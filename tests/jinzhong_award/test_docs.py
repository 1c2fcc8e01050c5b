"""The generated documents: complete, the same every time, and refused when code and text of the rules part."""

import pytest
from django.core.management import CommandError, call_command

from jinzhong_award.docs import access, procedure, quotes, rules
from jinzhong_award.docs.addresses import addresses
from jinzhong_award.docs.carriers import Carrier, carriers
from jinzhong_award.docs.coming import COMING, ORGANISATIONAL
from jinzhong_award.docs.facts import is_built
from jinzhong_award.steps import MOVES
from procedure import articles
from procedure.machine import guard, unbuilt

pytestmark = pytest.mark.once
ALL = dict.fromkeys(articles.codes(), "reason")


def without(code):
    return {other: reason for other, reason in ALL.items() if other != code}


@pytest.mark.parametrize("document", [procedure, rules, access])
def test_rendering_twice_gives_the_same_bytes(document):
    assert document.render() == document.render()


def test_procedure_has_two_diagrams_and_every_move():
    text = procedure.render()

    assert text.count("```mermaid\nstateDiagram-v2") == 2
    for move in MOVES:
        assert f"{move.label}〔{articles.chinese(move.article)}〕" in text


def test_rules_has_every_article_with_its_words():
    text = rules.render()

    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## {articles.chinese(code)}" for code in articles.codes()]
    assert all(passage in text for code in articles.codes() for passage in articles.text(code).splitlines())


def test_the_written_lists_and_the_code_cover_the_rules():
    assert rules.faults(carriers(), COMING, ORGANISATIONAL) == []


def test_an_article_that_nothing_carries_is_a_fault():
    assert rules.faults([], {}, without("19")) == [
        "article 19 is carried by nothing: declare it, or say in jinzhong_award/docs/coming.py when or why not"
    ]


@pytest.mark.parametrize("code", ["19", "19¶2"])
def test_a_carrier_of_the_article_or_inside_it_is_enough(code):
    assert rules.faults([Carrier(code, "test", "x")], {}, without("19")) == []


def test_a_condition_that_is_not_built_carries_nothing():
    assert len(rules.faults([Carrier("19", "guard", "x", waiting=True)], {}, without("19"))) == 1


@pytest.mark.parametrize("lists", [({"9(1)": "A2"}, without("9")), ({}, ALL | {"9(1)": "reason"})])
def test_an_entry_that_is_carried_is_a_fault(lists):
    found = [Carrier("9(1)", "guard", "x"), Carrier("9(2)", "guard", "y")]

    assert "9(1) is carried: take it off the list in jinzhong_award/docs/coming.py" in rules.faults(found, *lists)


def test_an_entry_for_another_item_stays():
    assert rules.faults([Carrier("9(1)", "guard", "x")], {"9(2)": "A2"}, without("9")) == []


def test_codes_that_the_text_does_not_have_are_faults():
    assert rules.faults([Carrier("18(10)", "test", "x")], {"32": "A2"}, without("18")) == [
        "test x quotes 18(10), which the rules do not have",
        "the written lists name 32, which the rules do not have",
    ]


def test_access_has_every_address_and_refuses_an_unmarked_view(monkeypatch):
    assert all(f"| `{address.route}` | `{address.name}` |" in access.render() for address in addresses())

    own = next(address for address in addresses() if address.own)
    monkeypatch.delattr(own.view, "access")
    with pytest.raises(LookupError, match="no @page at the view of /"):
        access.render()


def test_check_names_the_stale_document_and_writes_nothing(tmp_path):
    call_command("docs", folder=tmp_path, verbosity=0)
    call_command("docs", folder=tmp_path, check=True)
    (tmp_path / "rules.md").write_text("old")

    with pytest.raises(CommandError, match=r"^docs/rules\.md not as the code has it: run manage.py docs$"):
        call_command("docs", folder=tmp_path, check=True)
    assert (tmp_path / "rules.md").read_text() == "old"


def test_is_built_tells_a_condition_from_its_stand_in():
    assert is_built(guard("8", "x")(lambda subject, at: None))
    assert not is_built(unbuilt("8", "x"))


def test_quotes_are_found_where_they_stand():
    text = """
ARTICLE = "18(3)"
@pytest.mark.article("6")
def test_it():
    raise RuleRefused("x", article="5")
class Test:
    @pytest.mark.article("7")
    def test_two(self): pass
step = Row(1, "13(1)")
year = "2026"
"""
    assert [(quote.code, quote.kind, quote.place) for quote in quotes.in_python("tests/a.py", text)] == [
        ("18(3)", quotes.CONSTANT, "tests/a.py::ARTICLE"),
        ("18(3)", quotes.CALL, "tests/a.py::ARTICLE"),
        ("5", quotes.REFUSAL, "tests/a.py::test_it"),
        ("6", quotes.MARK, "tests/a.py::test_it"),
        ("7", quotes.MARK, "tests/a.py::Test::test_two"),
        ("13(1)", quotes.CALL, "tests/a.py::step"),
    ]
    assert [quote.code for quote in quotes.in_template("a.html", '<p>{% article "7" %}{% article code %}')] == ["7"]
