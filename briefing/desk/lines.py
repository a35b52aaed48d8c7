"""Describe a note as a line of the inbox, with its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis import mentions
from briefing.core import edtf
from briefing.core.problems import errors
from briefing.desk import view
from briefing.text.fold import fold
from briefing.text.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.core.model import Note
    from briefing.desk.library import Library


class Line(Struct, frozen=True):
    """A note in the inbox; `first` is the first suggestion that waits, in words.

    `held` is what a search looks through, `start` the day of a published one, `uncredited` are its images
    without a credit. `report` names its report's text, `kin` the note whose report that relays or updates.
    """

    path: str
    state: str
    title: str
    date: str = ""
    source: str = ""
    problems: int = 0
    waiting: int = 0
    claims: int = 0
    first: str = ""
    held: str = ""
    day: str = ""
    start: str = ""
    checked: bool = False
    uncredited: tuple[str, ...] = ()
    slug: str = ""
    report: str = ""
    kin: str = ""


def of(library: Library, path: str) -> Line:
    """Describe a note in a line."""
    note, problems = library.read(path)
    faults = len(errors(problems))
    if note is None:
        name = path.rpartition("/")[2]
        return Line(path, "problems", name, problems=faults, held=fold(path))
    waiting = list(view.suggestions(library, path, note))
    states = {
        "withdrawn": note.status == "withdrawn",
        "problems": bool(faults),
        "confirm": bool(waiting),
        "draft": note.status == "draft",
        "corrected": bool(note.corrections),
    }
    sources = {one.id: one.label for one in library.registry()[0].sources}
    source = sources.get(note.source, note.source)
    return Line(
        path,
        next((name for name, holds in states.items() if holds), "published"),
        note.title,
        edtf.display(note.date),
        source,
        faults,
        len(waiting),
        len(note.claims),
        waiting[0]["words"] if waiting else "",
        fold(
            " ".join(
                (path, note.title, note.headline, source, edtf.display(note.date), *_names(library, note))
            )
        ),
        note.date.end.isoformat(),
        note.date.start.isoformat() if note.status == "published" else "",
        bool(note.checked),
        tuple(one.target for one in note.document.images if not one.credit),
        note.slug,
        note.report,
        note.relays or note.updates,
    )


def _names(library: Library, note: Note) -> Iterator[str]:
    """Yield all names of those whom a note names, and its tags."""
    entities = library.registry()[1].entities
    found = {one.entity for one in mentions.find(note.document.prose, library.registry()[1])}
    found |= {id_ for claim in note.claims for id_ in (claim.by, claim.who, claim.place)}
    for id_ in sorted(found & entities.keys()):
        yield from (name for names in names_of(entities[id_]) for name in names)
    yield from note.tags
