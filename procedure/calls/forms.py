"""The form of a call: words, lines and days; and the form that confirms it."""

from datetime import datetime, time, timedelta

from django import forms

from accounts.signing.forms import SigningForm
from core.clock import SHANGHAI, midnight_after, shanghai
from core.fields import validate_text
from core.numerals import chinese_number
from procedure.calls import services
from procedure.calls.drafts import MOMENT, Draft
from procedure.calls.models import Call
from procedure.editions.models import Category

OPTIONAL = "（选交）"
MOST_LINES, LONGEST_LINE = 60, 300
FORM_FIELDS = {"opens_at": "opens_on", "closes_at": "closes_on", "office_deadline_at": "office_deadline_on"}
WORDS = ("title", "text", "basis", "contact", "reason")


class LinesField(forms.CharField):
    """Several lines, one thing a line; cleaned to the list of them."""

    widget = forms.Textarea(attrs={"rows": 8})
    default_validators = [validate_text]

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"最多{MOST_LINES}行，现有{len(lines)}行。")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise forms.ValidationError(f"第{number}行最多{LONGEST_LINE}字，现有{len(line)}字。")
        return lines


def day_field(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class CallForm(forms.ModelForm):
    """After `is_valid()`, `draft` is what the call would say; it passed every check of the service."""

    publish_at = forms.DateTimeField(
        label="发布时间",
        help_text="两人确认以后，到这个时间自动公开；到时还没有确认的，确认即公开。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    opens_on = day_field("申报开始日期", "这一天0:00起可以提交。")
    closes_on = day_field("申报截止日期", "申报者提交推荐单位，这一天24:00截止。")
    office_deadline_on = day_field("推荐截止日期", "推荐单位签发并报送评选办，这一天24:00截止。")
    requirements_organization = LinesField(label="申报条件（组织）", help_text="一行一条。开始时是办法第九条的原文。")
    requirements_individual = LinesField(label="申报条件（个人）", help_text="一行一条。开始时是办法第十一条的原文。")
    materials_organization = LinesField(label="申报材料（组织）", help_text=f"一行一种。不是必交的，在行末写{OPTIONAL}。")
    materials_individual = LinesField(label="申报材料（个人）", help_text=f"一行一种。不是必交的，在行末写{OPTIONAL}。")

    class Meta:
        model = Call
        fields = WORDS
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "contact": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"reason": "已经公布的通知要延期或者改动的，必须写明，随通知一起公布。"}

    field_order = [
        *("title", "basis", "text", "publish_at", "opens_on", "closes_on", "office_deadline_on"),
        *("requirements_organization", "requirements_individual", "materials_organization", "materials_individual"),
        *("contact", "reason"),
    ]

    def __init__(self, *args, edition, at, shown: Draft, **kwargs):
        super().__init__(*args, initial=typed(shown), **kwargs)
        self.edition, self.at, self.draft = edition, at, None

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.draft = read(cleaned)
        for name, sentence in services.faults_of(self.edition, self.draft, self.at):
            self.add_error(FORM_FIELDS.get(name, name if name in self.fields else None), sentence)
        return cleaned


class CallSigningForm(SigningForm):
    """The second hand signs the digest of the version as it stands."""

    def __init__(self, *args, call, **kwargs):
        version = f"第{chinese_number(call.edition.number)}届申报通知"
        super().__init__(*args, version=version, fingerprint=call.digest(), act="确认申报通知", **kwargs)


def typed(draft: Draft) -> dict:
    """Return a draft as the form's fields take it."""
    shown = {name: getattr(draft, name) for name in WORDS}
    for category in Category:
        shown[f"requirements_{category.value}"] = "\n".join(draft.requirements[category.value])
        shown[f"materials_{category.value}"] = "\n".join(_line(row) for row in draft.materials if row["category"] == category.value)
    return shown | {
        "publish_at": draft.publish_at.astimezone(SHANGHAI).replace(tzinfo=None),
        "opens_on": shanghai(draft.opens_at),
        "closes_on": shanghai(draft.closes_at - MOMENT),
        "office_deadline_on": shanghai(draft.office_deadline_at - MOMENT),
    }


def read(cleaned: dict) -> Draft:
    """Return what the form's fields say."""
    return Draft(
        **{name: cleaned[name] for name in WORDS},
        requirements={category.value: cleaned[f"requirements_{category.value}"] for category in Category},
        materials=[_material(category, line) for category in Category for line in cleaned[f"materials_{category.value}"]],
        opens_at=datetime.combine(cleaned["opens_on"], time(), SHANGHAI),
        closes_at=midnight_after(cleaned["closes_on"]),
        office_deadline_at=midnight_after(cleaned["office_deadline_on"]),
        publish_at=cleaned["publish_at"],
    )


def soon(at: datetime) -> datetime:
    """Return the next full hour: the suggestion for publishing a change."""
    return at.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _line(row: dict) -> str:
    return row["name"] + ("" if row["required"] else OPTIONAL)


def _material(category: Category, line: str) -> dict:
    name = line.removesuffix(OPTIONAL).rstrip()
    return {"category": category.value, "name": name or line, "required": name == line}
