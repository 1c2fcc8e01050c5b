"""What costs much to find out and changes only by an act: kept in the process's memory until the ledger grows."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

from core.ledger.models import Chain
from core.ledger.services import HOUSE

Found = TypeVar("Found")
HOUR = 3600


def mark_of(chain: str) -> str:
    """Return what is another after every act in this chain or in the house. One query; asked before what is found."""
    heads = dict(Chain.objects.filter(name__in=(chain, HOUSE)).values_list("name", "hash"))
    return f"{heads[chain][:32]}:{heads[HOUSE][:32]}"


def remembered(name: str, find: Callable[[], Found], *, mark: str) -> Found:
    """Return what `find` returns, found anew under every other mark.

    Sound for whatever depends on acts alone: each is an event in the same transaction, so that a head has moved.
    """
    return caches["found"].get_or_set(f"{name}:{mark}", find, HOUR)
