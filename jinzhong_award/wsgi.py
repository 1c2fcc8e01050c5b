"""The web process. Production is refused here when it is unfit: checks do not run under gunicorn by themselves."""

import os

from django.core.wsgi import get_wsgi_application

from jinzhong_award.production import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")
application = get_wsgi_application()
refuse_unfit()
