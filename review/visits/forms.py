"""Forms of the on-site review: the plan, the applicant's answer, a photo, the report, signatures, the decision."""

from django import forms

from accounts.signing.forms import SigningForm
from applications.cases.models import Application
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import EVIDENCE
from procedure.parameters.reviewing import UNVISITED
from procedure.parameters.services import value
from review.panels.models import Panel
from review.rounds import Round
from review.visits.models import Visit, VisitReport
from review.visits.services import Plan


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(forms.Form):
    """The plan of one visit. After `is_valid()`, `plan()` is what it says."""

    panel = forms.ModelChoiceField(label="专项评审组", queryset=Panel.objects.none(), empty_label="请选择")
    unvisited = forms.BooleanField(
        label="不到现场，只作材料核查", required=False, help_text="评选细则允许的才可以；评审组仍要写出有结论的报告。"
    )
    on = forms.DateField(label="日期", widget=day_input())
    place = forms.CharField(
        label="地点", required=False, max_length=120, validators=[validate_text], help_text="现场评审的写明厂区、车间或者办公地点。"
    )
    note = forms.CharField(label="请申报者准备", required=False, max_length=2000, validators=[validate_text], widget=text_area(4))

    def __init__(self, *args, application: Application, **kwargs):
        super().__init__(*args, **kwargs)
        panels = Panel.objects.standing().filter(edition=application.edition, round=Round.ON_SITE, category__in=["", application.category])
        self.fields["panel"].queryset = panels.order_by("name")
        if not value(application.edition, UNVISITED):
            del self.fields["unvisited"]
            self.fields["place"].required = True

    def plan(self) -> Plan:
        words = dict(self.cleaned_data)
        return Plan(panel=str(words.pop("panel").pk), **words)


class AnswerForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label="这次安排",
        choices=[("yes", "可以，按安排准备"), ("no", "不合适，说明原因")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        validators=[validate_text],
        widget=text_area(),
        help_text="不合适的，写明原因和什么时间可以。",
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("agreed") is False and not cleaned.get("note", "").strip():
            self.add_error("note", "请写明哪里不合适，什么时间可以。")
        return cleaned


class FileForm(forms.Form):
    """A photo or a paper from the visit; `item` is hidden and may be empty."""

    item = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    upload = CheckedFileField(label="照片或者文件", allowed=EVIDENCE)
    caption = forms.CharField(
        label="说明", max_length=120, validators=[validate_text], help_text="是什么、在哪里。例如：首件检验单，总装车间。"
    )


class ReportForm(forms.Form):
    """What the chair adds when he locks the report."""

    passed = forms.TypedChoiceField(
        label="评审组的结论",
        choices=[("yes", "建议通过现场评审"), ("no", "建议不通过")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )


class SignatureForm(SigningForm):
    """A member signs one version of the report, or signs that he disagrees and why."""

    dissent = forms.CharField(
        label="不同意见",
        required=False,
        max_length=2000,
        validators=[validate_text],
        widget=text_area(),
        help_text="同意的不用填。填了的，照样签名，意见随报告一起送评选办。",
    )

    def __init__(self, *args, report: VisitReport, **kwargs):
        unit = report.visit.application.applicant.unit
        version = f"{unit.name}的专项评审组报告，总分{report.total}/{report.full}，{report_words(report)}"
        super().__init__(*args, version=version, fingerprint=report.fingerprint, act="签名", **kwargs)


class UnsignedForm(forms.Form):
    text = forms.CharField(label="没有签名的原因", max_length=1000, validators=[validate_text], widget=text_area())


class ReasonForm(forms.Form):
    """The first hand of a decision."""

    reason = forms.CharField(
        label="理由（申报者会看到）",
        max_length=2000,
        validators=[validate_text],
        widget=text_area(5),
        help_text="依据专项评审组报告写，不写评审员的姓名和分数。",
    )


def report_words(report: VisitReport) -> str:
    """Return the panel's conclusion in words."""
    return "建议通过" if report.passed else "建议不通过"


def initial_of(visit: Visit | None, proposal) -> dict:
    """Return what the plan's form begins with: what was prepared, else the plan in force."""
    if proposal:
        return dict(proposal.content)
    if visit is None:
        return {}
    return {"panel": visit.panel_id, "on": visit.on, "place": visit.place, "unvisited": visit.unvisited, "note": visit.note}
