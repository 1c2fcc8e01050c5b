"""One chain, read from its first event to its last in one pass: places, hashes, payloads, Merkle root, head."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.ledger import merkle
from core.ledger.models import GENESIS, Chain, Event
from core.ledger.services import commitment, leaf_of
from core.ledger.verify.faults import Fault
from core.ledger.verify.rows import claim

HASHED = ("seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev")
ERASE = "ledger.erase"


def erasures() -> frozenset[str]:
    """Return the references of all events whose payload was lawfully erased."""
    return frozenset(Event.objects.filter(action=ERASE).values_list("object_ref", flat=True))


@dataclass
class Reading:
    """One pass over a chain; `roots` keeps the Merkle root at each of `sizes`, `claims` counts the rows named, by model."""

    name: str
    erased: frozenset[str]
    sizes: frozenset[int]
    seq: int = 0
    hash: str = GENESIS
    peaks: list[list] = field(default_factory=list)
    roots: dict[int, str] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the events, in their order."""
        self._keep_root()
        events = Event.objects.filter(chain=self.name).order_by("seq", "pk")
        rows = events.values_list("pk", "hash", "payload__salt", "payload__payload", *HASHED)
        for pk, recorded, salt, text, *columns in rows.iterator(chunk_size=2000):
            seq, kept, prev = columns[0], columns[7], columns[8]
            recomputed = leaf_of([self.name, *columns])
            if seq != self.seq + 1:
                yield self._fault(self.seq + 1, "gap", self._gap(seq))
            elif prev != self.hash:
                yield self._fault(seq, "prev", "事件没有接在前一事件之后。")
            if recomputed != recorded or columns[6] != "sha256":
                yield self._fault(seq, "hash", "事件内容与其哈希不符。")
            if text is None:
                if f"core.event:{pk}" not in self.erased:
                    yield self._fault(seq, "payload", "事件的载荷缺失，且没有依法删除的记录。")
            else:
                if not _committed(salt, text, kept):
                    yield self._fault(seq, "commitment", "事件的载荷与其承诺不符。")
                if claimed := claim(text):
                    self.claims[claimed[0]] += 1
            self.seq, self.hash, self.peaks = seq, recorded, merkle.append(self.peaks, recomputed)
            self._keep_root()

    def head_faults(self, head: Chain | None) -> Iterator[Fault]:
        """Yield what is wrong with the head, once all events are read."""
        if head is None:
            yield self._fault(0, "head", "没有这条链的链头。")
        elif (head.seq, head.hash, head.peaks) != (self.seq, self.hash, self.peaks):
            yield self._fault(head.seq, "head", f"链头（第{head.seq}号）与最后一个事件（第{self.seq}号）不符。")

    def _keep_root(self) -> None:
        if self.seq in self.sizes:
            self.roots[self.seq] = merkle.root(self.peaks)

    def _gap(self, seq: int) -> str:
        if seq <= self.seq:
            return f"第{seq}号事件重复或次序不对。"
        first, last = self.seq + 1, seq - 1
        return f"缺少第{first}号事件。" if first == last else f"缺少第{first}至{last}号事件。"

    def _fault(self, seq: int, kind: str, sentence: str) -> Fault:
        return Fault(self.name, seq, kind, sentence)


def _committed(salt: str, text: str, kept: str) -> bool:
    try:
        return commitment(salt, text) == kept
    except ValueError:  # a salt that is no hexadecimal
        return False
