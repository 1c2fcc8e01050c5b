"""The Merkle tree by its peaks against RFC 9162 as it is written: recursively, from all leaves."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger import merkle

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=70)
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def naive(leaves):
    """MTH of RFC 9162 §2.1.1, given leaf hashes: split at the largest power of two below the count."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return bytes.fromhex(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


@given(HASHES)
def test_root_is_that_of_the_standard(leaves):
    assert merkle.root_of(leaves) == naive(leaves).hex()


@given(HASHES)
def test_peaks_are_perfect_trees_largest_first(leaves):
    peaks = []
    for leaf in leaves:
        peaks = merkle.append(peaks, leaf)

    sizes = [size for size, _ in peaks]
    assert sizes == [1 << bit for bit in range(70, -1, -1) if len(leaves) >> bit & 1]
    assert merkle.root(peaks) == naive(leaves).hex()


def test_append_leaves_its_argument_alone():
    peaks = [[1, "a" * 64]]
    merkle.append(peaks, "b" * 64)

    assert peaks == [[1, "a" * 64]]


@pytest.mark.parametrize(
    ("count", "root"),
    [
        # The test vectors of Certificate Transparency: eight leaves of known bytes.
        (0, EMPTY),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)
def test_known_roots(count, root):
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).hexdigest() for text in inputs[:count]]

    assert merkle.root_of(leaves) == root
