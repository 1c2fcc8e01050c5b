"""What the verifier can find, one kind a way of tampering."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "gap",  # events are missing, or out of order
    "prev",  # an event does not continue the one before it
    "hash",  # an event's columns are not those that were hashed
    "payload",  # an event lost its payload without an erasure
    "commitment",  # a payload is not the one its event committed to
    "head",  # the head of the chain is not its last event
    "cut",  # the chain is shorter than one of its checkpoints
    "checkpoint",  # a checkpoint is missing or its root is not the chain's
    "signature",  # a checkpoint is not signed by the house
    "printed",  # a printed checkpoint does not agree with the database
    "row",  # a row of record was changed
    "row-missing",  # an event names a row that is not there
    "row-unrecorded",  # a row of record has no event, or another row's
    "trigger",  # a trigger is missing, foreign, disabled or altered
]


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written. `chain` is empty and `seq` 0 where it belongs to none."""

    chain: str
    seq: int
    kind: Kind
    sentence: str

    def __str__(self) -> str:
        place = f"{self.chain} 第{self.seq}号：" if self.seq else f"{self.chain}：" if self.chain else ""
        return f"{place}{self.sentence}（{self.kind}）"
