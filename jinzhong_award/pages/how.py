"""How it works, for everybody: the nine steps and the 31 articles in plain words."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import PUBLIC, page
from core.caching import kept
from core.numerals import chinese_number
from jinzhong_award.plain import CHAPTERS, STEPS


@kept
@page(PUBLIC, article="18")
@require_safe
def how(request):
    """Each step: what happens, who acts, how long, where one can object; then each article in one sentence."""
    steps = [{"number_cn": chinese_number(plain.step), "plain": plain} for plain in STEPS]
    context = {"steps": steps, "chapters": CHAPTERS, "trail": [{"label": "首页", "url": "/"}, {"label": "怎样评选"}]}
    return render(request, "pages/how.html", context)
