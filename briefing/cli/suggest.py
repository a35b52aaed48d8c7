"""The command `suggest`: print what notes lack as YAML to paste, or write it into them to be confirmed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.analysis.mentions import Names
from briefing.cli import console
from briefing.content import edits, note_files, tree
from briefing.content.edits import Change
from briefing.core import clock, settings_file
from briefing.core.problems import Problem
from briefing.core.registry import Registry
from briefing.suggest import rejections
from briefing.suggest.front_matter import as_json, as_yaml, written
from briefing.suggest.parser import Parser
from briefing.suggest.suggestions import Suggestions, suggest

if TYPE_CHECKING:
    import argparse

    from briefing.suggest.rejections import Rejection

_MISSED = "sentences are read by word lists alone, which miss some figures"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--write",
        action="store_true",
        help="put claims and events into the notes, marked so that check refuses them",
    )
    kinds.add_argument("--json", action="store_true", help="print one line of JSON a note, for programs")


def run(options: argparse.Namespace) -> int:
    """Print the suggestions for each note."""
    settings = settings_file.load(options.settings)
    content, _ = tree.read(settings.folders.content, today=clock.today(settings.timezone))
    parser = Parser(settings.folders.store / "parses", settings.model)
    rejected = rejections.load(settings.folders.content)
    lines, problems = suggested(
        options.paths, content.registry, parser, rejected=rejected, write=options.write, as_lines=options.json
    )
    for line in lines:
        print(line)
    if parser.fault:
        print(f"suggest: {_MISSED}: {parser.fault}", file=sys.stderr)
    return console.report(problems)


def suggested(
    paths: Sequence[Path],
    registry: Registry,
    parser: Parser | None = None,
    *,
    rejected: frozenset[Rejection] = frozenset(),
    write: bool,
    as_lines: bool = False,
) -> tuple[Iterator[str], tuple[Problem, ...]]:
    """Yield the suggestions for each note, in path order: YAML to paste, or what was written.

    With `as_lines` each note is a line of JSON instead. What was `rejected` at the desk is left out.

    A note needs a title, a date and a text; one that has not yields its Problems instead. Raises
    BriefingError where nothing can be added to a front matter.
    """
    files = note_files.find(paths)
    notes, problems = note_files.read(files)
    names = Names.of(registry.entities, reporters=(source.id for source in registry.sources))
    by_path = {str(file): file for file in files}

    def told() -> Iterator[str]:
        for note in notes:
            found = rejections.left(suggest(note, registry, names, parser), note.slug, rejected)
            if not found and not as_lines:
                yield f"# {note.path}: nothing to suggest"
                continue
            if as_lines:
                yield as_json(note.path, found)
                continue
            kept = f"# {note.path}\n{as_yaml(found)}"
            whole = found.whole
            if write and (whole.claims or whole.events):
                file = by_path[note.path]
                before = file.read_bytes()
                change = Change(file.name, before, written(note.path, before, whole))
                edits.write(file.parent, [change])
                rest = as_yaml(Suggestions(found.open, (), found.aliases, found.dates, found.figures))
                kept = f"# {note.path}: {_count(whole)} written, each with status: suggested\n{rest}".rstrip()
            yield kept

    return told(), problems


def _count(found: Suggestions) -> str:
    claims, events = len(found.claims), len(found.events)
    return f"{claims} claim{'s' * (claims != 1)} and {events} event{'s' * (events != 1)}"
