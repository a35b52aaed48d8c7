"""Paths of notes in; their key dates, as a record for printing, out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefing.chronology.keydates import Line, Naming, Report, key_dates
from briefing.cli import analyse
from briefing.core import edtf
from briefing.text import dates, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from briefing.analysis.word_weights import Progress
    from briefing.core.model import DateExpression, Note
    from briefing.core.problems import Problem

# What leads to the end of a span, not to a day on which something happened.
_SPAN = re.compile(r"\b(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]efore)\b[^,.;:]{0,60}$")


def timeline(
    paths: Sequence[Path], *, count: int, each: int, first: date, last: date, progress: Progress
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Find up to `count` key dates from `first` to `last`, with up to `each` sentences.

    Reads notes, and all `.md` files in folders; one that cannot be read, or has no title or date,
    yields its Problems instead. The record is `{"timeline": [{"date", "sentences"}]}`, in order of date.
    """
    reports: list[Report] = []
    problems: list[Problem] = []
    files = analyse.note_files(paths)
    for done, file in enumerate(files, start=1):
        notes, found = analyse.read_notes([file])
        problems += found
        reports += [report(note) for note in notes]
        progress("notes read", done, len(files))
    days = key_dates(reports, dates=count, sentences=each, first=first, last=last)
    record = [
        {"date": day.date.isoformat(), "sentences": [one.text for one in day.sentences]} for day in days
    ]
    return {"timeline": record}, tuple(problems)


def shown(record: dict[str, Any]) -> str:
    """Lay a record out for reading."""
    lines = []
    for day in record["timeline"]:
        lines.append(edtf.display(edtf.parse(day["date"])))
        lines += [f"  {sentence}" for sentence in day["sentences"]]
    return "\n".join(lines)


def report(note: Note) -> Report:
    """Read a note for the days that it names; what it calls today is the last day of its date."""
    prose = note.document.prose
    found = dates.find(prose, note.date)
    return Report(note.path, note.date.end, tuple(_lines(prose, found)))


def _lines(prose: str, found: Sequence[DateExpression]) -> Iterator[Line]:
    """Each sentence with the days in it; months, years and spans name no day."""
    at = 0
    for sentence in sentences.split(prose):
        days = []
        while at < len(found) and found[at].start < sentence.end:
            one = found[at]
            if one.value.is_day and not one.value.approximate and one.start >= sentence.start:
                bounds = _SPAN.search(prose, sentence.start, one.start) is not None
                days.append(Naming(one.value.start, any(map(str.isdigit, one.text)), bounds))
            at += 1
        yield Line(sentences.clean(prose[sentence.start : sentence.end]), tuple(days))
