"""The public register of winners."""

from django.shortcuts import render

from accounts.access import PUBLIC, page
from core.caching import kept


@kept
@page(PUBLIC, article="24")
def winners(request):
    """Winners by edition; nobody before the first commendation is registered."""
    return render(request, "pages/winners.html", {"editions": []})
