"""The public's front page."""

from django.shortcuts import render

from accounts.access import PUBLIC, page
from procedure.editions.models import Edition


@page(PUBLIC, article="18")
def portal(request):
    """What is going on now, the nine steps, and the ways in."""
    return render(request, "pages/portal.html", {"edition": Edition.objects.current()})
