"""The demonstration: enter as anybody, move the clock forward, let the rest be done. None of it exists outside demo mode."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import PUBLIC, page
from accounts.grants.choice import grants_of
from accounts.grants.models import ADMINISTRATORS, BODY_ROLES, Grant, Role
from accounts.middleware import WITHOUT_PASSWORD
from accounts.users.models import User
from core import clock
from core.dates import moment_in_words
from core.rules import RuleRefused
from jinzhong_award.demonstration import play
from jinzhong_award.demonstration.times import choices
from jinzhong_award.tasks import sweep
from procedure.editions.models import Edition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST = 12  # of a group stand open on the page
GROUPS = (
    ("评选办和领导小组", (Role.OFFICE, Role.LEADING_GROUP, Role.SECRETARY)),
    ("申报者", (Role.APPLICANT,)),
    ("推荐单位", BODY_ROLES),
    ("评审", (Role.REVIEWER, Role.AGENCY)),
    ("监督和管理", (Role.SUPERVISOR, *ADMINISTRATORS)),
)


@page(PUBLIC)
def demo(request):
    """Who there is, and what time it is."""
    grants = Grant.objects.in_force(clock.shanghai(request.at)).select_related("person", "unit").order_by("unit__order", "person__username")
    groups = [
        {"title": title, "persons": persons([grant for role in roles for grant in grants if grant.role == role])} for title, roles in GROUPS
    ]
    context = {
        "groups": [group | _folded(group["persons"]) for group in groups if group["persons"]],
        "clock": {"now": request.at, "choices": choices(request.at)},
    }
    return render(request, "pages/demo.html", context)


def persons(grants: list[Grant]) -> list[dict]:
    """Return each person once, whatever the number of his grants: he changes between them when he is in."""
    first = {}
    for grant in grants:
        first.setdefault(grant.person_id, grant)
    return [shown(grant) for grant in first.values()]


def _folded(people: list[dict]) -> dict:
    """Some stand open; many more behind them are folded."""
    return {"persons": people, "more": []} if len(people) <= MOST else {"persons": people[:MOST], "more": people[MOST:]}


def shown(grant: Grant) -> dict:
    """Return one person as the list prints him."""
    role = grant.get_role_display() + ("（负责人）" if grant.head else "")
    return {"name": grant.person.name, "unit": grant.unit.short_name or grant.unit.name, "role": role, "username": grant.person.username}


@require_POST
@page(PUBLIC)
def enter(request, username):
    """Sign in as a person of the demonstration with one click."""
    person = get_object_or_404(User, username=username, is_active=True)
    if not grants_of(person, request.at).exists():
        raise RuleRefused("这个人现在没有可以办理的身份。")
    login(request, person, backend=BACKEND)
    request.session[WITHOUT_PASSWORD] = True
    return redirect("home")


@require_POST
@page(PUBLIC)
def move_clock(request):
    """Move the demonstration's clock forward; what is due by then is done at once."""
    try:
        to = datetime.fromisoformat(request.POST.get("to", ""))
        to = to if to.tzinfo else to.replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        raise RuleRefused("请选择一个时间。") from None
    clock.advance(to)
    sweep()
    messages.success(request, f"演示时钟已拨到{moment_in_words(clock.now())}。")
    return redirect(_back(request))


@require_POST
@page(PUBLIC)
def carry_on(request):
    """其余照办: what is left of the step is done by the persons of the demonstration, by the same moves."""
    edition = Edition.objects.current()
    if edition is None:
        raise RuleRefused("现在没有正在评选的届次，没有可以代办的。")
    messages.success(request, play.carry_on(edition, at=clock.now()))
    return redirect(_back(request))


def _back(request):
    """Where the button was pressed, if it was here."""
    back = request.headers.get("Referer", "/demo/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/demo/"
