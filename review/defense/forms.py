"""Forms of the defense: the sitting, another time, who came, a question, the decision over whoever did not come."""

from django import forms

from applications.cases.models import Application
from core.fields import validate_line, validate_text
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal
from review.defense.room import Entry
from review.defense.services import waiting
from review.defense.sitting import Sitting, minutes_of, sitting_of
from review.panels.models import Panel
from review.reviewers.models import Reviewer
from review.rounds import Round


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class EntrantsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices-long"})

    def label_from_instance(self, application: Application) -> str:
        return f"{application.applicant.unit.name}（{application.get_category_display()}，{application.number}）"


class SittingForm(forms.Form):
    """One sitting. After `is_valid()`, `sitting()` is what it says, under the time rule of the edition."""

    panel = forms.ModelChoiceField(label="专家组", queryset=Panel.objects.none(), empty_label="请选择")
    begins_at = forms.DateTimeField(label="第一位开始时间", widget=moment_input(), help_text="以后按抽签的次序，一位接一位。")
    room = forms.CharField(label="地点", max_length=120, validators=[validate_line], help_text="写到房间，申报者照此前来。")
    entrants = EntrantsField(
        Application.objects.none(),
        label="这一场答辩的申报",
        help_text="开始时全部选上。一天排不完的，或者有专家要回避的，分两场。次序在确认时抽签。",
    )
    bring = forms.CharField(
        label="可以携带",
        required=False,
        max_length=500,
        validators=[validate_text],
        widget=text_area(),
        help_text="例如演示文稿、样品、几个人可以入场。写进给每位申报者的文书。",
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["panel"].queryset = Panel.objects.standing().filter(edition=edition, round=Round.ORAL_DEFENSE).order_by("name")
        self.fields["entrants"].queryset = waiting(edition)

    def sitting(self) -> Sitting:
        words = self.cleaned_data
        return Sitting(
            panel=str(words["panel"].pk),
            begins_at=words["begins_at"],
            room=words["room"],
            entrants=tuple(sorted(str(one.pk) for one in words["entrants"])),
            bring=words["bring"],
            **minutes_of(self.edition),
        )


def initial_of(edition: Edition, proposal: Proposal | None) -> dict:
    """Return what the form begins with: what was prepared, else everybody who waits."""
    if proposal is None:
        return {"entrants": list(waiting(edition).values_list("pk", flat=True))}
    sitting = sitting_of(proposal)
    words = {"panel": sitting.panel, "begins_at": sitting.begins_at, "room": sitting.room, "bring": sitting.bring}
    return words | {"entrants": list(sitting.entrants)}


class SlotForm(forms.Form):
    """Another time for one applicant."""

    begins_at = forms.DateTimeField(label="新的开始时间", widget=moment_input())
    reason = forms.CharField(
        label="更改的原因",
        max_length=500,
        validators=[validate_text],
        widget=text_area(),
        help_text="已经告知过原来时间的，写进给申报者的文书。",
    )


class SpeakerForm(forms.Form):
    """Who speaks; sent as he begins."""

    speaker = forms.CharField(label="主讲人", max_length=40, validators=[validate_line])
    post = forms.CharField(label="职务", required=False, max_length=80, validators=[validate_line])
    note = forms.CharField(
        label="说明", required=False, max_length=1000, validators=[validate_text], widget=text_area(2), help_text="例如一同到场的人。"
    )


class AbsentForm(forms.Form):
    """Nobody came."""

    absent_note = forms.CharField(
        label="未到场的情况",
        max_length=1000,
        validators=[validate_text],
        widget=text_area(),
        help_text="等到几点，怎样联系过，对方怎样说。",
    )


class CorrectionForm(forms.Form):
    """What should have been entered, and why it was not."""

    present = forms.ChoiceField(label="实际情况", choices=(("yes", "到场答辩"), ("no", "没有到场")), widget=forms.RadioSelect)
    speaker = forms.CharField(label="主讲人", required=False, max_length=40, validators=[validate_line], help_text="到场的要写。")
    post = forms.CharField(label="职务", required=False, max_length=80, validators=[validate_line])
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        validators=[validate_text],
        widget=text_area(2),
        help_text="没有到场的必写。",
    )
    reason = forms.CharField(label="更正的理由", max_length=500, validators=[validate_text], widget=text_area(2))

    def clean(self) -> dict:
        """Ask for what goes with the choice beside its field, so that nothing typed is lost."""
        words = super().clean()
        if words.get("present") == "yes" and not words.get("speaker", "").strip():
            self.add_error("speaker", "到场的，请写明主讲人。")
        if words.get("present") == "no" and not words.get("note", "").strip():
            self.add_error("note", "请写明未到场的情况：怎样联系过，对方怎样说。")
        return words

    def entry(self) -> Entry:
        """What shall stand."""
        words = self.cleaned_data
        if words["present"] == "no":
            return Entry(False, note=words["note"])
        return Entry(True, words["speaker"], words["post"], words["note"])


class QuestionForm(forms.Form):
    """A question and the gist of the answer."""

    reviewer = forms.ModelChoiceField(label="提问的专家", queryset=Reviewer.objects.none(), empty_label="请选择")
    text = forms.CharField(label="问题", max_length=1000, validators=[validate_text], widget=text_area(2))
    answer = forms.CharField(label="回答要点", required=False, max_length=2000, validators=[validate_text], widget=text_area(3))

    def __init__(self, *args, experts: list[Reviewer], **kwargs):
        super().__init__(*args, **kwargs)
        found = Reviewer.objects.filter(pk__in=[one.pk for one in experts])
        self.fields["reviewer"].queryset = found.select_related("person").order_by("person__name")


class ReasonForm(forms.Form):
    """The first hand of the decision over whoever did not come."""

    reason = forms.CharField(
        label="理由（申报者会看到）",
        max_length=2000,
        validators=[validate_text],
        widget=text_area(4),
        help_text="写通知的时间和地点，怎样联系过。本届规定的后果由系统写进文书。",
    )
