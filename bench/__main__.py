"""Print a table: what is measured, its ceiling in the same run, their ratio, the goal, the verdict.

Everything is CPU time on a fresh SQLite database, the median of bracketed rounds: times differ between machines and hours,
ratios inside one run do not. Pages are served by gunicorn beside a bare view under the same, and counted over all processes.
"""

import os
import tempfile

import django

with tempfile.TemporaryDirectory() as folder:
    os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MODE": "embedded", "DEMO": "1", "REDIS_URL": ""}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")
    django.setup()
    from bench import rows

    print(f"{'what':<46} {'ms':>9} {'ceiling':>9} {'ratio':>8} {'goal':>8}")
    for row in rows.measured():
        print(row, flush=True)
