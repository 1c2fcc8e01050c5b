"""The one place where a refusal becomes a page."""

from django.shortcuts import render

from core.rules import RuleRefused

UNKEPT = {"csrfmiddlewaretoken", "acting_grant", "password", "code"}


class Refusals:
    """RuleRefused answers 409 with what stands against it, by which article, and everything typed, shown for copying."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, RuleRefused):
            return refused(request, exception)
        return None


def refused(request, refusal: RuleRefused):
    """Answer 409: the blockers and what was typed."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and not any(word in name for word in UNKEPT)
    ]
    return render(request, "errors/409.html", {"blockers": refusal.blockers, "kept": kept}, status=409)
