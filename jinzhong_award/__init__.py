"""The composition root. The Celery app is made with it, so that a web process can nudge the worker at once."""

from jinzhong_award.celery import app as celery_app

__all__ = ["celery_app"]
