"""Print a table: what is measured, its goal, its figure, the verdict. Every ratio stands on a ceiling measured in the same run."""

import argparse
import importlib
import time

from bench import ground, measure

ROWS = {1: "public", 2: "visit", 3: "lists", 4: "reviewing", 5: "memory", 6: "papers", 10: "ledger"}


def wanted() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    reader.add_argument("--row", type=int, action="append", choices=ROWS, help="only this row; may be given again")
    reader.add_argument("--quick", action="store_true", help="small sizes and single rounds: for a look, not for a verdict")
    return reader.parse_args()


def main() -> None:
    asked = wanted()
    measure.quick(on=asked.quick)
    began = time.monotonic()
    with ground.ground():
        ground.prepare()
        print(measure.HEAD)
        for number in asked.row or ROWS:
            ground.renew()
            for line in importlib.import_module(f"bench.{ROWS[number]}").measured():
                print(f"{number:>2}  {line}", flush=True)
    print(f"\n{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
