"""Numbers and values in, text that compresses well and that a script file can hold out, and back.

A number is written in base 46, lowest digit first, with one half of 92 printable characters for its
last digit and the other for all before: most numbers of an index take one character.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HALF = 46
# Printable, and safe in quotes: "!" stands in for the backslash.
SIGNS = "".join(chr(code) for code in range(35, 127)).replace("\\", "!")
# Raised when the form of any file of the index changes, so that old and new are never mixed.
FORM = 1
GLOBAL = "briefing"

_LAST = re.escape(SIGNS[:HALF])
_BEFORE = re.escape(SIGNS[HALF:])
_NUMBER = re.compile(f"[{_BEFORE}]*[{_LAST}]")
_DIGITS = {sign: at % HALF for at, sign in enumerate(SIGNS)}


def _written(value: int) -> str:
    signs = []
    while value >= HALF:
        signs.append(SIGNS[HALF + value % HALF])
        value //= HALF
    return "".join(signs) + SIGNS[value]


_SMALL = tuple(_written(value) for value in range(HALF**2))


_ENCODED = tuple(signs.encode() for signs in _SMALL)


def number(value: int) -> str:
    """Write a number from 0."""
    return _SMALL[value] if value < HALF**2 else _written(value)


def encoded(value: int) -> bytes:
    """Write a number from 0 as ASCII."""
    return _ENCODED[value] if value < HALF**2 else _written(value).encode()


def numbers(values: Iterable[int]) -> str:
    """Write numbers one after the other."""
    return "".join(map(number, values))


def signs(text: str) -> list[str]:
    """Split a text of numbers into the signs of each."""
    return _NUMBER.findall(text)


def read(text: str) -> list[int]:
    """Read a text of numbers."""
    return [_value(one) for one in signs(text)]


def _value(one: str) -> int:
    value = 0
    for sign in reversed(one):
        value = value * HALF + _DIGITS[sign]
    return value


_VALUES = {signs: value for value, signs in enumerate(_SMALL)}


def rising(text: str) -> list[int]:
    """Read numbers that were written as the gaps between them, each from the one before plus one."""
    gaps = ((_VALUES.get(one) or _value(one)) + 1 for one in signs(text))
    return [one - 1 for one in accumulate(gaps)]


def gaps(values: Iterable[int]) -> Iterator[int]:
    """Yield what `rising` adds up: how many numbers are left out before each of these, in order."""
    before = -1
    for value in values:
        yield value - before - 1
        before = value


def pair(value: int) -> str:
    """Write a number below 8,464 in two characters."""
    return SIGNS[value // 92] + SIGNS[value % 92]


def script(name: str, form: int, value: Any) -> bytes:
    """Write a file of the index: a call of the search page's one function, with the length of its payload.

    The length is in UTF-16 code units, as a browser counts; what was cut short or changed has another.
    """
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    length = len(payload) if payload.isascii() else len(payload.encode("utf-16-le", "surrogatepass")) // 2
    quoted = json.dumps(payload, ensure_ascii=False)
    return f'{GLOBAL}("{name}",{form},{length},{quoted})\n'.encode("utf-8", "surrogatepass")
