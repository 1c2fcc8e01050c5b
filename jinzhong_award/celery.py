"""The worker. A task is only a nudge: what is due is found from the rows by a sweep every minute."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")

app = Celery("jinzhong_award")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
