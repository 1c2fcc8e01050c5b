"""The form of an invitation to supervise."""

from django import forms

from accounts.units.models import Unit, UnitKind
from procedure.documents.forms import day_input
from procedure.supervision.models import SupervisionInvitation
from procedure.supervision.services import Scope

SCOPE = ("basis", "matter", "from_on", "until_on", "secrets", "objectors")


class InvitationForm(forms.ModelForm):
    """A department, a matter, a term, and whether secrets and objectors' identities are part of it."""

    class Meta:
        model = SupervisionInvitation
        fields = ("department", *SCOPE)
        widgets = {"from_on": day_input(), "until_on": day_input(), "matter": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "basis": "领导小组作出邀请的会议纪要或者文件的名称。",
            "until_on": "当天24:00到期，到期以后不能再看。",
            "secrets": "不选的，监督人员看不到申报者的商业秘密。",
            "objectors": "不选的，监督人员看不到提出人身份的查看记录。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Unit.objects.filter(kind=UnitKind.DEPARTMENT, retired_on=None).order_by("name")
        self.fields["department"].empty_label = "请选择"

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("from_on") and cleaned.get("until_on") and cleaned["until_on"] < cleaned["from_on"]:
            self.add_error("until_on", "到期日早于开始日。")
        return cleaned

    def _post_clean(self) -> None:
        """The row is made by two: what the database asks of it is asked in `clean` and by the service."""

    def scope(self) -> Scope:
        return Scope(**{name: self.cleaned_data[name] for name in SCOPE})
