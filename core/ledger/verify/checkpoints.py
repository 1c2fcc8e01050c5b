"""Checkpoints against the chain they sign, and printed ones against the database."""

import re
from collections.abc import Iterable, Iterator

from core.ledger import keys
from core.ledger.models import Chain, Checkpoint
from core.ledger.services import statement
from core.ledger.verify.faults import Fault

PRINTED = re.compile(
    r"(?P<statement>(?P<title>.+) · (?P<number>\d+) · (?P<root>[0-9a-f]{64}) · (?P<on>\d{4}-\d\d-\d\d))"
    r"(?:\s+(?:· )?(?P<signature>[0-9a-f]{128}))?"
)


def checkpoint_faults(head: Chain, length: int, roots: dict[int, str]) -> Iterator[Fault]:
    """Yield what is wrong with the checkpoints of one chain that is `length` events long."""
    count, house = 0, keys.trusted()
    for point in Checkpoint.objects.filter(chain=head).select_related("chain").order_by("number"):
        count += 1
        here = (head.name, point.size)
        if point.number != count:
            yield Fault(*here, "checkpoint", f"第{count}号检查点缺失。")
            count = point.number
        if point.size > length:
            yield Fault(*here, "cut", f"第{point.number}号检查点签到第{point.size}号事件，链只有{length}个：尾部被截去。")
        elif point.root != roots.get(point.size):
            yield Fault(*here, "checkpoint", f"第{point.number}号检查点的根与事件不符。")
        if point.public_key not in house or not keys.signed(statement(point), signature=point.signature, public_key=point.public_key):
            yield Fault(*here, "signature", f"第{point.number}号检查点的签名不是本系统的。")
    if count != head.checkpoints:
        yield Fault(head.name, head.seq, "checkpoint", f"链头记载{head.checkpoints}个检查点，库中到第{count}号。")


def printed_faults(lines: Iterable[str], heads: Iterable[Chain]) -> Iterator[Fault]:
    """Compare printed lines with the checkpoints on record, which are compared with the events elsewhere."""
    titles = {head.title: head for head in heads}
    for line in lines:
        printed = PRINTED.fullmatch(line.strip())
        if printed is None:
            yield Fault("", 0, "printed", f"看不懂这行检查点：{line.strip()[:80]}")
            continue
        head = titles.get(printed["title"])
        if head is None:
            yield Fault("", 0, "printed", f"核对的链中没有“{printed['title']}”。")
        elif sentence := _disagreement(printed, head):
            yield Fault(head.name, 0, "printed", sentence)


def _disagreement(printed: re.Match, head: Chain) -> str:
    number = int(printed["number"])
    if printed["signature"] and not keys.signed_by_the_house(printed["statement"], signature=printed["signature"]):
        return f"印出的第{number}号检查点的签名不是本系统的。"
    point = Checkpoint.objects.filter(chain=head, number=number).first()
    if point is None:
        return f"印出的第{number}号检查点库中没有：尾部被截去或账被重写。"
    if (point.root, point.on.isoformat()) != (printed["root"], printed["on"]):
        return f"印出的第{number}号检查点与库中的不一致：账被重写。"
    return ""
