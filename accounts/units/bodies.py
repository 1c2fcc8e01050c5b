"""The recommending bodies, kept by the office: the list, entering one, changing it, taking it out of use."""

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from accounts.units import services
from accounts.units.models import BodyType, Unit, UnitKind
from accounts.units.services import BODY_FIELDS
from core.fields import validate_line

STEP = 10


class BodyForm(forms.ModelForm):
    basis = forms.CharField(
        label="依据（只有行业协会要写）",
        max_length=160,
        required=False,
        validators=[validate_line],
        help_text="评选细则里明确行业协会可以推荐的条款。细则没有明确的，不能录入行业协会。",
    )

    class Meta:
        model = Unit
        fields = BODY_FIELDS
        labels = {"body_type": "类型"}
        help_texts = {
            "division": "六位数字，只有县（市、区）填写，例如140702。",
            "contact": "申报期间接电话、收通知的人。没有联系人的，不能发布申报通知。",
            "order": "名单里的次序，小的在前。",
        }

    field_order = ["body_type", "basis"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body_type"].required = True
        self.fields["division"].validators.append(RegexValidator(r"^\d{6}$", "行政区划代码是六位数字。"))

    def clean(self):
        cleaned = super().clean()
        entered = self.instance.pk and self.initial.get("body_type") == BodyType.ASSOCIATION
        if cleaned.get("body_type") == BodyType.ASSOCIATION and not entered and not cleaned.get("basis"):
            self.add_error("basis", "行业协会要由评选细则明确可以推荐，才能录入。请写明细则的条款。")
        taken = Unit.objects.bodies().filter(name=cleaned.get("name")).exclude(pk=self.instance.pk)
        if "name" in cleaned and not self.instance.retired_on and taken.exists():
            self.add_error("name", "已有这个名称的推荐单位。")
        return cleaned


@page(Role.OFFICE, article="16")
def bodies(request):
    """Those in use in their order, then those that are not."""
    found = Unit.objects.filter(kind=UnitKind.BODY).order_by("order", "name")
    used, retired = [unit for unit in found if not unit.retired_on], [unit for unit in found if unit.retired_on]
    silent = sum(not unit.contact for unit in used)
    return render(request, "accounts/bodies.html", {"bodies": used, "retired": retired, "silent": silent})


@page(Role.OFFICE, article="16")
def body_new(request):
    last = Unit.objects.bodies().last()
    form = BodyForm(request.POST or None, initial={"order": last.order + STEP if last else STEP})
    if form.is_valid():
        unit = services.add_body(by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"已录入{unit.name}。")
        return redirect("bodies")
    return render(request, "accounts/bodies_new.html", {"form": form}, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="16")
def body(request, pk):
    """Change one body; its being in use is switched below."""
    unit = get_object_or_404(Unit, pk=pk, kind=UnitKind.BODY)
    name = unit.name
    form = BodyForm(request.POST or None, instance=unit)
    if form.is_valid():
        services.change_body(unit, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"{unit.name}已改好。")
        return redirect("bodies")
    context = {"unit": unit, "name": name, "form": form}
    return render(request, "accounts/bodies_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@page(Role.OFFICE, article="16")
def body_switch(request, pk):
    """Take a body out of use, or into use again."""
    unit, active = get_object_or_404(Unit, pk=pk, kind=UnitKind.BODY), request.POST.get("active") == "1"
    act = services.restore_body if active else services.retire_body
    unit = act(unit, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    messages.success(request, f"已{'恢复' if active else '停用'}{unit.name}。")
    return redirect("bodies")
