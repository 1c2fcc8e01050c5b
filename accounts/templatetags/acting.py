"""`{% acting %}`: what every form of a signed-in person carries beside its fields."""

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def acting(context: dict) -> SafeString:
    """Return the hidden token against foreign forms and the grant under which the page was opened."""
    request = context["request"]
    grant = request.actor.grant
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    if not grant:
        return token
    return token + format_html('<input type="hidden" name="acting_grant" value="{}">', grant.pk)
