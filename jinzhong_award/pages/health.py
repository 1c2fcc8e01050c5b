"""Is the process alive, and is it fit to serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse

from accounts.access import PUBLIC, page
from core import triggers


def timeless(view):
    """Mark a view that does not ask the clock: it answers without the database."""
    view.timeless = True
    return view


@timeless
@page(PUBLIC)
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@timeless
@page(PUBLIC)
def readyz(request):
    """The database answers, is migrated, and its triggers are as coded; otherwise 503 with what is not."""
    faults = unready()
    body = "\n".join(faults or ["ok"]) + "\n"
    return HttpResponse(body, status=503 if faults else 200, content_type="text/plain; charset=utf-8")


def unready() -> list[str]:
    """Return what is not ready, one line each."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["数据库尚未迁移"]
        return ["触发器与代码不一致"] if triggers.differences() else []
    except DatabaseError:
        return ["数据库无法访问"]
