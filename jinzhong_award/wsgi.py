"""The web process. Checks do not run under gunicorn by themselves: production is refused here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")
application = get_wsgi_application()
