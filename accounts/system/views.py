"""The system administrator's page: is the house in order."""

import shutil

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.shortcuts import render

from accounts.access import page
from accounts.grants.models import Role
from core import triggers
from core.ledger.models import Chain, Checkpoint
from core.papers.fonts import fonts_missing

LOW_SPACE = 5 * 1024**3


@page(Role.SYSTEM)
def system(request):
    """One line a thing that may be out of order."""
    return render(request, "accounts/system.html", {"conditions": conditions()})


def conditions() -> list[dict]:
    """Return the lines of health as the gate shows them."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    faults = triggers.differences()
    free = shutil.disk_usage(settings.FILES_DIR).free
    chains, lacking = Chain.objects.count(), fonts_missing()
    return [
        line(not pending, "数据库结构", f"还有{pending}项迁移没有执行。" if pending else "已是最新。"),
        line(not faults, "只增不改的触发器", "；".join(faults[:5]) or "与代码一致。"),
        line(free > LOW_SPACE, "存储空间", f"还剩{free / 1024**3:.1f}GB。"),
        line(not lacking, "公文字体", f"缺少{'、'.join(lacking)}。" if lacking else "齐全。"),
        line(bool(chains), "台账", f"{chains}条链，{Checkpoint.objects.count()}个封存点。"),
        line(not settings.EMBEDDED, "运行方式", "内置方式，一台机器上试用。" if settings.EMBEDDED else "正式部署。", note=True),
    ]


def line(good: bool, label: str, sentence: str, *, note: bool = False) -> dict:
    """Return one condition."""
    return {"state": "ok" if good else "note" if note else "shut", "label": label, "sentence": sentence}
