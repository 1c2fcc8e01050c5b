"""Forms of a mandate: what is entrusted to whom, on which papers; the hand-over."""

from django import forms

from accounts.units.models import Unit, UnitKind
from core.fields import validate_line, validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN
from procedure.documents.forms import day_input
from review.mandates.models import Mandate, PaperKind
from review.mandates.services import Paper, Term

INDEPENDENCE = "声明近三年没有为任何申报者提供咨询、培训、认证，并由机构盖章。"
NOTES = {PaperKind.INDEPENDENCE: INDEPENDENCE}


class MandateForm(forms.ModelForm):
    """An agency, rounds, a term, and four papers; a demonstration edition may go without scans."""

    class Meta:
        model = Mandate
        fields = ("agency", "materials", "on_site", "from_on", "until_on")
        widgets = {"from_on": day_input(), "until_on": day_input()}
        help_texts = {"until_on": "当天24:00到期，到期以后机构不能再办理。"}

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Unit.objects.filter(kind=UnitKind.AGENCY, retired_on=None).order_by("name")
        self.fields["agency"].empty_label = "请选择"
        for kind in PaperKind:
            self.fields[f"{kind}-title"] = forms.CharField(
                label=f"{kind.label}的名称", max_length=120, validators=[validate_line], help_text=NOTES.get(kind, "")
            )
            self.fields[f"{kind}-dated_on"] = forms.DateField(label=f"{kind.label}的日期", widget=day_input())
            self.fields[f"{kind}-scan"] = CheckedFileField(label=f"{kind.label}的扫描件", allowed=SCAN, required=not demo)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not (cleaned.get("materials") or cleaned.get("on_site")):
            self.add_error("materials", "请选受委托的环节。")
        if cleaned.get("from_on") and cleaned.get("until_on") and cleaned["until_on"] < cleaned["from_on"]:
            self.add_error("until_on", "到期日早于开始日。")
        return cleaned

    def _post_clean(self) -> None:
        """The row is made by two: what the database asks of it is asked in `clean` and by the service."""

    def heads(self) -> list:
        """Return the fields of the mandate itself."""
        return [self[name] for name in self.Meta.fields]

    def papers_fields(self) -> list[dict]:
        """Return the fields of each paper."""
        return [{"label": kind.label, "fields": [self[f"{kind}-{part}"] for part in ("title", "dated_on", "scan")]} for kind in PaperKind]

    def term(self) -> Term:
        return Term(**{name: self.cleaned_data[name] for name in ("materials", "on_site", "from_on", "until_on")})

    def papers(self) -> list[Paper]:
        typed = self.cleaned_data
        return [Paper(kind, typed[f"{kind}-title"], typed[f"{kind}-dated_on"], typed[f"{kind}-scan"]) for kind in PaperKind]


class HandoverForm(forms.Form):
    """How it was handed over."""

    handover = forms.CharField(
        label="移交情况",
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明为什么终止，移交了什么、交给谁、哪一天，资料怎样处理。",
    )
