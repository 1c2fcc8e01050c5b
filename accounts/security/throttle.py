"""How often one may try. Counted per user name × address, so that no outsider locks an owner out, and per address.

A try takes its place before the password is looked at, so that many at once cannot pass the limit. Machine time.
"""

import hashlib
import time
from dataclasses import dataclass
from math import ceil

from django.core.cache import cache

from accounts.security.log import name_hash


@dataclass(frozen=True)
class Limit:
    """So many tries, then a lock of so many minutes."""

    name: str
    most: int
    minutes: int


PAIR = Limit("pair", 5, 15)
ADDRESS = Limit("address", 60, 15)
REGISTER = Limit("register", 20, 60)


class TooMany(Exception):
    """The limit is reached: try again after `minutes`."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"操作过于频繁，请{minutes}分钟后再试。")


@dataclass(frozen=True)
class Place:
    """One try that was let through: the key of its limit and its number."""

    limit: Limit
    subject: str
    number: int

    @property
    def key(self) -> str:
        return _key(self.limit, self.subject, self.number)

    @property
    def left(self) -> int:
        """How many tries there are after this one."""
        return self.limit.most - self.number

    def give_back(self) -> None:
        """The try succeeded: it does not count."""
        cache.delete(self.key)

    def spend(self) -> None:
        """The try failed. The last one locks."""
        if self.left:
            return
        cache.set(_key(self.limit, self.subject, "lock"), time.time() + self.limit.minutes * 60, self.limit.minutes * 60)
        clear(self.limit, self.subject)


def take(limit: Limit, subject: str) -> Place:
    """Take a place under a limit. TooMany when it is locked or every place is taken."""
    until = cache.get(_key(limit, subject, "lock"))
    if until and until > time.time():
        raise TooMany(ceil((until - time.time()) / 60))
    for number in range(1, limit.most + 1):
        place = Place(limit, subject, number)
        if cache.add(place.key, time.time(), limit.minutes * 60):
            return place
    raise TooMany(limit.minutes)


def clear(limit: Limit, subject: str) -> None:
    """Forget every try under a limit."""
    cache.delete_many([_key(limit, subject, number) for number in range(1, limit.most + 1)])


@dataclass(frozen=True)
class Attempt:
    """One try to prove who one is, by one name from one address."""

    pair: Place
    address: Place

    def passed(self) -> None:
        self.address.give_back()
        clear(self.pair.limit, self.pair.subject)

    def failed(self) -> int:
        """Count the failure and return how many tries are left before the lock."""
        self.address.spend()
        self.pair.spend()
        return min(self.pair.left, self.address.left)


def attempt(name: str, address: str) -> Attempt:
    """Begin a try; TooMany when this name is locked from this address, or the address altogether."""
    pair = take(PAIR, f"{name_hash(name)}@{address}")
    try:
        return Attempt(pair, take(ADDRESS, address))
    except TooMany:
        pair.give_back()
        raise


def _key(limit: Limit, subject: str, part: int | str) -> str:
    return "try:" + hashlib.sha256(f"{limit.name}|{subject}|{part}".encode()).hexdigest()


def warning(left: int) -> str:
    """Say how many tries are left before the lock."""
    if left:
        return f"还可以试{left}次，之后锁定{PAIR.minutes}分钟。"
    return f"试错的次数太多，已锁定{PAIR.minutes}分钟。"
