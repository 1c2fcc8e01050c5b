"""`manage.py seed_calendar`: put on record the years of the holiday library that are not there yet."""

from django.core.management.base import BaseCommand

from core.clock import now
from procedure.calendar.seed import seed


class Command(BaseCommand):
    help = "把节假日程序库已知、日历中还没有的年份录入工作日历。"

    def handle(self, **options):
        entered = seed(at=now())
        years = "、".join(str(version.year) for version in entered)
        self.stdout.write(f"已录入：{years}年。" if entered else "没有需要补录的年份。")
