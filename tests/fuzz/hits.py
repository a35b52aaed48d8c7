"""Hits what builds keep for the next, at random; prints what came out wrong, or stayed so.

    python tests/fuzz/hits.py                    # 1,000 hits, and every column of every table thrice
    python tests/fuzz/hits.py --hits 50 --columns 0 --seed 7

Each hit changes a bit, some bytes, a page or a digit of a file of the store, cuts it short, or changes a
value of a column by SQL; some files hold changes that SQLite has not settled. Then the project is edited
and built, twice: both times it must be what a clean build makes, and no build may fail.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

import damage  # noqa: E402 - it is found by the line above

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main() -> int:
    """Hit as often as the arguments say; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hits", type=int, default=1000, help="how many hits anywhere")
    parser.add_argument("--columns", type=int, default=3, help="how many hits on each column")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6, help="to hit at the same places")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - no secret hangs on it
    with tempfile.TemporaryDirectory() as folder:
        field = damage.Field(Path(folder))
        field.lay()
        store = field.root / "settled/.store"
        of_columns = [damage.Column(*one) for one in damage.columns(store)] * options.columns
        wrong = tried(field, chance, "hits anywhere", [damage.anywhere] * options.hits)
        return 1 if wrong + tried(field, chance, "hits on columns", of_columns) else 0


def tried(
    field: damage.Field,
    chance: random.Random,
    what: str,
    hits: Sequence[Callable[[Path, random.Random], str]],
) -> int:
    """Try hits; how many came out wrong."""
    counted: Counter[str] = Counter()
    for hit in hits:
        outcome = field.hit(chance, hit)
        counted["wrong" if outcome.wrong else "noticed and mended" if outcome.noticed else "harmless"] += 1
        if outcome.wrong:
            print(f"{outcome.hit}: {outcome.wrong}", flush=True)
    told = ", ".join(f"{count} {word}" for word, count in sorted(counted.items()))
    print(f"{len(hits)} {what}: {told or 'none'}", flush=True)
    return counted["wrong"]


if __name__ == "__main__":
    sys.exit(main())
