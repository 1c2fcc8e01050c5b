"""docs/rules.md: all articles of the rules, each with what carries it, or why nothing does."""

from collections.abc import Iterable, Mapping

from jinzhong_award.docs.carriers import Carrier, carriers
from jinzhong_award.docs.coming import COMING, ORGANISATIONAL
from jinzhong_award.docs.tables import markdown
from procedure import articles

HEAD = """\
# The rules (管理办法) and what carries them

Written by `manage.py docs`. Do not edit. For each article: the guards, moves, constraints, parameters, pages, refusals,
constants and tests that quote it, where they are declared; or “organisational, no software” with the reason; or what is
coming, from the list in `jinzhong_award/docs/coming.py`. Items (项) stand under their article. ○ is declared and refuses
until its facts are kept: it carries nothing yet.

"""
KINDS = ("guard", "move", "constraint", "parameter", "page", "refusal", "constant", "test")


class Uncarried(LookupError):
    """The written lists and the code do not agree with the text of the rules."""


def render() -> str:
    """Return the whole document. Uncarried names every fault."""
    found = carriers()
    if wrong := faults(found, COMING, ORGANISATIONAL):
        raise Uncarried("; ".join(wrong))
    return HEAD + _summary(found) + "".join(_article(article, found) for article in _articles())


def faults(found: Iterable[Carrier], coming: Mapping[str, str], organisational: Mapping[str, str]) -> list[str]:
    """Return what is wrong: codes the text does not have, entries overtaken by the code, articles that nothing carries."""
    found = list(found)
    wrong = [f"{one.kind} {one.name} quotes {one.code}, which the rules do not have" for one in found if not articles.exists(one.code)]
    wrong += [
        f"the written lists name {code}, which the rules do not have" for code in (*coming, *organisational) if not articles.exists(code)
    ]
    carried = {one.code for one in found if not one.waiting}
    for code in (*coming, *organisational):
        if any(_under(other, code) for other in carried):
            wrong.append(f"{code} is carried: take it off the list in jinzhong_award/docs/coming.py")
    for code in articles.codes():
        if not any(_under(other, code) for other in (*carried, *coming, *organisational)):
            wrong.append(f"article {code} is carried by nothing: declare it, or say in jinzhong_award/docs/coming.py when or why not")
    return sorted(wrong)


def _under(code: str, place: str) -> bool:
    """True when a code is the place or stands inside it."""
    return code == place or code.startswith((f"{place}(", f"{place}¶"))


def _articles() -> list[articles.Article]:
    return [article for chapter in articles.chapters() for article in chapter.articles]


def _summary(found: set[Carrier]) -> str:
    rows = []
    for article in _articles():
        mine = [one for one in found if _under(one.code, article.code) and not one.waiting]
        kinds = [f"{kind} {count}" for kind in KINDS if (count := sum(one.kind == kind for one in mine))]
        coming = "coming" if any(_under(code, article.code) for code in COMING) else ""
        rows.append((article.heading, ", ".join(kinds) or "–", coming or ("organisational" if article.code in ORGANISATIONAL else "")))
    return markdown(("Article", "Carried by", "Otherwise"), rows)


def _article(article: articles.Article, found: set[Carrier]) -> str:
    lines = [f"\n## {article.heading}\n", *(f"> {passage.text}  " for passage in article.paragraphs), ""]
    for code in (article.code, *(passage.code for passage in article.paragraphs)):
        mine = sorted((one for one in found if one.code == code), key=lambda one: (KINDS.index(one.kind), one.waiting, one.name))
        lines += [f"- {articles.chinese(code)} · {one.kind}{' ○' if one.waiting else ''}: {one.name}" for one in mine]
        lines += [f"- {articles.chinese(code)} · coming: {COMING[code]}"] if code in COMING else []
        lines += [f"- {articles.chinese(code)} · organisational, no software: {ORGANISATIONAL[code]}"] if code in ORGANISATIONAL else []
    return "\n".join(lines) + "\n"
