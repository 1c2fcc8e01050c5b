"""What costs much to find out and changes only by an act: kept in the process's memory until the ledger grows."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches

from core.ledger.models import Chain
from core.ledger.services import HOUSE

Found = TypeVar("Found")
HOUR = 3600
MOST = 100  # things held at a time
_HELD: dict[str, tuple[str, Any]] = {}


def mark_of(chain: str) -> str:
    """Return what is another after every act in this chain or in the house. One query; asked before what is found."""
    heads = dict(Chain.objects.filter(name__in=(chain, HOUSE)).values_list("name", "hash"))
    return f"{heads[chain][:32]}:{heads[HOUSE][:32]}"


def mark_of_every() -> str:
    """Return what is another after every act, in whatever chain. One query; asked before what is found."""
    heads = Chain.objects.order_by("name").values_list("name", "hash")
    return hashlib.sha256(repr(list(heads)).encode()).hexdigest()


def remembered(name: str, find: Callable[[], Found], *, mark: str, within: str = "found", seconds: int = HOUR) -> Found:
    """Return what `find` returns, found anew under every other mark; `within` names the cache.

    Sound for whatever depends on acts alone: each is an event in the same transaction, so that a head has moved.
    """
    return caches[within].get_or_set(f"{name}:{mark}", find, seconds)


def held(name: str, find: Callable[[], Found], *, mark: str) -> Found:
    """As `remembered`, for the few things that public pages print, and without a copy: one object for all, read and never changed."""
    known = _HELD.get(name)
    if known is None or known[0] != mark:
        if len(_HELD) >= MOST:
            _HELD.clear()
        _HELD[name] = known = (mark, find())
    return known[1]


def forget() -> None:
    """Forget what is held: whatever took back acts says so."""
    _HELD.clear()
