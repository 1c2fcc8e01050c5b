"""What the office reads off a filing or a correction on paper."""

from datetime import datetime

from django import forms

from accounts import codes
from accounts.units.models import Unit
from applications.corrections.models import Return
from applications.filings.corrected import CorrectedOnPaper
from applications.filings.services import OnPaper
from core.clock import SHANGHAI
from core.fields import validate_line, validate_text
from core.files.forms import CheckedFilesField
from core.files.kinds import SCAN
from procedure.editions.models import Category

LINE = [validate_line]


class ReceivedForm(forms.Form):
    """When papers came, what proves it, what they say, and their scans."""

    received_on = forms.DateField(label="收到日期", help_text="格式：2026-03-20。", widget=forms.DateInput(attrs={"type": "date"}))
    received_time = forms.TimeField(label="收到时刻", help_text="格式：15:30。", widget=forms.TimeInput(attrs={"type": "time"}))
    proof = forms.CharField(label="收到的凭据", max_length=120, validators=LINE, help_text="收件登记号、邮戳日期或者快递单号。")
    summary = forms.CharField(
        label="申报内容摘要",
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="最多2000字。",
    )
    scans = CheckedFilesField(label="纸质申报材料的扫描件", allowed=SCAN)

    @property
    def received_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["received_on"], self.cleaned_data["received_time"], SHANGHAI)


class PaperFilingForm(ReceivedForm):
    """The least that a filing says; the papers themselves are scanned."""

    category = forms.ChoiceField(label="奖项", choices=Category)
    name = forms.CharField(label="申报者", max_length=80, validators=LINE, help_text="组织全称；个人填姓名。")
    credit_code = forms.CharField(label="统一社会信用代码", required=False, max_length=24, help_text="组织必填。")
    contact = forms.CharField(label="联系人", max_length=40, validators=LINE)
    phone = forms.CharField(label="联系电话", max_length=30, validators=LINE)
    body = forms.ModelChoiceField(Unit.objects.bodies(), label="推荐单位", empty_label="（请选）")

    field_order = ["category", "name", "credit_code", "contact", "phone", "body"]

    def clean_credit_code(self) -> str:
        return codes.plain(self.cleaned_data["credit_code"])

    def clean(self) -> dict:
        cleaned = super().clean()
        code = cleaned.get("credit_code", "")
        if cleaned.get("category") == Category.INDIVIDUAL:
            cleaned["credit_code"] = ""
        elif not code:
            self.add_error("credit_code", "组织申报请填统一社会信用代码。")
        elif (finding := codes.credit_code(code)) and not finding.needs_person:
            self.add_error("credit_code", finding.sentence)
        return cleaned

    def paper(self) -> OnPaper:
        """Return what the service is given."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("category", "name", "credit_code", "contact", "phone", "body", "proof", "summary")}
        return OnPaper(received_at=self.received_at, **kept)


class PaperCorrectionForm(ReceivedForm):
    """What came on paper after a return: an answer to each item, in the words of the paper."""

    def __init__(self, *args, returned: Return, summary: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.returned = returned
        self.fields["summary"].label, self.initial["summary"] = "补正后的申报内容摘要", summary
        self.fields["scans"].label = "纸质补正材料的扫描件"
        for place, item in enumerate(returned.items):
            self.fields[f"answer-{place}"] = forms.CharField(
                label=f"对“{item['label']}”的答复",
                max_length=1000,
                validators=[validate_text],
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"要求：{item['asked']}",
            )
        self.order_fields(["received_on", "received_time", "proof", *(f"answer-{place}" for place in range(len(returned.items)))])

    def paper(self) -> CorrectedOnPaper:
        """Return what the service is given."""
        answers = {item["key"]: self.cleaned_data[f"answer-{place}"] for place, item in enumerate(self.returned.items)}
        kept = {name: self.cleaned_data[name] for name in ("proof", "summary")}
        return CorrectedOnPaper(received_at=self.received_at, answers=answers, **kept)
