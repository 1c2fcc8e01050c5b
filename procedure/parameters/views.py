"""The office's table of an edition's parameters, and the form for one of them."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from procedure.editions.models import Edition, Step
from procedure.parameters import services
from procedure.parameters.catalogue import BY_NAME, CATALOGUE
from procedure.parameters.models import ParameterSetting
from procedure.parameters.values import field


class ParameterForm(forms.ModelForm):
    class Meta:
        model = ParameterSetting
        fields = ["basis", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": "不启用，或者在规定的环节之后更改的，必须写明。"}

    field_order = ["setting", "disabled", "basis", "reason"]

    def __init__(self, *args, parameter, current, **kwargs):
        initial = {"setting": current.typed, "disabled": current.value is None, "basis": current.basis} if current else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.parameter = parameter
        self.fields["setting"] = field(parameter)
        if parameter.empty:
            self.fields["disabled"] = forms.BooleanField(label="不启用", required=False, help_text=parameter.empty)
        self.order_fields(self.field_order)

    def clean(self):
        cleaned = super().clean()
        value, disabled = cleaned.get("setting"), cleaned.get("disabled")
        if value in (None, "") and not disabled and "setting" not in self.errors:
            self.add_error("setting", "请填写取值，或者选择不启用。")
        if value not in (None, "") and disabled:
            self.add_error("disabled", "已经填写了取值。不启用的，请清空取值。")
        if disabled and not cleaned.get("reason"):
            self.add_error("reason", "不启用的，请写明理由。")
        return cleaned


@page(Role.OFFICE, article="13(1)")
def parameters(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    settings = {setting.name: setting for setting in ParameterSetting.objects.in_force(edition)}
    rows = [{"parameter": parameter, "setting": settings.get(parameter.name)} for parameter in CATALOGUE]
    fills = edition.demo and edition.step < Step.COMPLETED and any(row["setting"] is None for row in rows)
    return render(request, "procedure/parameters.html", {"edition": edition, "rows": rows, "fills": fills})


@require_POST
@page(Role.OFFICE, article="13(1)")
def parameters_demo(request, pk):
    """Set what a demonstration edition has not set to the demo values."""
    edition = get_object_or_404(Edition, pk=pk)
    filled = services.fill_demo(edition, by=request.actor, at=request.at)
    messages.success(request, f"其余{len(filled)}项已填入演示值。" if filled else "没有尚未设定的参数。")
    return redirect("procedure:parameters", edition.pk)


@page(Role.OFFICE, article="13(1)")
def parameter(request, pk, name):
    edition = get_object_or_404(Edition, pk=pk)
    if name not in BY_NAME:
        raise Http404
    versions = list(ParameterSetting.objects.filter(edition=edition, name=name).select_related("by").order_by("-event__seq"))
    form = ParameterForm(request.POST or None, parameter=BY_NAME[name], current=versions[0] if versions else None)
    if form.is_valid():
        chosen = None if form.cleaned_data.get("disabled") else form.cleaned_data["setting"]
        papers = {"basis": form.cleaned_data["basis"], "reason": form.cleaned_data["reason"]}
        setting = services.set_parameter(edition, name=name, value=chosen, by=request.actor, at=request.at, **papers)
        messages.success(request, f"“{setting.parameter.label}”已设为{setting.words}。")
        return redirect("procedure:parameters", edition.pk)
    context = {"edition": edition, "parameter": BY_NAME[name], "versions": versions, "form": form}
    return render(request, "procedure/parameter.html", context, status=422 if form.is_bound else 200)
