"""`{% article "18(3)" %}`: the small link that opens the article wherever one is named."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procedure import articles

register = template.Library()


@register.simple_tag
@cache  # a page names a dozen, and none of them changes while the process lives
def article(code: str, version: str = articles.CURRENT) -> SafeString:
    """Return the link to an article, paragraph or item. UnknownArticle when the version does not have it."""
    if not articles.exists(code, version):
        raise articles.UnknownArticle(code)
    address = f"{reverse('procedure:rules')}#{articles.anchor(code)}"
    return format_html('<a class="article" href="{}">{}</a>', address, articles.chinese(code))
