"""Anybody may check: the list of checkpoints, and whether a receipt is what the ledger holds."""

import re

from django.shortcuts import render

from accounts.access import PUBLIC, page
from awards.lookup import registered
from core.caching import kept
from core.clock import shanghai
from core.ledger.keys import public_key
from core.ledger.models import Checkpoint, Event
from publicity.notices.models import NoticePublication

NOTICE = re.compile(r"20\d\d-[1-9]\d{0,3}")
RECEIPT = re.compile(r"([a-z]+(?:-\d+)?)-(\d+)-([0-9a-f]{16,64})")
SHOWN = 30


@kept
@page(PUBLIC)
def verify(request):
    """The latest checkpoints of every chain; with `?number=`, what a receipt or a root is compared with."""
    number = request.GET.get("number", "").strip()[:200]
    checkpoints = Checkpoint.objects.select_related("chain").order_by("-pk")[:SHOWN]
    shown = [
        {
            "title": point.chain.title,
            "number": point.number,
            "on": point.on,
            "root": point.root,
            "signature": point.signature,
        }
        for point in checkpoints
    ]
    found = result(number) if number else None
    context = {"checkpoints": shown, "number": number, "result": found, "public_key": public_key()}
    return render(request, "pages/verify.html", context)


def result(number: str) -> dict:
    """Compare a receipt (chain-place-hash, at least 16 digits of the hash) or a root with what is registered."""
    if match := RECEIPT.fullmatch(number.lower().replace(" ", "")):
        chain, seq, fingerprint = match.groups()
        return _receipt(chain, int(seq), fingerprint)
    if NOTICE.fullmatch(number):
        return _notice(number)
    if re.fullmatch(r"[0-9a-f]{16,64}", number.lower()):
        return _root(number.lower())
    return registered(number) or {"state": "none"}


def _receipt(chain: str, seq: int, fingerprint: str) -> dict:
    event = Event.objects.filter(chain=chain, seq=seq).first() if seq < 2**62 else None
    if event is None:
        return {"state": "none"}
    if not event.hash.startswith(fingerprint):
        return {"state": "changed", "sentence": "回执号里的序号在台账里，但指纹与登记的不同。请核对输入；仍不同的，请告诉评选办。"}
    return {"state": "match", "sentence": "这张回执与台账登记的一致。", "title": "回执", "fingerprint": event.hash}


def _notice(number: str) -> dict:
    publication = NoticePublication.objects.whole().numbered(number).first()
    if publication is None:
        return {"state": "none"}
    point = publication.checkpoint()
    facts = [
        ("编号", number),
        ("发布日期", shanghai(publication.published_at).isoformat()),
        ("校验点", str(point)),
        ("正文指纹", publication.fingerprint),
    ]
    return {
        "state": "match",
        "sentence": "这个编号的公示公告由本系统发布，内容以链接的页面为准。",
        "title": publication.notice.title,
        "url": f"/notices/{number}/",
        "facts": facts,
        "fingerprint": point.root,
    }


def _root(fingerprint: str) -> dict:
    point = Checkpoint.objects.filter(root__startswith=fingerprint).select_related("chain").first()
    if point is None:
        return {"state": "none"}
    facts = [("台账", point.chain.title), ("校验点", f"第{point.number}号"), ("封存日期", point.on.isoformat())]
    return {"state": "match", "sentence": "这个校验码与台账登记的一致。", "title": "校验点", "facts": facts, "fingerprint": point.root}
