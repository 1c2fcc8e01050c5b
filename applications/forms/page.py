"""One part of the form as a Django form: names, widgets and marks of what stood there when the page was opened."""

from typing import Any

from django import forms

from applications.answers.posted import base_of
from applications.forms.checks import NO, YES
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

    def __init__(self, *args, part: Part, answers: dict[str, Any], years: tuple[int, ...], faults: dict[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.part, self.answers, self.years, self.faults = part, answers, years, faults or {}
        for field in part.fields:
            self._add(field, answers.get(field.key))
        if any(not field.required for field in part.fields):
            self._text(BLANK, "空项说明", answers.get(BLANK, ""), long=True, help_text="没有填的项目，写明原因。")

    def questions(self) -> list[dict]:
        """Return the fields as the template prints them: field, its mark, its inputs, what is wrong with it."""
        shown = [self._question(field) for field in self.part.fields]
        if BLANK in self.fields:
            blank = Field(BLANK, "空项说明", kind="text", required=False)
            shown.append(self._shown(blank, [self[BLANK]]))
        return shown

    def _question(self, field: Field) -> dict:
        if field.kind == "years":
            names = [*YEARS, "rank"]
            return self._shown(field, [self[f"{field.key}-{name}"] for name in names])
        if field.kind == "yes_no":
            return self._shown(field, [self[f"{field.key}-answer"], self[f"{field.key}-detail"]])
        if field.kind == "rows":
            rows = [[self[f"{field.key}-{place}-{column.key}"] for column in field.columns] for place in range(self._row_count(field))]
            return self._shown(field, [], rows=rows)
        return self._shown(field, [self[field.key]])

    def _shown(self, field: Field, inputs: list, rows: list | None = None) -> dict:
        base = base_of(self.answers.get(field.key))
        return {"field": field, "inputs": inputs, "rows": rows or [], "base": base, "fault": self.faults.get(field.key, "")}

    def _row_count(self, field: Field) -> int:
        return min(len(self.answers.get(field.key) or []) + SPARE_ROWS, max(field.maximum_rows, 1))

    def _add(self, field: Field, answer: Any) -> None:
        if field.kind == "years":
            for name, year in zip(YEARS, self.years, strict=True):
                self._text(f"{field.key}-{name}", f"{year}年{field.label}", (answer or {}).get(name, ""), inputmode="decimal")
            self._text(f"{field.key}-rank", f"{field.label}的同行业排名", (answer or {}).get("rank", ""))
        elif field.kind == "yes_no":
            choices = [("", "（请选）"), (NO, NO), (YES, YES)]
            initial = (answer or {}).get("answer", "")
            self._choice(f"{field.key}-answer", field.label, initial, choices)
            self._text(f"{field.key}-detail", f"{field.label}：说明", (answer or {}).get("detail", ""), long=True)
        elif field.kind == "rows":
            rows = [*(answer or []), *({} for _ in range(SPARE_ROWS))][: self._row_count(field)]
            for place, cells in enumerate(rows):
                for column in field.columns:
                    self._text(
                        f"{field.key}-{place}-{column.key}", f"{field.label}第{place + 1}行：{column.label}", cells.get(column.key, "")
                    )
        elif field.kind == "choice":
            self._choice(field.key, field.label, answer or "", [("", "（请选）"), *((word, word) for word in field.choices)], field.help)
        else:
            self._text(
                field.key,
                self._label(field),
                answer or "",
                long=field.kind == "text",
                help_text=self._help(field),
                **INPUTS.get(field.kind, {}),
            )

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

    def _choice(self, name: str, label: str, initial: str, choices: list, help_text: str = "") -> None:
        # A CharField on a select: what somebody else's browser sends is kept as typed and told on the check page.
        field = forms.CharField(label=label, required=False, initial=initial, widget=forms.Select(choices=choices), help_text=help_text)
        self.fields[name] = field
