"""`python -m tests.planted [WORD]`: plant every fault, or those whose name has the word; exit 1 when one is not caught."""

import sys
import time

from tests.planted.faults import FAULTS
from tests.planted.runner import caught, copied


def main(word: str = "") -> int:
    missed = 0
    with copied() as copy:
        for fault in (fault for fault in FAULTS if word in fault.name):
            began = time.monotonic()
            found = caught(fault, copy)
            missed += not found
            print(f"{'caught' if found else 'MISSED'}  {time.monotonic() - began:5.1f} s  {fault.name}  ({fault.path})", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
