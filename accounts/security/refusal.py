"""Too many tries: the page that says until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest, minutes: int = 5) -> HttpResponse:
    """Answer 429 with the minutes to wait. Also `handler429` of the address list: the library calls it."""
    response = render(request, "errors/429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
