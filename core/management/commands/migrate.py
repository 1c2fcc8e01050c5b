"""`migrate` with the triggers: lifted before on SQLite (it remakes tables), laid after on both engines."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from core import triggers


class Command(Migrate):
    help = Migrate.help

    def handle(self, *args, **options):
        if connection.vendor == "sqlite":
            triggers.lift()
        try:
            super().handle(*args, **options)
        finally:
            if "ledger_event" in connection.introspection.table_names():
                triggers.lay()
        if "DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
            call_command("createcachetable", database=options["database"], verbosity=0)
