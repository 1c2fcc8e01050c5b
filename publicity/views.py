"""Public notices. Their facts come with the notices themselves; until one is published the list is empty, and says so."""

from django.http import Http404
from django.shortcuts import render

from accounts.access import PUBLIC, page


@page(PUBLIC, article="18(3)")
def notices(request):
    """Every notice, newest first."""
    return render(request, "pages/notices.html", {"notices": []})


@page(PUBLIC, article="18(3)")
def notice(request, number: str):
    """One notice by its number, year and serial (2026-3)."""
    raise Http404


@page(PUBLIC, article="18(3)")
def notice_pdf(request, number: str):
    """The same notice as it was printed."""
    raise Http404
