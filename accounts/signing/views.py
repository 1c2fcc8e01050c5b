"""The challenge of a passkey, asked for when its button is pressed."""

import re

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import SIGNED_IN, page
from accounts.signing import services


@page(SIGNED_IN)
@require_POST
def challenge(request):
    """Answer what the browser hands to the key, for the digest on the page."""
    digest = request.POST.get("digest", "")
    if not re.fullmatch(r"[0-9a-f]{64}", digest) or "passkey" not in services.methods(request.actor):
        return JsonResponse({"sentence": "没有可用的通行密钥。"}, status=422)
    return JsonResponse(services.challenge(request, request.actor.person, digest))
