"""The secretary's forms of a meeting: calling it, who came and left, how it ended, its minutes; and the reason of a strike-off."""

from django import forms

from accounts.users.models import User
from applications.cases.models import Application, Grade
from core.fields import validate_text
from core.files.forms import CheckedFileField
from core.files.kinds import SCAN
from procedure import articles
from publicity.meetings.deciding import HELD, HOWS, KEPT, LEAST, VOTE, Result, conditions_of
from publicity.meetings.models import Attendance, Outcome
from publicity.moves import DISQUALIFY_LATE

OUT = "out"
GRADES = ((Grade.AWARD.value, "质量奖"), (Grade.NOMINATION.value, "提名奖"), (OUT, "不列入"))
VOTES = (("for", "赞成"), ("against", "反对"), ("abstained", "弃权"))


def _words(label: str, *, required: bool = True, rows: int = 3, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=1000, required=required, validators=[validate_text], widget=widget, **kwargs)


class CallForm(forms.Form):
    """What the members were told."""

    moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    held_at = forms.DateTimeField(label="开会时间", widget=moment)
    place = forms.CharField(label="地点", max_length=80, validators=[validate_text])
    called_on = forms.DateField(label="通知日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    how = forms.CharField(label="通知方式", max_length=120, validators=[validate_text], help_text="例如：书面通知全体成员。")
    scan = CheckedFileField(label="会议通知的扫描件", allowed=SCAN)

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo


class AttendanceForm(forms.Form):
    """Who came; for each application, who left. After `is_valid()`, `rows()` and `leaving()` are what is recorded."""

    present = forms.MultipleChoiceField(label="到会的成员", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, people: list[User], table: list[Application], ties: dict, stood: Attendance | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.table = people, table
        names = [(str(one.pk), one.name) for one in people]
        self.fields["present"].choices = names
        self.fields["present"].initial = stood.present() if stood else [key for key, _ in names]
        for one in table:
            key = str(one.pk)
            left = [row for row in stood.leaving if row["application"] == key] if stood else []
            said = [row["member"] for row in left] if stood else [member for member, keys in ties.items() if key in keys]
            self.fields[f"{key}-left"] = forms.MultipleChoiceField(
                label=f"回避{one.applicant}的成员", choices=names, required=False, initial=said, widget=forms.CheckboxSelectMultiple
            )
            self.fields[f"{key}-reason"] = forms.CharField(
                label=f"回避{one.applicant}的缘由",
                max_length=200,
                required=False,
                validators=[validate_text],
                initial=left[0]["reason"] if left else "与申报者有利害关系，或者代表推荐单位办过" if said else "",
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        for one in self.table:
            if cleaned.get(f"{one.pk}-left") and not cleaned.get(f"{one.pk}-reason", "").strip():
                self.add_error(f"{one.pk}-reason", f"请写明回避{one.applicant}的缘由。")
        return cleaned

    def lines(self) -> list[dict]:
        """Return each application with its fields, as the page shows them."""
        return [{"application": one, "left": self[f"{one.pk}-left"], "reason": self[f"{one.pk}-reason"]} for one in self.table]

    def rows(self) -> list[dict]:
        came = set(self.cleaned_data["present"])
        return [{"member": str(one.pk), "name": one.name, "present": str(one.pk) in came} for one in self.people]

    def leaving(self) -> list[dict]:
        came, data = set(self.cleaned_data["present"]), self.cleaned_data
        return [
            {"member": member, "application": str(one.pk), "reason": data[f"{one.pk}-reason"].strip()}
            for one in self.table
            for member in data[f"{one.pk}-left"]
            if member in came
        ]


class DecisionForm(forms.Form):
    """How the meeting ended, item by item. After `is_valid()`, `result()` is what is recorded."""

    outcome = forms.ChoiceField(label="会议结果", choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.DECIDED)
    reason = _words("流会或者退回补充研究的理由", required=False)
    vacancy = _words("名额空缺的理由", required=False, help_text="列入的少于名额时填写；可以全部空缺。")
    authority = _words("会议授权", required=False, help_text="纪要授权以后不再开会就取消某个名字的，照纪要写；没有的不填。")

    def __init__(self, *args, table: list[Application], held: set, listed: dict, content: dict | None, **kwargs):
        said = content or {}
        super().__init__(
            *args, initial={name: said.get(name) for name in ("outcome", "reason", "vacancy", "authority") if name in said}, **kwargs
        )
        self.table, self.held = table, held
        stood = {row["application"]: row for row in said.get("rows", [])}
        for one in table:
            self._item(one, stood.get(str(one.pk)) or _suggested(one, listed.get(str(one.pk))))

    def _item(self, one: Application, row: dict) -> None:
        key, name = str(one.pk), one.applicant
        ways = [(HELD, HOWS[HELD])] if one.pk in self.held else [(way, words) for way, words in HOWS.items() if way != HELD]
        choices = [*GRADES, ("取消参评资格，不符合：", articles_of(one))] if one.status in DISQUALIFY_LATE.sources else GRADES
        initial = row["grade"] or row.get("condition") or OUT
        self.fields[f"{key}-grade"] = forms.ChoiceField(label=f"{name}的等次", choices=choices, initial=initial)
        self.fields[f"{key}-how"] = forms.ChoiceField(label=f"{name}的决定方式", choices=ways, initial=row["how"])
        for vote, words in VOTES:
            self.fields[f"{key}-{vote}"] = forms.IntegerField(
                label=f"{name}的{words}票", required=False, min_value=0, max_value=99, initial=row.get(vote) or None
            )
        self.fields[f"{key}-reason"] = _words(f"{name}的理由", required=False, rows=2, initial=row["reason"])

    def lines(self) -> list[dict]:
        """Return each application with its fields, as the page shows them."""
        parts = ("grade", "how", *(vote for vote, _ in VOTES), "reason")
        return [
            {"application": one, "held": one.pk in self.held} | {part: self[f"{one.pk}-{part}"] for part in parts} for one in self.table
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.DECIDED:
            for one in self.table:
                if cleaned.get(f"{one.pk}-how") not in (KEPT, HELD, None) and len((cleaned.get(f"{one.pk}-reason") or "").strip()) < LEAST:
                    self.add_error(f"{one.pk}-reason", f"{one.applicant}的理由至少写{LEAST}个字。")
        return cleaned

    def result(self) -> Result:
        data = self.cleaned_data
        words = {name: data[name].strip() for name in ("reason", "vacancy", "authority")}
        if data["outcome"] != Outcome.DECIDED:
            return Result(data["outcome"], reason=words["reason"])
        return Result(Outcome.DECIDED.value, rows=[self._row(one) for one in self.table], **words | {"reason": ""})

    def _row(self, one: Application) -> dict:
        said = {part: self.cleaned_data[f"{one.pk}-{part}"] for part in ("grade", "how", "reason")}
        votes = {vote: (self.cleaned_data[f"{one.pk}-{vote}"] or 0) if said["how"] == VOTE else 0 for vote, _ in VOTES}
        grade = said["grade"] if said["grade"] in Grade.values else ""
        condition = {"condition": said["grade"]} if said["grade"] not in (*Grade.values, OUT) else {}
        return {"application": str(one.pk), "grade": grade, "how": said["how"], **votes, "reason": said["reason"].strip()} | condition


class MinutesForm(forms.Form):
    """The minutes as they were issued."""

    number = forms.CharField(label="纪要编号", max_length=60, validators=[validate_text])
    dated_on = forms.DateField(label="印发日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scan = CheckedFileField(label="纪要的扫描件", allowed=SCAN)

    def __init__(self, *args, demo: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = not demo


class StrikeForm(forms.Form):
    """Why a name is taken off by the authority of the minutes."""

    condition = forms.ChoiceField(
        label="不符合的条件", required=False, help_text="因为不符合条件取消参评资格的才选；只从拟授奖名单中取消的不选。"
    )
    reason = _words("取消的理由", rows=4, help_text="写给申报者看，不写提出异议的人是谁。")

    def __init__(self, *args, application: Application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = [("", "只从拟授奖名单中取消"), *articles_of(application)]


def articles_of(application: Application) -> list[tuple[str, str]]:
    """Return the articles by which an application may be disqualified, as choices."""
    return [(code, articles.chinese(code)) for code in conditions_of(application)]


def _suggested(one: Application, listed: dict | None) -> dict:
    """What the form starts with: what stands; for a candidate what the office's list says."""
    if one.status != "candidate":
        return {"grade": one.grade or "", "how": KEPT, "reason": ""}
    return {"grade": listed["grade"] if listed else "", "how": VOTE, "reason": listed["reason"] if listed else ""}
