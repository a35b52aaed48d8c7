"""Tables of records: one description of the columns gives CSV, JSON and a JSON Schema.

Files are put together from texts of some rows each, so that only those that change are written anew.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

# What a cell holds; a "list" holds texts, a "records" mappings, which only JSON has room for.
CellKind = Literal["text", "number", "count", "truth", "list", "records"]
Cells: TypeAlias = "Mapping[str, Any]"

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SEPARATOR = ";"
# A spreadsheet takes a cell that starts with one of these for a formula, and runs it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Code(Struct, frozen=True):
    """One of the words that a column may hold, and what it means."""

    word: str
    meaning: str


class Column(Struct, frozen=True):
    """A column: its name, what kind of value it holds and what that means.

    `codes` are all the words it may hold, none for free values; a `required` one is never empty.
    `parts` are the columns of a "records" cell.
    """

    name: str
    kind: CellKind
    meaning: str
    codes: tuple[Code, ...] = ()
    required: bool = False
    parts: tuple[Column, ...] = ()


class Table(Struct, frozen=True):
    """A kind of record: `name` is that of its files, `order` says how its rows are sorted."""

    name: str
    title: str
    about: str
    order: str
    columns: tuple[Column, ...]


class File(Struct, frozen=True):
    """A file on offer: its address, its form, what it holds, and where its columns are told, if any."""

    href: str
    form: str
    about: str
    anchor: str = ""

    @property
    def name(self) -> str:
        """What it is called without its folder."""
        return self.href.rpartition("/")[2]


def codes(words: Any, meanings: Mapping[Any, str]) -> tuple[Code, ...]:
    """The words of a Literal as codes; raises KeyError where one has no meaning."""
    return tuple(Code(word, meanings[word]) for word in get_args(words))


def csv_lines(table: Table, rows: Iterable[Cells]) -> str:
    """Write rows as lines of CSV (RFC 4180); empty cells are empty.

    A text that a spreadsheet would take for a formula gets an apostrophe in front. Lists are joined
    by semicolons; columns of records are left out.
    """
    names = [column.name for column in flat(table)]
    return _csv([_cell(row[name]) for name in names] for row in rows)


def as_csv(table: Table, parts: Iterable[str]) -> bytes:
    """Put lines together to a CSV file in UTF-8, header first."""
    return "".join((_csv([[column.name for column in flat(table)]]), *parts)).encode("utf-8")


def flat(table: Table) -> tuple[Column, ...]:
    """The columns that a CSV file has room for."""
    return tuple(column for column in table.columns if column.kind != "records")


def json_lines(table: Table, rows: Iterable[Cells]) -> str:
    """Write rows as JSON, one to a line; empty values are null."""
    names = [column.name for column in table.columns]
    return lines({name: row[name] for name in names} for row in rows)


def as_json(name: str, parts: Iterable[str], about: Mapping[str, Any]) -> bytes:
    """Put lines together to a JSON file: what it is `about`, then the records under `name`."""
    heading = json.dumps(dict(about), ensure_ascii=False, indent=1)[:-2]
    told = ",\n".join(part for part in parts if part)
    return f'{heading},\n "{name}": [\n{told}\n]}}\n'.encode()


def lines(records: Iterable[Mapping[str, Any]]) -> str:
    """Write records as JSON, one to a line, with commas between them."""
    return ",\n".join(map(_JSON.encode, records))


def schema(table: Table, address: str) -> dict[str, Any]:
    """Describe the JSON file as JSON Schema 2020-12; `address` is where the schema itself stands."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": table.title,
        "description": f"{table.about} {table.order}",
        "type": "object",
        "required": ["title", "site", "licence", "dictionary", "schema", table.name],
        "properties": {
            "title": {"type": "string"},
            "site": {"type": "string", "format": "uri"},
            "licence": {"type": ["string", "null"], "minLength": 1},
            "dictionary": {"type": "string", "format": "uri"},
            "schema": {"const": address},
            table.name: {"type": "array", "items": _record(table.columns)},
        },
        "additionalProperties": False,
    }


def _record(columns: Iterable[Column]) -> dict[str, Any]:
    named = {column.name: _schema(column) for column in columns}
    return {"type": "object", "required": list(named), "properties": named, "additionalProperties": False}


def _schema(column: Column) -> dict[str, Any]:
    found = {"description": column.meaning, **_of_kind(column)}
    if column.kind in {"list", "records"} or column.required:
        return found
    if "enum" in found:
        return {**found, "enum": [*found["enum"], None]}
    return {**found, "type": [found["type"], "null"]}


def _of_kind(column: Column) -> dict[str, Any]:
    if column.kind == "records":
        return {"type": "array", "items": _record(column.parts)}
    words = [code.word for code in column.codes]
    if column.kind == "list":
        return {"type": "array", "items": {"enum": words} if words else {"type": "string"}}
    if words:
        return {"enum": words}
    if column.kind == "text":
        return {"type": "string", "minLength": 1}
    if column.kind == "count":
        return {"type": "integer", "minimum": 0}
    return {"type": {"number": "number", "truth": "boolean"}[column.kind]}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    return guarded(value if isinstance(value, str) else SEPARATOR.join(value))


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    That is a text which starts like one, and what comes after a semicolon: some part cells there.
    """
    if SEPARATOR not in text:
        return f"{GUARD}{text}" if text.startswith(FORMULA_SIGNS) else text
    return SEPARATOR.join(map(guarded, text.split(SEPARATOR)))


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
