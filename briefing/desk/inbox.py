"""List the notes by what waits in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import errors
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
# So many notes are listed at once.
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A note in the inbox; `first` is the first suggestion that waits, in words."""

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

    def matches(self, query: str) -> bool:
        """Tell whether all words of a query stand in what is known of the note."""
        held = fold(f"{self.path} {self.title} {self.headline} {self.source} {self.date}")
        return all(word in held for word in fold(query).split())


@dataclass(frozen=True, slots=True)
class Inbox:
    """The lines of some notes, how many there are of each state, and days without a lead."""

    lines: tuple[Line, ...]
    counts: dict[str, int]
    days: tuple[str, ...]
    more: int = 0


def read(library: Library, state: str = "", query: str = "") -> Inbox:
    """List the notes of a state, or all, that match a query: the latest first in each state."""
    lines = [_line(library, path) for path in library.paths()]
    order = list(STATES)
    lines.sort(key=lambda one: (one.day, one.path), reverse=True)
    lines.sort(key=lambda one: order.index(one.state))
    shown = [one for one in lines if state in {"", one.state} and one.matches(query)]
    notes = (library.note(path).note for path in library.paths())
    return Inbox(
        tuple(shown[:MOST]),
        {name: sum(one.state == name for one in lines) for name in STATES},
        tuple(library.leads_wanted(note for note in notes if note)),
        max(len(shown) - MOST, 0),
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
    )
