"""A chain as a file that `script/verify-export` reads on another machine. `docs/ledger.md` §10 is its format."""

import json
from collections.abc import Collection, Iterator

from core.ledger.keys import trusted
from core.ledger.models import Chain, Checkpoint, Event
from core.ledger.verify.chains import HASHED

FORMAT = "jinzhong-ledger-1"


def exported(head: Chain, *, payloads: Collection[int] = ()) -> Iterator[str]:
    """Yield the lines of a chain's export: its head with the checkpoints, then one line an event.

    Only the events whose places are in `payloads` are opened: what a payload says is no outsider's business. It ends where
    `head` ended when it was read, whatever is written meanwhile.
    """
    key, *former = trusted()
    yield _line(
        {
            "format": FORMAT,
            "chain": head.name,
            "title": head.title,
            "seq": head.seq,
            "hash": head.hash,
            "public_key": key,
            "former_keys": former,
            "checkpoints": [
                _point(point) for point in Checkpoint.objects.filter(chain=head, number__lte=head.checkpoints).order_by("number")
            ],
        }
    )
    events = Event.objects.filter(chain=head.name, seq__lte=head.seq).select_related("payload").order_by("seq")
    for event in events.iterator(chunk_size=2000):
        yield _line(_event(event, opened=event.seq in payloads))


def _point(point: Checkpoint) -> dict:
    shown = {name: getattr(point, name) for name in ("number", "size", "root", "signature")}
    return shown | {"on": point.on.isoformat()}


def _event(event: Event, *, opened: bool) -> dict:
    columns = {name: getattr(event, name) for name in ("chain", *HASHED, "hash")}
    payload = getattr(event, "payload", None) if opened else None
    return columns | ({"salt": payload.salt, "payload": payload.payload} if payload else {})


def _line(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
