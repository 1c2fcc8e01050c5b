"""A grant as the security administrator proposes it, and the reason of its end."""

from django import forms

from accounts.grants.models import Grant, Role
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User

DAY = {"type": "date"}
GRANTABLE = [choice for choice in Role.choices if choice[0] != Role.APPLICANT]


class GrantForm(forms.ModelForm):
    """Person × role × unit × days."""

    role = forms.ChoiceField(label="身份", choices=GRANTABLE)
    person = forms.ModelChoiceField(User.objects.none(), label="人员")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位")

    class Meta:
        model = Grant
        fields = ("person", "role", "unit", "head", "from_on", "until_on", "reason")
        widgets = {
            "from_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "until_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "head": "单位确定了负责人的，需要两人办理的事有一人须是负责人。",
            "until_on": "受委托机构和监督人员必须填写；其他身份不填表示到结束为止。",
            "reason": "名单、委托书或邀请的名称、文号、日期。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True).exclude(grants__role=Role.APPLICANT).order_by("username")
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.username}）"
        units = Unit.objects.exclude(kind=UnitKind.APPLICANT).filter(retired_on=None)
        self.fields["unit"].queryset = units.order_by("kind", "order", "name")
        self.fields["reason"].required = True


class EndForm(forms.Form):
    """Why a grant ends."""

    reason = forms.CharField(label="原因", max_length=500)
