"""The forms of step 9: request, answer, commendation, certificate numbers, judgments."""

from django import forms

from awards.approvals.models import Answer
from awards.approvals.services import Answered, Commended
from awards.judgments.services import Judged
from awards.requests.models import Request
from awards.requests.services import Issued
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN


def _line(label: str, length: int, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, validators=[validate_text], **kwargs)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class Scanning(forms.Form):
    """A form with the scan of a paper, which only a demonstration may leave out."""

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo

    def scan(self):
        return self.cleaned_data.get("scan")


class RequestForm(forms.ModelForm):
    """The words of the request; its list comes from the decisions."""

    class Meta:
        model = Request
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"text": "一行一段。名单由系统印在正文后面。"}


class IssueForm(Scanning):
    """What stands on the issued request."""

    document_number = _line("文号", 60)
    dated_on = _day("印发日期")
    scan = CheckedFileField(label="请示的扫描件", allowed=SCAN)

    def issued(self) -> Issued:
        return Issued(self.cleaned_data["document_number"].strip(), self.cleaned_data["dated_on"])


class AnswerForm(Scanning):
    """What the city government answered."""

    answer = forms.ChoiceField(label="答复", choices=Answer.choices, widget=forms.RadioSelect)
    approved = forms.MultipleChoiceField(
        label="批准的名单", required=False, widget=forms.CheckboxSelectMultiple, help_text="只在部分批准时勾选。"
    )
    document_number = _line("文号", 60, required=False)
    unnumbered = _line("没有文号的原因", 200, required=False, help_text="有文号的不填。")
    dated_on = _day("答复日期")
    note = forms.CharField(
        label="答复的内容", max_length=2000, required=False, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 4})
    )
    scan = CheckedFileField(label="答复的扫描件", allowed=SCAN)

    def __init__(self, *args, request: Request, **kwargs):
        super().__init__(*args, demo=request.edition.demo, **kwargs)
        self.fields["approved"].choices = [(row["application"], row["name"]) for row in request.rows]

    def answered(self) -> Answered:
        data = self.cleaned_data
        words = {name: data[name].strip() for name in ("document_number", "unnumbered", "note")}
        return Answered(data["answer"], data["dated_on"], approved=data["approved"], **words)


class CommendationForm(Scanning):
    """What stands on the commendation."""

    title = _line("标题", 120)
    document_number = _line("文号", 60)
    dated_on = _day("印发日期")
    scan = CheckedFileField(label="表彰通报的扫描件", allowed=SCAN)

    def commended(self) -> Commended:
        data = self.cleaned_data
        return Commended(data["title"].strip(), data["document_number"].strip(), data["dated_on"])


class RegisterForm(forms.Form):
    """Nothing is typed: the list is what was approved."""


class NumberForm(forms.Form):
    """The number of one certificate."""

    application = forms.UUIDField(widget=forms.HiddenInput)
    number = _line("证书编号", 60)


class JudgmentForm(Scanning):
    """A document that restores a state."""

    move = forms.ChoiceField(label="恢复到", widget=forms.RadioSelect)
    authority = _line("作出机关", 80)
    document_number = _line("文号或者案号", 80)
    dated_on = _day("日期")
    summary = forms.CharField(label="决定内容", max_length=1000, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 4}))
    scan = CheckedFileField(label="扫描件", allowed=SCAN)

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(move.name, move.label) for move in moves]

    def judged(self) -> Judged:
        return Judged(**{name: self.cleaned_data[name] for name in ("move", "authority", "document_number", "dated_on", "summary")})
