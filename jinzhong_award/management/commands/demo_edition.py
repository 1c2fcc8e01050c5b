"""Create the demonstration: clock, units, people, grants, calendar, an edition in 筹备."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.users.models import User
from core import clock
from jinzhong_award.demonstration.build import BEGINS_AT, build


class Command(BaseCommand):
    help = "在空数据库里建立演示内容；已有内容时什么也不做。只能在演示模式（DEMO=1）下运行。"

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="只设定演示时钟，不建立单位、人员和届次")

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("只能在演示模式（DEMO=1）下建立演示内容。")
        if User.objects.exists():
            self.stdout.write("已有演示内容。")
            return
        clock.begin(BEGINS_AT)
        if options["empty"]:
            self.stdout.write("已设定演示时钟，没有建立单位、人员和届次。")
            return
        edition = build(at=clock.now())
        self.stdout.write(f"已建立演示内容：{edition}。")
