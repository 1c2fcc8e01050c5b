"""`manage.py build_css`: one style sheet out of its parts, so that a first visit asks once."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

PARTS = Path(settings.BASE_DIR) / "static" / "css"
BUILT = Path("css") / "house.css"


def house_css() -> str:
    """The parts in the order of `order.txt`: later files may overrule earlier ones."""
    names = (PARTS / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((PARTS / name).read_text(encoding="utf-8") for name in names)


class Command(BaseCommand):
    help = "Joins static/css in the order of order.txt into BUILT_STATIC_DIR/css/house.css."

    def handle(self, *args, **options):
        path = Path(settings.BUILT_STATIC_DIR) / BUILT
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(house_css(), encoding="utf-8")
        self.stdout.write(f"{path.name}：{path.stat().st_size}字节")
