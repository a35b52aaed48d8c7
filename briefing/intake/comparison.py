"""Compare a note with its report: figures that the report lacks, and wording that was carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefing.content.forms.faults import Faults, quoted
from briefing.core.model import Note
from briefing.core.problems import Problem
from briefing.intake import store
from briefing.text import figures

# With so many words in a row the wording is the report's: notes written afresh share none.
RUN = 8
_WORD = re.compile(r"[^\W_]+")


def faults(note: Note, folder: Path) -> tuple[Problem, ...]:
    """Return warnings of what a note has that its report has not, and of what is the report's own wording.

    Nothing is told where the report is not on this machine.
    """
    report = store.load(folder, note.report)
    if report is None:
        return ()
    told = Faults(note.path)
    _tell_figures(note, report, told)
    for start, end in carried(note.body, report):
        line = note.body_line + note.body.count("\n", 0, start)
        what = f"{quoted(note.body[start:end])} is in the report word for word"
        told.warn(line, "carried-over", what, "tell it in your own words")
    return told.problems()


def _tell_figures(note: Note, report: str, told: Faults) -> None:
    found = figures.find(report)
    # "A year" tells of one too.
    numbers = {1.0, *(end for one in found if not one.vague for end in (one.low, one.high))}
    for claim in note.claims:
        if claim.words:
            continue
        for number in sorted({abs(end) for end in (claim.low, claim.high) if end is not None} - numbers):
            what = f"claim: figure {number:,.12g} is not in the report"
            told.warn(claim.line, "figure-not-in-report", what, "compare it with the report")


def carried(text: str, report: str) -> Iterator[tuple[int, int]]:
    """Yield where a text has `RUN` or more words in a row from a report, outside quotations."""
    blank = store.QUOTED.sub(lambda found: "\0" * len(found[0]), text)
    runs = {run for part in store.QUOTED.split(report) for run, _, _ in _runs(part)}
    start = end = -1
    for run, first, last in _runs(blank):
        if run not in runs or "\0" in blank[first:last]:
            continue
        if start >= 0 and first > end:
            yield start, end
            start = -1
        start, end = (first if start < 0 else start), last
    if start >= 0:
        yield start, end


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield all runs of words in lower case, with their places."""
    found = [(word[0].lower(), word.start(), word.end()) for word in _WORD.finditer(text)]
    for at in range(len(found) - RUN + 1):
        row = found[at : at + RUN]
        yield tuple(word for word, _, _ in row), row[0][1], row[-1][2]
