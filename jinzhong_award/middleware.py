"""The one place where a refusal becomes a page."""

from django.shortcuts import render

from core.files.refusals import Unavailable
from core.rules import RuleRefused
from jinzhong_award.pages.errors import typed, way_back


class Refusals:
    """RuleRefused answers 409 with what stands against it, by which article, and everything typed, shown for copying."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Unavailable):
            return unavailable(request, exception)
        if not isinstance(exception, RuleRefused):
            return None
        context = {
            "blockers": exception.blockers,
            "waits": all(blocker.wait for blocker in exception.blockers),
            "kept": typed(request),
            "at": request.at,
            "back": way_back(request),
        }
        return render(request, "errors/409.html", context, status=409)


def unavailable(request, exception: Unavailable):
    """Answer 503: a file could not be checked, so nothing was kept unchecked."""
    context = {"sentence": exception.sentence, "minutes": exception.minutes, "kept": typed(request)}
    response = render(request, "errors/503.html", context, status=503)
    response["Retry-After"] = str(exception.minutes * 60)
    return response
