"""Hold JSON values to JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

import fastjsonschema

if TYPE_CHECKING:
    Check = Callable[[Any], Any]


class Schema:
    """A schema made ready; lists of records in a value are checked one record at a time.

    The library stops at the first fault of a value, so this way each record's is reported.
    """

    __slots__ = ("_rows", "_whole")

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Read a schema. Raises ValueError if it is none."""
        try:
            self._whole: Check = fastjsonschema.compile(dict(schema))
            self._rows: dict[str, Check] = {
                name: fastjsonschema.compile({"$defs": schema.get("$defs", {}), **listed["items"]})
                for name, listed in schema.get("properties", {}).items()
                if listed.get("type") == "array" and isinstance(listed.get("items"), dict)
            }
        except (fastjsonschema.JsonSchemaDefinitionException, AttributeError, TypeError) as error:
            raise ValueError(str(error)) from error

    def faults(self, value: object) -> Iterator[str]:
        """Yield what the schema does not allow; a record is named by its place in its list, from 1."""
        emptied = value
        if isinstance(value, dict):
            lists = {name for name in self._rows if isinstance(value.get(name), list)}
            emptied = {name: [] if name in lists else part for name, part in value.items()}
            for name in sorted(lists):
                for at, row in enumerate(value[name], 1):
                    if fault := _fault(self._rows[name], row):
                        yield f"{name} {at}: {fault}"
        if fault := _fault(self._whole, emptied):
            yield fault


def shipped(name: str) -> Schema:
    """Read one of the schemas beside this module."""
    return Schema(json.loads(resources.files(__name__).joinpath(f"{name}.schema.json").read_text("utf-8")))


def _fault(check: Check, value: object) -> str:
    try:
        check(value)
    except fastjsonschema.JsonSchemaValueException as error:
        told: str = error.message.removeprefix("data").removeprefix(".")
        return told.strip()
    return ""
