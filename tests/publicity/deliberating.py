"""Step 8 from its first moment: a candidate list reported to the leading group, a secretary, three members."""

from datetime import timedelta

from accounts.grants.models import Role
from applications.cases.models import Category, Status
from core.clock import shanghai
from procedure.editions.models import Step
from publicity.meetings import deciding, services
from publicity.meetings.deciding import CONSENSUS, HELD, KEPT, VOTE, Result
from publicity.meetings.models import Outcome
from publicity.meetings.table import held_on_table, members, on_table, ties
from review.evaluation import reading
from tests.factories import AT, at_status, at_step, make_actor, make_application
from tests.review.evaluating import Evaluating
from tests.review.visiting import an_edition, two
from tests.reviewing import snapshot_of

HOUR = timedelta(hours=1)
WHY = "经审议，成绩突出，符合授奖条件。"
EMPTY = "本届没有其他达到授奖水平的申报者。"


class Deliberating(Evaluating):
    """`candidates` brings an edition to the meeting; `meet` holds one with its two hands."""

    def __init__(self, *, demo=True):
        self.edition = an_edition(Step.EVALUATION, demo=demo)
        self.first, self.second = two()
        self.number = 0
        self.secretary = make_actor(Role.SECRETARY)
        self.members = [make_actor(Role.LEADING_GROUP, head=place == 0) for place in range(3)]

    def add(self, *, category=Category.ORGANIZATION):
        """One that defended, without the rounds that led there."""
        self.number += 1
        made = make_application(self.edition, category=category, number=f"N-{self.number:03}")
        snapshot_of(made)
        return at_status(made, Status.DEFENDED)

    def candidates(self, *grades, others=0):
        """Put one application a grade on the list, and so many beside it; return those of the list."""
        found = [self.add() for _ in grades]
        left = [self.add() for _ in range(others)]
        self.ready()
        self.decide(list(zip(found, grades, strict=True)), left)
        self.report_to_group()
        self.edition = at_step(self.edition, Step.DELIBERATION)
        return [one.fresh() for one in found]

    def call(self, *, at=AT):
        words = services.Invitation(at + HOUR, "第一会议室", shanghai(at), "书面通知全体成员")
        return services.call_meeting(self.edition, words, by=self.secretary, at=at)

    def attend(self, meeting, *, absent=(), leaving=(), at=AT):
        people = members(self.edition, meeting.held_at)
        gone = {one.person for one in absent}
        rows = [{"member": str(one.pk), "name": one.name, "present": one not in gone} for one in people]
        tied = [(person, key) for person, keys in ties(self.edition, people).items() for key in sorted(keys)]
        said = [(str(actor.person_id), str(application.pk)) for actor, application in leaving]
        left = [{"member": member, "application": key, "reason": "有利害关系"} for member, key in dict.fromkeys(tied + said)]
        return services.record_attendance(meeting, rows, left, by=self.secretary, at=at + 2 * HOUR)

    def result(self, grades=None, *, authority="", vacancy=EMPTY, **changed):
        """A decision: `grades` by application, everybody else not proposed, or kept as he stands when None is given."""
        held, rows = held_on_table(self.edition), []
        for one in on_table(self.edition):
            grade, how = (grades or {}).get(one, ""), CONSENSUS
            if one.pk in held:
                grade, how = "", HELD
            elif grade == KEPT:
                grade, how = one.grade or "", KEPT
            rows.append(
                {"application": str(one.pk), "grade": grade, "how": how, "for": 0, "against": 0, "abstained": 0, "reason": WHY} | changed
            )
        return Result(Outcome.DECIDED.value, rows=rows, vacancy=vacancy, authority=authority)

    def meet(self, grades=None, *, result=None, at=AT, minutes=True, **words):
        """One meeting from its call to its minutes; return its decision."""
        meeting = self.call(at=at)
        self.attend(meeting, at=at)
        deciding.propose(meeting, result or self.result(grades, **words), by=self.secretary, at=at + 3 * HOUR)
        row = deciding.confirm(meeting, by=self.members[0], at=at + 4 * HOUR)
        if minutes:
            services.record_minutes(meeting, number="演示纪要1", dated_on=shanghai(at), by=self.secretary, at=at + 5 * HOUR)
        return row

    def read_again(self, *, at=AT):
        return reading.read_again(self.edition, by=self.first, at=at)


def votes(result, application, yes, no=0, abstained=0, **changed):
    """The same result with a vote on one application."""
    said = {"how": VOTE, "for": yes, "against": no, "abstained": abstained} | changed
    rows = [row | said if row["application"] == str(application.pk) else row for row in result.rows]
    return Result(result.outcome, rows=rows, vacancy=result.vacancy, authority=result.authority)
