"""The office's forms: another version of a letter, a delivery by hand, the sentence about remedies."""

from django import forms

from procedure.letters.models import BY_HAND, Delivery, Letter, Method, RemedyText
from procedure.letters.services import against_delivery


class LetterForm(forms.ModelForm):
    class Meta:
        model = Letter
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}


class DeliveryForm(forms.ModelForm):
    method = forms.ChoiceField(label="送达方式", choices=[("", "请选择"), *((method.value, Method(method).label) for method in BY_HAND)])

    class Meta:
        model = Delivery
        fields = ["method", "delivered_on", "proof"]
        widgets = {
            "proof": forms.Textarea(attrs={"rows": 3}),
            "delivered_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, letter, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter, self.at = letter, at

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if sentence := against_delivery(self.letter, method=cleaned["method"], delivered_on=cleaned["delivered_on"], at=self.at):
            self.add_error("delivered_on", sentence)
        return cleaned


class RemedyForm(forms.ModelForm):
    class Meta:
        model = RemedyText
        fields = ["text", "basis"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": "经过法律审核的文字，原样印在这一种文书的末尾。留空的，文书不写救济途径。"}
