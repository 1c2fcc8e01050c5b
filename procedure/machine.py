"""The one way to a new state. A Move names who, from where, to where, by which article, on which conditions.

`make` locks the edition, reads the subject again, checks, appends the event and inserts the history row; a trigger on
that row sets the state. What a page shows as standing against a move is what `make` refuses with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.canonical import digest
from core.ledger.models import Chain, Event
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused, refuse
from procedure.editions.models import Step
from procedure.hands import against_second
from procedure.history import Subject
from procedure.proposals.models import Proposal, ProposalReturn


class Wait(str):
    """A fact that stands against a move only until time has passed: nobody needs to act."""


@dataclass(frozen=True)
class Guard:
    """A condition: the article that asks it, its name, and a check that returns what stands against it, or None."""

    article: str
    label: str
    check: Callable[[Subject, datetime], str | None]

    def blocker(self, subject: Subject, at: datetime) -> Blocker | None:
        """Return what stands against the condition for this subject at this moment."""
        fact = self.check(subject, at)
        return Blocker(self.article, self.label, fact, wait=isinstance(fact, Wait)) if fact else None


def guard(article: str, label: str) -> Callable[[Callable[[Subject, datetime], str | None]], Guard]:
    """Make a Guard of a function `(subject, at) -> None | sentence | Wait(sentence)`."""
    return lambda check: Guard(article, label, check)


def unbuilt(article: str, label: str) -> Guard:
    """A condition whose facts are not kept yet: it refuses. Nothing passes by absence."""
    return Guard(article, label, lambda subject, at: "本环节尚未启用。")


@dataclass(frozen=True)
class Move:
    """One permitted change of state. `steps` are those of the edition in which it may be made; empty for all."""

    name: str
    label: str
    sources: tuple[int | str, ...]
    target: int | str
    role: Role
    article: str
    guards: tuple[Guard, ...] = ()
    steps: tuple[Step, ...] = ()
    hands: int = 1
    reasoned: bool = False

    def blockers(self, subject: Subject, actor: Actor, *, at: datetime) -> list[Blocker]:
        """Return everything that stands against this move by this actor; empty when it may be made or proposed."""
        found = self._standing(subject, actor, at)
        return found or [blocker for guard in self.guards if (blocker := guard.blocker(subject, at))]

    @transaction.atomic
    def make(
        self, subject: Subject, *, by: Actor, at: datetime, reason: str = "", content: dict | None = None, signature: dict | None = None
    ) -> Event:
        """Make the move. Raises RuleRefused with every blocker; nothing has changed then.

        `content` is what is decided over, `signature` what the signing form returned; both go into the event.
        """
        return self._make(lock(subject.edition.chain), subject.fresh(), by, at, reason, content or {}, signature)

    @transaction.atomic
    def make_all(self, subjects: Sequence[Subject], *, by: Actor, at: datetime, reason: str = "") -> list[Event]:
        """Make the move for every subject of one edition under one lock, or for none. ValueError for two editions."""
        if not subjects:
            return []
        head = lock(subjects[0].edition.chain)
        return [self._make(head, _under(head, subject), by, at, reason, {}, None) for subject in subjects]

    @transaction.atomic
    def propose(
        self, subject: Subject, *, by: Actor, at: datetime, reason: str = "", content: dict | None = None, signature: dict | None = None
    ) -> Proposal:
        """Prepare a move of two hands for the second. Raises RuleRefused with every blocker."""
        head, subject, content = lock(subject.edition.chain), subject.fresh(), content or {}
        refuse(self.blockers(subject, by, at=at) or self._unreasoned(reason))
        proposal = Proposal(
            edition=subject.edition,
            move=self.name,
            subject=str(subject.pk),
            after=subject.last_change(),
            reason=reason,
            content=content,
            subject_digest=self.digest(subject, reason, content),
            by=by.person,
            grant=by.grant,
            at=at,
        )
        payload = {"subject": ref(subject), "signature": signature}
        return cover(head, proposal, at=at, by=by, action=f"propose:{self.name}", payload=payload)

    @transaction.atomic
    def send_back(self, subject: Subject, *, by: Actor, at: datetime, reason: str) -> ProposalReturn:
        """The second hand does not agree: the open proposal is closed with a reason."""
        head, subject = lock(subject.edition.chain), subject.fresh()
        proposal = self.proposal(subject)
        # To disagree needs no head: only somebody else.
        alone = proposal is None or proposal.by_id == by.person_id
        refuse(self._standing(subject, by, at) or (self._unsecond(proposal, by, at) if alone else []))
        if not reason.strip():
            raise RuleRefused("请写明不同意的理由。", article=self.article)
        row = ProposalReturn(proposal=proposal, by=by.person, at=at, reason=reason)
        return cover(head, row, at=at, by=by, action=f"send-back:{self.name}", object_ref=ref(proposal))

    def proposal(self, subject: Subject) -> Proposal | None:
        """Return the proposal that waits for the second hand, or None."""
        return Proposal.objects.latest_of(self.name, subject)

    def second_blockers(self, subject: Subject, actor: Actor, *, at: datetime) -> list[Blocker]:
        """As `blockers`, for whoever would confirm the open proposal."""
        return self.blockers(subject, actor, at=at) or self._unsecond(self.proposal(subject), actor, at)

    def digest(self, subject: Subject, reason: str, content: dict) -> str:
        """Return what both hands sign: move, subject, its state and last change, reason, content."""
        return digest([self.name, ref(subject), subject.state, subject.last_change(), reason, content])

    def _make(self, head: Chain, subject: Subject, by: Actor, at: datetime, reason: str, content: dict, signature: dict | None) -> Event:
        refuse(self.blockers(subject, by, at=at) or self._unreasoned(reason))
        payload = {"source": subject.state, "target": self.target, "reason": reason, "content": content}
        payload["signature"] = signature
        payload["guards"] = [[guard.article, guard.label] for guard in self.guards]
        if self.hands == 2:
            proposal = self.proposal(subject)
            refuse(self._unsecond(proposal, by, at))
            if proposal.subject_digest != self.digest(subject, reason, content):
                raise RuleRefused("确认的内容与经办的内容不一致，请重新核对。", article=self.article)
            payload["proposal"] = str(proposal.pk)
        change = subject.history().model(
            subject=subject,
            source=subject.state,
            target=self.target,
            move=self.name,
            at=at,
            by=by.person,
            role=by.role,
            unit=by.unit,
            reason=reason,
        )
        return cover(head, change, at=at, by=by, action=self.name, object_ref=ref(subject), payload=payload).event

    def _standing(self, subject: Subject, actor: Actor, at: datetime) -> list[Blocker]:
        """State, step, person: what no guard needs to be asked for."""
        if subject.state not in self.sources:
            return [self._blocker(f"当前状态不能{self.label}。")]
        if self.steps and subject.edition.step not in self.steps:
            return [self._blocker(f"本届正处于“{Step(subject.edition.step).label}”，不能{self.label}。")]
        unit = subject.unit_of(self.role)
        if actor.role != self.role or unit is None or actor.unit != unit or not actor.grant.in_force(at):
            return [self._blocker(f"您的身份不能{self.label}。")]
        if sentence := subject.excluded(actor, at):
            return [self._blocker(sentence)]
        return []

    def _unreasoned(self, reason: str) -> list[Blocker]:
        return [self._blocker(f"请写明{self.label}的理由。")] if self.reasoned and not reason.strip() else []

    def _unsecond(self, proposal: Proposal | None, actor: Actor, at: datetime) -> list[Blocker]:
        """What stands against this actor as the second hand."""
        if proposal is None:
            return [self._blocker(f"{self.label}要两人办理，还没有人经办。")]
        sentence = against_second(proposal.grant, actor, label=self.label, at=at)
        return [self._blocker(sentence)] if sentence else []

    def _blocker(self, sentence: str) -> Blocker:
        return Blocker(self.article, self.label, sentence)


def _under(head: Chain, subject: Subject) -> Subject:
    """Read a subject again under the lock of its own edition."""
    subject = subject.fresh()
    if subject.edition.chain != head.name:
        raise ValueError(f"{ref(subject)} is not of {head.name}")
    return subject
