"""The one place where a refusal becomes a page."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import render

from accounts.security.log import known_person, note
from accounts.security.models import Kind
from core.files.refusals import Unavailable
from core.rules import RuleRefused
from jinzhong_award.pages.errors import not_allowed, too_large, way_back
from jinzhong_award.pages.kept import typed

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Refusals:
    """RuleRefused answers 409 with what stands against it, by which article, and everything typed, shown for copying.

    What no page of ours takes ends here before anything of it is read: other methods, and more than the largest form.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            note(request, Kind.MALFORMED)
            return not_allowed(request, ", ".join(METHODS))
        if _length(request) > settings.LARGEST_BODY:
            return too_large(request)
        response = self.get_response(request)
        if _infected(request):
            note(request, Kind.VIRUS, person=known_person(request))
        return not_allowed(request, response["Allow"]) if isinstance(response, HttpResponseNotAllowed) else response

    def process_template_response(self, request, response):
        """A library's page that shows a form's faults says so in its status too: nothing refused is answered 200."""
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and form is not None and form.is_bound and form.errors:
            response.status_code = 422
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Unavailable):
            return unavailable(request, exception)
        if not isinstance(exception, RuleRefused):
            return None
        if request.method == "POST":
            note(request, Kind.REFUSED, person=known_person(request))
        context = {
            "blockers": exception.blockers,
            "waits": all(blocker.wait for blocker in exception.blockers),
            "kept": typed(request),
            "at": request.at,
            "back": way_back(request),
        }
        return render(request, "errors/409.html", context, status=409)


def _infected(request) -> bool:
    """Tell whether a file of this request was refused for a virus; what nobody read was not looked at."""
    files = request.FILES.lists() if request.method == "POST" and hasattr(request, "_files") else ()
    return any(getattr(file, "infected", False) for _, several in files for file in several)


def _length(request) -> int:
    """Return how long the request says its body is; what is no number is the server's to refuse."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() else 0


def unavailable(request, exception: Unavailable):
    """Answer 503: a file could not be checked, so nothing was kept unchecked."""
    context = {"sentence": exception.sentence, "minutes": exception.minutes, "kept": typed(request)}
    response = render(request, "errors/503.html", context, status=503)
    response["Retry-After"] = str(exception.minutes * 60)
    return response
