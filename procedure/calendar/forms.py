"""The form that takes a year's arrangement, shows what it understood, and enters it."""

from django import forms

from procedure.calendar import services
from procedure.calendar.arrangement import Unreadable, read
from procedure.calendar.models import CalendarYear

PREVIEW, EDIT, CONFIRM = "preview", "edit", "confirm"


class ArrangementForm(forms.ModelForm):
    """After a valid preview `tables` holds what would be entered: year, new table, version it replaces."""

    action = forms.ChoiceField(choices=[(word, word) for word in (PREVIEW, EDIT, CONFIRM)], widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    checked = forms.BooleanField(label="已核对：通知中确实没有上面所列的节日", required=False)

    class Meta:
        model = CalendarYear
        fields = ["text", "source", "document_number", "reason"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14}), "reason": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "text": "把通知全文粘贴进来；也可以只写句子，一个节日一行，"
            "例如：元旦：1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。",
            "document_number": "通知里写有的，可以不填。",
            "reason": "改动已经过去的日子时必须写明。",
        }

    def __init__(self, *args, year, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.year, self.at, self.arrangement, self.tables = year, at, None, []
        self.fields["text"].required = True

    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            self.arrangement = read(text, self.year)
        except Unreadable as refusal:
            raise forms.ValidationError(refusal.sentences) from None
        return text

    def clean(self):
        cleaned = super().clean()
        if self.arrangement is None:
            return cleaned
        cleaned["document_number"] = cleaned.get("document_number") or self.arrangement.document_number
        self.tables = list(services.tables(self.arrangement))
        if cleaned.get("action") == EDIT:
            return cleaned
        if not cleaned.get("reason") and (sentence := services.unreasoned(self.tables, self.at)):
            self.add_error("reason", sentence)
        if cleaned.get("action") == CONFIRM and self.arrangement.missing and not cleaned.get("checked"):
            self.add_error("checked", f"通知中没有读到{'、'.join(self.arrangement.missing)}，确实没有的，请勾选确认。")
        return cleaned
