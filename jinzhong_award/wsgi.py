"""The web process. Production is refused here when it is unfit: checks do not run under gunicorn by themselves.

Loaded once before gunicorn forks (`--preload`): what stands here is shared by the workers, so the addresses and with them
every view are loaded now, and the collector leaves them alone.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from jinzhong_award.production import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinzhong_award.settings")
application = get_wsgi_application()
refuse_unfit()
get_resolver().url_patterns  # noqa: B018 asking loads them
gc.freeze()
