"""`manage.py export_edition <number> <file>`: an edition's chain, to be verified elsewhere with `script/verify-export`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.ledger.export import exported
from core.ledger.models import Chain
from procedure.editions.models import Edition


class Command(BaseCommand):
    requires_system_checks = []  # it must run when the pages do not
    help = "把一届的台账导出为文件，在别的电脑上用 script/verify-export 与印出的校验点核对。"

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="第几届，如 3")
        parser.add_argument("file", type=Path, help="写到哪个文件；已有的文件不覆盖")
        parser.add_argument(
            "--payload",
            type=int,
            action="append",
            default=[],
            metavar="SEQ",
            help="附上这个序号的事件的内容，只给有权知道的人；可多次，默认只有承诺值",
        )

    def handle(self, *args, number, file, payload, **options):
        edition = Edition.objects.filter(number=number).first()
        if edition is None:
            raise CommandError(f"没有第{number}届。")
        head = Chain.objects.get(name=edition.chain)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as out:
                out.writelines(exported(head, payloads=frozenset(payload)))
        except OSError as error:
            raise CommandError(f"写不到{file}：{error.strerror}。") from error
        self.stdout.write(f"已导出{edition}：{head.seq}个事件，{head.checkpoints}个校验点。")
