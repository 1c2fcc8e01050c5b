"""The one canonical form that is hashed: compact JSON with sorted keys, UTF-8, times in UTC to the microsecond."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical(content: Any) -> bytes:
    """Return the canonical bytes of lists, dicts, text, numbers, dates, times, decimals and UUIDs; TypeError for others."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)
    return text.encode("utf-8")


def digest(content: Any) -> str:
    """Return SHA-256 over the canonical bytes, 64 hex digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def moment(at: datetime) -> str:
    """Return an aware time as text: UTC, six decimals, `Z`. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a time without zone has no canonical form")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no canonical form")
