"""Bans: every line of procedure §8, as a table. And that every person of an application is read."""

import pytest
from django.db import transaction

from accounts.grants.models import Role
from applications.applicants.services import add_member, confirm_member
from applications.cases.models import Grade, Status
from applications.eligibility.bans import Ban, Honour, ban
from applications.eligibility.services import bans
from applications.eligibility.verdict import Verdict
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from core.ledger.services import cover, lock
from tests.applications.world import a_draft, a_person, a_team, an_edition
from tests.factories import AT, make_actor

AWARD, NOMINATION = True, False


@pytest.mark.article("6")
@pytest.mark.parametrize(
    ("honours", "edition", "terminated", "expected"),
    [
        ([], 3, (), None),
        ([Honour(2, AWARD)], 3, (), Ban(4, "6")),
        ([Honour(2, AWARD)], 4, (), Ban(4, "6")),
        ([Honour(2, AWARD)], 5, (), None),
        ([Honour(2, NOMINATION)], 3, (), None),
        ([Honour(2, AWARD)], 5, (3,), Ban(5, "6")),  # a terminated edition does not count
        ([Honour(2, AWARD)], 6, (3,), None),
        ([Honour(1, AWARD, revoked_in=2)], 3, (), Ban(5, "25")),
        ([Honour(1, AWARD, revoked_in=2)], 5, (), Ban(5, "25")),
        ([Honour(1, AWARD, revoked_in=2)], 6, (), None),
        ([Honour(1, NOMINATION, revoked_in=2)], 3, (), Ban(5, "25")),  # a revoked nomination counts
        ([Honour(2, AWARD), Honour(1, NOMINATION, revoked_in=2)], 3, (), Ban(5, "25")),  # the longer of two
        ([Honour(1, AWARD), Honour(2, AWARD)], 4, (), Ban(4, "6")),
    ],
)
def test_which_editions_a_ban_closes(honours, edition, terminated, expected):
    assert ban(honours, edition, terminated=terminated) == expected


@transaction.atomic
def earlier(number=2, *, grade=Grade.AWARD, confirmed=True, **fields):
    """A winner before the system."""
    first, second, house = make_actor(Role.OFFICE), make_actor(Role.OFFICE), lock("house")
    row = PriorHonour(
        edition_number=number, year=2023, grade=grade, name="某某", document="通报", by=first.person, grant=first.grant, at=AT, **fields
    )
    cover(house, row, at=AT, by=first, action="honour")
    if confirmed:
        cover(house, PriorHonourConfirmation(honour=row, by=second.person, at=AT), at=AT, by=second, action="confirm-honour")


@pytest.mark.django_db
class TestOnRecord:
    def verdicts(self, application):
        return [(finding.verdict, finding.sentence) for finding in bans(application)]

    def test_an_earlier_award_bars_the_organization_by_its_code(self):
        draft = a_draft()
        earlier(credit_code=draft.applicant.unit.credit_code)

        assert self.verdicts(draft) == [(Verdict.FAIL, "依据获奖或撤销记录，晋中澄川液压股份有限公司到第四届为止不得申报。")]

    def test_what_one_hand_entered_bars_nobody(self):
        draft = a_draft()
        earlier(credit_code=draft.applicant.unit.credit_code, confirmed=False)

        assert self.verdicts(draft) == [(Verdict.PASS, "没有获得质量奖或被撤销奖项的记录。")]

    def test_a_person_who_won_is_barred_alone_and_in_a_team(self):
        edition, winner, other = an_edition(), a_person("武秋平", "13800000004"), a_person("田可望")
        earlier(person=winner.person)
        alone = a_draft(edition, winner)
        team, founder = a_team(edition, other)
        confirm_member(add_member(team.applicant, mobile="13800000004", by=founder, at=AT), by=winner, at=AT)

        assert self.verdicts(alone) == [(Verdict.FAIL, "依据获奖或撤销记录，武秋平到第四届为止不得申报。")]
        assert [verdict for verdict, _ in self.verdicts(team)] == [Verdict.PASS, Verdict.FAIL]

    def test_a_draft_of_this_edition_bars_nobody(self):
        draft = a_draft()

        assert draft.status == Status.DRAFT
        assert [finding.verdict for finding in bans(draft)] == [Verdict.PASS]
