"""Describe `relays` and `updates`, which name the note whose story a note's report tells, and check them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.content import urls
from briefing.content.forms.addresses import FILE_NAME
from briefing.content.forms.faults import quoted
from briefing.content.forms.records import Field
from briefing.core.problems import Location, Problem

if TYPE_CHECKING:
    from briefing.content.checks.references import SiteAddresses
    from briefing.core.model import Note

_NOTE = replace(FILE_NAME, names=("notes",))
KEYS = (
    Field("relays", _NOTE, "the note whose report this one relays, by its name as in its address"),
    Field("updates", _NOTE, "the note whose report this one brings up to date, by its name in its address"),
)


def faults(notes: Iterable[Note], addresses: SiteAddresses | None) -> Iterator[Problem]:
    """Yield warnings of notes that are named and do not exist; none without `addresses`."""
    for note in notes:
        for key, name in (("relays", note.relays), ("updates", note.updates)):
            place = Location(note.path, dict(note.key_lines).get(key, 1))
            if name and name == note.slug:
                yield Problem(place, "unknown-note", f"{key}: the note names itself", "name the other note")
            elif name and addresses is not None and urls.note(name) not in addresses:
                what = f"{key}: {quoted(name)} is not a note that readers can see"
                yield Problem(place, "unknown-note", what, "name a note as in its address", "warning")
