"""What one chooses to begin: for whom, and who recommends."""

from django import forms

from accounts.units.models import Unit
from core.fields import validate_line

# Whether a team is of 质量科研 or 质量攻关 is asked once, in its own part of the form.
PERSON, TEAM = "person", "team"
MANNERS = ((PERSON, "我一个人"), (TEAM, "质量科研或者质量攻关小组（2至3人）"))


class BodyField(forms.ModelChoiceField):
    """The recommending body; counties first, as they are listed."""

    def __init__(self, **kwargs) -> None:
        help_text = "注册登记地（个人为工作单位所在地）的县（市、区）人民政府、开发区管委会，或者市级主管部门。提交以前可以改。"
        super().__init__(Unit.objects.bodies(), label="推荐单位", empty_label="（请选）", help_text=help_text, **kwargs)


class BodyForm(forms.Form):
    """Choosing another body."""

    body = BodyField()


class BeginForm(BodyForm):
    """Beginning for an organization."""

    @property
    def team_name(self) -> str:
        """The name of a new team; empty where the unit itself applies."""
        return ""


class PersonBeginForm(BodyForm):
    """Beginning for oneself or for a new team."""

    manner = forms.ChoiceField(label="谁来申报", choices=MANNERS, widget=forms.RadioSelect)
    name = forms.CharField(label="小组名称", required=False, max_length=60, validators=[validate_line], help_text="小组申报的必填。")

    field_order = ["manner", "name", "body"]

    def __init__(self, *args, alone: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not alone:  # there is an application of his own already
            self.fields["manner"].choices = MANNERS[1:]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("manner") == TEAM and not cleaned.get("name", "").strip():
            self.add_error("name", "请填小组名称。")
        return cleaned

    @property
    def team_name(self) -> str:
        return "" if self.cleaned_data["manner"] == PERSON else self.cleaned_data["name"].strip()
