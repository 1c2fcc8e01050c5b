"""Error pages in our look: what happened, what to do, what is kept."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """The page had gone stale, or the form came from elsewhere."""
    return render(request, "errors/403_csrf.html", status=403)


def bad_request(request, exception):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception):
    return render(request, "errors/404.html", status=404)
