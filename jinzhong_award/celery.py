"""The worker. A task is only a nudge: what is due is found from the rows by a sweep every minute."""

import os

from celery import Celery
from celery.signals import celeryd_init

from jinzhong_award.production import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")

app = Celery("jinzhong_award")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {"sweep": {"task": "jinzhong_award.tasks.sweep", "schedule": 60.0}}


@celeryd_init.connect
def fit(**kwargs) -> None:
    """Production is refused when it is unfit."""
    refuse_unfit()
