"""List everything that has a name of its own in the content, with the names that it had before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.content import places, registry
from briefing.content.folder import CONTENT, NOTES, PAGES
from briefing.content.forms import yaml
from briefing.core.problems import Location
from briefing.text.fold import fold, slug

if TYPE_CHECKING:
    from briefing.content.places import SourceFile
    from briefing.core.registry import Part

BearerKind = Literal["note", "page", "source", "entity", "measure", "unit", "tag"]
_FOLDERS: Mapping[str, BearerKind] = {NOTES: "note", PAGES: "page"}
_FILES: Mapping[str, BearerKind] = {
    registry.SOURCES: "source",
    registry.ENTITIES: "entity",
    registry.MEASURES: "measure",
    registry.UNITS: "unit",
    registry.TAGS: "tag",
}
# The fields whose values name something of each kind.
PARTS: Mapping[BearerKind, Part] = {
    "source": "sources",
    "entity": "entities",
    "measure": "measures",
    "unit": "units",
    "tag": "tags",
    "note": "notes",
}


class Bearer(Struct, frozen=True):
    """Something with a name: its file and line, the keys of its entry or head, its former names.

    A note's name is that in its address, an entity's its id. Tags are as they are written, each time.
    """

    kind: BearerKind
    name: str
    path: str
    line: int = 0
    entry: yaml.Mapping | None = None

    @property
    def place(self) -> Location:
        """Its place, as `path:line`."""
        return Location(f"{CONTENT}/{self.path}", self.line)

    @property
    def former(self) -> tuple[str, ...]:
        """The names that it had before."""
        listed = places.values(self.entry).get("former") if self.entry else None
        entries = listed.entries if isinstance(listed, yaml.Sequence) else ()
        return tuple(entry.text for entry in entries if isinstance(entry, yaml.Scalar))

    def is_called(self, name: str) -> bool:
        """Tell whether a name is this one; spellings of a tag are one name."""
        return self._are_one(self.name, name)

    def was_called(self, name: str) -> bool:
        """Tell whether it had a name before."""
        return any(self._are_one(former, name) for former in self.former)

    def _are_one(self, name: str, other: str) -> bool:
        return fold(name) == fold(other) if self.kind == "tag" else name == other


def bearers(files: Mapping[str, SourceFile]) -> Iterator[Bearer]:
    """Yield everything that has a name, in the order of the files."""
    for path, file in files.items():
        if kind := _FOLDERS.get(path.partition("/")[0]):
            head = file.node if isinstance(file.node, yaml.Mapping) else None
            yield Bearer(kind, slug(PurePosixPath(path).stem), path, entry=head)
        for entry in file.entries if path in _FILES else ():
            key = "label" if path == registry.TAGS else "id"
            if isinstance(name := places.values(entry).get(key), yaml.Scalar):
                yield Bearer(_FILES[path], name.text, path, name.line, entry)
        for written, node in file.scalars if path != registry.TAGS else ():
            if written.names == ("tags",):
                yield Bearer("tag", node.text, path, node.line)
