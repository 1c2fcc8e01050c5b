"""The Merkle tree of RFC 9162 over event hashes, kept as its peaks: one append is a few hashes, a root is at most 64."""

import hashlib
from collections.abc import Iterable


def node(left: str, right: str) -> str:
    """Return the hash of an inner node: SHA-256 over 0x01, left, right (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def append(peaks: list[list], leaf: str) -> list[list]:
    """Return the peaks after one more leaf. A peak is [size, root], largest first."""
    grown = [*peaks, [1, leaf]]
    while len(grown) > 1 and grown[-1][0] == grown[-2][0]:
        (size, left), (_, right) = grown[-2:]
        grown[-2:] = [[size * 2, node(left, right)]]
    return grown


def root(peaks: list[list]) -> str:
    """Return the root over all leaves; SHA-256 of nothing where there is none."""
    if not peaks:
        return hashlib.sha256(b"").hexdigest()
    result = peaks[-1][1]
    for _, peak in reversed(peaks[:-1]):
        result = node(peak, result)
    return result


def root_of(leaves: Iterable[str]) -> str:
    """Return the root over leaf hashes, in order."""
    peaks: list[list] = []
    for leaf in leaves:
        peaks = append(peaks, leaf)
    return root(peaks)
