"""Tell whether the laid triggers are as coded."""

from django.core.management.base import BaseCommand, CommandError

from core import triggers


class Command(BaseCommand):
    help = "比较数据库中的触发器与代码；不一致时以1退出。"

    def handle(self, *args, **options):
        if lines := triggers.differences():
            raise CommandError("\n".join(lines), returncode=1)
        self.stdout.write("触发器与代码一致。")
