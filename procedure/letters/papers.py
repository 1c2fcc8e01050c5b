"""A released letter as a paper, to be printed, posted, handed over."""

from accounts.units.models import Unit
from core.clock import shanghai
from core.papers.content import Paper, blocks_of
from procedure.letters.models import Letter


def letter_paper(letter: Letter, *, issuer: Unit) -> Paper:
    """Return a released letter as the site shows it, with the sentence about remedies that it carries."""
    remedy = letter.release.remedy.text if letter.release.remedy else ""
    return Paper(
        title=letter.title,
        addressee=letter.recipient.name,
        blocks=blocks_of(letter.text) + blocks_of(remedy),
        signatory=issuer.name,
        dated_on=shanghai(letter.release.at),
        demo=letter.edition.demo,
    )
