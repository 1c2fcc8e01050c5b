"""Finding the application of a page: what one may not see is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.cases.models import Application


def own(request: HttpRequest, pk) -> Application:
    """Return the application of an address, or answer 404. Rows come from `visible_to` alone."""
    return get_object_or_404(Application.objects.visible_to(request.actor).whole(), pk=pk)
