"""List the notes by what waits in each."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError, errors
from briefing.desk import view
from briefing.site import views
from briefing.text.fold import fold

if TYPE_CHECKING:
    from briefing.desk.library import Library

# The states of notes, with their headings, in the order in which they are worked at; a note has one.
STATES = {
    "problems": "With problems",
    "confirm": "To confirm",
    "draft": "Draft",
    "published": "Published",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}
# So many notes are listed at once, and so many are looked through while a page waits.
MOST, FRESH = 200, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A note in the inbox; `first` is the first suggestion that waits, in words.

    `start` is the day of a published one.
    """

    path: str
    state: str
    title: str
    date: str
    source: str
    problems: int
    waiting: int
    claims: int
    first: str = ""
    headline: str = ""
    day: str = ""
    start: str = ""

    def matches(self, query: str) -> bool:
        """Tell whether all words of a query stand in what is known of the note."""
        held = fold(f"{self.path} {self.title} {self.headline} {self.source} {self.date}")
        return all(word in held for word in fold(query).split())


@dataclass(frozen=True, slots=True)
class Inbox:
    """The lines of some notes, how many there are of each state, and days without a lead.

    `more` are not listed, `unread` not looked through yet.
    """

    lines: tuple[Line, ...]
    counts: dict[str, int]
    days: tuple[str, ...]
    more: int = 0
    unread: int = 0


@dataclass(slots=True)
class Register:
    """The lines of all notes, each made again where its note changed, the registry or what was rejected."""

    library: Library
    lock: threading.Lock = field(default_factory=threading.Lock)
    _lines: dict[str, tuple[object, Line]] = field(default_factory=dict)

    def look_through(self, most: int) -> int:
        """Make the lines of so many notes that changed; return how many are left."""
        shared = self.library.shared_version()
        left = 0
        for path in reversed(self.library.paths()):
            version = self.library.version(path), shared
            if path in self._lines and self._lines[path][0] == version:
                continue
            if most > 0:
                self._lines[path] = version, _line(self.library, path)
            most, left = most - 1, left + (most <= 0)
        return left

    def warm(self) -> None:
        """Make all lines, a few at a time, so that a page has to wait for a few at most."""
        left = 1
        # Where what was rejected cannot be read, the page says so.
        with suppress(BriefingError):
            while left:
                with self.lock:
                    left = self.look_through(FRESH)

    def read(self, state: str = "", query: str = "") -> Inbox:
        """List the notes of a state, or all, that match a query: the latest first in each state."""
        with self.lock:
            unread = self.look_through(FRESH)
            there = set(self.library.paths())
            lines = [line for path, (_, line) in self._lines.items() if path in there]
        order = list(STATES)
        lines.sort(key=lambda one: (one.day, one.path), reverse=True)
        lines.sort(key=lambda one: order.index(one.state))
        shown = [one for one in lines if state in {"", one.state} and one.matches(query)]
        counts = Counter(one.state for one in lines)
        return Inbox(
            tuple(shown[:MOST]),
            {name: counts[name] for name in STATES},
            tuple(self.library.leads_wanted({one.start for one in lines if one.start})),
            max(len(shown) - MOST, 0),
            unread,
        )


def _line(library: Library, path: str) -> Line:
    kept = library.note(path)
    note, faults = kept.note, len(errors(kept.problems))
    if note is None:
        return Line(path, "problems", path.rpartition("/")[2], "", "", faults, 0, 0)
    waiting = list(view.suggestions(library, path, note))
    states = {
        "withdrawn": note.status == "withdrawn",
        "problems": bool(faults),
        "confirm": bool(waiting),
        "draft": note.status == "draft",
        "corrected": bool(note.corrections),
    }
    sources = {one.id: one.label for one in library.registry()[0].sources}
    return Line(
        path,
        next((name for name, holds in states.items() if holds), "published"),
        note.title,
        views.date_view(note.date).text,
        sources.get(note.source, note.source),
        faults,
        len(waiting),
        len(note.claims),
        waiting[0]["words"] if waiting else "",
        note.headline,
        note.date.end.isoformat(),
        note.date.start.isoformat() if note.status == "published" else "",
    )
