"""The command `keydates`: print the days that matter most, and sentences about them."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from briefing.chronology.keydates import DatedLine, DatedText, Naming, key_dates
from briefing.cli import arguments as types
from briefing.cli import console
from briefing.content import note_files
from briefing.core import edtf
from briefing.core.model import DateExpression, Note
from briefing.core.problems import MisusedError, Problem
from briefing.core.progress import Progress
from briefing.text import dates, sentences

# What leads to the end of a span, not to a day on which something happened.
_SPAN = re.compile(r"\b(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]efore)\b[^,.;:]{0,60}$")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--dates", type=types.count, default=10, metavar="N")
    parser.add_argument("--sentences", type=types.count, default=2, metavar="K", help="at most K a day")
    parser.add_argument("--from", type=types.day, default=date.min, dest="first", metavar="D")
    parser.add_argument("--to", type=types.day, default=date.max, dest="last", metavar="D")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the days in order of date."""
    if options.first > options.last:
        raise MisusedError(f"--from {options.first} is later than --to {options.last}")
    record, problems = timeline(
        options.paths,
        count=options.dates,
        each=options.sentences,
        first=options.first,
        last=options.last,
        progress=console.progress(quiet=options.quiet),
    )
    print(json.dumps(record, ensure_ascii=False, indent=1) if options.json else as_text(record))
    return console.report(problems)


def timeline(
    paths: Sequence[Path], *, count: int, each: int, first: date, last: date, progress: Progress
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Find up to `count` key dates from `first` to `last`, with up to `each` sentences.

    Reads notes, and all `.md` files in folders; one that cannot be read, or has no title or date,
    yields its Problems instead. The record is `{"timeline": [{"date", "sentences"}]}`, in order of date.
    """
    reports: list[DatedText] = []
    problems: list[Problem] = []
    files = note_files.find(paths)
    for done, file in enumerate(files, start=1):
        notes, found = note_files.read([file])
        problems += found
        reports += [report(note) for note in notes]
        progress("notes read", done, len(files))
    days = key_dates(reports, dates=count, sentences=each, first=first, last=last)
    record = [
        {"date": day.isoformat(), "sentences": [quote.text for quote in quotes]}
        for day, quotes in days.items()
    ]
    return {"timeline": record}, tuple(problems)


def as_text(record: dict[str, Any]) -> str:
    """Lay a record out for reading."""
    lines = []
    for day in record["timeline"]:
        lines.append(edtf.display(edtf.parse(day["date"])))
        lines += [f"  {sentence}" for sentence in day["sentences"]]
    return "\n".join(lines)


def report(note: Note) -> DatedText:
    """Read a note for the days that it names; what it calls today is the last day of its date."""
    prose = note.document.prose
    found = dates.find(prose, note.date)
    return DatedText(note.path, note.date.end, tuple(_lines(prose, found)))


def _lines(prose: str, found: Sequence[DateExpression]) -> Iterator[DatedLine]:
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
        yield DatedLine(sentences.clean(prose[sentence.start : sentence.end]), tuple(days))
