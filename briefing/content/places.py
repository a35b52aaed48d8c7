"""Find the places of values in files of the content, so that they can be changed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from briefing.content import registry
from briefing.content.folder import ENDING, LEADS, NOTES, PAGES, load, scan
from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults
from briefing.content.forms.fields import ListOf, ScalarKind
from briefing.content.forms.records import Maker, Record
from briefing.content.frontmatter import LEAD, NOTE, PAGE
from briefing.core.problems import errors

# What each file holds: those of the registry by their paths, others by their folders.
_KINDS: Mapping[str, object] = {
    registry.SOURCES: ListOf(registry.SOURCE),
    registry.ENTITIES: ListOf(registry.ENTITY),
    registry.MEASURES: ListOf(registry.MEASURE),
    registry.UNITS: ListOf(registry.UNIT),
    registry.TAGS: ListOf(registry.RENAMED),
    NOTES: NOTE,
    PAGES: PAGE,
    LEADS: LEAD,
}


class SourceFile(Struct, frozen=True, dict=True):
    """A file of the content, by its path below the folder, with what stands where.

    `head` is where its YAML starts, from which all places count, and `body` where its text does. `node` is
    None where there is none, or where it is not `readable`.
    """

    path: str
    content: bytes
    text: str
    head: int
    body: int
    node: yaml.YamlNode | None
    readable: bool = True

    @property
    def keys(self) -> dict[str, yaml.YamlNode]:
        """What the head of a note, page or lead holds, by key."""
        return values(self.node) if isinstance(self.node, yaml.Mapping) else {}

    @cached_property
    def scalars(self) -> tuple[tuple[ScalarKind[object], yaml.Scalar], ...]:
        """Every value that the description of the file knows, with its kind."""
        kind = _KINDS.get(self.path) or _KINDS[self.path.partition("/")[0]]
        return () if self.node is None else tuple(scalars(kind, self.node))

    @property
    def entries(self) -> Sequence[yaml.Mapping]:
        """The entries of a file of the registry."""
        entries = self.node.entries if isinstance(self.node, yaml.Sequence) else ()
        return [entry for entry in entries if isinstance(entry, yaml.Mapping)]


def read(folder: Path) -> dict[str, SourceFile]:
    """Read all notes, pages, leads and the registry, by their paths."""
    found = (path for path in scan(folder)[0] if path.endswith(ENDING) or path in registry.FILES)
    return {path: opened(path, load(folder, path)[0] or b"") for path in found}


def opened(path: str, content: bytes) -> SourceFile:
    """Read the places in one file."""
    faults = Faults(path)
    text = files.text_of(content, faults) or ""
    if not path.endswith(ENDING):
        node = yaml.read(text, first_line=1, faults=faults)
        return SourceFile(path, content, text, 0, len(text), node, not errors(faults.problems()))
    parts = files.split(text, faults)
    if parts is None:
        return SourceFile(path, content, text, 0, 0, None, readable=False)
    node = yaml.read(parts.front_matter, first_line=2, faults=faults)
    body = len(text) - len(parts.body)
    return SourceFile(path, content, text, parts.start, body, node, not errors(faults.problems()))


def values(mapping: yaml.Mapping) -> dict[str, yaml.YamlNode]:
    """Return what a mapping holds, by key."""
    return {key.text: value for key, value in mapping.entries}


def scalars(
    kind: object, node: yaml.YamlNode, *, withdrawn: bool = False
) -> Iterator[tuple[ScalarKind[object], yaml.Scalar]]:
    """Yield every value below a node that its kind describes; of a `withdrawn` note only what goes."""
    if isinstance(kind, Maker):
        yield from scalars(kind.record, node, withdrawn=withdrawn)
    elif isinstance(kind, Record) and isinstance(node, yaml.Mapping):
        kinds = {field.key: field.kind for field in kind.fields if not (withdrawn and field.stays)}
        for key, value in values(node).items():
            yield from scalars(kinds.get(key), value, withdrawn=withdrawn)
    elif isinstance(kind, ListOf):
        for entry in node.entries if isinstance(node, yaml.Sequence) else (node,):
            yield from scalars(kind.entry, entry, withdrawn=withdrawn)
    elif isinstance(kind, ScalarKind) and isinstance(node, yaml.Scalar):
        yield kind, node
