"""Find the field that a Problem of a note is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.content.forms import yaml
from briefing.content.frontmatter import NOTE
from briefing.desk import form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.content.differences import Place
    from briefing.content.forms.records import Record
    from briefing.core.problems import Problem

_WORD = re.compile(r"[\w-]+(?:\.\d+)?")
_KEYS = frozenset(one.key for one in NOTE.fields)


def place_of(problem: Problem, node: yaml.YamlNode | None) -> Place:
    """Return a field's key, a list with a row and its key, or a list with a row alone; () where it is none.

    A message begins with the key, or names its value; its line tells the rest.
    """
    if not isinstance(node, yaml.Mapping):
        return ()
    line = problem.location.line
    lines = {key.text: key.line for key, _ in node.entries}
    if (key := _first(problem.what)) in _KEYS and line == lines.get(key, node.line):
        return (key,)
    begun = [(key, value) for key, value in node.entries if key.line <= line]
    top = begun[-1][0].text if begun and line <= _last(begun[-1][1]) else ""
    if top not in form.tables():
        return (top,) if lines.get(top) == line else ()
    rows = {key.text: value for key, value in begun}.get(top)
    if not isinstance(rows, yaml.Sequence):
        return (top,)
    record = form.tables()[top].record
    return (top, *_row(problem, rows, record))


def _first(told: str) -> str:
    found = _WORD.match(told)
    return found[0] if found else ""


def _last(node: yaml.YamlNode) -> int:
    """Return the last line of what a key holds."""
    if isinstance(node, yaml.Scalar):
        return max(node.line, node.last)
    if not node.entries:
        return node.line
    last = node.entries[-1]
    return _last(last[1] if isinstance(last, tuple) else last)


def _row(problem: Problem, rows: yaml.Sequence, record: Record) -> Place:
    """Return a row, with its key where that is clear; of rows on one line, the first that is meant."""
    above = [number for number, one in enumerate(rows.entries) if one.line <= problem.location.line]
    if not above:
        return ()
    line = rows.entries[above[-1]].line
    for number in above:
        row = rows.entries[number]
        if row.line == line and isinstance(row, yaml.Mapping) and (key := _key(problem, row, record)):
            return number, key
    return (above[-1],)


def _key(problem: Problem, row: yaml.Mapping, record: Record) -> str:
    rest = problem.what.removeprefix(f"{record.noun}: ")
    keys = [one.key for one in record.fields]
    if (first := _first(rest)) in keys:
        return first
    there = [key.text for key, _ in row.entries if key.line == problem.location.line and key.text in keys]
    if len(there) == 1 and row.line != row.entries[-1][0].line:
        return there[0]
    return _named(rest, form.texts(row), keys)


def _named(told: str, held: dict[str, str], keys: Sequence[str]) -> str:
    """Return the first key of those whose value a message names, or nothing."""
    words = set(_WORD.findall(told.replace(",", "")))
    for key in keys:
        entries = [one.strip() for one in held.get(key, "").split(",")]
        if any(one and (one in words or f'"{one}"' in told) for one in entries):
            return key
    return ""
