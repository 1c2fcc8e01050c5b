"""How long whoever stands in front of us (nginx) may keep a public page: the same bytes for everybody, for some seconds."""

from django.views.decorators.cache import cache_control

SECONDS = 10
# A browser asks again each time, so that nobody sees a page older than these seconds.
kept = cache_control(public=True, max_age=0, s_maxage=SECONDS)
