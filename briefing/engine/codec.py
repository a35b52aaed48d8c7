"""Frozen dataclasses in, compact JSON out, and back: the types say the form.

Understood are dataclasses (written as the list of their fields), tuples, str, int, float, bool,
Literal, None in a union, and PartialDate (written as its EDTF text).
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from briefing.core import edtf

if TYPE_CHECKING:
    from collections.abc import Callable


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_CHECK = len(" 00000000")


class DamagedError(ValueError):
    """What was to be read is not of the form asked for."""


def dumps(value: Any) -> str:
    """Write a value of any of the types above, and after it what tells whether it is still the same."""
    text = _encode(_plain(value))
    return f"{text}{_check(text)}"


def _check(text: str) -> str:
    return f" {zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def loads(text: str, kind: Any) -> Any:
    """Read a value of one type; raises DamagedError where the text is not one."""
    text, check = text[:-_CHECK], text[-_CHECK:]
    if check != _check(text):
        raise DamagedError(f"not a {kind}: it is not as it was written")
    try:
        return _reader(kind)(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedError(f"not a {kind}: {error}") from error


_PLAIN = frozenset((str, int, bool))
_AS_THEY_ARE = _PLAIN | {float, type(None)}


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is edtf.PartialDate:
        return value.text
    if isinstance(value, tuple):
        return [one if type(one) in _AS_THEY_ARE else _plain(one) for one in value]
    take_apart: Any = _parts
    parts: tuple[Any, ...] = take_apart(kind)(value)
    return [one if type(one) in _AS_THEY_ARE else _plain(one) for one in parts]


@cache
def _parts(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Make the function that takes a dataclass apart."""
    names = [one.name for one in dataclasses.fields(kind)]
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda value: (found(value),)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Make the reader of a type; it raises TypeError or ValueError on anything else."""
    if kind is edtf.PartialDate:
        return lambda value: _date(_checked(value, str))
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    return _of_form(kind)


# Dates repeat from note to note, and they are frozen.
_date = lru_cache(maxsize=8192)(edtf.parse)


def _of_form(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is typing.Literal:
        allowed = {one: one for one in arguments}
        return lambda value: _member(value, allowed)
    if origin in {typing.Union, types.UnionType}:
        inner = _reader(next(one for one in arguments if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if kind is float:
        return lambda value: float(_checked(value, (int, float)))
    return lambda value: value if type(value) is kind else _checked(value, kind)


def _of_tuple(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Read a tuple of one type, or of one type for each place."""
    if arguments[1:] == (...,):
        each = _reader(arguments[0])
        return lambda value: tuple([each(one) for one in _checked(value, list)])
    places = [_reader(one) for one in arguments]
    return lambda value: tuple(
        [reader(one) for reader, one in zip(places, _checked(value, list), strict=True)]
    )


def _of_dataclass(kind: Any) -> Callable[[Any], Any]:
    """Read the list of a dataclass's fields; those of plain types are looked at all at once.

    Values are frozen: those without parts repeat, and are kept in memory once.
    """
    hints = typing.get_type_hints(kind)
    forms = [hints[one.name] for one in dataclasses.fields(kind)]
    expected = [one if one in _PLAIN else None for one in forms]
    readers = [(at, _reader(one)) for at, one in enumerate(forms) if one not in _PLAIN]
    if all(one in _AS_THEY_ARE or typing.get_origin(one) is typing.Literal for one in forms):
        make: Any = lru_cache(maxsize=8192)(kind)
    else:
        make = kind

    def read(value: Any) -> Any:
        parts = list(_checked(value, list))
        if len(parts) != len(expected):
            raise ValueError(f"{len(parts)} fields are not {len(expected)}")
        found: list[Any] = list(map(type, parts))
        for at, reader in readers:
            parts[at] = reader(parts[at])
            found[at] = expected[at]
        if found != expected:
            _refuse(parts, expected)
        return make(*parts)

    return read


def _refuse(parts: list[Any], expected: list[Any]) -> None:
    """Raise TypeError where a field is no instance of what is expected of it."""
    for part, kind in zip(parts, expected, strict=True):
        if kind is not None:
            _checked(part, kind)


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not {kind}")
    return value


def _member(value: Any, allowed: dict[Any, Any]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {sorted(allowed)}")
    return allowed[value]
