"""The board `/review/`: in which round an edition is, what is done and missing, and where to go."""

from collections import Counter

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.fields import validate_line
from procedure.editions.models import Category
from review.assignments.replacing import REPLACE
from review.board.doors import doors
from review.board.rows import PLACES, loads_of, rows_of
from review.organizers import ORGANIZERS
from review.panels.access import editions_of, organized, present
from review.rounds import ARTICLE_OF, STEP_OF
from review.sheets.closing import closed
from review.sheets.models import RoundReopening

PAGE = 50
NOTHING = {
    "heading": "评审",
    "title": "现在没有要组织的评审",
    "text": "一届评选开始以后，评审组、分派和评分在这里办理；受委托的机构，登记委托以后才能看到。",
    "article": "13(4)",
}


class FilterForm(forms.Form):
    """What of the board is shown; every choice stands in the address."""

    round = forms.CharField(required=False, widget=forms.HiddenInput)
    search = forms.CharField(label="单位、个人或编号", max_length=40, required=False, validators=[validate_line])
    place = forms.ChoiceField(label="走到哪里", choices=(("", "全部"), *PLACES.items()), required=False)
    category = forms.ChoiceField(label="奖项", choices=(("", "全部"), *Category.choices), required=False)

    def keeps(self, row) -> bool:
        """Tell whether a row is shown; what the form does not know filters nothing."""
        found = self.cleaned_data if self.is_valid() else {}
        words = f"{row.application.applicant.unit}{row.application.number}"
        return (
            found.get("search", "").strip() in words
            and found.get("place", "") in ("", row.place)
            and found.get("category", "") in ("", row.application.category)
        )


@page(*ORGANIZERS, article="18(4)")
@require_safe
def board_now(request):
    """The board of the newest edition that runs, for the menu."""
    edition = editions_of(request).running().newest_first().first()
    if edition is None:
        return render(request, "procedure/nothing.html", NOTHING)
    return redirect("review:board", edition.pk)


@page(*ORGANIZERS, article="18(4)")
@require_safe
def board(request, pk):
    """Every application and every reviewer of a round; the filters stand in the address."""
    edition, rounds = organized(request, pk)
    round_ = present(rounds, edition, request.GET.get("round", ""))
    form = FilterForm(request.GET)
    every = rows_of(edition, round_)
    kept = [row for row in every if form.keeps(row)]
    counts = Counter(row.place for row in every)
    query = request.GET.copy()
    query.pop("page", None)
    context = _standing(edition, round_, request.actor, request.at) | {
        "edition": edition,
        "rounds": rounds,
        "round": round_,
        "article": ARTICLE_OF[round_],
        "coming": edition.step < STEP_OF[round_],
        "doors": doors(edition, round_, request.actor),
        "form": form,
        "page": Paginator(kept, PAGE).get_page(request.GET.get("page")),
        "total": len(every),
        "kept": len(kept),
        "query": f"{query.urlencode()}&" if query else "",
        "places": [(key, label, counts[key]) for key, label in PLACES.items() if counts[key]],
        "loads": loads_of(edition, round_, every),
    }
    return render(request, "review/board.html", context)


def _standing(edition, round_, actor, at) -> dict:
    """Whether the round is held now, may still take an assignment, was opened again, or could be by this organizer."""
    over = closed(edition, round_)
    again = RoundReopening.objects.filter(closing__edition=edition, closing__round=round_).exists()
    return {
        "now": edition.step == STEP_OF[round_],
        "open": over is None and not REPLACE[round_].blockers(edition, actor, at=at),
        "reopened": again and over is None,
        "reopens": over is not None and actor.is_(Role.OFFICE),
    }
