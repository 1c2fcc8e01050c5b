"""Verify the ledger: exit 1 and the first fault when anything is not as it was written."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.ledger.models import Chain, Checkpoint
from core.ledger.services import statement
from core.ledger.verify import verify
from core.ledger.verify.results import keep


class Command(BaseCommand):
    requires_system_checks = []  # it must run when the pages do not
    help = "核对全部账目：事件、载荷、检查点、入账的行、触发器。有误时以1退出。"

    def add_arguments(self, parser):
        parser.add_argument("--chain", help="只核对一条链，如 edition-3")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="text 只报第一处，json 报全部")
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            metavar="LINE|FILE",
            help="印出的检查点一行（签名写在行末），或每行一个检查点的文件；可多次",
        )

    def handle(self, *args, chain, format, checkpoint, **options):
        if chain and not Chain.objects.filter(name=chain).exists():
            raise CommandError(f"没有名为“{chain}”的链。")
        faults = verify(chain, checkpoints=[line for given in checkpoint for line in _lines(given)])
        if not chain and (unkept := keep(ledger=len(faults))):  # what was found is said all the same
            self.stderr.write(unkept)
        heads = list(Chain.objects.filter(name=chain) if chain else Chain.objects.order_by("pk"))
        report = {
            "chains": [{"name": head.name, "title": head.title, "events": head.seq} for head in heads],
            "events": sum(head.seq for head in heads),
            "last_checkpoint": _last_checkpoint(heads),
            "faults": [asdict(fault) for fault in faults],
        }
        if format == "json":
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            if faults:
                sys.exit(1)
        elif faults:
            raise CommandError(f"账目有误，共{len(faults)}处。第一处：{faults[0]}", returncode=1)
        else:
            self.stdout.write(_success(report))


def _success(report: dict) -> str:
    last = report["last_checkpoint"]
    return f"核对无误：{len(report['chains'])}条链，{report['events']}个事件。{'最近的检查点：' + last if last else '还没有检查点。'}"


def _last_checkpoint(heads: list[Chain]) -> str | None:
    point = Checkpoint.objects.filter(chain__in=heads).select_related("chain").order_by("-on", "-pk").first()
    return f"{statement(point)} {point.signature}" if point else None


def _lines(given: str) -> list[str]:
    """A file of printed lines, or the line itself."""
    if " · " not in given and Path(given).is_file():
        return [line for line in Path(given).read_text(encoding="utf-8").splitlines() if line.strip()]
    return [given]
