"""Encode numbers and values as text that compresses well and that a script file can hold.

A number is written in base 46, lowest digit first, with one half of 92 printable characters for its
last digit and the other for all before: most numbers of an index take one character.
"""

from __future__ import annotations

import hashlib
import json
import operator
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

HALF = 46
# Printable, and safe in quotes: "!" stands in for the backslash.
SIGNS = "".join(chr(code) for code in range(35, 127)).replace("\\", "!")
# Raised when the form of any file of the index changes, so that old and new are never mixed.
FORM = 3
GLOBAL = "briefing"
# How many classes of texts two signs can tell apart; in a row, each counts this much more.
CLASSES = 92**2
SPREAD = 31

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


def number(value: int) -> str:
    """Write a number from 0."""
    return _SMALL[value] if value < HALF**2 else _written(value)


def numbers(values: Iterable[int]) -> str:
    """Write numbers one after the other."""
    return "".join(map(number, values))


def _value(one: str) -> int:
    value = 0
    for sign in reversed(one):
        value = value * HALF + _DIGITS[sign]
    return value


class _Steps(dict[str, int]):
    """How far each written gap leads: to the number after those left out."""

    def __missing__(self, signs: str) -> int:
        """Read a large gap; there are few."""
        return _value(signs) + 1


class _Gaps(dict[int, str]):
    """How each step is written: as the numbers left out between its ends."""

    def __missing__(self, step: int) -> str:
        """Write a large gap; there are few."""
        return _written(step - 1)


_STEPS = _Steps((signs, value + 1) for value, signs in enumerate(_SMALL))
_GAPS = _Gaps((value + 1, signs) for value, signs in enumerate(_SMALL))


def rising(text: str) -> list[int]:
    """Read rising numbers from the gaps between them: how many are left out before each."""
    return list(accumulate(map(_STEPS.__getitem__, _NUMBER.findall(text)), initial=-1))[1:]


def gaps(values: Sequence[int]) -> str:
    """Write rising numbers as the gaps between them."""
    return "".join(map(_GAPS.__getitem__, map(operator.sub, values, chain((-1,), values))))


PAIRS = tuple((one + other).encode() for one in SIGNS for other in SIGNS)


def triple(value: int) -> bytes:
    """Write a number below 778,688 in three signs."""
    return (SIGNS[value // 8464] + SIGNS[value // 92 % 92] + SIGNS[value % 92]).encode()


def payload(value: Any) -> str:
    """Write what a file of the index holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def hashed(text: str) -> int:
    """Put a text into one of the classes, as the search page does."""
    value = 0
    for character in text:
        value = (value * SPREAD + ord(character)) % CLASSES
    return value


def digest(text: str) -> str:
    """Hash a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def script(name: str, form: int, told: str) -> bytes:
    """Write a file of the index: a call of the search page's one function, with the length of its payload.

    The length is in UTF-16 code units, as a browser counts; what was cut short or changed has another.
    """
    length = len(told) if told.isascii() else len(told.encode("utf-16-le", "surrogatepass")) // 2
    quoted = json.dumps(told, ensure_ascii=False)
    return f'{GLOBAL}("{name}",{form},{length},{quoted})\n'.encode("utf-8", "surrogatepass")
