"""Forms of the examination: filters, the findings, a letter to a department and its answer, the decision."""

from django import forms

from accounts.signing.forms import SigningForm
from accounts.units.models import Unit, UnitKind
from applications.cases.models import Application
from applications.qualification import decisions
from applications.qualification.checks import Finding
from applications.qualification.conditions import CODES, Item
from applications.qualification.departments import REFUSED, Question, Reply, askable, undecided
from applications.qualification.models import AnswerKind, CheckVerdict, ConditionCheck, DepartmentAnswer, DepartmentQuery
from applications.qualification.queue import OPEN, PLACES, Filters
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import EVIDENCE, SCAN
from procedure import articles
from procedure.editions.models import Category

ALL = [("", "全部")]
DEPARTMENTS = "市场监管、应急、生态环境、卫健、税务、人社、发改（信用）、工信、统计、法院；个人另问公安、纪检监察、组织人事。"


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def small_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(forms.Form):
    """What the URL asks the queue for. What is not understood is passed over."""

    words = forms.CharField(label="名称或编号", required=False, max_length=40)
    category = forms.ChoiceField(label="奖项", required=False, choices=ALL + Category.choices)
    place = forms.ChoiceField(label="走到哪里", required=False, choices=ALL + list(PLACES.items()))
    condition = forms.ChoiceField(
        label="条件", required=False, choices=ALL + [(code, articles.chinese(code)) for codes in CODES.values() for code in codes]
    )
    verdict = forms.ChoiceField(label="结论", required=False, choices=[*ALL, (OPEN, "还没有审查"), *CheckVerdict.choices])
    twice = forms.BooleanField(label="只看重复的", required=False)

    def filters(self) -> Filters:
        self.is_valid()
        return Filters(**{name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)})


class ChecksForm(forms.Form):
    """Every item with its finding. `found()` is what differs from what stands."""

    def __init__(self, *args, state: list[tuple[Item, ConditionCheck | None]], **kwargs):
        super().__init__(*args, **kwargs)
        self.state = state
        for item, check in state:
            self.fields[f"{item.key}-verdict"] = forms.ChoiceField(
                label="结论",
                required=False,
                choices=CheckVerdict.choices,
                widget=forms.RadioSelect,
                initial=check.verdict if check else None,
            )
            self.fields[f"{item.key}-basis"] = forms.CharField(
                label=f"{item.label}的依据",
                required=False,
                max_length=1000,
                validators=[validate_text],
                widget=small_text(2),
                initial=check.basis if check else "",
            )
            self.fields[f"{item.key}-evidence"] = CheckedFileField(label="证明（可以不附）", allowed=EVIDENCE, required=False)
            seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput, initial=str(check.pk) if check else "")
            self.fields[f"{item.key}-seen"] = seen

    def rows(self) -> list[dict]:
        """Return each item with its fields, as the page shows them."""
        names = ("verdict", "basis", "evidence", "seen")
        return [{"item": item, "check": check} | {name: self[f"{item.key}-{name}"] for name in names} for item, check in self.state]

    def clean(self) -> dict:
        cleaned = super().clean()
        for item, _ in self.state:
            verdict, basis = cleaned.get(f"{item.key}-verdict"), cleaned.get(f"{item.key}-basis", "")
            if verdict and not basis.strip():
                self.add_error(f"{item.key}-basis", "请写明依据。")
            if not verdict and (basis.strip() or cleaned.get(f"{item.key}-evidence")):
                self.add_error(f"{item.key}-verdict", f"请选{item.label}的结论。")
        return cleaned

    def found(self) -> list[Finding]:
        return [self._finding(item) for item, check in self.state if self._changed(item, check)]

    def _changed(self, item: Item, check: ConditionCheck | None) -> bool:
        finding = self._finding(item)
        if not finding.verdict:
            return False
        return check is None or bool(finding.evidence) or (finding.verdict, finding.basis) != (check.verdict, check.basis)

    def _finding(self, item: Item) -> Finding:
        verdict, basis, seen, evidence = (self.cleaned_data.get(f"{item.key}-{name}") for name in ("verdict", "basis", "seen", "evidence"))
        return Finding(item, verdict or "", (basis or "").strip(), seen or "", evidence or None)


class ApplicationsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices-long"})

    def label_from_instance(self, application: Application) -> str:
        over = f"，{application.get_status_display()}" if application.status in REFUSED else ""
        return f"{application.applicant.unit.name}（{application.number}{over}）"


class QueryForm(forms.ModelForm):
    """A letter to a department. After `is_valid()`, `asked()` is what it says."""

    applications = ApplicationsField(queryset=Application.objects.none(), label="询问哪些申报")

    class Meta:
        model = DepartmentQuery
        fields = ("department", "number", "question", "sent_on", "due_on")
        widgets = {"question": small_text(4), "sent_on": day_input(), "due_on": day_input()}
        help_texts = {"department": DEPARTMENTS, "due_on": "过了这一天还没有答复的，可以记为逾期。"}

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = askable(edition)
        self.initial.setdefault("applications", undecided(edition))

    def asked(self) -> Question:
        words = {name: self.cleaned_data[name] for name in self.Meta.fields}
        unit = Unit.objects.filter(kind=UnitKind.DEPARTMENT, name=words["department"], retired_on=None).first()
        return Question(**words, unit=unit)


class AnswerForm(forms.ModelForm):
    """What a department answered, for one application or several at once."""

    applications = ApplicationsField(queryset=Application.objects.none(), label="答复涉及哪些申报")
    scan = CheckedFileField(label="复函的扫描件", allowed=SCAN, required=False)

    class Meta:
        model = DepartmentAnswer
        fields = ("answer", "text", "answered_on", "document")
        widgets = {"answer": forms.RadioSelect, "text": small_text(), "answered_on": day_input()}
        help_texts = {"text": "“有记录”和“另有说明”的照复函写；是不是重大、不良，以部门的认定为准。"}

    field_order = ("applications", "answer", "text", "answered_on", "document", "scan")

    def __init__(self, *args, query: DepartmentQuery, open_keys: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = askable(query.edition).filter(pk__in=query.applications)
        self.initial["applications"] = open_keys
        self.fields["answer"].choices = AnswerKind.choices

    def reply(self) -> Reply:
        return Reply(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class OverdueForm(forms.Form):
    note = forms.CharField(label="催办情况", max_length=500, validators=[validate_text], widget=small_text())


class DecisionForm(SigningForm):
    """Accepting or declining: the first hand of a refusal names articles and reason; both sign the digest of what stands."""

    cited = forms.MultipleChoiceField(label="依据的条款", widget=forms.CheckboxSelectMultiple)
    reason_text = forms.CharField(label="理由（申报者会看到）", max_length=2000, validators=[validate_text], widget=small_text(5))

    def __init__(self, *args, move, application, snapshot, proposal, **kwargs):
        content = {} if proposal else decisions.content_of(application)
        fingerprint = proposal.subject_digest if proposal else move.digest(application, "", content)
        version = f"{application.applicant.unit.name}的申报，{snapshot}"
        super().__init__(*args, version=version, fingerprint=fingerprint, act=f"{'确认' if proposal else '经办'}：{move.label}", **kwargs)
        if proposal or move not in decisions.CITING:
            del self.fields["cited"], self.fields["reason_text"]
        else:
            self.fields["cited"].choices = [(code, articles.chinese(code)) for code in decisions.citable(application, move)]
            self.order_fields(["cited", "reason_text"])
