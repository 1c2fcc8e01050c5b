"""How long a public page may be kept, the same bytes for everybody: by nginx in front of us, and by each process.

A browser asks again each time. A page kept twice is twice these seconds old at most.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

SECONDS = 5
kept = cache_control(public=True, max_age=0, s_maxage=SECONDS)


class KeptPages:
    """Answer out of the process's own memory what `@kept` lets everybody see; stands before sessions and the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not settings.KEEP_PAGES:
            return self.get_response(request)
        address = request.build_absolute_uri()
        page = self.pages.get(address)
        if page is None:
            page = self.get_response(request)
            if self.may_keep(page):
                self.pages.set(address, page, SECONDS)
        return page

    def may_keep(self, page: HttpResponse) -> bool:
        """Tell whether the answer itself says that it is everybody's."""
        everybodys = "public" in page.get("Cache-Control", "") and not page.cookies
        return everybodys and page.status_code == 200 and not page.streaming
