"""`manage.py docs`: write the documents that are generated; with `--check`, say which are not as the code has them."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jinzhong_award.docs import access, procedure, rules

DOCUMENTS = {"procedure.md": procedure.render, "rules.md": rules.render, "access.md": access.render}


class Command(BaseCommand):
    help = "Write docs/procedure.md, docs/rules.md and docs/access.md from the code."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 naming what is stale")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "docs")

    def handle(self, *args, **options):
        stale = []
        for name, render in DOCUMENTS.items():
            path, content = options["folder"] / name, _rendered(name, render)
            if path.exists() and path.read_text(encoding="utf-8") == content:
                continue
            stale.append(f"docs/{name}")
            if not options["check"]:
                path.write_text(content, encoding="utf-8")
                self.stdout.write(f"wrote docs/{name}")
        if options["check"] and stale:
            raise CommandError(f"{', '.join(stale)} not as the code has it: run manage.py docs")


def _rendered(name: str, render) -> str:
    try:
        return render()
    except LookupError as fault:
        raise CommandError(f"docs/{name}: {fault}") from fault
