"""Keep the notes of a content folder in memory, and read again those that change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefing.analysis.mentions import Names
from briefing.content import registry, tree
from briefing.content.checks.across_files import Content, cross_check
from briefing.content.folder import CONTENT, NOTES, load, scan
from briefing.core.model import Claim, Note
from briefing.core.problems import Problem
from briefing.core.registry import Registry
from briefing.desk import reported
from briefing.intake import comparison, store
from briefing.suggest import rejections
from briefing.suggest.suggestions import Suggestions, suggest

if TYPE_CHECKING:
    from briefing.suggest.parser import Parser
    from briefing.suggest.scene import Suggestion

# With more notes than these, references between files are left to `check`.
MOST_CHECKED = 500


class Library(Struct):
    """The notes below a content folder, by their paths in it, and the reports that they tell of."""

    folder: Path
    today: Callable[[], date]
    reports: Path
    parser: Parser | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    _registry: tuple[object, Registry, Names] | None = None
    _notes: dict[str, tuple[object, Note | None, tuple[Problem, ...]]] = field(default_factory=dict)
    _found: dict[str, tuple[object, Suggestions]] = field(default_factory=dict)
    _told: dict[str, tuple[object, tuple[Suggestion[Claim], ...]]] = field(default_factory=dict)

    def files(self) -> tuple[str, ...]:
        """List all files of the content."""
        return scan(self.folder)[0]

    def paths(self) -> tuple[str, ...]:
        """List the notes."""
        return tuple(filter(is_note, self.files()))

    def registry(self) -> tuple[Registry, Names]:
        """Return the registry with its names."""
        with self.lock:
            stamp = self.shared_version()
            if self._registry is None or self._registry[0] != stamp:
                read = tree.read_registry(self.folder)
                names = Names.of(read.entities, reporters=(one.id for one in read.sources))
                self._registry = stamp, read, names
            return self._registry[1:]

    def note(self, path: str) -> Note | None:
        """Return a note; None where it cannot be read."""
        return self.read(path)[0]

    def read(self, path: str) -> tuple[Note | None, tuple[Problem, ...]]:
        """Read a note, if it changed since, with the Problems of its file."""
        with self.lock:
            stamp = _stamp(self.folder / path)
            if path not in self._notes or self._notes[path][0] != stamp:
                content = load(self.folder, path)[0] or b""
                self._notes[path] = stamp, *tree.parse_file(path, content)
            return self._notes[path][1:]

    def problems(self, path: str, note: Note | None, own: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return the Problems of a note: its file's `own`, and those with other files where that is quick."""
        told = list(own)
        if note is not None:
            told += comparison.faults(note, self.reports)
        paths = self.paths()
        if note is not None and len(paths) <= MOST_CHECKED:
            others = (self.note(one) for one in paths if one != path)
            notes = (note, *(one for one in others if one is not None))
            content = Content(notes=notes, registry=self.registry()[0])
            where = f"{CONTENT}/{path}"
            told += (one for one in cross_check(content, today=self.today()) if one.location.path == where)
        return tuple(sorted({one for one in told if "link" not in one.rule}))

    def report(self, note: Note | None) -> str:
        """Return the text of a note's report; "" if it is not on this machine."""
        return (note and store.load(self.reports, note.report)) or ""

    def suggestions(self, path: str, note: Note | None) -> Suggestions:
        """Return the suggestions for a note, without rejected ones."""
        if note is None or note.status == "withdrawn":
            return Suggestions()
        known, names = self.registry()
        rejected = rejections.load(self.folder)
        with self.lock:
            version = note.sha256, self._registry and self._registry[0]
            if path not in self._found or self._found[path][0] != version:
                self._found[path] = version, suggest(note, known, names, self._parser_of(path, note))
            found = self._found[path][1]
        return rejections.left(found, note.slug, rejected)

    def reported(self, path: str, note: Note | None) -> Iterator[Suggestion[Claim]]:
        """Yield the claims to suggest that the note's report makes and its text does not."""
        report = self.report(note)
        if note is None or not report or note.status == "withdrawn":
            return
        known, names = self.registry()
        with self.lock:
            parser = self._parser_of(path, note)
            version = note.report, note.claims, note.date, parser, self._registry and self._registry[0]
            if path not in self._told or self._told[path][0] != version:
                self._told[path] = version, reported.claims(note, report, known, names, parser)
            found = self._told[path][1]
        own = self._found[path][1].claims if path in self._found else ()
        yield from reported.left(found, own, note.slug, rejections.load(self.folder))

    def _parser_of(self, path: str, note: Note) -> Parser | None:
        """Return the parser for a note as it is on disk: what is being typed is read by word lists alone."""
        saved = self.note(path)
        return self.parser if saved and saved.sha256 == note.sha256 else None

    def version(self, path: str) -> object:
        """Return a text that changes with a note's file."""
        return _stamp(self.folder / path)

    def shared_version(self) -> object:
        """Return a text that changes with the registry."""
        return tuple(_stamp(self.folder / path) for path in registry.FILES)


def is_note(path: str) -> bool:
    """Tell whether a file of the content is a note."""
    return path.startswith(f"{NOTES}/") and path.endswith(".md")


def _stamp(file: Path) -> object:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
