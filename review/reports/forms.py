"""Forms of reports and of the on-site list."""

from collections.abc import Sequence

from django import forms

from core.fields import validate_line, validate_text
from procedure.proposals.models import Proposal
from review.reports.listing import MOVES, Choice, Line


class ReportForm(forms.Form):
    """Title and words of a report. `base` is the version that the page was opened over."""

    title = forms.CharField(label="标题", max_length=120, validators=[validate_line])
    text = forms.CharField(
        label="正文", max_length=20000, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 24}),
        help_text="一行一段。以“一、”开头的是一级标题，以“（一）”开头的是二级标题。附表由系统按现在的结果生成。",
    )  # fmt: skip
    base = forms.CharField(required=False, widget=forms.HiddenInput)


class IssueForm(forms.Form):
    """The first hand of an issue types nothing."""


class ListForm(forms.Form):
    """Advance or not advance, and why, for every application that is not held."""

    def __init__(self, data=None, *, lines: Sequence[Line], proposed: dict[object, Proposal]) -> None:
        super().__init__(data)
        self.lines = [line for line in lines if not line.held]
        for line in self.lines:
            key, before = line.application.pk, proposed.get(line.application)
            name = line.application.applicant.unit
            self.fields[f"move-{key}"] = forms.ChoiceField(
                label=f"{name}：是否列入", choices=[(move.name, move.label) for move in MOVES.values()],
                widget=forms.RadioSelect, initial=before.move if before else None,
            )  # fmt: skip
            self.fields[f"reason-{key}"] = forms.CharField(
                label=f"{name}：理由", max_length=1000, validators=[validate_text],
                widget=forms.Textarea(attrs={"rows": 2}), initial=before.reason if before else "",
            )  # fmt: skip

    def rows(self) -> list[tuple[Line, forms.BoundField, forms.BoundField]]:
        """Return each application with its two fields."""
        return [(line, self[f"move-{line.application.pk}"], self[f"reason-{line.application.pk}"]) for line in self.lines]

    def choices(self) -> dict:
        """Return what was chosen, by application; after `is_valid()`."""
        cleaned = self.cleaned_data
        keys = {line.application: line.application.pk for line in self.lines}
        return {one: Choice(MOVES[cleaned[f"move-{key}"]], cleaned[f"reason-{key}"]) for one, key in keys.items()}
