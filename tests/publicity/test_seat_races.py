"""The last award seat and the last nomination seat (article 8): eight decisions at one moment, real processes, one place, one winner."""

from collections import Counter
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import SEATS, Application, Category, Grade, Status
from core.clock import shanghai
from core.ledger.services import cover, lock, open_chain
from core.ledger.verify import verify
from core.rules import RuleRefused
from procedure.editions.models import Edition, Step
from procedure.proposals.models import ActConfirmation, Proposal
from publicity.meetings import deciding
from publicity.meetings.deciding import CONSENSUS, carry_out
from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Outcome
from review.evaluation.models import CandidateList, EligibilityReading
from tests.environment import POSTGRESQL
from tests.factories import AT, at_status, at_step, make_actor
from tests.publicity.deliberating import HOUR, WHY, Deliberating
from tests.races.presses import press_together

EIGHT = 8
ROUNDS = [10 if POSTGRESQL else 2, pytest.param(200, marks=pytest.mark.deep)]  # at each of the two seats
ONE_OF_EIGHT = {"made": 1, "refused": EIGHT - 1}
_names = count(1)


def applications(edition, seats):
    """One application of an organization for each of `seats`, in one statement a table."""
    units = Unit.objects.bulk_create([Unit(kind=UnitKind.APPLICANT, name=f"演示公司{next(_names)}") for _ in seats])
    applicants = Applicant.objects.bulk_create([Applicant(kind=ApplicantKind.ORGANIZATION, unit=one, registered_at=AT) for one in units])
    shared = {"edition": edition, "category": Category.ORGANIZATION}
    return Application.objects.bulk_create(
        [Application(applicant=one, **shared, **seat) for one, seat in zip(applicants, seats, strict=True)]
    )


class LastSeat:
    """An edition with one place left in a grade, and eight who want it."""

    def __init__(self, number, grade, members):
        edition = Edition.objects.create(number=number, rules_version="2023-draft", opened_at=AT)
        open_chain(edition.chain, title=f"晋中市质量奖/{number}")
        self.edition, self.grade, self.members = at_step(edition, Step.DELIBERATION, by=members[0]), grade, members
        seats = [{"grade": grade, "seat": seat} for seat in range(1, SEATS[grade])]
        self.candidates = applications(self.edition, [*seats, *[{}] * EIGHT])[len(seats) :]

    def take(self, place):
        """A hand that asks nobody: no lock, no service, the last place at once."""
        try:
            Application.objects.filter(pk=self.candidates[place].pk).update(grade=self.grade, seat=SEATS[self.grade])
        except IntegrityError as taken:
            raise RuleRefused("这个名额已经有人。") from taken


class LastDecision(LastSeat):
    """As before, with a decision that means the place for each of the eight."""

    @transaction.atomic
    def __init__(self, number, grade, members):
        super().__init__(number, grade, members)
        self.candidates = [at_status(one, Status.CANDIDATE, by=members[0]) for one in self.candidates]
        self.meeting = self.decided()

    def row(self, one):
        return {"application": str(one.pk), "grade": self.grade.value, "how": CONSENSUS, "reason": WHY}

    def decided(self):
        """The rows that the guards of the move read, past every service."""
        head, by = lock(self.edition.chain), self.members[0]

        def put(row):
            return cover(head, row, at=AT, by=by, action="test")

        hand = {"by": by.person, "at": AT}
        digest, first = "0" * 64, {"edition": self.edition, "move": "test", "subject": "test", "after": 0}
        proposal = put(Proposal(**first, subject_digest=digest, grant=by.grant, **hand))
        both = put(ActConfirmation(proposal=proposal, **hand))
        rows = [self.row(one) for one in self.candidates]
        listed = put(CandidateList(edition=self.edition, number=1, rows=rows, others=[], decision=both, at=AT))
        read = [{"application": row["application"], "findings": []} for row in rows]
        put(EligibilityReading(edition=self.edition, rows=read, **hand))
        words = {"held_at": AT, "place": "第一会议室", "called_on": shanghai(AT), "how": "书面通知全体成员", "grant": by.grant}
        meeting = put(Meeting(edition=self.edition, number=1, list=listed, **words, **hand))
        came = put(Attendance(meeting=meeting, rows=[], **hand))
        put(MeetingDecision(meeting=meeting, outcome=Outcome.DECIDED, attendance=came, rows=rows, decision=both, at=AT))
        return meeting

    def decide(self, place):
        """One hand carries out what was decided, for its candidate."""
        with transaction.atomic():
            lock(self.edition.chain)
            one = MeetingDecision(meeting=Meeting.objects.get(pk=self.meeting.pk), rows=[self.row(self.candidates[place])])
            carry_out(one, by=self.members[1 + place], at=AT)


def worlds_of(world, rounds):
    """So many rounds at the last award seat, then as many at the last nomination seat."""
    office, members = make_actor(Role.OFFICE), [make_actor(Role.LEADING_GROUP) for _ in range(EIGHT)]
    grades = [grade for grade in Grade for _ in range(rounds)]
    return [world(number, grade, [office, *members]) for number, grade in enumerate(grades, start=1)]


def outcomes(copy, worlds, press):
    pressed = [lambda number, place=place: press(worlds[number], place) for place in range(EIGHT)]
    return [dict(Counter(found)) for found in press_together(copy, len(worlds), pressed)]


@pytest.mark.article("8", "18(8)")
@pytest.mark.parametrize("rounds", ROUNDS)
def test_eight_decisions_at_the_last_seat_fill_it_once(committed, rounds):
    worlds = worlds_of(LastDecision, rounds)

    assert outcomes(committed, worlds, LastDecision.decide) == [ONE_OF_EIGHT] * 2 * rounds

    proposed = Application.objects.filter(status=Status.PROPOSED).order_by("edition__number")
    assert list(proposed.values_list("edition", "grade", "seat")) == [(one.edition.pk, one.grade, SEATS[one.grade]) for one in worlds]
    assert verify() == []


@pytest.mark.article("8")
@pytest.mark.parametrize("rounds", ROUNDS)
def test_hands_that_skip_lock_and_service_are_stopped_by_the_constraint(committed, rounds):
    worlds = worlds_of(LastSeat, rounds)

    assert outcomes(committed, worlds, LastSeat.take) == [ONE_OF_EIGHT] * 2 * rounds

    full = [Application.objects.filter(edition=one.edition, grade=one.grade).count() for one in worlds]
    assert full == [SEATS[one.grade] for one in worlds]


@pytest.mark.article("18(8)")
def test_eight_members_who_confirm_one_result_carry_it_out_once(committed):
    world = Deliberating()
    world.members += [make_actor(Role.LEADING_GROUP) for _ in range(EIGHT - len(world.members))]
    (one,) = world.candidates(Grade.AWARD.value)
    meeting = world.call()
    world.attend(meeting)
    deciding.propose(meeting, world.result({one: Grade.AWARD.value}), by=world.secretary, at=AT + 3 * HOUR)

    presses = [lambda number, by=by: deciding.confirm(meeting, by=by, at=AT + 4 * HOUR) for by in world.members]

    assert dict(Counter(press_together(committed, 1, presses)[0])) == ONE_OF_EIGHT
    assert list(Application.objects.values_list("status", "grade", "seat")) == [("proposed", "award", 1)]
    assert verify() == []
