"""One part of the form as a Django form: names, widgets and marks of what stood there when the page was opened."""

from typing import Any

from django import forms

from applications.answers.posted import base_of
from applications.forms.checks import NO, YES, number_fault
from applications.forms.spec import BLANK, YEARS, Field, Part

SPARE_ROWS = 1
INPUTS = {
    "date": {"inputmode": "numeric"},
    "integer": {"inputmode": "numeric"},
    "decimal": {"inputmode": "decimal"},
    "mobile": {"inputmode": "tel", "autocomplete": "tel"},
    "email": {"inputmode": "email", "autocomplete": "email"},
}


class PartForm(forms.Form):
    """Everything may be left empty and anything may be typed: it is saved as it stands. The check page speaks of faults."""

    def __init__(self, *args, part: Part, answers: dict[str, Any], years: tuple[int, ...], faults=None, bases=None, **kwargs):
        """`bases` are the marks that a refused page carried; without them those of the answers."""
        super().__init__(*args, **kwargs)
        self.part, self.answers, self.years = part, answers, years
        self.faults: dict[str, str] = faults or {}
        self.bases: dict[str, str] = bases or {}
        for field in part.fields:
            self._add(field, answers.get(field.key))
        if any(not field.required for field in part.fields):
            told = self._told(Field(BLANK, ""))
            self._text(BLANK, "空项说明", answers.get(BLANK, ""), long=True, help_text="选填的项目没有填，在这里写明原因。", **told)

    def blocks(self) -> list[dict]:
        """Return the questions in order, fields of three years together: each run of them is one table."""
        found: list[dict] = []
        for question in self.questions():
            years = question["field"].kind == "years"
            if not found or found[-1]["years"] != years:
                found.append({"years": years, "questions": []})
            found[-1]["questions"].append(question)
        return found

    def questions(self) -> list[dict]:
        """Return the fields as the template prints them: field, its mark, its inputs, what is wrong with it."""
        shown = [self._question(field) for field in self.part.fields]
        if BLANK in self.fields:
            blank = Field(BLANK, "空项说明", kind="text")
            shown.append(self._shown(blank, [self[BLANK]]))
        return shown

    def _question(self, field: Field) -> dict:
        if field.kind == "years":
            labels = [*zip(YEARS, self.years, strict=True), ("rank", None)]
            return self._shown(field, [{"year": year, "bound": self[f"{field.key}-{name}"]} for name, year in labels])
        if field.kind == "yes_no":
            return self._shown(field, [self[f"{field.key}-answer"], self[f"{field.key}-detail"]])
        if field.kind == "rows":
            return self._shown(field, [], rows=[self._row(field, place) for place in range(self._row_count(field))])
        return self._shown(field, [self[field.key]])

    def _row(self, field: Field, place: int) -> list[dict]:
        return [{"column": column.label, "bound": self[f"{field.key}-{place}-{column.key}"]} for column in field.columns]

    def _shown(self, field: Field, inputs: list, rows: list | None = None) -> dict:
        base = self.bases.get(field.key) or base_of(self.answers.get(field.key))
        return {"field": field, "inputs": inputs, "rows": rows or [], "base": base, "fault": self.faults.get(field.key, "")}

    def _row_count(self, field: Field) -> int:
        return min(len(self.answers.get(field.key) or []) + SPARE_ROWS, max(field.maximum_rows, 1))

    def _add(self, field: Field, answer: Any) -> None:
        known = {"years": self._add_years, "yes_no": self._add_yes_no, "rows": self._add_rows}
        known.get(field.kind, self._add_one)(field, answer)

    def _add_years(self, field: Field, answer: dict | None) -> None:
        answer = answer or {}
        for name, year in zip(YEARS, self.years, strict=True):
            typed = answer.get(name, "")
            told = self._told(field) if number_fault(field, typed) else {}
            self._cell(f"{field.key}-{name}", f"{field.label}，{year}年", typed, inputmode="decimal", **told)
        self._cell(f"{field.key}-rank", f"{field.label}的同行业排名", answer.get("rank", ""))

    def _add_yes_no(self, field: Field, answer: dict | None) -> None:
        answer = answer or {}
        choices = [("", "（请选）"), (NO, NO), (YES, YES)]
        self._choice(f"{field.key}-answer", field.label, answer.get("answer", ""), choices, **self._told(field))
        self._text(f"{field.key}-detail", f"{field.label}：说明", answer.get("detail", ""), long=True)

    def _add_rows(self, field: Field, answer: list | None) -> None:
        rows = [*(answer or []), *({} for _ in range(SPARE_ROWS))][: self._row_count(field)]
        for place, cells in enumerate(rows):
            for column in field.columns:
                label = f"{field.label}第{place + 1}行：{column.label}"
                self._cell(f"{field.key}-{place}-{column.key}", label, cells.get(column.key, ""), **self._told(field))

    def _add_one(self, field: Field, answer: str | None) -> None:
        if field.kind == "choice":
            choices = [("", "（请选）"), *((word, word) for word in field.choices)]
            self._choice(field.key, field.label, answer or "", choices, field.help, **self._told(field))
            return
        attributes = INPUTS.get(field.kind, {}) | self._told(field)
        long, help_text = field.kind == "text", self._help(field)
        self._text(field.key, self._label(field), answer or "", long=long, help_text=help_text, **attributes)

    def _cell(self, name: str, label: str, initial: str, **attributes: str) -> None:
        """An input in a table: its label is spoken, not shown."""
        self._text(name, label, initial, **{"aria-label": label, **attributes})

    def _told(self, field: Field) -> dict[str, str]:
        """What a screen reader hears of a field that is wrong."""
        return {"aria-invalid": "true", "aria-describedby": f"fault-{field.key}"} if field.key in self.faults else {}

    def _label(self, field: Field) -> str:
        return f"{field.label}（{field.unit}）" if field.unit else field.label

    def _help(self, field: Field) -> str:
        formats = {"date": "格式：2011-04-18。", "month": "格式：2011-04。"}
        limit = f"最多{field.max_length}字。" if field.kind == "text" else ""
        return field.help + formats.get(field.kind, "") + limit

    def _text(self, name: str, label: str, initial: str, *, long: bool = False, help_text: str = "", **attributes) -> None:
        kept = {key: value for key, value in attributes.items() if value}
        widget = forms.Textarea(attrs={"rows": 3, **kept}) if long else forms.TextInput(attrs=kept)
        self.fields[name] = forms.CharField(label=label, required=False, initial=initial, widget=widget, help_text=help_text, strip=False)

    def _choice(self, name: str, label: str, initial: str, choices: list, help_text: str = "", **attributes) -> None:
        # A CharField on a select: what somebody else's browser sends is kept as typed and told on the check page.
        widget = forms.Select(choices=choices, attrs=attributes)
        self.fields[name] = forms.CharField(label=label, required=False, initial=initial, widget=widget, help_text=help_text)
