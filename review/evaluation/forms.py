"""Forms of step 7: the candidate list composed by hand, the record of reporting."""

from django import forms

from applications.cases.models import Grade
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN
from review.evaluation.group import Reported
from review.evaluation.services import LEAST
from review.evaluation.table import Row

OUT = "out"
GRADES = ((Grade.AWARD.value, "质量奖"), (Grade.NOMINATION.value, "提名奖"), (OUT, "不列入"))


class LeaveOutForm(forms.Form):
    """Why somebody is left out who was not reviewed to the end."""

    reason = forms.CharField(
        label="理由（申报者会看到）", max_length=1000, min_length=LEAST, validators=[validate_text], widget=forms.Textarea(),
        help_text="写明暂缓的起止和原因，为什么没有走完评审。",
    )  # fmt: skip


class CandidatesForm(forms.Form):
    """Grade, place and reason of everybody. After `is_valid()`, `content()` is the list in its order."""

    def __init__(self, *args, rows: list[Row], content: dict | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            key, name, stood = str(row.application.pk), row.application.applicant.unit, _stood(content, row)
            choices = [("", "请选择"), *(GRADES[-1:] if row.out else GRADES)]
            self.fields[f"{key}-grade"] = forms.ChoiceField(
                label=f"{name}的等次", choices=choices, initial=stood.get("grade"), error_messages={"required": f"请选{name}的等次。"}
            )
            self.fields[f"{key}-place"] = forms.IntegerField(
                label=f"{name}的次序", required=False, min_value=1, max_value=999, initial=stood.get("place")
            )
            self.fields[f"{key}-reason"] = forms.CharField(
                label=f"{name}的理由",
                max_length=1000,
                validators=[validate_text],
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=stood.get("reason", row.out),
                error_messages={"required": f"请写明{name}的理由。"},
            )

    def lines(self) -> list[dict]:
        """Return each row with its fields, as the page shows them."""
        return [{"row": row} | {name: self[f"{row.application.pk}-{name}"] for name in ("grade", "place", "reason")} for row in self.rows]

    def clean(self) -> dict:
        cleaned, places = super().clean(), set()
        for row in self.rows:
            key, name = str(row.application.pk), row.application.applicant.unit
            grade, place, reason = (cleaned.get(f"{key}-{field}") for field in ("grade", "place", "reason"))
            if reason and len(reason.strip()) < LEAST:
                self.add_error(f"{key}-reason", f"{name}的理由至少写{LEAST}个字。")
            if grade in (None, OUT):
                continue
            if not place:
                self.add_error(f"{key}-place", f"请写明{name}的次序。")
            elif (grade, place) in places:
                self.add_error(f"{key}-place", f"{name}的次序与别的重复。")
            places.add((grade, place))
        return cleaned

    def content(self) -> dict:
        """Return the list as two decide over it: awards, then nominations, each by place; and everybody who is left out."""
        said = [(self._said(row, "grade"), self._said(row, "place"), row) for row in self.rows]
        order = {grade: place for place, (grade, _) in enumerate(GRADES)}
        listed = sorted((one for one in said if one[0] != OUT), key=lambda one: (order[one[0]], one[1]))
        rows = [{"application": str(row.application.pk), "grade": grade, "reason": self._reason(row)} for grade, _, row in listed]
        others = [{"application": str(row.application.pk), "reason": self._reason(row)} for grade, _, row in said if grade == OUT]
        return {"rows": rows, "others": others}

    def _said(self, row: Row, name: str):
        return self.cleaned_data[f"{row.application.pk}-{name}"]

    def _reason(self, row: Row) -> str:
        return self._said(row, "reason").strip()


class GroupReportForm(forms.Form):
    """When and how list and report were reported. After `is_valid()`, `reported()` is what it says."""

    reported_on = forms.DateField(label="报告日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    how = forms.CharField(label="报告方式", max_length=120, validators=[validate_text], help_text="例如：书面报告，或者在某次会议上汇报。")
    scan = CheckedFileField(label="报告或者会议材料的扫描件", allowed=SCAN)

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo

    def reported(self) -> Reported:
        return Reported(self.cleaned_data["reported_on"], self.cleaned_data["how"])


def _stood(content: dict | None, row: Row) -> dict:
    """What was prepared, or stands in the newest list, for one application."""
    key = str(row.application.pk)
    listed = (content or {}).get("rows", [])
    for found in listed:
        if found["application"] == key:
            same = [one["application"] for one in listed if one["grade"] == found["grade"]]
            return {"grade": found["grade"], "reason": found["reason"], "place": same.index(key) + 1}
    for found in (content or {}).get("others", []):
        if found["application"] == key:
            return {"grade": OUT, "reason": found["reason"]}
    return {"grade": OUT} if row.out else {}
