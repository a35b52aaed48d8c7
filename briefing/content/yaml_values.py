"""Write values as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeGuard

from briefing.content import edits
from briefing.content.differences import Row, Tree, Value, plain

if TYPE_CHECKING:
    from briefing.content.places import SourceFile

# What no text without quotation marks begins with, or holds.
_NOT_BARE = re.compile(r"[^\w(“‘„«]|.*(?::(?:\s|$)|\s#|\n)")


def flow(value: Value | Tree) -> str:
    """Write a value on one line."""
    if isinstance(value, Row):
        return flow(value.value)
    if isinstance(value, bool):
        return str(plain(value))
    if isinstance(value, str):
        return edits.scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{edits.scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"
    return f"[{', '.join(flow(one) for one in value)}]"


def lines(rows: Iterable[Value], *, wide: bool = False) -> Iterator[str]:
    """Write the lines of rows, each below its comments; of `wide` ones each key has a line."""
    for row in rows:
        if isinstance(row, Row):
            yield from (f"# {' '.join(one.split())}" for one in row.comments)
        value = row.value if isinstance(row, Row) else row
        if wide and value and isinstance(value, Mapping):
            for mark, (key, one) in zip(chain("-", repeat(" ")), value.items(), strict=False):
                yield f"{mark} {edits.scalar(key)}: {next(like('', one))}"
        else:
            yield f"- {flow(value)}"


def is_table(value: Value) -> TypeGuard[Sequence[Value]]:
    """Tell whether a value is a list of groups of keys."""
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and any(isinstance(one, Mapping | Row) for one in value)
    )


def pair(file: SourceFile, key: str, value: Value, indent: str) -> str:
    """Write a key with its value; a list of groups of keys takes a line a row."""
    name = edits.scalar(key)
    if not is_table(value):
        return f"{name}: {flow(value)}"
    return edits.newline(file).join([f"{name}:", *(f"{indent}  {line}" for line in lines(value))])


def like(written: str, value: Value) -> Iterator[str]:
    """Yield how to write a value in the place of another, in its kind of quotation marks if possible."""
    if isinstance(value, str):
        if written in {'""', "''"}:
            yield edits.scalar(value)
        elif written.startswith("'"):
            yield "'" + value.replace("'", "''") + "'"
        elif not written.startswith('"') and not _NOT_BARE.match(value) and not edits.is_word_of_yaml(value):
            yield value
        if written.startswith('"'):
            yield edits.quoted(value)
    yield flow(value)
