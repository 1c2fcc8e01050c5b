"""Organizations that registered, for the office; the own unit, for an applicant."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import codes
from accounts.access import page
from accounts.grants.models import Role
from accounts.registration.forms import UnitForm
from accounts.units import services
from accounts.units.models import Unit


@page(Role.OFFICE)
def units(request):
    """Claims that wait, oldest first, and what the check digit says."""
    rows = [{"unit": unit, "finding": codes.credit_code(unit.credit_code)} for unit in Unit.objects.unconfirmed()]
    return render(request, "accounts/units.html", {"rows": rows})


@require_POST
@page(Role.OFFICE)
def unit_confirm(request, pk):
    """The unit is who it says."""
    unit = get_object_or_404(Unit, pk=pk)
    services.confirm_unit(unit, by=request.actor, at=request.at)
    messages.success(request, f"已核实{unit.name}。")
    return redirect("units")


@require_POST
@page(Role.OFFICE)
def unit_refuse(request, pk):
    """The claim does not agree with the licence."""
    unit = get_object_or_404(Unit, pk=pk)
    services.refuse_unit(unit, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    messages.success(request, f"未予核实{unit.name}，代码可以由他人重新申领。")
    return redirect("units")


@page(Role.APPLICANT)
def own_unit(request):
    """What is registered of the own unit, whether it is confirmed, and its correction until then."""
    unit = request.actor.unit
    if not unit.credit_code:
        raise Http404
    form = UnitForm.of(unit, request.POST or None)
    if form.is_valid():
        services.correct_unit(unit, **form.unit(), by=request.actor, at=request.at)
        messages.success(request, "已更正，等评选办核实。")
        return redirect("own_unit")
    return render(request, "accounts/own_unit.html", {"unit": unit, "form": form}, status=422 if form.is_bound else 200)
