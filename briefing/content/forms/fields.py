"""Nodes of a YAML tree in, typed values out, or Problems; and the same description as JSON Schema.

What a file may hold is described once, as kinds of values and fields of records. Reading and
the schema both follow that description, so that an editor's program and the checker agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import alternatives, quoted
from briefing.core import edtf

if TYPE_CHECKING:
    from briefing.content.forms.faults import Faults
    from briefing.core.edtf import PartialDate

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Json: TypeAlias = dict[str, Any]

LONGEST_TEXT = 2000
MOST_ENTRIES = 1000
# Of years before 1000 not all programs write four digits, and the day before a date is often wanted.
EARLIEST = 1001

_IDENTIFIER = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_NUMBER = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
_PLAIN_DATE = r"[1-9][0-9]{2}[0-9X](-([0-9]{2}|XX)(-([0-9]{2}|XX))?)?[?~%]?"
_DATE = rf"^({_PLAIN_DATE}|{_PLAIN_DATE}/({_PLAIN_DATE}|\.\.)|\.\./{_PLAIN_DATE})$"
_BEGUN_DATE = rf"^{_PLAIN_DATE}(/({_PLAIN_DATE}|\.\.))?$"
_CLOSED_DATE = rf"^{_PLAIN_DATE}(/{_PLAIN_DATE})?$"
_NOT_TEXT = frozenset("true True TRUE false False FALSE".split())


class ValueKind(Protocol[T_co]):
    """A kind of value: how it is read, and how JSON Schema says the same."""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> T_co | None:
        """Return the value; None after recording what is wrong with it. `name` leads the message."""

    def schema(self) -> Json:
        """Return the JSON Schema of the value."""


def scalar(node: yaml.YamlNode, name: str, faults: Faults, *, wanted: str) -> yaml.Scalar | None:
    """Return the node when it is a text that is not empty; else record it and say what is `wanted`."""
    if not isinstance(node, yaml.Scalar):
        shape = "a list" if isinstance(node, yaml.Sequence) else "a group of keys"
        faults.add(node.line, "type", f"{name} is {shape}", f"write {wanted}")
    elif node.empty or not node.text.strip():
        faults.add(node.line, "empty-value", f"{name} is empty", f"write {wanted}, or leave the key out")
    elif not node.plain and (refused := files.REFUSED.search(node.text)):
        # An escape in double quotes can bring in what the file itself may not hold.
        what = f"{name} has the control character U+{ord(refused[0]):04X}"
        faults.add(node.line, "control-character", what, "remove it")
    else:
        return node
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """A text on one line; line breaks and runs of spaces in it become one space.

    `is_name` tells what other notes may well have too, such as a tag, from prose.
    """

    wanted: str = "a text"
    longest: int = LONGEST_TEXT
    is_name: bool = False

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> str | None:
        """Return the text, without white space around it."""
        found = scalar(node, name, faults, wanted=self.wanted)
        if found is None:
            return None
        if found.plain and found.text in _NOT_TEXT:
            faults.add(found.line, "type", f"{name} {found.text} is not a text", "put it in quotes")
            return None
        if len(found.text) > self.longest:
            what = f"{name} has {len(found.text):,} characters"
            faults.add(found.line, "too-long", what, f"at most {self.longest:,}")
            return None
        return " ".join(found.text.split())

    def schema(self) -> Json:
        """Return the schema; a number counts as a text, since YAML needs no quotes to tell them apart."""
        return {"type": ["string", "number"], "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Identifier:
    """The id of something in the registry: lower-case words joined by hyphens."""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> str | None:
        """Return the id."""
        found = scalar(node, name, faults, wanted="an id from the registry")
        if found is None:
            return None
        if re.match(_IDENTIFIER, found.text) is None or found.text.endswith("\n"):
            what = f"{name} {quoted(found.text)} is not an id"
            faults.add(found.line, "bad-id", what, "write lower-case letters, digits and hyphens")
            return None
        return found.text

    def schema(self) -> Json:
        """Return the schema."""
        return {"type": ["string", "integer"], "pattern": _IDENTIFIER}


@dataclass(frozen=True, slots=True)
class OneOf(Generic[T]):
    """One of a few words."""

    values: tuple[T, ...]

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> T | None:
        """Return the word."""
        words = [str(value) for value in self.values]
        found = scalar(node, name, faults, wanted=alternatives(words))
        if found is None:
            return None
        if found.text not in words:
            what = f"{name} {quoted(found.text)} is not known"
            faults.add(found.line, "unknown-value", what, f"write {alternatives(words)}")
            return None
        return self.values[words.index(found.text)]

    def schema(self) -> Json:
        """Return the schema."""
        return {"enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both allowed, written in plain digits."""

    low: float = 0
    high: float = 10**12

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> float | None:
        """Return the number."""
        found = scalar(node, name, faults, wanted="a number")
        if found is None:
            return None
        if not found.plain or re.fullmatch(_NUMBER, found.text) is None:
            shown = quoted(found.text)
            faults.add(
                found.line, "bad-number", f"{name} {shown} is not a number", "write digits only, as in 1200"
            )
            return None
        number = float(found.text)
        if not self.low <= number <= self.high:
            allowed = f"write a number from {self.low:,.12g} to {self.high:,.15g}"
            faults.add(found.line, "out-of-range", f"{name} {found.text} is out of range", allowed)
            return None
        return number

    def schema(self) -> Json:
        """Return the schema."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Date:
    """A date in EDTF; with `closed`, an interval needs both its ends, with `begun` its first."""

    closed: bool = False
    begun: bool = False

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> PartialDate | None:
        """Return the date."""
        found = scalar(node, name, faults, wanted="YYYY-MM-DD")
        if found is None:
            return None
        try:
            value = edtf.parse(found.text)
        except ValueError as error:
            what, _, allowed = str(error).removeprefix("date ").partition("; ")
            faults.add(found.line, "bad-date", f"{name} {what}", allowed)
            return None
        if not value.open_start and value.start.year < EARLIEST:
            what = f'{name} "{value.text}" is too early'
            faults.add(found.line, "bad-date", what, f"years run from {EARLIEST}")
            return None
        if self.closed and (value.open_start or value.open_end):
            what = f'{name} "{value.text}" is open at one end'
            faults.add(found.line, "open-date", what, "write both ends, as in 2018-12-14/2018-12-15")
            return None
        if self.begun and value.open_start:
            what = f'{name} "{value.text}" has no beginning'
            faults.add(found.line, "open-date", what, "write when it began, or its last day alone")
            return None
        return value

    def schema(self) -> Json:
        """Return the schema: the form only, since it cannot know the days of a month."""
        form = _CLOSED_DATE if self.closed else _BEGUN_DATE if self.begun else _DATE
        return {"type": ["string", "integer"], "pattern": form}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The address of a page on the web."""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> str | None:
        """Return the address as written."""
        found = scalar(node, name, faults, wanted="a web address")
        if found is None:
            return None
        if not _is_web_address(found.text):
            what = f"{name} {quoted(found.text)} is not a web address"
            faults.add(found.line, "bad-url", what, "write https://…, without spaces")
            return None
        return found.text

    def schema(self) -> Json:
        """Return the schema."""
        return {"type": "string", "pattern": "^https?://[^/\\s]+"}


def _is_web_address(text: str) -> bool:
    if re.search(r"[\s<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values of one kind, without repeats where `unique`."""

    entry: ValueKind[T]
    unique: bool = False
    most: int = MOST_ENTRIES

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> tuple[T, ...] | None:
        """Return the values that could be read, in the order of the file."""
        if isinstance(node, yaml.Scalar) and node.empty:
            faults.add(node.line, "empty-value", f"{name} is empty", "write a list, or leave the key out")
            return None
        if not isinstance(node, yaml.Sequence):
            faults.add(
                node.line, "type", f"{name} is not a list", "write one, as in [first, second] or - first"
            )
            return None
        if len(node.entries) > self.most:
            what = f"{name} has {len(node.entries):,} entries"
            faults.add(node.line, "too-long", what, f"at most {self.most:,}")
            return None
        values: list[T] = []
        for entry in node.entries:
            value = self.entry.read(entry, name, faults)
            if value is None:
                continue
            if self.unique and value in values:
                what = f"{name} {quoted(str(value))} stands here twice"
                faults.add(entry.line, "duplicate-entry", what, "keep one of them")
            else:
                values.append(value)
        return tuple(values)

    def schema(self) -> Json:
        """Return the schema."""
        repeats: Json = {"uniqueItems": True} if self.unique else {}
        return {"type": "array", "items": self.entry.schema(), "maxItems": self.most, **repeats}
