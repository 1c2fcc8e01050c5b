"""A panel: one choice for each candidate. A seat that changes: who takes it, and why."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from core.fields import validate_line, validate_text
from procedure.editions.models import Category
from review.panels.changes import Change
from review.panels.pool import Known
from review.panels.services import Composition
from review.reviewers.models import ReleaseKind, Reviewer

MEMBER, CHAIR = "member", "chair"
RESERVES = 5
SEATS = (("", "不参加"), (CHAIR, "组长"), (MEMBER, "组员"), *((f"reserve-{place}", f"备选{place}") for place in range(1, RESERVES + 1)))


def text(label: str, help_text: str = "", *, required: bool = True, most: int = 1000) -> forms.CharField:
    """A paragraph."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, validators=[validate_text], help_text=help_text, widget=widget)


class PanelForm(forms.Form):
    """Name, award, and a seat or none for everybody who may sit. `too_few` says what stands against a number of members."""

    name = forms.CharField(label="名称", max_length=60, validators=[validate_line], help_text="例如：制造业一组。")
    category = forms.ChoiceField(label="评哪个奖项", choices=(("", "组织和个人"), *Category.choices), required=False)

    def __init__(self, *args, candidates: list[Known], too_few: Callable[[int], str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.too_few = candidates, too_few
        self.fields["category"].unmarked = True
        for one in candidates:
            field = forms.ChoiceField(label=f"{one.reviewer}的席位", choices=SEATS, required=False)
            field.unmarked = True
            self.fields[self._name(one)] = field

    def rows(self) -> list[tuple[Known, forms.BoundField]]:
        """Each candidate with his choice."""
        return [(one, self[self._name(one)]) for one in self.candidates]

    def heads(self) -> list[forms.BoundField]:
        """The fields that stand before the candidates."""
        return [self["name"], self["category"]]

    def clean(self) -> dict:
        cleaned = super().clean()
        if len(self._seated(cleaned, CHAIR)) != 1:
            raise ValidationError("请选一名组长，只选一名。", code="chair")
        if sentence := self.too_few(1 + len(self._seated(cleaned, MEMBER))):
            raise ValidationError(sentence, code="few")
        order = sorted(seat for seat in self._seats(cleaned).values() if seat.startswith("reserve"))
        if order != [f"reserve-{place}" for place in range(1, len(order) + 1)]:
            raise ValidationError("备选请从备选1起，依次排列，不重复。", code="reserves")
        return cleaned

    def composition(self) -> Composition:
        """What was chosen."""
        cleaned = self.cleaned_data
        (chair,) = self._seated(cleaned, CHAIR)
        places = [f"reserve-{place}" for place in range(1, RESERVES + 1)]
        reserves = [one for place in places for one in self._seated(cleaned, place)]
        return Composition(cleaned["name"], cleaned["category"], chair, self._seated(cleaned, MEMBER), reserves)

    def _seats(self, cleaned: dict) -> dict[Reviewer, str]:
        return {one.reviewer: cleaned[self._name(one)] for one in self.candidates if cleaned.get(self._name(one))}

    def _seated(self, cleaned: dict, seat: str) -> list[Reviewer]:
        return [who for who, chosen in self._seats(cleaned).items() if chosen == seat]

    def _name(self, one: Known) -> str:
        return f"seat-{one.reviewer.pk}"


class DissolveForm(forms.Form):
    """Why a panel is dissolved."""

    reason = text("理由", "例如：合并到另一个组。组员的席位随即结束，评过的保留在台账里。")


class SeatForm(forms.Form):
    """Why somebody leaves, who takes his seat, and who chairs where the chair leaves."""

    kind = forms.ChoiceField(label="离开的原因")
    reason = text("说明", "写明情况和依据。")

    def __init__(
        self,
        *args,
        kinds: list[ReleaseKind],
        fitting: list[Reviewer],
        others: list[Reviewer],
        stay: list[Reviewer],
        reserve: bool,
        chair: bool,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.known = {str(one.pk): one for one in (*fitting, *others, *stay)}
        if not reserve:
            self._ask_who(fitting, others)
        if chair:
            choices = [("", "请选"), *((str(one.pk), str(one)) for one in (*stay, *fitting, *others))]
            self.fields["chair"] = forms.ChoiceField(label="新的组长", choices=choices, help_text="留下的组员，或者补位的人。")

    def change(self) -> Change:
        """What was chosen."""
        cleaned = self.cleaned_data
        who, chair = (self.known.get(cleaned.get(name, "")) for name in ("who", "chair"))
        return Change(ReleaseKind(cleaned["kind"]), who, chair, cleaned.get("why", ""))

    def _ask_who(self, fitting: list[Reviewer], others: list[Reviewer]) -> None:
        choices = [(str(one.pk), f"{one}（{'第一名合适的备选' if place == 0 else '备选'}）") for place, one in enumerate(fitting)]
        choices += [(str(one.pk), str(one)) for one in others]
        self.fields["who"] = forms.ChoiceField(
            label="由谁补位",
            choices=[*choices, ("", "不补位")],
            initial=str(fitting[0].pk) if fitting else "",
            required=False,
            help_text="没有评完的申报随席位交接。应当回避的、还没有声明利害关系的不在列。",
        )
        self.fields["who"].unmarked = True
        self.fields["why"] = text("另请他人的理由", "不按备选次序的，写明理由。", required=False, most=500)
