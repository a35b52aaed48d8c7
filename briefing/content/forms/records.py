"""Describe groups of keys, to read them and to tell JSON Schema of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from msgspec import Struct

from briefing.content.forms import yaml, yaml_faults
from briefing.content.forms.faults import Faults, quoted
from briefing.core.problems import nearest

if TYPE_CHECKING:
    from briefing.content.forms.fields import Json, ValueKind

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Field(Struct, Generic[T_co], frozen=True):
    """One key of a record: what it holds, and what it is for; `stays` when the note is withdrawn, too."""

    key: str
    kind: ValueKind[T_co]
    doc: str
    required: bool = False
    stays: bool = False


class Demand(Struct, frozen=True):
    """A rule between keys: if `key` is there (with one of `values`), `needs` must be too and `bars` must not.

    With `any_of`, at least one of those keys must be there.
    `what` and `allowed` are the words of its Problem.
    """

    rule: str
    what: str
    allowed: str
    key: str
    values: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    def holds(self, written: Mapping[str, yaml.YamlNode]) -> bool:
        """Tell whether the keys that were written obey."""
        if not self._applies(written):
            return True
        if any(key not in written for key in self.needs) or any(key in written for key in self.bars):
            return False
        return not self.any_of or any(key in written for key in self.any_of)

    def _applies(self, written: Mapping[str, yaml.YamlNode]) -> bool:
        node = written.get(self.key)
        if node is None or not self.values:
            return node is not None
        return isinstance(node, yaml.Scalar) and node.text in self.values

    def schema(self) -> Json:
        """Return the schema of the rule."""
        then: Json = {}
        if self.needs:
            then["required"] = list(self.needs)
        if self.bars:
            then["not"] = {"anyOf": [{"required": [key]} for key in self.bars]}
        if self.any_of:
            then["anyOf"] = [{"required": [key]} for key in self.any_of]
        when: Json = {"required": [self.key]}
        if self.values:
            when["properties"] = {self.key: {"enum": list(self.values)}}
        return {"if": when, "then": then}


class Values(Struct, frozen=True):
    """What a record's fields held, by key, and the lines of its keys; `line` is where the record starts.

    What was absent or at fault is left out; `complete` is true where nothing that is required is.
    """

    line: int
    found: Mapping[str, Any]
    lines: Mapping[str, int]
    complete: bool

    def get(self, field: Field[T]) -> T | None:
        """Return the field's value; None when it is absent or was at fault."""
        return cast("T | None", self.found.get(field.key))

    def but(self, *fields: Field[object]) -> dict[str, Any]:
        """Return all values by key, but for some fields."""
        return {key: value for key, value in self.found.items() if key not in {one.key for one in fields}}

    def line_of(self, field: Field[T]) -> int:
        """Return the line of the field's key; that of the record when the key is absent."""
        return self.lines.get(field.key, self.line)


class Record(Struct, frozen=True):
    """A group of keys. `noun` leads its messages ("claim"); the front matter itself has none."""

    noun: str
    fields: tuple[Field[object], ...]
    demands: tuple[Demand, ...] = ()

    @property
    def _lead(self) -> str:
        return f"{self.noun}: " if self.noun else ""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> Values | None:
        """Return the fields' values; None when the node is no group of keys."""
        if not isinstance(node, yaml.Mapping):
            keys = ", ".join(field.key for field in self.fields if field.required)
            faults.add(node.line, "type", f"{name} is not a group of keys", f"write key: value, with {keys}")
            return None
        known = {field.key: field for field in self.fields}
        written = {key.text: value for key, value in node.entries}
        lines = {key.text: key.line for key, _ in node.entries}
        cut = frozenset(_cut_off(node))
        for key in [key for key in written if key not in known]:
            self._unknown(key, lines[key], known, faults, cut=key in cut)
        for field in self.fields:
            if field.required and field.key not in written:
                what = f"{self._lead}{field.key} is missing"
                faults.add(node.line, "missing-key", what, f"add it: {field.doc}")
        self._demand(node.line, written, lines, faults)
        found = {
            key: value
            for key, field in known.items()
            if key in written
            and (value := field.kind.read(written[key], f"{self._lead}{key}", faults)) is not None
        }
        complete = all(field.key in found for field in self.fields if field.required)
        return Values(node.line, found, lines, complete)

    def _unknown(
        self, key: str, line: int, known: Mapping[str, Field[object]], faults: Faults, *, cut: bool
    ) -> None:
        near = nearest(key, known)
        allowed = f"did you mean {near}?" if near else f"known here: {', '.join(known)}"
        begun, colon, rest = key.partition(":")
        if colon and begun in known:
            allowed = f"write a space after the colon, {begun}: {rest}"
        elif key.lstrip("- ") != key:
            allowed = "write a space after the dash"
        elif odd := next((mark for mark in key if mark in yaml_faults.ODD_SPACES), ""):
            allowed = f"write plain spaces; {yaml_faults.space_name(odd)} stands there"
        elif cut and not near:
            allowed = "commas separate keys; put a text that has one in quotes"
        faults.add(line, "unknown-key", f"{self._lead}unknown key {quoted(key)}", allowed)

    def _demand(
        self, line: int, written: Mapping[str, yaml.YamlNode], lines: Mapping[str, int], faults: Faults
    ) -> None:
        for demand in self.demands:
            if not demand.holds(written):
                place = lines.get(demand.key, line)
                faults.add(place, demand.rule, f"{self._lead}{demand.what}", demand.allowed)

    def schema(self) -> Json:
        """Return the schema of the group."""
        schema: Json = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                field.key: {"description": field.doc, **field.kind.schema()} for field in self.fields
            },
            "required": [field.key for field in self.fields if field.required],
        }
        if self.demands:
            schema["allOf"] = [demand.schema() for demand in self.demands]
        return schema


def _cut_off(node: yaml.Mapping) -> Iterator[str]:
    """Yield keys that a comma made of text: no value follows, and another key is on the line."""
    for (before, _), (key, value) in pairwise(node.entries):
        if key.line == before.line and isinstance(value, yaml.Scalar) and value.empty:
            yield key.text


class Maker(Struct, Generic[T], frozen=True):
    """A record whose values are made into one thing, all that is required among them.

    `make` returns None after recording why not; with `anyhow` it is asked whatever there is.
    """

    record: Record
    make: Callable[[Values, Faults], T | None]
    anyhow: bool = False

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> T | None:
        """Return the thing; messages about the record as a whole are led by its noun, if it has one."""
        values = self.record.read(node, self.record.noun or name, faults)
        return self.make(values, faults) if values and (values.complete or self.anyhow) else None

    def schema(self) -> Json:
        """Return the schema of the record."""
        return self.record.schema()
