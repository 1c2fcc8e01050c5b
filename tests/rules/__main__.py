"""`python -m tests.rules`: ask every rule; exit 1 naming what breaks one."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")
django.setup()

from tests.rules.all import faults  # noqa: E402  the models must be loaded first

found = faults()
for rule, lines in found.items():
    print(f"{rule}:", *lines, sep="\n  ")
sys.exit(1 if found else 0)
