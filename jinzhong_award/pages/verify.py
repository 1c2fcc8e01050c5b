"""Anybody may check: the list of checkpoints, whether a paper's number or a receipt is what is registered, the program to check with."""

import re

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.access import PUBLIC, page
from core.caching import kept
from core.ledger.keys import trusted
from core.ledger.models import Checkpoint, Event
from core.ledger.remembering import held
from core.papers.content import day
from core.registers import SENTENCE
from jinzhong_award.registers import registered

RECEIPT = re.compile(r"([a-z]+(?:-\d+)?)-(\d+)-([0-9a-f]{16,64})", re.ASCII)
ROOT = re.compile(r"[0-9a-f]{16,64}")
SHOWN = 30
LONGEST = 6  # digits of a page's number
PROGRAM = settings.BASE_DIR / "script/verify-export"


@kept
@page(PUBLIC)
@require_safe
def verify(request):
    """The checkpoints of every chain, newest first; with `?number=`, what a paper, a receipt or a root is compared with."""
    number = request.GET.get("number", "").strip()[:200]
    place = request.GET.get("page", "")
    place = place if place.isdecimal() and len(place) < LONGEST else ""
    newest = Checkpoint.objects.order_by("-pk").values_list("pk", flat=True).first()
    found, rows = held(f"verify-{place}", lambda: _page(place), mark=str(newest))
    context = {
        "page": found,
        "rows": rows,
        "query": "",
        "number": number,
        "result": result(number) if number else None,
        "public_keys": trusted(),
        "verifier_url": reverse("verify_program"),
    }
    return render(request, "pages/verify.html", context)


def _page(place: str) -> tuple[Page, SafeString]:
    """Return a page of checkpoints, and its rows as HTML: none is ever changed, and each new one is the newest."""
    found = Paginator(Checkpoint.objects.select_related("chain").order_by("-pk"), SHOWN).get_page(place)
    return found, render_to_string("pages/_checkpoints.html", {"checkpoints": list(found.object_list)})


@kept
@page(PUBLIC)
@require_safe
def program(request):
    """The stand-alone verifier, one file."""
    disposition = {"Content-Disposition": 'attachment; filename="verify-export.py"'}
    return HttpResponse(PROGRAM.read_bytes(), content_type="text/x-python; charset=utf-8", headers=disposition)


def result(number: str) -> dict:
    """Compare a paper's number, a receipt (chain-place-hash, at least 16 digits of the hash) or a root with what is registered."""
    if match := RECEIPT.fullmatch(number.lower().replace(" ", "")):
        chain, seq, fingerprint = match.groups()
        return _receipt(chain, int(seq), fingerprint)
    if ROOT.fullmatch(number.lower()):
        return _root(number.lower())
    paper = registered(number)
    return {"state": "match", "sentence": SENTENCE} | vars(paper) if paper else {"state": "none"}


def _receipt(chain: str, seq: int, fingerprint: str) -> dict:
    """Whoever guesses learns nothing of what was not sealed yet: there another hash is answered as a place that does not exist."""
    event = Event.objects.filter(chain=chain, seq=seq).first() if seq < 2**62 else None
    if event and event.hash.startswith(fingerprint):
        return {"state": "match", "sentence": "这张回执与台账登记的一致。", "title": "回执", "fingerprint": event.hash}
    if event and Checkpoint.objects.filter(chain__name=chain, size__gte=seq).exists():
        return {"state": "changed", "sentence": "回执号里的序号在台账里，但指纹与登记的不同。请核对输入；仍不同的，请告诉评选办。"}
    return {"state": "none"}


def _root(fingerprint: str) -> dict:
    point = Checkpoint.objects.filter(root__startswith=fingerprint).select_related("chain").first()
    if point is None:
        return {"state": "none"}
    facts = [("台账", point.chain.title), ("校验点", f"第{point.number}号"), ("封存日期", day(point.on))]
    return {"state": "match", "sentence": "这个校验码与台账登记的一致。", "title": "校验点", "facts": facts, "fingerprint": point.root}
