"""The public's front page: the same bytes for everybody."""

from django.shortcuts import render

from accounts.access import PUBLIC, page
from jinzhong_award.progress import nine_steps
from procedure.editions.models import Edition, Step, chinese_number


@page(PUBLIC, article="18")
def portal(request):
    """What is going on now, the nine steps, and the ways in."""
    edition = Edition.objects.current()
    return render(request, "pages/portal.html", {"edition": edition and headline(edition), "steps": nine_steps(edition)})


def headline(edition: Edition) -> dict:
    """Return the words for the present state of an edition."""
    return {
        "title": str(edition),
        "ordinal": f"第{chinese_number(edition.number)}届",
        "step_number": edition.step,
        "step_cn": chinese_number(edition.step),
        "step_name": Step(edition.step).label,
    }
