"""The command `intake`: take in a report, and write the head of its note."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from briefing.cli import console
from briefing.content import tree
from briefing.core import clock, edtf, settings_file
from briefing.core.problems import BriefingError, MisusedError
from briefing.intake import arrival, evidence, fetch, files, store
from briefing.intake.report import Document, Entry, Evidence, Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "report", metavar="PATH|URL|-", help="a page, a PDF, a text or a feed; - reads standard input"
    )
    parser.add_argument("--source", help="id of the outlet, if the report does not name it")
    parser.add_argument(
        "--date", help="when the report appeared, if it does not say so, as YYYY-MM-DD or other EDTF"
    )
    parser.add_argument(
        "--entry",
        type=int,
        metavar="N",
        help="which report of a feed to take; without it they are listed",
    )


def run(options: argparse.Namespace) -> int:
    """Write the draft and the report's text, and say what was found; its path is the last line."""
    settings = settings_file.load(options.settings)
    content, _ = tree.read(settings.folders.content, today=clock.today(settings.timezone))
    read = _read(options.report)
    if not isinstance(read, Document) and options.entry is None:
        for number, entry in enumerate(read, 1):
            print(f"{number}. {entry.day or 'no date'} {entry.title} {entry.url}")
        print(f"take one in: briefing intake {options.report} --entry N")
        return console.FINE
    document = read if isinstance(read, Document) else _entry(read, options.entry)
    report = evidence.of(document, content.registry, clock.today(settings.timezone))
    report = _completed(report, options, {one.id for one in content.registry.sources})
    folders = settings.folders
    path, lines = arrival.take(report, folders.content, folders.store / store.FOLDER, content.notes)
    for line in lines:
        console.say(options, line)
    print(os.path.relpath(path))
    return console.FINE


def _read(named: str) -> Document | tuple[Entry, ...]:
    """Read what the command line names. Raises BriefingError where there is no report in it."""
    if re.match(r"https?://", named, re.IGNORECASE):
        fetched = fetch.fetch(named)
        return _named(named, fetched.content, fetched.url, fetched.charset)
    if named == "-":
        return _named("standard input", sys.stdin.buffer.read(files.LARGEST + 1))
    with Path(named).open("rb") as opened:
        return _named(named, opened.read(files.LARGEST + 1))


def _named(name: str, content: bytes, url: str = "", charset: str = "") -> Document | tuple[Entry, ...]:
    try:
        return files.read(content, url=url, charset=charset)
    except BriefingError as error:
        raise BriefingError(f"{name}: {error}") from error


def _entry(entries: tuple[Entry, ...], number: int) -> Document:
    if not 1 <= number <= len(entries):
        raise MisusedError(f"--entry: the feed has no entry {number}; there are {len(entries)}")
    try:
        return files.of_entry(entries[number - 1])
    except BriefingError as error:
        where = entries[number - 1].url
        raise BriefingError(
            f"the feed has only a teaser of it; take in the page: briefing intake {where}"
        ) from error


def _completed(report: Report, options: argparse.Namespace, sources: set[str]) -> Report:
    """Put in what the command line says."""
    from msgspec.structs import replace

    if options.source:
        if options.source not in sources:
            raise BriefingError(f"--source: {options.source} is not in registry/sources.yml; add it")
        report = replace(report, source=Evidence(options.source, "as you say"))
    if options.date:
        try:
            report = replace(report, date=edtf.parse(options.date), date_why="as you say")
        except ValueError as error:
            raise MisusedError(f"--date: {error}") from error
    return report
