"""`{% totp_picture url %}`: the code that an authenticator scans, drawn into the page; our policy admits no data: addresses."""

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def totp_picture(url: str) -> SafeString:
    """Return the picture as SVG without style or script."""
    svg = segno.make(url, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", title="扫描以添加动态码")
    return mark_safe(svg)  # nosec B308 B703 drawn by us; the address is only in its squares
