"""The public page of the rules and of what has been said about them."""

from functools import cache

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import PUBLIC, page
from core.caching import kept
from procedure import articles
from procedure.documents.models import EditionDocument
from procedure.interpretations.models import Interpretation


@cache
def text_of_rules() -> SafeString:
    """Return the chapters as HTML; they do not change while the process lives."""
    return render_to_string("pages/_chapters.html", {"chapters": articles.chapters()})


@kept
@page(PUBLIC, article="31")
def rules(request):
    context = {
        "version": articles.rules(),
        "text": text_of_rules(),
        "document": EditionDocument.objects.rules_of(articles.CURRENT),
        "chapters": articles.chapters(),
        "interpretations": Interpretation.objects.by_number().select_related("replaced_by"),
        "trail": [{"label": "首页", "url": "/"}, {"label": "评选办法"}],
    }
    return render(request, "pages/rules.html", context)
