"""The office's page of interpretations. The public reads them beside the rules."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import page
from accounts.grants.models import Role
from procedure.interpretations import services
from procedure.interpretations.models import Interpretation


class InterpretationForm(forms.ModelForm):
    class Meta:
        model = Interpretation
        fields = ["article", "question", "text", "document", "dated_on", "in_force_from", "replaces"]
        widgets = {
            "question": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 4}),
            "dated_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "article": "写条号：6 表示第六条，18(3) 表示第十八条第（三）项，5¶2 表示第五条第二款。",
            "in_force_from": "写届次的数字，例如 3。已经开始的届，按它开始时的解释办理的，写下一届。",
            "replaces": "同一问题有新的解释时选择；原解释仍然保留，公开页面注明由哪一号替代。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = Interpretation.objects.standing().by_number()
        self.fields["replaces"].empty_label = "不替代，是新的问题"


@page(Role.OFFICE, article="30")
def interpretations(request):
    form = InterpretationForm(request.POST or None)
    if form.is_valid():
        entered = services.enter(by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"{entered}已登记，并在评选办法页面公开。")
        return redirect("procedure:interpretations")
    context = {"form": form, "interpretations": Interpretation.objects.by_number().select_related("replaced_by")}
    return render(request, "procedure/interpretations.html", context, status=422 if form.is_bound else 200)
