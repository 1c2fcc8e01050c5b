"""What every page is given: the site's facts, its navigation, and, for whoever is signed in, who acts."""

from django.conf import settings

from accounts.access import PUBLIC, access_of
from jinzhong_award.demonstration.times import choices
from jinzhong_award.navigation import public_navigation, work_navigation
from jinzhong_award.pages.display import chosen
from jinzhong_award.progress import bar
from procedure.editions.models import READERS, Edition


def house(request) -> dict:
    """Return `site` and `nav`. A public page asks nobody who he is: it is the same bytes for everybody."""
    match = request.resolver_match
    if match is None or PUBLIC in access_of(match) or not request.user.is_authenticated:
        return {"site": settings.SITE, "nav": public_navigation(request.path)}
    return {
        "site": settings.SITE,
        "nav": work_navigation(request.path, request.actor),
        "actor": request.actor,
        "display": chosen(request),
        "edition_bar": bar(Edition.objects.current(), request.at, linked=request.actor.role in READERS),
        "demo": demonstration(request) if settings.DEMO else None,
    }


def demonstration(request) -> dict:
    """Return the banner of the demonstration: its clock, and where it can be moved."""
    return {"now": request.at, "choices": choices(request.at), "forms_template": "pages/_demo_forms.html"}
