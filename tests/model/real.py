"""The acts of the model done for real: the house's own moves, history, triggers, holds, places and notices on a database.

Guards that ask for papers, sheets and signatures are taken off the moves, as the model takes them as met; those that look
at states, holds and notices stay and are asked. What a service would write beside a move is put there as rows of record.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from accounts.grants.models import Role
from accounts.units.models import UnitKind
from applications.cases.models import Application, Status
from applications.cases.places import vacate
from applications.holds import services as holds
from applications.holds.models import Hold
from applications.moves import LAPSE
from awards.approvals.models import Answer, Approval
from awards.moves import AWARD, NOT_APPROVED
from awards.register.models import Register
from awards.requests.models import Request, RequestIssue
from core.clock import midnight_after, shanghai
from core.ledger.models import Event
from core.rules import RuleRefused
from jinzhong_award.steps import ADVANCE, APPLICATION_MOVES, EDITION_MOVES
from procedure.acts.act import Act
from procedure.calendar.services import period_end
from procedure.editions.models import Step
from publicity.meetings.deciding import take_seat
from publicity.moves import PROPOSE
from publicity.notices.award_lists import RANK
from publicity.notices.lists import noticed, rows_for
from publicity.notices.models import OF_AWARD, Notice, NoticeAppearance, NoticeKind, NoticePublication
from tests.factories import AT, make_actor, make_application, make_edition, make_unit
from tests.model.procedure import NOTHING, OF_THE_EDITION, One, World, alike, plain
from tests.notices import published, put
from tests.reviewing import decided, snapshot_of

# The guards that are asked for real.
ASKED = (
    "没有暂缓",
    "在受理名单里公示满5个工作日",
    "受理名单公示满5个工作日",
    "解除暂缓的申报已经补充公示，满5个工作日",
    "拟授奖名单公示满5个工作日",
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_RANK = {rank: grade for grade, rank in RANK.items()}
NOTICES = {"notice": NoticeKind.ACCEPTANCE, "supplement": NoticeKind.SUPPLEMENT}
GROUP_ACT = Act("test-group-act", "领导小组办理测试事项", "12(4)", roles=(Role.LEADING_GROUP,))
TWO = (Role.OFFICE, Role.LEADING_GROUP)


def bare(move):
    """The move without the conditions that papers meet."""
    return replace(move, guards=tuple(guard for guard in move.guards if guard.label in ASKED))


MOVES = {move.name: bare(move) for move in (*EDITION_MOVES, *APPLICATION_MOVES)}


class Real:
    """One edition and its applications; `world()` is how the model sees them, `do` an act of the model."""

    def __init__(self, n, *, number=3, at=AT):
        self.at, self.closed, self.body = at, False, make_unit(UnitKind.BODY)
        self.hands = {role: (make_actor(role), make_actor(role, head=True)) for role in TWO}
        bodies = (Role.EXAMINER, Role.CHECKER, Role.SIGNER)
        self.hands |= {role: (make_actor(role, self.body),) * 2 for role in bodies} | {Role.SECRETARY: (make_actor(Role.SECRETARY),) * 2}
        self.edition = make_edition(number, by=self.hands[Role.OFFICE][0], at=at)
        self.places = [None] * n
        self.applicants = {}

    def world(self):
        """Read everything back as the model says it."""
        self.edition = self.edition.fresh()
        out = NoticePublication.objects.filter(notice__edition=self.edition)
        found = World(
            self.edition.step,
            tuple(sorted(self._each())),
            closed=self.closed,
            listed=out.filter(notice__kind=NoticeKind.ACCEPTANCE).exists(),
            noticed=out.filter(notice__kind=NoticeKind.AWARD).exists(),
            registered=Register.objects.filter(edition=self.edition).exists(),
        )
        return alike(found)

    def do(self, name, before, after):
        """Do what leads the model from one world to another."""
        self.at += HOUR
        if name == "close":
            self.closed = True
        elif name in NOTICES:
            self._publish(NOTICES[name])
        elif name == "award-notice":
            self._publish(NoticeKind.AWARD_SUPPLEMENT if before.noticed else NoticeKind.AWARD)
        elif name == "register":
            self._register(after)
        elif name in OF_THE_EDITION:
            self._leave(name)
        else:
            [gone], [come] = _difference(before.ones, after.ones), _difference(after.ones, before.ones)
            self._alone(name, self._at(gone), come)

    @contextmanager
    def unchanged(self):
        """Nothing that is tried in this block leaves anything behind."""
        found = self._everything()
        yield
        assert self._everything() == found

    def refused(self, name, place):
        """Try a move that is not allowed; return the sentence."""
        move, application = MOVES[name], self.places[place]
        try:
            move.make(application, by=self._hands(move.role, application)[1], at=self.at, reason="理由")
        except RuleRefused as refusal:
            return str(refusal)
        raise AssertionError(f"{name} was made from {application.fresh().status} in {self.edition.step}")

    def _everything(self):
        return Event.objects.count(), [place and place.fresh().status for place in self.places]

    def _alone(self, name, place, come):
        application = self.places[place]
        if name == "begin":
            made = make_application(self.edition, body=self.body, by=self.hands[Role.OFFICE][0], at=self.at)
            self.places[place] = made
            self.applicants[made.applicant_id] = make_actor(Role.APPLICANT, made.applicant.unit)
        elif name in ("hold", "lift"):
            first, second = self._holders()
            getattr(holds, name)(application.fresh(), reason="有异议", first=first, by=second, at=self.at)
        else:
            application = application.fresh()
            proposed = application.status == Status.PROPOSED
            if name == PROPOSE.name:
                take_seat(application, BY_RANK[come.grade])
            move = MOVES[name]
            self._make(move, application)
            if move.target == Status.SUBMITTED:
                snapshot_of(application, at=self.at)
            if proposed and come.grade == 0:
                vacate(application.fresh())

    def _make(self, move, subject):
        first, second = self._hands(move.role, subject)
        if move.hands == 2:
            move.propose(subject, by=first, at=self.at, reason="理由")
        move.make(subject, by=second, at=self.at, reason="理由")

    def _leave(self, name):
        if name == ADVANCE[Step.APPLYING].name:
            for place in self.places:
                if place and place.fresh().status == Status.DRAFT:
                    self._make(bare(LAPSE), place.fresh())
        self._make(MOVES[name], self.edition.fresh())

    def _publish(self, kind):
        """Out with the list that the services compose, and time passes until its period is over."""
        out = published(self.edition, kind=kind, rows=rows_for(self.edition, kind), at=self.at)
        if kind in OF_AWARD:
            closes_on = period_end(shanghai(self.at), 5)
            by = self.hands[Role.OFFICE][0].person
            medium = {"outlet": "演示日报", "appeared_on": shanghai(self.at), "closes_on": closes_on}
            put(self.edition, NoticeAppearance(publication=out, **medium, by=by, at=self.at), at=self.at)
        self.at = midnight_after(period_end(shanghai(self.at), 5)) + HOUR

    def _register(self, after):
        """The request, the answer that approves as many as the model says, the register and its moves."""
        rows = rows_for(self.edition, NoticeKind.AWARD)
        awarded = [one.grade for one in after.ones if one.status == Status.AWARDED]
        approved = [row for row in rows if RANK[row["grade"]] in awarded]  # one place a grade in the model
        answer = self._answered(rows, approved) if rows else None
        kept = [{name: row[name] for name in ("application", "name", "grade")} for row in approved]
        register = Register(edition=self.edition, approval=answer, rows=kept, decision=decided(self.edition, at=self.at), at=self.at)
        put(self.edition, register, at=self.at)
        keys = {row["application"] for row in approved}
        for application in Application.objects.filter(edition=self.edition, status=Status.PROPOSED).order_by("pk"):
            move = AWARD if str(application.pk) in keys else NOT_APPROVED
            self._make(MOVES[move.name], application)
            if move == NOT_APPROVED:
                vacate(application.fresh())

    def _answered(self, rows, approved):
        first, second = self.hands[Role.LEADING_GROUP]
        GROUP_ACT.propose(self.edition, self.edition, content={}, by=first, at=self.at)
        group = GROUP_ACT.confirm(self.edition, self.edition, by=second, at=self.at)
        by = self.hands[Role.SECRETARY][0].person
        request = put(
            self.edition, Request(edition=self.edition, number=1, title="请示", text="正文", rows=rows, by=by, at=self.at), at=self.at
        )
        put(
            self.edition,
            RequestIssue(request=request, document_number="1", dated_on=shanghai(self.at), decision=group, at=self.at),
            at=self.at,
        )
        said = {"answer": Answer.APPROVED, "approved": [row["application"] for row in approved], "document_number": "1"}
        row = Approval(request=request, **said, dated_on=shanghai(self.at), decision=decided(self.edition, at=self.at), at=self.at)
        return put(self.edition, row, at=self.at)

    def _hands(self, role, subject):
        if role == Role.APPLICANT:
            return (self.applicants[subject.applicant_id],) * 2
        return self.hands[role]

    def _holders(self):
        return self.hands[Role.OFFICE if self.edition.fresh().step <= Step.EVALUATION else Role.LEADING_GROUP]

    def _at(self, gone):
        """The place of an application that stands as the model says."""
        step = self.edition.fresh().step
        return next(place for place, one in enumerate(self._each()) if plain(one, step) == plain(gone, step))

    def _each(self):
        """Every place as the model says it, in the order of the places."""
        named, printed = noticed(self.edition), self._printed()
        held = set(Hold.objects.standing().filter(application__edition=self.edition).values_list("application", flat=True))
        for place in self.places:
            if place is None:
                yield One(NOTHING)
                continue
            one, key = place.fresh(), str(place.pk)
            yield One(Status(one.status), one.pk in held, key in named, printed.get(key, 0), RANK.get(one.grade, 0))

    def _printed(self):
        lists = Notice.objects.filter(edition=self.edition, kind__in=OF_AWARD, publication__isnull=False).values_list("rows", flat=True)
        found = {}
        for row in (row for rows in lists for row in rows):
            found[row["application"]] = max(found.get(row["application"], 0), RANK[row["grade"]])
        return found


def _difference(some, others):
    left = list(some)
    for one in others:
        if one in left:
            left.remove(one)
    return left
