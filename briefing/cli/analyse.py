"""The command `analyse`: print keywords, tags, summary, dates and names of notes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from briefing.analysis import note as analysis
from briefing.analysis import tags, word_weights
from briefing.analysis.keywords import KeywordError
from briefing.analysis.mentions import Names
from briefing.build import card_cache
from briefing.cli import arguments as types
from briefing.cli import console
from briefing.content import note_files, tree
from briefing.core import clock, settings_file
from briefing.core.model import Note
from briefing.core.problems import Problem
from briefing.core.progress import Progress
from briefing.core.registry import Registry
from briefing.core.settings import Sizes

# As where the settings say nothing.
SIZES = Sizes()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--json", action="store_true", help="as JSON Lines")
    parser.add_argument("--keywords", type=types.count, default=10, metavar="N")
    parser.add_argument("--sentences", type=types.count, default=3, metavar="K")


def run(options: argparse.Namespace) -> int:
    """Print the notes in path order, in JSON one object a note."""
    records, problems = analysed(
        options.paths,
        registry(options.settings, options.paths),
        keywords=options.keywords,
        sentences=options.sentences,
        progress=console.progress(quiet=options.quiet),
    )
    for record in records:
        print(json.dumps(record, ensure_ascii=False) if options.json else as_text(record))
    return console.report(problems)


def analysed(
    paths: Sequence[Path], registry: Registry, *, keywords: int, sentences: int, progress: Progress
) -> tuple[Iterator[dict[str, Any]], tuple[Problem, ...]]:
    """Analyse notes, and all `.md` files in folders, in path order.

    A note needs a title and a date; its other faults are for `check`. One that has not even those
    yields its Problems instead of a record. Offsets count the body's characters.
    """
    notes, problems = note_files.read(note_files.find(paths))
    work = partial(_analyse, registry, keywords, sentences)
    batches = word_weights.parted(notes)
    told = {
        path: record
        for batch in word_weights.in_batches(work, batches, len(notes), progress=progress)
        for path, record in batch
    }
    failed = tuple(one for one in told.values() if isinstance(one, Problem))
    found = [(note, one) for note in notes if isinstance(one := told[note.path], dict)]
    return _with_tags(found), (*problems, *failed)


def _with_tags(found: Sequence[tuple[Note, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Choose each note's tags as a build of just these notes would."""
    published = (record["tags"] for note, record in found if note.status == "published")
    common = tags.commonness([one.key for one in some] for some in published)
    for _, record in found:
        chosen = tags.rarest(record["tags"], common, count=SIZES.tags)
        yield {**record, "tags": [one.label for one in chosen]}


def _analyse(
    registry: Registry, keywords: int, sentences: int, notes: Sequence[Note]
) -> tuple[tuple[str, dict[str, Any] | Problem], ...]:
    """Return the record of each note, or why there is none, with its path."""
    names = Names.of(registry.entities, reporters=(source.id for source in registry.sources))
    return tuple((note.path, _record(note, registry, names, keywords, sentences)) for note in notes)


def registry(conf: Path, paths: Sequence[Path]) -> Registry:
    """Read the registry of the content that a path is in, by a settings file; else return an empty one."""
    if not conf.exists():
        return Registry()
    settings = settings_file.load(conf)
    folder = settings.folders.content
    if not any(path.resolve().is_relative_to(folder.resolve()) for path in paths):
        return Registry()
    return tree.read(folder, today=clock.today(settings.timezone))[0].registry


def as_text(record: dict[str, Any]) -> str:
    """Lay a record out for reading."""
    lines = [f"{record['note']}: {record['title']} ({record['date']})"]
    lines.append("  keywords: " + ", ".join(keyword["phrase"] for keyword in record["keywords"]))
    lines.append("  tags: " + ", ".join(record["tags"]))
    lines += [f"  {sentence['sentence']:>4}: {sentence['text']}" for sentence in record["summary"]]
    lines += [f"  {date['text']} = {date['value']}" for date in record["dates"]]
    return "\n".join(lines)


def _record(
    note: Note, registry: Registry, names: Names, keywords: int, sentences: int
) -> dict[str, Any] | Problem:
    try:
        found = analysis.analyse(
            note.document,
            note.date,
            names,
            title=note.title,
            keywords=keywords,
            tags=SIZES.keywords,
            sentences=sentences,
        )
    except KeywordError as error:
        return card_cache.unweighed(note.path, str(error))
    return {
        "note": note.path,
        "title": note.title,
        "date": note.date.text,
        "keywords": [{"phrase": one.phrase, "score": one.score} for one in found.keywords],
        "tags": tags.of_note(note, found.tags, registry, names),
        "summary": [{"text": one.text, "sentence": one.sentence} for one in found.summary],
        "dates": [
            {"start": one.start, "end": one.end, "text": one.text, "value": one.value.text}
            for one in found.dates
        ],
        "entities": [{"id": one.entity, "start": one.start, "end": one.end} for one in found.mentions],
    }
