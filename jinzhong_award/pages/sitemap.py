"""The map of public addresses for search engines."""

from django.http import HttpResponse
from django.utils.html import escape

from accounts.access import PUBLIC, page
from publicity.notices.models import NoticePublication

ADDRESSES = ("/", "/notices/", "/how/", "/rules/", "/winners/", "/verify/")


@page(PUBLIC)
def sitemap(request):
    """Every public page that stays; only what is published is in it."""
    origin = f"{request.scheme}://{request.get_host()}"
    numbers = NoticePublication.objects.newest_first().values_list("year", "serial")
    addresses = (*ADDRESSES, *(f"/notices/{year}-{serial}/" for year, serial in numbers))
    lines = "".join(f"<url><loc>{escape(origin + address)}</loc></url>" for address in addresses)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
