"""The demonstration: enter as anybody, move the clock forward, let the rest be done. None of it exists outside demo mode."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import PUBLIC, page
from accounts.actors import Actor
from accounts.grants.choice import grants_of
from accounts.grants.models import ADMINISTRATORS, BODY_ROLES, Grant, Role
from accounts.middleware import WITHOUT_PASSWORD
from accounts.users.models import User
from core import clock
from core.dates import moment_in_words
from core.rules import RuleRefused
from jinzhong_award.demonstration import play, running
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.stages import STAGES
from jinzhong_award.demonstration.times import choices
from jinzhong_award.pages.home import todos_of
from jinzhong_award.steps import gate
from jinzhong_award.tasks import sweep
from procedure.editions.models import Edition, Step

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASKED = 6  # of a role are asked whether it is their turn
MOST = 12  # of a group stand open on the page
PATIENCE = 2  # seconds for which a press waits for its end before it shows how far it is
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
        "turn": turn(Edition.objects.current(), list(grants), request.at),
        "clock": {"now": request.at, "choices": choices(request.at)},
    }
    return render(request, "pages/demo.html", context)


def turn(edition: Edition | None, grants: list[Grant], at: datetime) -> dict | None:
    """Return whose turn it is in the step: of each role that acts in it somebody who has something to do, else what comes next."""
    stages = STAGES.get(Step(edition.step), ()) if edition else ()
    if not stages:
        return None
    roles = dict.fromkeys(role for stage in stages for role in stage.roles)
    found = (next(_busy([grant for grant in grants if grant.role == role], at), None) for role in roles)
    busy = [person for person in found if person]
    said = "" if busy else play.what_next(Scene(edition, at))
    return {"edition": edition, "step": Step(edition.step).label, "said": said, "persons": busy}


def _busy(grants: list[Grant], at: datetime) -> Iterator[dict]:
    """Yield who has something to do, with the first of it, among the first of these."""
    for grant in grants[:ASKED]:
        if todos := todos_of(Actor(grant.person, grant), at):
            yield shown(grant) | {"todos": len(todos), "first": todos[0].title}


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
    unit, role = grant.unit.short_name or grant.unit.name, grant.get_role_display()
    unit, role = "" if unit == role else unit, role + ("（负责人）" if grant.head else "")
    return {"name": grant.person.name, "unit": unit, "role": role, "username": grant.person.username}


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
    edition = Edition.objects.current()
    ready = edition and edition.step in STAGES and not gate(edition, clock.now())
    messages.success(
        request, f"演示时钟已拨到{moment_in_words(clock.now())}。{play.what_next(Scene(edition, clock.now())) if ready else ''}"
    )
    return redirect(_back(request))


@page(PUBLIC)
def rest(request):
    """其余照办: what is left of the step is done by the persons of the demonstration, by the same moves. GET shows how far it is."""
    if request.method == "POST":
        edition = Edition.objects.current()
        if edition is None:
            raise RuleRefused("现在没有正在评选的届次，没有可以代办的。")
        play.may_carry_on(edition, at=clock.now())
        run = running.start(edition, back=_back(request), patience=PATIENCE)
        if not run.said:
            return redirect("demo_rest")
    else:
        run = running.seen()
    if run is None:
        return redirect("demo")
    if not run.said:
        response = render(request, "pages/demo_rest.html", {"matters": matters(run)})
        response["Refresh"] = str(PATIENCE)
        return response
    running.told()
    messages.add_message(request, messages.SUCCESS if run.good else messages.WARNING, run.said)
    return redirect(run.back)


def matters(run: running.Run) -> list[dict]:
    """Return what was done and what is in hand, each with its numbers."""
    return [{"what": what, "done": done, "total": total, "over": done == total} for what, (done, total) in run.matters.items()]


def _back(request):
    """Where the button was pressed, if it was here."""
    back = request.headers.get("Referer", "/demo/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/demo/"
