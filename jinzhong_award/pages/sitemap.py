"""The map of public addresses for search engines."""

from django.http import HttpResponse
from django.utils.html import escape

from accounts.access import PUBLIC, page

ADDRESSES = ("/", "/notices/", "/rules/", "/winners/", "/verify/")


@page(PUBLIC)
def sitemap(request):
    """Every public page that stays; only what is published is in it."""
    origin = f"{request.scheme}://{request.get_host()}"
    lines = "".join(f"<url><loc>{escape(origin + address)}</loc></url>" for address in ADDRESSES)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
