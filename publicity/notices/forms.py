"""The form of a notice: its words and its hour; and the form that confirms it. The list comes from decisions, nobody types it."""

from django import forms

from accounts.signing.forms import SigningForm
from core.canonical import digest
from core.clock import SHANGHAI
from publicity.notices import services
from publicity.notices.models import PERIODIC, Notice, NoticeKind
from publicity.notices.services import Draft


class NoticeForm(forms.ModelForm):
    """After `is_valid()`, `draft` is what the notice would say; it passed every check of the service."""

    publish_at = forms.DateTimeField(
        label="发布时间",
        help_text="两人确认以后，到这个时间自动发布；到时还没有确认的，确认即发布。公示期从发布的次日起算。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Notice
        fields = ["title", "text", "contact"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "contact": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": "一行一段。公示期的起止日期和名单由系统写在后面，不用再写。不写身份证号、手机号和住址。",
            "contact": "印在名单后面：怎样提出异议、受理单位、地址和电话。",
        }

    field_order = ["title", "text", "contact", "publish_at"]

    def __init__(self, *args, edition, kind, suggested: dict, shown: dict, at, **kwargs):
        words = {name: shown[name] for name in ("title", "text", "contact")}
        moment = shown["publish_at"].astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
        super().__init__(*args, initial=words | {"publish_at": moment, "seen": digest(suggested["rows"])}, **kwargs)
        self.edition, self.kind, self.suggested, self.at, self.draft = edition, kind, suggested, at, None
        if kind not in PERIODIC:
            del self.fields["contact"]

    def clean_seen(self):
        if self.cleaned_data["seen"] != (now := digest(self.suggested["rows"])):
            self.data = self.data.copy()
            self.data["seen"] = now
            raise forms.ValidationError("打开页面之后，决定有了变化，名单已经更新。请看过新的名单再拟定。", code="changed")
        return self.cleaned_data["seen"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        draft = Draft(
            kind=self.kind,
            title=cleaned["title"],
            text=cleaned["text"],
            contact=cleaned.get("contact", ""),
            publish_at=cleaned["publish_at"],
            rows=self.suggested["rows"],
            workdays=self.suggested["workdays"],
        )
        for blocker in services.faults(self.edition, draft, at=self.at):
            self.add_error(None, blocker.sentence)
        self.draft = draft
        return cleaned


class NoticeSigningForm(SigningForm):
    """The second hand signs the digest of the version as it stands."""

    def __init__(self, *args, notice, **kwargs):
        label = NoticeKind(notice.kind).label
        super().__init__(*args, version=f"{notice.edition}：{label}", fingerprint=notice.digest(), act=f"确认{label}", **kwargs)
