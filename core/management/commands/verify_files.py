"""Verify stored files: exit 1 at the first that is missing or not as it was when it was taken in."""

from django.core.management.base import BaseCommand, CommandError

from core.files import storage
from core.files.models import StoredFile


class Command(BaseCommand):
    requires_system_checks = []  # it must run when the pages do not
    help = "逐个重新计算已存文件的哈希值。有缺失或损坏时以1退出。"

    def handle(self, *args, **options):
        contents = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
        verified = 0
        for sha256 in contents.iterator():
            found = storage.found_hash(sha256)
            if found != sha256:
                raise CommandError(_fault(sha256, missing=found is None), returncode=1)
            verified += 1
        self.stdout.write(f"核对无误：{verified}个文件。")


def _fault(sha256: str, *, missing: bool) -> str:
    row = StoredFile.objects.filter(sha256=sha256).order_by("at").first()
    return f"文件{'缺失' if missing else '已损坏'}：{storage.place(sha256)}（{row.name}，编号{row.pk}）。已核对其前的文件，其后的未核对。"
