"""Paths of notes in; what is found in each, as records for printing, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.analysis import note as analysis
from briefing.analysis import word_weights
from briefing.analysis.mentions import Names
from briefing.analysis.source_text import Reading
from briefing.build import card_cache
from briefing.content import frontmatter, tree
from briefing.content.forms import files
from briefing.core import settings_file
from briefing.core.model import Registry
from briefing.core.problems import BriefingError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from briefing.analysis.word_weights import Progress
    from briefing.core.model import Analysis, Note

LANGUAGE = "en"


def analysed(
    paths: Sequence[Path], registry: Registry, *, keywords: int, sentences: int, progress: Progress
) -> tuple[Iterator[dict[str, Any]], tuple[Problem, ...]]:
    """Analyse notes, and all `.md` files in folders, in path order.

    A note needs a title and a date; its other faults are for `check`. One that has not even those
    yields its Problems instead of a record. Offsets count the body's characters.
    """
    notes, problems = read_notes(note_files(paths))
    names = Names.of(registry.entities, reporters=(source.id for source in registry.sources))
    texts = {note.path: Reading.of(note.title, note.document.prose, names).text for note in notes}
    weighed = word_weights.weigh(texts.values(), language=LANGUAGE, progress=progress)
    found = (
        _record(
            note,
            analysis.analyse(
                note.document,
                note.date,
                names,
                title=note.title,
                language=LANGUAGE,
                keywords=keywords,
                sentences=sentences,
                weigh=weighed.weights.__getitem__,
            ),
        )
        for note in notes
        if texts[note.path] not in weighed.failures
    )
    return found, (*problems, *card_cache.unweighed(texts, weighed))


def registry(conf: Path, paths: Sequence[Path], *, today: date) -> Registry:
    """Read the registry of the content that a path is in, by a settings file; else return an empty one."""
    if not conf.exists():
        return Registry()
    folder = settings_file.load(conf).folders.content
    if not any(path.resolve().is_relative_to(folder.resolve()) for path in paths):
        return Registry()
    return tree.read(folder, today=today)[0].registry


def shown(record: dict[str, Any]) -> str:
    """Lay a record out for reading."""
    lines = [f"{record['note']}: {record['title']} ({record['date']})"]
    lines.append("  keywords: " + ", ".join(one["phrase"] for one in record["keywords"]))
    lines += [f"  {one['sentence']:>4}: {one['text']}" for one in record["summary"]]
    lines += [f"  {one['text']} = {one['value']}" for one in record["dates"]]
    return "\n".join(lines)


def note_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and all `.md` files in the folders named, in path order.

    Raises BriefingError where there is no such file or folder.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(path.rglob("*.md"))
        elif path.is_file():
            found.add(path)
        else:
            raise BriefingError(f"{path}: there is no such file or folder")
    return sorted(found)


def read_notes(paths: Sequence[Path]) -> tuple[list[Note], tuple[Problem, ...]]:
    """Read notes that have a title, a date and a text; their other faults are for `check`."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for file in paths:
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(Problem(Location(str(file)), "unreadable", f"cannot be read: {error.strerror}"))
            continue
        note, found = frontmatter.parse_note(str(file), _softened(content))
        if note is None or not note.document.blocks:
            problems += found
        else:
            notes.append(note)
    return notes, tuple(problems)


def _softened(content: bytes) -> bytes:
    """Put a space for each character that `check` refuses: offsets stay. What is no UTF-8 is left alone."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    return files.REFUSED.sub(" ", text).encode("utf-8")


def _record(note: Note, found: Analysis) -> dict[str, Any]:
    return {
        "note": note.path,
        "title": note.title,
        "date": note.date.text,
        "keywords": [{"phrase": one.phrase, "score": one.score} for one in found.keywords],
        "summary": [{"text": one.text, "sentence": one.sentence} for one in found.summary],
        "dates": [
            {"start": one.start, "end": one.end, "text": one.text, "value": one.value.text}
            for one in found.dates
        ],
        "entities": [{"id": one.entity, "start": one.start, "end": one.end} for one in found.mentions],
    }
