"""Naming what is to be corrected, at the fields; and answering it."""

from dataclasses import dataclass

from django import forms

from applications.answers.words import words
from applications.cases.models import Application
from applications.corrections.models import Return
from applications.corrections.services import EVIDENCE, OTHER, Item
from applications.evidence.kinds import kinds
from applications.forms.parts import parts_of
from applications.forms.spec import BLANK
from applications.forms.years import years_of
from applications.snapshots.models import Snapshot
from core.fields import validate_text

LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """One thing that may be asked for: where it stands, how it is called, what the version says."""

    part: str
    field: str
    label: str
    words: str

    @property
    def name(self) -> str:
        return f"asked-{self.part}-{self.field}"


class ReturnForm(forms.Form):
    """A line beside every question and kind of file: what is written is asked for, what is left blank is not."""

    def __init__(self, *args, snapshot: Snapshot, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(_groups(snapshot))
        for _, asked in self.groups:
            for one in asked:
                self.fields[one.name] = forms.CharField(
                    label=one.label, required=False, max_length=LONGEST, validators=[validate_text], widget=forms.TextInput()
                )
        self.fields["note"] = forms.CharField(
            label="总的说明", required=False, max_length=500, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 2})
        )

    def shown(self) -> list[dict]:
        """Return the groups as the template prints them; a group with something in it stands open."""
        found = []
        for title, asked in self.groups:
            rows = [{"asked": one, "field": self[one.name]} for one in asked]
            found.append({"title": title, "rows": rows, "open": any(row["field"].value() or row["field"].errors for row in rows)})
        return found

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not self.items():
            raise forms.ValidationError("请至少在一项后面写明要求。")
        return cleaned

    def items(self) -> list[Item]:
        """Return what is asked for."""
        return [
            Item(one.part, one.field, one.label, text)
            for _, asked in self.groups
            for one in asked
            if (text := self.cleaned_data.get(one.name, "").strip())
        ]


def _groups(snapshot: Snapshot):
    application: Application = snapshot.application
    answers, years = snapshot.content["parts"], years_of(application.edition, snapshot.at)
    for part in parts_of(application):
        typed = answers.get(part.key, {})
        rows = [Asked(part.key, field.key, field.label, words(field, typed.get(field.key), years)) for field in part.fields]
        if typed.get(BLANK):
            rows.append(Asked(part.key, BLANK, "空项说明", typed[BLANK]))
        yield part.title, rows
    files: dict[str, list[str]] = {}
    for file in snapshot.content["files"]:
        files.setdefault(file["kind"], []).append(file["name"])
    team = bool(snapshot.content.get("members"))
    found = [
        Asked(EVIDENCE, kind.key, kind.label, "、".join(files.get(kind.key, [])) or "（没有交）")
        for kind in kinds(application.category, team=team)
    ]
    yield "证实材料", found
    yield "其他", [Asked(OTHER, OTHER, "其他事项", "不在申报表里的，写在这里。")]


class AnswersForm(forms.Form):
    """One answer an item."""

    def __init__(self, *args, returned: Return, answers: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.returned = returned
        for place, item in enumerate(returned.items):
            self.fields[f"answer-{place}"] = forms.CharField(
                label="答复",
                required=False,
                max_length=1000,
                validators=[validate_text],
                initial=answers.get(item["key"], ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def shown(self) -> list[dict]:
        """Return each item with the field of its answer."""
        return [{"item": item, "field": self[f"answer-{place}"]} for place, item in enumerate(self.returned.items)]

    def answers(self) -> dict[str, str]:
        """Return what was answered, by item."""
        return {item["key"]: self.cleaned_data[f"answer-{place}"] for place, item in enumerate(self.returned.items)}
