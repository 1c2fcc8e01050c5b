"""What every page is given: the site's facts, its navigation, and, for whoever is signed in, who acts."""

from django.conf import settings

from accounts.access import PUBLIC, access_of
from accounts.actors import Actor
from accounts.grants.models import Role
from core.dates import moment_in_words
from core.ledger.models import Verification
from jinzhong_award.demonstration.times import choices
from jinzhong_award.navigation import public_navigation, work_navigation
from jinzhong_award.pages.display import chosen
from jinzhong_award.progress import bar
from procedure.editions.models import READERS, Edition

ALARMED = (Role.OFFICE, Role.SUPERVISOR, Role.SECURITY, Role.SYSTEM, Role.AUDIT)
FOUND = (
    "{when}核对，有{faults}处与原来的记录或者规定不符。查清以前，请不要发布公示，也不要登记决定；请系统管理员按《运维手册》处理。"
    "再次核对通过以后，这条提示才会消失。"
)


def house(request) -> dict:
    """Return `house` and `nav`. A public page asks nobody who he is: it is the same bytes for everybody."""
    match = request.resolver_match
    if match is None or PUBLIC in access_of(match) or not request.user.is_authenticated:
        return {"house": settings.SITE, "nav": public_navigation(request.path)}
    return {
        "house": settings.SITE,
        "nav": work_navigation(request.path, request.actor),
        "actor": request.actor,
        "display": chosen(request),
        "edition_bar": bar(Edition.objects.current(), request.at, linked=request.actor.role in READERS),
        "alarms": alarms(request.actor),
        "demo": demonstration(request) if settings.DEMO else None,
    }


def alarms(actor: Actor) -> list[dict]:
    """Return what the last verifications found amiss, for those who must act on it. One query."""
    if not actor.is_(*ALARMED):
        return []
    return [{"title": f"{one.get_kind_display()}核对没有通过", "text": FOUND.format(when=moment_in_words(one.at), faults=one.faults)}
            for one in Verification.objects.failing()]  # fmt: skip


def demonstration(request) -> dict:
    """Return the banner of the demonstration: its clock, and where it can be moved."""
    return {"now": request.at, "choices": choices(request.at), "forms_template": "pages/_demo_forms.html"}
