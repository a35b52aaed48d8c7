"""Frozen dataclasses in, compact JSON out, and back: the types say the form.

Understood are dataclasses (written as the list of their fields), tuples of one type, str, int,
float, bool, Literal, None in a union, and PartialDate (written as its EDTF text).
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing import edtf

if TYPE_CHECKING:
    from collections.abc import Callable


class DamagedError(ValueError):
    """What was to be read is not of the form asked for."""


def dumps(value: Any) -> str:
    """Write a value of any of the types above."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(text: str, kind: Any) -> Any:
    """Read a value of one type; raises DamagedError where the text is not one."""
    try:
        return _reader(kind)(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedError(f"not a {kind}: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, edtf.PartialDate):
        return value.text
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, one.name)) for one in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Make the reader of a type; it raises TypeError or ValueError on anything else."""
    if kind is edtf.PartialDate:
        return lambda value: edtf.parse(_checked(value, str))
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    return _of_form(kind)


def _of_form(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        each = _reader(arguments[0])
        return lambda value: tuple(each(one) for one in _checked(value, list))
    if origin is typing.Literal:
        return lambda value: _member(value, arguments)
    if origin in {typing.Union, types.UnionType}:
        inner = _reader(next(one for one in arguments if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if kind is float:
        return lambda value: float(_checked(value, (int, float)))
    return lambda value: _checked(value, kind)


def _of_dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    readers = [_reader(hints[one.name]) for one in dataclasses.fields(kind)]

    def read(value: Any) -> Any:
        parts = _checked(value, list)
        return kind(*(reader(part) for reader, part in zip(readers, parts, strict=True)))

    return read


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not {kind}")
    return value


def _member(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {allowed}")
    return value
