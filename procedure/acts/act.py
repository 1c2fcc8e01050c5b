"""An act that two decide and that changes no state: forming a panel, deploying assignments, closing a round.

What changes a state is a Move. Both keep the first hand's words as a Proposal; an act keeps the second hand as an
ActConfirmation, to which the rows that the act writes refer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from accounts.actors import Actor
from accounts.grants.models import Role
from core.canonical import digest
from core.ledger.services import cover, lock, ref
from core.rules import Blocker, RuleRefused
from procedure.editions.models import Edition, Step
from procedure.hands import against_second
from procedure.proposals.models import ActConfirmation, Proposal, ProposalReturn

CHANGED = "经办以后，所依据的内容有了变化，请看过新的内容重新经办。"
SETTLED = "没有等待确认的内容。"


def _anybody(edition: Edition, actor: Actor, at: datetime) -> str:
    return ""


@dataclass(frozen=True)
class Act:
    """One act of two. `steps` are those of the edition in which it may be done; empty for every running one.

    `against` returns why this actor may not act here beside role and step, such as an agency without a mandate.
    """

    name: str
    label: str
    article: str
    roles: tuple[Role, ...] = (Role.OFFICE,)
    steps: tuple[Step, ...] = ()
    reasoned: bool = False
    against: Callable[[Edition, Actor, datetime], str] = _anybody

    def blockers(self, edition: Edition, actor: Actor, *, at: datetime) -> list[Blocker]:
        """Return what stands against this actor as either hand, whatever the act says; empty when nothing does."""
        if not actor.is_(*self.roles) or not actor.grant.in_force(at):
            return [self.blocker(f"您的身份不能{self.label}。")]
        if edition.step >= Step.COMPLETED or (self.steps and edition.step not in self.steps):
            return [self.blocker(f"本届正处于“{Step(edition.step).label}”，不能{self.label}。")]
        sentence = self.against(edition, actor, at)
        return [self.blocker(sentence)] if sentence else []

    def second_blockers(self, edition: Edition, subject: models.Model, actor: Actor, *, at: datetime) -> list[Blocker]:
        """As `blockers`, for whoever would confirm the open proposal."""
        if found := self.blockers(edition, actor, at=at):
            return found
        proposal = self.proposal(subject)
        if proposal is None:
            return [self.blocker(SETTLED)]
        if proposal.by_id != actor.person_id and proposal.grant.unit_id != actor.grant.unit_id:
            return [self.blocker("要由经办单位的另一人确认。")]
        sentence = against_second(proposal.grant, actor, label=self.label, at=at)
        return [self.blocker(sentence)] if sentence else []

    def proposal(self, subject: models.Model) -> Proposal | None:
        """Return what waits for its second hand: the newest, unless it was confirmed or sent back. An older one never comes back."""
        found = Proposal.objects.awaiting().filter(move=self.name, subject=str(subject.pk))
        return found.select_related("by", "grant__unit", "edition").first()

    def awaits(self, proposal: Proposal | None, actor: Actor, *, at: datetime) -> bool:
        """Tell whether a proposal asks this actor for the second hand.

        Not its author, nobody of another unit, and nobody once the author's grant has ended: to them the act begins anew.
        """
        if proposal is None or actor.grant is None or proposal.by_id == actor.person_id:
            return False
        return proposal.grant.unit_id == actor.grant.unit_id and proposal.grant.in_force(at)

    @transaction.atomic
    def propose(
        self,
        edition: Edition,
        subject: models.Model,
        *,
        content: dict,
        by: Actor,
        at: datetime,
        reason: str = "",
        facts: dict | None = None,
    ) -> Proposal:
        """The first hand; it takes the place of an open one. `facts` are what the act rests on: confirming asks for the same.

        RuleRefused with everything that stands against it; nothing has changed then.
        """
        head, edition = lock(edition.chain), edition.fresh()
        self.refuse(self.blockers(edition, by, at=at))
        if self.reasoned and not reason.strip():
            self.refuse([self.blocker(f"请写明{self.label}的理由。")])
        proposal = Proposal(
            edition=edition,
            move=self.name,
            subject=str(subject.pk),
            after=self._done(subject),
            reason=reason,
            content=content,
            subject_digest=self._digest(subject, reason, content, facts),
            by=by.person,
            grant=by.grant,
            at=at,
        )
        return cover(head, proposal, at=at, by=by, action=f"propose:{self.name}", payload={"subject": ref(subject)})

    @transaction.atomic
    def confirm(
        self,
        edition: Edition,
        subject: models.Model,
        *,
        by: Actor,
        at: datetime,
        signature: dict | None = None,
        facts: dict | None = None,
    ) -> ActConfirmation:
        """The second hand, under the edition's lock; the caller writes what the act does in the same transaction.

        RuleRefused with every blocker, and when what the first hand rested on, or what was signed, has changed.
        """
        head, edition = lock(edition.chain), edition.fresh()
        self.refuse(self.second_blockers(edition, subject, by, at=at))
        proposal = self.proposal(subject)
        signed = (signature or {}).get("digest", proposal.subject_digest)
        # What was signed on the page may meanwhile have given way to a newer proposal.
        if not signed == proposal.subject_digest == self._digest(subject, proposal.reason, proposal.content, facts):
            self.refuse([self.blocker(CHANGED)])
        row = ActConfirmation(proposal=proposal, by=by.person, at=at)
        payload = {"subject": ref(subject), "content": proposal.content, "reason": proposal.reason, "signature": signature}
        return cover(head, row, at=at, by=by, action=self.name, object_ref=ref(subject), payload=payload)

    @transaction.atomic
    def send_back(self, edition: Edition, subject: models.Model, *, reason: str, by: Actor, at: datetime) -> ProposalReturn:
        """Somebody else does not agree: the open proposal is closed with a reason. To disagree needs no head."""
        head, edition = lock(edition.chain), edition.fresh()
        proposal = self.proposal(subject)
        alone = proposal is None or proposal.by_id == by.person_id or proposal.grant.unit_id != by.grant.unit_id
        self.refuse(self.blockers(edition, by, at=at) or (self.second_blockers(edition, subject, by, at=at) if alone else []))
        if not reason.strip():
            self.refuse([self.blocker("请写明不同意的理由。")])
        row = ProposalReturn(proposal=proposal, by=by.person, at=at, reason=reason)
        return cover(head, row, at=at, by=by, action=f"send-back:{self.name}", object_ref=ref(proposal))

    def blocker(self, sentence: str) -> Blocker:
        """Return a blocker in this act's name, under its article."""
        return Blocker(self.article, self.label, sentence)

    def refuse(self, found: list[Blocker]) -> None:
        """Raise RuleRefused for what was found; nothing when it is empty."""
        if found:
            raise RuleRefused(found)

    def _done(self, subject: models.Model) -> int:
        """How often this act was confirmed on the subject: the place in its history at which a proposal is made."""
        return ActConfirmation.objects.filter(proposal__move=self.name, proposal__subject=str(subject.pk)).count()

    def _digest(self, subject: models.Model, reason: str, content: dict, facts: dict | None) -> str:
        return digest([self.name, ref(subject), self._done(subject), reason, content, facts or {}])
