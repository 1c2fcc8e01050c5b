"""The forms of a deployment, of undoing one, and of a replacement. The table itself is read from the post: a name a row."""

from django import forms
from django.http import QueryDict

from review.assignments.replacing import Replacement
from review.panels.forms import text
from review.reviewers.models import ReleaseKind, Reviewer

NOT_SHOWN = "应当回避的、还没有声明利害关系的、已经评过这份的不在列。"


class DeployForm(forms.Form):
    """The first hand of a deployment fills in nothing: what is deployed is the draft."""


class UndoForm(forms.Form):
    """Why a deployment is undone."""

    reason = text("撤回的理由", "评审员会收到新的分派，理由记入台账。")


class ReplaceForm(forms.Form):
    """Why somebody leaves one application, and who takes it."""

    def __init__(self, *args, kinds: list[ReleaseKind], fitting: list[Reviewer], others: list[Reviewer], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in (*fitting, *others)}
        self.fields["kind"] = forms.ChoiceField(label="离开的原因", choices=[(kind.value, kind.label) for kind in kinds])
        choices = [(str(one.pk), f"{one}（{'第一名合适的备选' if place == 0 else '备选'}）") for place, one in enumerate(fitting)]
        choices += [(str(one.pk), str(one)) for one in others]
        self.fields["who"] = forms.ChoiceField(label="由谁接替", choices=choices, help_text=NOT_SHOWN)
        self.fields["why"] = text("另请他人的理由", "不按备选次序的，写明理由。", required=False, most=500)
        self.fields["reason"] = text("说明", "写明情况和依据。")

    def replacement(self) -> Replacement:
        """What was chosen."""
        cleaned = self.cleaned_data
        return Replacement(ReleaseKind(cleaned["kind"]), self.known[cleaned["who"]], cleaned.get("why", ""))


def ticked(posted: QueryDict) -> dict[str, list[str]]:
    """Return the reviewers ticked for each application that the page showed (keys as text)."""
    return {one: posted.getlist(f"pair-{one}") for one in posted.getlist("row")}


def revision(posted: QueryDict) -> int:
    """Return the revision that the page was opened on; one that nobody wrote where there is none."""
    text = posted.get("revision", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1
