"""The units of the house, kept by the security administrator: the leading group, agencies, departments; and what is known of the office."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.units import services
from accounts.units.models import Unit
from accounts.units.services import ENTERED_KINDS, HOUSE_FIELDS, HOUSE_KINDS


class HouseUnitForm(forms.ModelForm):
    kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.label) for kind in ENTERED_KINDS])

    class Meta:
        model = Unit
        fields = ("kind", *HOUSE_FIELDS)
        help_texts = {
            "name": "照机构全称填写，文书和公示照此印出。",
            "contact": "评选办的联系人、电话、地址印在公示和通知上。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["kind"]


@page(Role.SECURITY)
def house_units(request):
    """Those there are, by kind; entering another."""
    form = HouseUnitForm(request.POST or None)
    if form.is_valid():
        unit = services.add_unit(by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"已录入{unit.name}，可以给它的人提出授权。")
        return redirect("house_units")
    found = {kind: Unit.objects.filter(kind=kind).order_by("name") for kind in HOUSE_KINDS}
    units = [unit for rows in found.values() for unit in rows]
    return render(request, "accounts/house_units.html", {"units": units, "form": form}, status=422 if form.is_bound else 200)


@page(Role.SECURITY)
def house_unit(request, pk):
    """Correct what is known of one."""
    unit = get_object_or_404(Unit, pk=pk, kind__in=HOUSE_KINDS)
    name = unit.name
    form = HouseUnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        services.change_unit(unit, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"{unit.name}已改好。")
        return redirect("house_units")
    context = {"unit": unit, "name": name, "form": form}
    return render(request, "accounts/house_unit.html", context, status=422 if form.is_bound else 200)
