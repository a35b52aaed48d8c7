"""Measures Briefing side by side with Hugo and stock Pelican, on the same invented notes, and prints a table.

    python tests/bench/compare.py --notes 10000                     all cases, five times each
    python tests/bench/compare.py --notes 1000 --case body-edit --repeat 3

It installs the peers into an environment of its own below the folder it works in. Each repetition
measures ours and a peer's one after the other; ratios are of such pairs. Not part of the test suite:
it takes long, and its seconds are the machine's.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from cases import CASES, Bench
from laboratory import PEERS, Laboratory
from msgspec import Struct
from projects import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meter import Cost

Found = dict[str, list["Cost"]]


class Row(Struct, frozen=True):
    """A line of the table: a case, beside which other, and how far below it is aimed at."""

    told: str
    case: str
    beside: str = ""
    aim: str = ""


ROWS = (
    Row("nothing changed", "nothing", "hugo-rebuild", "wall ≤ 0.15 s; ≤ 1/60"),
    Row("one body edit", "body-edit", "hugo-rebuild", "≤ 1/12 = 0.083"),
    Row("one body edit", "body-edit", "hugo-server", "≤ 1/2"),
    Row("title edit", "title-edit", "hugo-rebuild", "≤ 1/10"),
    Row("one new note", "new-note", "hugo-rebuild", "≤ 1/8 = 0.125"),
    Row("title edit in `serve`: page and its day served", "serve", "hugo-server", "wall ≤ 0.25 s"),
    Row("`check`, nothing kept", "check", "hugo-rebuild", ""),
    Row("`check` after one edit", "check-edit", "hugo-rebuild", ""),
    Row("`verify`, all", "verify", "hugo-rebuild", ""),
    Row("`verify` after one edit", "verify-edit", "hugo-rebuild", ""),
    Row("`publish`, nothing changed", "publish", "hugo-rebuild", ""),
    Row("`publish` with one edit", "publish-edit", "hugo-rebuild", ""),
    Row("clean build, analysis kept", "clean", "pelican", "CPU ≤ 1"),
    Row("clean build, weights of words kept (`--force`)", "forced", "pelican", ""),
    Row(
        "clean build, nothing kept: all cores beside one process",
        "cold",
        "cold-serial",
        "wall ≤ 1/1.8 = 0.56",
    ),
    Row("growth: clean build beside that of a tenth of the notes", "clean", "smaller", "CPU ≤ 11"),
)
NAMES = {
    "hugo-rebuild": "Hugo, full rebuild",
    "hugo-server": "Hugo server, fast render",
    "pelican": "stock Pelican, clean",
    "cold-serial": "one process",
    "smaller": "a tenth",
}
FEW = ("clean", "forced", "smaller", "pelican")
ONCE = ("cold", "cold-serial")


def main() -> None:
    options = read()
    wanted = needed(options.case or CASES)
    here = Laboratory(options.folder.resolve(), options.notes, options.program.resolve())
    here.folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(here)
    try:
        with bench.running:
            found = measured(bench, wanted, options)
    finally:
        here.reset()
    for line in (*shown(found, options), *memory(found), *equality(bench)):
        print(line)


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Briefing beside Hugo and stock Pelican.")
    parser.add_argument("--notes", type=int, default=10_000, help="how many (default 10000)")
    parser.add_argument(
        "--case", action="append", choices=list(CASES), help="only this, and what it is beside"
    )
    parser.add_argument("--repeat", type=int, default=5, help="how often (default 5)")
    parser.add_argument("--repeat-clean", type=int, default=0, help="how often clean builds (as --repeat)")
    parser.add_argument("--repeat-cold", type=int, default=1, help="how often from nothing (default 1)")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "briefing-bench")
    parser.add_argument("--program", type=Path, default=PROJECT, help="another checkout to measure")
    return parser.parse_args()


def needed(chosen: Iterable[str]) -> list[str]:
    """The cases to run, in their order: those chosen and those they are set beside."""
    some = set(chosen)
    return [case for case in CASES if case in some | {row.beside for row in ROWS if row.case in some}]


def measured(bench: Bench, wanted: Sequence[str], options: argparse.Namespace) -> Found:
    """Run the cases in turn, again and again, so that what is set side by side is of the same minutes."""
    found: Found = {case: [] for case in wanted}
    many = dict.fromkeys(FEW, options.repeat_clean or options.repeat)
    many |= dict.fromkeys(ONCE, options.repeat_cold)
    for resident in (False, True):
        cases = [case for case in wanted if (case in {"serve", "hugo-server"}) == resident]
        for turn in range(max((many.get(case, options.repeat) for case in cases), default=0)):
            for case in cases:
                if turn < many.get(case, options.repeat):
                    found[case].append(CASES[case](bench))
                    cost = found[case][-1]
                    told = f"{case}: wall {cost.wall:.3f} s, CPU {cost.cpu:.3f} s, {cost.memory:.0f} MB"
                    print(told, file=sys.stderr, flush=True)
    return found


def shown(found: Found, options: argparse.Namespace) -> list[str]:
    """The table, in Markdown."""
    python = f"Python {platform.python_version()}"
    lines = [
        f"{options.notes:,} notes, {os.cpu_count()} cores, {python}, {' '.join(PEERS)}",
        "",
        "| case | CPU, s | wall, s | beside | CPU, s | wall, s | ratio of CPU | ratio of wall | aim |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        ours, theirs = found.get(row.case, []), found.get(row.beside, [])
        if not ours or not theirs:
            continue
        told = (
            row.told,
            seconds([one.cpu for one in ours]),
            seconds([one.wall for one in ours]),
            NAMES[row.beside],
            seconds([one.cpu for one in theirs]),
            seconds([one.wall for one in theirs]),
            ratio([one.cpu for one in ours], [one.cpu for one in theirs]),
            ratio([one.wall for one in ours], [one.wall for one in theirs]),
            row.aim,
        )
        lines.append(f"| {' | '.join(told)} |")
    return lines


def seconds(some: Sequence[float]) -> str:
    """Median, with the least and the most."""
    return f"{median(some):.2f} ({min(some):.2f}–{max(some):.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Median of the ratios of pairs, with the least and the most."""
    found = [one / max(other, 0.001) for one, other in zip(ours, theirs, strict=False)]
    return f"{median(found):.3f} ({min(found):.3f}–{max(found):.3f})"


def memory(found: Found) -> list[str]:
    """The most memory of a process, by what it built."""
    lines = ["", "| peak memory of the largest process | MB | aim |", "|---|---|---|"]
    for told, cases, aim in (
        ("incremental", ("nothing", "body-edit", "title-edit", "new-note"), "≤ 120"),
        ("clean, analysis kept", ("clean",), "≤ 400"),
        ("clean, nothing kept", ONCE, "≤ 400"),
        ("Hugo, full rebuild", ("hugo-rebuild",), ""),
        ("stock Pelican, clean", ("pelican",), ""),
    ):
        some = [one.memory for case in cases for one in found.get(case, [])]
        if some:
            lines.append(f"| {told} | {max(some):.0f} | {aim} |")
    return lines


def equality(bench: Bench) -> list[str]:
    """Whether the site that edits led to is the one that is built from nothing."""
    if bench.differing is None:
        return []
    some = ", ".join(bench.differing[:5])
    equal = f"differs in {len(bench.differing)} files: {some}" if some else "equals, byte for byte,"
    return ["", f"After all edits the site {equal} one built from nothing."]


if __name__ == "__main__":
    main()
