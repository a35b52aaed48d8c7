"""Read a key that holds one value, or a list of such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from briefing.content.forms import yaml
from briefing.content.forms.fields import Json, ListOf, ValueKind

if TYPE_CHECKING:
    from briefing.content.forms.faults import Faults

T = TypeVar("T")


class OneOrMore(Struct, Generic[T], frozen=True):
    """A value of a kind, or a list of such without repeats."""

    entry: ValueKind[T]

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> tuple[T, ...] | None:
        """Return the values that could be read, in the order of the file."""
        if isinstance(node, yaml.Sequence):
            return ListOf(self.entry, unique=True).read(node, name, faults)
        value = self.entry.read(node, name, faults)
        return None if value is None else (value,)

    def schema(self) -> Json:
        """Return the schema."""
        return {"anyOf": [self.entry.schema(), ListOf(self.entry, unique=True).schema()]}
