"""The forms of a body's acts and of the office's about bodies."""

from django import forms

from accounts.signing.forms import SigningForm
from accounts.units.models import Unit
from applications.cases.models import Application
from applications.recommendations.checklist import CHECKLIST, RESULTS
from applications.recommendations.models import Examination
from applications.recommendations.sealed import Sealed
from applications.recommendations.services import against_checklist
from applications.recommendations.standing import Stage, Standing
from core.fields import validate_line, validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN
from procedure.editions.models import Category

YES, NOT = "yes", "no"
RECOMMEND = ((YES, "建议推荐"), (NOT, "建议不予推荐"))


def words(label: str, *, most: int, rows: int = 3, required: bool = True, help_text: str = "") -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=required, validators=[validate_text], widget=widget, help_text=help_text or f"最多{most}字。"
    )


class FilterForm(forms.Form):
    """The filters of the queue; whatever else stands in the URL is left alone."""

    q = forms.CharField(label="名称或编号", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    category = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Category.choices])
    stage = forms.ChoiceField(
        label="走到哪里", required=False, choices=[("", "全部"), ("open", "没有办结的"), *((s.key, s.label) for s in Stage)]
    )
    overdue = forms.BooleanField(label="只看过期的", required=False)

    def keeps(self, standing: Standing, at) -> bool:
        """Tell whether a row passes; a filter that is no filter lets everything pass."""
        asked = self.cleaned_data if self.is_valid() else {}
        application, q = standing.application, asked.get("q", "").strip()
        wanted = asked.get("stage", "")
        return (
            (not q or q in application.applicant.unit.name or q in application.number)
            and asked.get("category", "") in ("", application.category)
            and (wanted in ("", standing.stage.key) or (wanted == "open" and standing.stage.unfinished))
            and (not asked.get("overdue") or standing.is_late(at))
        )


class ExaminationForm(forms.Form):
    """The checklist line by line, the opinion, and whether to recommend."""

    def __init__(self, *args, earlier: Examination | None = None, **kwargs) -> None:
        """`earlier` is an examination that is void: its words are there to be changed."""
        super().__init__(*args, **kwargs)
        known = {line["key"]: line for line in earlier.checklist} if earlier else {}
        for line in CHECKLIST:
            before = known.get(line.key, {})
            self.fields[f"{line.key}_result"] = forms.ChoiceField(
                label=line.label, choices=RESULTS, widget=forms.RadioSelect, help_text=line.help, initial=before.get("result")
            )
            note = forms.CharField(label="说明", required=False, max_length=300, validators=[validate_text], initial=before.get("note", ""))
            self.fields[f"{line.key}_note"] = note
        initial = {None: None, True: YES, False: NOT}[earlier.recommend if earlier else None]
        self.fields["recommend"] = forms.ChoiceField(label="初审意见", choices=RECOMMEND, widget=forms.RadioSelect, initial=initial)
        help_text = "经办、审核、签发的是同一稿。不予推荐的，写明理由。最多1000字。"
        self.fields["opinion"] = words("推荐意见", most=1000, rows=5, help_text=help_text)
        self.fields["opinion"].initial = earlier.opinion if earlier else ""

    def lines(self) -> list[dict]:
        """Return the lines as the template prints them."""
        return [{"line": line, "result": self[f"{line.key}_result"], "note": self[f"{line.key}_note"]} for line in CHECKLIST]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and (sentence := against_checklist(self.checklist(), recommend=self.recommend)):
            raise forms.ValidationError(sentence)
        return cleaned

    def checklist(self) -> list[dict]:
        """Return what the examination keeps."""
        return [
            {
                "key": line.key,
                "label": line.label,
                "result": self.cleaned_data[f"{line.key}_result"],
                "note": self.cleaned_data[f"{line.key}_note"],
            }
            for line in CHECKLIST
        ]

    @property
    def recommend(self) -> bool:
        return self.cleaned_data["recommend"] == YES


class CheckForm(forms.Form):
    """Agree, or give back with a reason."""

    agrees = forms.ChoiceField(label="审核意见", choices=((YES, "同意这一份初审意见"), (NOT, "不同意，退回经办")), widget=forms.RadioSelect)
    note = words("说明", most=500, required=False, help_text="不同意的必须写明理由。最多500字。")

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("agrees") == NOT and not cleaned.get("note", "").strip():
            self.add_error("note", "不同意的，请写明理由。")
        return cleaned


class SendBackForm(forms.Form):
    """签发 gives the examination back."""

    reason = words("退回经办的理由", most=500, rows=2)


class AdviceForm(forms.Form):
    """A suggestion in step 2."""

    text = words("建议", most=1000, help_text="申报者在“补正”页看到，可以在截止以前取回修改。最多1000字。")


class RecommendForm(SigningForm):
    """Sign the version and recommend it."""

    def __init__(self, *args, standing: Standing, **kwargs) -> None:
        number = standing.snapshot.number
        super().__init__(*args, version=f"第{number}版", fingerprint=standing.snapshot.fingerprint, act=f"签发第{number}版，推荐", **kwargs)


class RefuseForm(SigningForm):
    """Sign the version and refuse it, with the reason that the applicant will read."""

    reason = words("不予推荐的理由", most=1000, rows=4, help_text="申报者会看到。最多1000字。")

    def __init__(self, *args, standing: Standing, **kwargs) -> None:
        number = standing.snapshot.number
        super().__init__(
            *args, version=f"第{number}版", fingerprint=standing.snapshot.fingerprint, act=f"签发第{number}版，不予推荐", **kwargs
        )
        if not standing.examination.recommend:
            self.initial["reason"] = standing.examination.opinion


class SealedForm(forms.Form):
    """What stands on a sealed paper, and its scan. For one application, or for those of a list that are chosen."""

    recommend = forms.ChoiceField(label="纸上的意见", choices=((YES, "推荐"), (NOT, "不予推荐")), widget=forms.RadioSelect, initial=YES)
    reason = words("不予推荐的理由", most=1000, required=False, help_text="不予推荐的照纸上的写，申报者会看到。")
    number = forms.CharField(label="文号", required=False, max_length=60, validators=[validate_line], help_text="没有文号的留空。")
    dated_on = forms.DateField(label="落款日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    signatory = forms.CharField(label="签发人", max_length=40, validators=[validate_line], help_text="纸上签字的负责人姓名。")
    scan = CheckedFileField(label="签字盖章后的扫描件", allowed=SCAN)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("recommend") == NOT and not cleaned.get("reason", "").strip():
            self.add_error("reason", "请写明不予推荐的理由。")
        return cleaned

    def sealed(self) -> Sealed:
        """Return what the service is given."""
        kept = {name: self.cleaned_data[name] for name in ("number", "dated_on", "signatory")}
        recommend = self.cleaned_data.get("recommend", YES) == YES
        return Sealed(recommend=recommend, reason="" if recommend else self.cleaned_data["reason"], **kept)


class SealedLetterForm(SealedForm):
    """The one letter with the body's whole list: it recommends."""

    applications = forms.ModelMultipleChoiceField(
        Application.objects.none(), label="推荐函列出的申报", widget=forms.CheckboxSelectMultiple, help_text="与盖章的推荐函逐一对照。"
    )
    field_order = ["applications"]

    def __init__(self, *args, applications, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["recommend"], self.fields["reason"]
        keys = [application.pk for application in applications]
        field = self.fields["applications"]
        field.queryset = Application.objects.whole().filter(pk__in=keys).order_by("number")
        field.label_from_instance = lambda application: f"{application.applicant.unit}（{application.number}）"
        field.initial = keys


class PassOnForm(forms.Form):
    """To which body, and why."""

    target = forms.ModelChoiceField(Unit.objects.none(), label="转给", empty_label="（请选）")
    reason = words("理由", most=500, help_text="申报者会看到。最多500字。")

    def __init__(self, *args, body: Unit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = Unit.objects.bodies().exclude(pk=body.pk)


class OpinionForm(forms.Form):
    """What stands on the sealed opinion of a further body."""

    body = forms.ModelChoiceField(Unit.objects.none(), label="推荐单位", empty_label="（请选）", help_text="与所选推荐单位不同类型的。")
    recommend = forms.ChoiceField(label="纸上的意见", choices=((YES, "推荐"), (NOT, "不予推荐")), widget=forms.RadioSelect)
    text = words("推荐意见", most=1000, help_text="照纸上的写。最多1000字。")
    number = forms.CharField(label="文号", required=False, max_length=60, validators=[validate_line], help_text="没有文号的留空。")
    dated_on = forms.DateField(label="落款日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scan = CheckedFileField(label="签字盖章后的扫描件", allowed=SCAN)

    def __init__(self, *args, body: Unit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Unit.objects.bodies().exclude(body_type=body.body_type)

    def opinion(self) -> dict:
        """Return what the service is given."""
        return self.cleaned_data | {"recommend": self.cleaned_data["recommend"] == YES}
