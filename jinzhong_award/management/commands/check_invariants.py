"""`manage.py check_invariants`: ask the whole database whether every promise holds; exit 1 and the sentences of what is broken."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from core.ledger.verify.results import keep
from jinzhong_award.invariants import PROMISES, broken
from jinzhong_award.invariants.record import ledger_whole


class Command(BaseCommand):
    help = "核对全库：十四项承诺（R1至R14）逐项核对。有不符的以1退出，逐条说明。"

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, format, **options):
        found = list(broken())
        if unkept := keep(promises=len(found), ledger=sum(one.label == ledger_whole.label for one in found)):
            self.stderr.write(unkept)
        if format == "json":
            promises = [{"promise": one.number, "article": one.article, "label": one.label} for one in PROMISES]
            self.stdout.write(json.dumps({"promises": promises, "broken": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
            if found:
                sys.exit(1)
        elif found:
            lines = "\n".join(map(str, found))
            raise CommandError(f"有{len(found)}处不符：\n{lines}", returncode=1)
        else:
            self.stdout.write(f"核对无误：{len(PROMISES)}项。")
