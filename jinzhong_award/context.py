"""What every page is given: the site's facts, its navigation, and, for whoever is signed in, who acts."""

from django.conf import settings

from accounts.access import PUBLIC
from jinzhong_award.navigation import public_navigation, work_navigation


def house(request) -> dict:
    """Return `site` and `nav`. A public page asks nobody who he is: it is the same bytes for everybody."""
    match = request.resolver_match
    view = match.func if match else None
    if view is None or PUBLIC in getattr(view, "access", (PUBLIC,)):
        return {"site": settings.SITE, "nav": public_navigation(request.path)}
    return {
        "site": settings.SITE,
        "nav": work_navigation(request.path, request.actor),
        "actor": request.actor,
        "today": request.at,
    }
