"""Find the steps that turn one tree of YAML into another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from msgspec import Struct

from briefing.content.forms import yaml

# What YAML holds: texts, lists and keys with their values; white space in texts means nothing.
Tree: TypeAlias = "str | tuple[Tree, ...] | dict[str, Tree]"
# The same as it is wished for: True and False are the words of YAML, and rows may bear comments.
Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value] | Row"
Place: TypeAlias = tuple[str | int, ...]


class Row(Struct, frozen=True):
    """A new entry of a list, below comments of a line each."""

    value: Value
    comments: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """A single change: a value set, keys or rows added before, or dropped from, the one at a place.

    A new key goes behind the one called `behind`, or comes first without one.
    """

    kind: Literal["set", "add", "drop"]
    at: Place
    value: Value = ""
    behind: str = ""


def tree(node: yaml.YamlNode | None) -> Tree:
    """Return a node as plain values."""
    if isinstance(node, yaml.Mapping):
        return {key.text: tree(value) for key, value in node.entries}
    if isinstance(node, yaml.Sequence):
        return tuple(tree(entry) for entry in node.entries)
    return "" if node is None else " ".join(node.text.split())


def plain(value: Value) -> Tree:
    """Return the text that a value would be read as."""
    if isinstance(value, Row):
        return plain(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return tuple(plain(one) for one in value)


def steps(have: Tree, wished: Value, at: Place = ()) -> Iterator[Step]:
    """Yield the steps from one tree to another, each to be taken after those before it."""
    if isinstance(wished, Row):
        wished = wished.value
    if have == plain(wished):
        return
    if have and wished and isinstance(have, dict) and isinstance(wished, Mapping):
        yield from _of_mapping(have, wished, at)
    elif wished and isinstance(have, tuple) and isinstance(wished, Sequence) and not isinstance(wished, str):
        yield from _of_sequence(have, wished, at)
    else:
        yield Step("set", at, wished)


def _of_mapping(have: dict[str, Tree], wished: Mapping[str, Value], at: Place) -> Iterator[Step]:
    behind = ""
    for key, value in wished.items():
        if key in have:
            yield from steps(have[key], value, (*at, key))
        else:
            yield Step("add", (*at, key), value, behind)
        behind = key
    yield from (Step("drop", (*at, key)) for key in have if key not in wished)


def _of_sequence(have: tuple[Tree, ...], wished: Sequence[Value], at: Place) -> Iterator[Step]:
    """Yield the steps from the last row to the first, so that none moves the place of another."""
    rows = [repr(one) for one in have], [repr(plain(one)) for one in wished]
    for _, low, high, first, end in reversed(SequenceMatcher(None, *rows, autojunk=False).get_opcodes()):
        both = min(high - low, end - first)
        if end - first > both:
            yield Step("add", (*at, low + both), wished[first + both : end])
        yield from (Step("drop", (*at, number)) for number in range(high - 1, low + both - 1, -1))
        for number in range(both):
            yield from steps(have[low + number], wished[first + number], (*at, low + number))


def taken(have: Tree, step: Step) -> Tree:
    """Return a tree after a step."""
    if not step.at:
        return plain(step.value)
    return _taken(have, step, 0)


def _taken(have: Tree, step: Step, depth: int) -> Tree:
    part, last = step.at[depth], depth == len(step.at) - 1
    if isinstance(have, dict) and isinstance(part, str):
        rest = {key: value for key, value in have.items() if key != part or not last}
        if not last:
            return {**have, part: _taken(have[part], step, depth + 1)}
        return rest if step.kind == "drop" else {**rest, part: plain(step.value)}
    if isinstance(have, tuple) and isinstance(part, int):
        if not last:
            return (*have[:part], _taken(have[part], step, depth + 1), *have[part + 1 :])
        added = plain(step.value)
        if step.kind == "add" and isinstance(added, tuple):
            return (*have[:part], *added, *have[part:])
        return (*have[:part], *(() if step.kind == "drop" else (added,)), *have[part + 1 :])
    raise KeyError(part)
