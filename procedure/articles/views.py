"""The public page of the rules and of what has been said about them."""

from functools import cache

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import PUBLIC, page
from core.caching import kept
from core.ledger.remembering import held, mark_of_every
from procedure import articles
from procedure.documents.models import EditionDocument
from procedure.interpretations.models import Interpretation


@cache
def text_of_rules() -> SafeString:
    """Return the chapters as HTML; they do not change while the process lives."""
    return render_to_string("pages/_chapters.html", {"chapters": articles.chapters()})


def on_record() -> dict:
    """Return the document of the rules and what has been said about them; both change by acts alone."""
    said = Interpretation.objects.by_number().select_related("replaced_by")
    return {"document": EditionDocument.objects.rules_of(articles.CURRENT), "interpretations": list(said)}


@kept
@page(PUBLIC, article="31")
def rules(request):
    context = {
        "version": articles.rules(),
        "text": text_of_rules(),
        "chapters": articles.chapters(),
        **held("rules", on_record, mark=mark_of_every()),
        "trail": [{"label": "首页", "url": "/"}, {"label": "评选办法"}],
    }
    return render(request, "pages/rules.html", context)
