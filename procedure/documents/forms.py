"""The forms of a paper and of its approval. Each kind asks for what it has."""

from django import forms

from core.files.forms import CheckedFileField
from core.files.kinds import SCAN, help_text
from procedure.documents.models import DocumentApproval, DocumentKind, EditionDocument
from procedure.documents.services import WORDS, Words

COMMON = ("title", "number", "issuer", "dated_on")
ASKED = {
    DocumentKind.RULES: (*COMMON, "effective_on", "note"),
    DocumentKind.WORK_PLAN: (*COMMON, "approver", "approved_on", "note"),
    DocumentKind.WORKING_RULES: (*COMMON, "note"),
}
KEPT = "不选的，沿用现行一版的扫描件。"


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DocumentForm(forms.ModelForm):
    scan = CheckedFileField(label="扫描件", allowed=SCAN, required=False)

    class Meta:
        model = EditionDocument
        fields = ("title", "number", "issuer", "dated_on", "effective_on", "approver", "approved_on", "note")
        widgets = {
            "dated_on": day_input(),
            "effective_on": day_input(),
            "approved_on": day_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "number": "照文件上的写，包括年份的六角括号。还不知道的留空，筹备的条件里会列出。",
            "approver": "批准工作安排的单位，照批件上的写。",
            "note": "筹备结束以后更换文件的，必须写明理由。",
        }

    def __init__(self, *args, kind: DocumentKind, current: EditionDocument | None, **kwargs):
        initial = {name: getattr(current, name) for name in WORDS if name != "note"} if current else {}
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(self.fields) - {*ASKED[kind], "scan"}:
            del self.fields[name]
        if current and current.scan_id:
            self.fields["scan"].help_text = help_text(SCAN) + KEPT

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data})


class ApprovalForm(forms.ModelForm):
    scan = CheckedFileField(label="会议纪要的扫描件", allowed=SCAN)

    class Meta:
        model = DocumentApproval
        fields = ("minutes", "decided_on")
        widgets = {"decided_on": day_input()}

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo
