"""The supervisor's timeline (article 15): every act of one edition, who, when, by which article, and how the ledger holds it."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Grant, Role
from core.canonical import moment
from core.clock import SHANGHAI
from core.ledger.models import Chain, Checkpoint, Event
from core.ledger.services import leaf
from jinzhong_award.acts import words_of
from procedure.documents.forms import day_input
from procedure.editions.models import Edition
from procedure.supervision.models import SupervisionInvitation

PAGE = 50
SYSTEM_ACTS = "system"
IDENTITIES = ("open-objector", "open-objection-file")  # shown where the invitation names objectors' identities


class TimelineForm(forms.Form):
    """What is asked for, as it stands in the address."""

    role = forms.ChoiceField(label="办理身份", choices=[("", "全部"), *Role.choices, (SYSTEM_ACTS, "系统自动")], required=False)
    since = forms.DateField(label="自", widget=day_input(), required=False)
    until = forms.DateField(label="至", widget=day_input(), required=False)


@page(Role.SUPERVISOR, article="15")
@require_safe
def timeline(request, pk):
    """Newest first, while invited and for that edition alone; otherwise there is nothing here."""
    edition = get_object_or_404(Edition, pk=pk)
    invitations = list(
        SupervisionInvitation.objects.filter(edition=edition).in_force(request.actor, request.at).select_related("department")
    )
    if not invitations:
        raise Http404
    form = TimelineForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = Paginator(_events(edition, invitations, asked), PAGE).get_page(request.GET.get("page"))
    head = Chain.objects.get(name=edition.chain)
    point = Checkpoint.objects.select_related("chain").filter(chain=head).order_by("-number").first()
    query = urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    context = {
        "edition": edition,
        "invitations": invitations,
        "form": form,
        "page": found,
        "rows": _lines(list(found), point),
        "head": head,
        "point": point,
        "query": f"{query}&" if query else "",
    }
    return render(request, "pages/timeline.html", context)


def _events(edition: Edition, invitations: list[SupervisionInvitation], asked: dict) -> QuerySet[Event]:
    found = Event.objects.filter(chain=edition.chain).order_by("-seq")
    if not any(invitation.objectors for invitation in invitations):
        found = found.exclude(action__in=IDENTITIES)
    if asked.get("role") == SYSTEM_ACTS:
        found = found.filter(actor_ref="system")
    elif asked.get("role"):
        grants = Grant.objects.filter(role=asked["role"]).values_list("person_id", "pk")
        found = found.filter(actor_ref__in=[f"person:{person}/grant:{grant}" for person, grant in grants])
    if asked.get("since"):
        found = found.filter(at__gte=_midnight(asked["since"]))
    if asked.get("until"):
        found = found.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
    return found


def _midnight(day: date) -> str:
    return moment(datetime.combine(day, time(), SHANGHAI))


def _lines(events: list[Event], point: Checkpoint | None) -> list[dict]:
    """Return events as the page prints them. One query for whoever acted."""
    keys = {event.actor_ref.partition("/grant:")[2] for event in events} - {""}
    grants = {str(grant.pk): grant for grant in Grant.objects.filter(pk__in=keys).select_related("person", "unit")}
    return [_line(event, grants, point) for event in events]


def _line(event: Event, grants: dict[str, Grant], point: Checkpoint | None) -> dict:
    label, article = words_of(event.action)
    sealed = point is not None and event.seq <= point.size
    return {
        "seq": event.seq,
        "at": datetime.fromisoformat(event.at).astimezone(SHANGHAI),
        "label": label,
        "article": article,
        "grant": grants.get(event.actor_ref.partition("/grant:")[2]),
        "person": event.actor_ref != "system",
        "sound": leaf(event) == event.hash,
        "sealed": sealed,
    }
