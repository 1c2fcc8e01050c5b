"""`manage.py build_static`: one style sheet and one script of signing in out of their parts, so that a first visit asks once for each."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.management.base import BaseCommand

PARTS = Path(settings.BASE_DIR) / "static" / "css"
STYLES, SIGN_IN = Path("css") / "house.css", Path("js") / "sign-in.js"
# The library's, in the order in which it loads them, then ours. Each stands in a function of its own.
SCRIPTS = ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js", "js/reveal-password.js", "js/kept.js")


def house_css() -> str:
    """The parts in the order of `order.txt`: later files may overrule earlier ones."""
    names = (PARTS / "order.txt").read_text(encoding="utf-8").split()
    return "\n".join((PARTS / name).read_text(encoding="utf-8") for name in names)


def sign_in_js() -> str:
    """What the page of signing in needs, one file in place of five."""
    return "\n".join(f"(function () {{\n{Path(find(name)).read_text(encoding='utf-8')}\n}})()" + ";" for name in SCRIPTS)


class Command(BaseCommand):
    help = "Joins static/css in the order of order.txt, and the scripts of signing in, into BUILT_STATIC_DIR."

    def handle(self, *args, **options):
        for name, text in ((STYLES, house_css()), (SIGN_IN, sign_in_js())):
            path = Path(settings.BUILT_STATIC_DIR) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name}：{path.stat().st_size}字节")
