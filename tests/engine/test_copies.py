"""Outputs made in copies of the process: the same files and the same records as if it made all by itself."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from test_engine import OUTPUTS, Book, Sheet, Sum, made

from briefing.core.problems import BriefingError
from briefing.core.progress import silent
from briefing.engine import build, graph
from briefing.engine.build import Build
from briefing.engine.outputs import Folder

READS = "SELECT f.name, r.name FROM reads JOIN nodes f ON f.id = fact JOIN nodes r ON r.id = reader"
COUNT = 200
MOST = 90  # files that a build writes before it breaks down


class Made(NamedTuple):
    """What stands in a folder and in its graph after two builds, and what the first one itself worked out."""

    files: dict[str, bytes]
    answers: list[tuple[object, ...]]
    reads: list[tuple[object, ...]]
    outputs: list[tuple[object, ...]]
    computed: list[str]


class Failing(Folder, frozen=True):
    """A folder that cannot be written to any more after some files."""

    def write(self, path: str, content: bytes, sha256: str) -> tuple[str, bool]:
        if len(made(self.path)) >= MOST:
            raise BriefingError(f"{path}: the disk is full")
        return super().write(path, content, sha256)


def sheet(first: int = 0) -> Sheet:
    numbers = {f"n{number}": number % 7 + first for number in range(COUNT)}
    sums: dict[str, Sum] = {f"S{number}": (f"n{number}", f"n{number + 1}", "n0") for number in range(9)}
    return Sheet(numbers, sums, {}, (*numbers, *sums))


def built(root: Path, *, spread: bool, failing: bool = False) -> Made:
    """Build a sheet, or fail to, and build again with other numbers."""
    output = root / "output"
    with (
        graph.opened(root / "a.sqlite") as known,
        graph.opened(root / "b.sqlite") as other,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(build, "WORTH_PROCESSES", 2 * COUNT)
        computed: list[list[str]] = []
        for one, kind in ((sheet(), Failing if failing else Folder), (sheet(1), Folder)):
            book = Book(one, graph.Graph(known.connection))
            book.update({}, lambda _: ())
            folder = kind(output, known.connection, root / "begun")
            work = Build(book, folder, silent, stores=(other,) if spread else ())
            work.adopt(())
            with suppress(BriefingError):
                work.bring_up_to_date(OUTPUTS)
            computed.append(book.computed)
        return Made(
            made(output),
            rows(known, "SELECT name, digest, value, dirty FROM nodes"),
            rows(known, READS),
            rows(known, "SELECT path, planner, depends, sha256 FROM outputs"),
            computed[0],
        )


def rows(known: graph.Graph, query: str) -> list[tuple[object, ...]]:
    return sorted(known.connection.execute(query))


def alone(*arguments: Any, **choices: Any) -> Made:
    """Build in a process without other threads, as the command line does."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(built, *arguments, **choices).result()


@pytest.mark.parametrize("failing", [False, True], ids=["twice", "after a failure"])
def test_files_and_records_are_the_same_whoever_made_them(tmp_path: Path, failing: bool) -> None:  # noqa: FBT001
    here = built(tmp_path / "here", spread=False, failing=failing)
    spread = alone(tmp_path / "spread", spread=True, failing=failing)
    assert spread._replace(computed=[]) == here._replace(computed=[])
    assert len(here.files) > 2 * COUNT
    assert "even n1" in here.computed
    assert "even n1" not in spread.computed, "all was worked out in copies"
