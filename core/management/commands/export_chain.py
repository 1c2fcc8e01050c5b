"""Export one chain of the ledger for `script/verify-export`: the events, their checkpoints, on request what they say."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.ledger.keys import public_key
from core.ledger.models import Chain, Checkpoint, Event

FIELDS = ("chain", "seq", "at", "actor_ref", "action", "object_ref", "v", "alg", "commitment", "prev")


class Command(BaseCommand):
    help = "导出一条链（如 edition-3），供 script/verify-export 在别的机器上核对。不带载荷，除非写明 --payloads。"

    def add_arguments(self, parser):
        parser.add_argument("chain")
        parser.add_argument("file", type=Path)
        parser.add_argument("--payloads", action="store_true", help="带上载荷：含个人信息，只供归档")

    @transaction.atomic
    def handle(self, *args, chain, file, payloads, **options):
        head = Chain.objects.filter(name=chain).first()
        if head is None:
            raise CommandError(f"没有名为“{chain}”的链。")
        events = Event.objects.filter(chain=chain, seq__lte=head.seq).order_by("seq")
        if payloads:
            events = events.select_related("payload")
        points = Checkpoint.objects.filter(chain=head, size__lte=head.seq).order_by("number")
        opening = {"chain": chain, "title": head.title, "events": head.seq, "public_key": public_key()}
        opening["checkpoints"] = [_point(point) for point in points]
        with file.open("w", encoding="utf-8") as target:
            target.write(_line(opening))
            for event in events.iterator():
                target.write(_line(_event(event, payloads=payloads)))
        self.stdout.write(f"已导出{head.seq}个事件、{len(opening['checkpoints'])}个检查点：{file}")


def _line(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _point(point: Checkpoint) -> dict:
    said = {name: getattr(point, name) for name in ("number", "size", "root", "signature")}
    return said | {"on": point.on.isoformat()}


def _event(event: Event, *, payloads: bool) -> dict:
    line = {"event": [getattr(event, name) for name in FIELDS], "hash": event.hash}
    payload = getattr(event, "payload", None) if payloads else None
    return line | ({"salt": payload.salt, "payload": payload.payload} if payload else {})
