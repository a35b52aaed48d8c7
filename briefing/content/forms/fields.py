"""Describe the kinds of values that files of the content hold, to read them and to tell JSON Schema of them.

Reading and the schema follow one description, so that an editor's program and the checker agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, alternatives, quoted
from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.registry import Part
from briefing.text import markup

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Json: TypeAlias = dict[str, Any]

LONGEST_TEXT = 2000
MOST_ENTRIES = 1000

_IDENTIFIER = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Digits with marks between thousands, as reports write them.
_GROUPED = re.compile(r"-?[0-9]+(?:(?:[,'’_]|\s)[0-9]{2,3})+(?:\.[0-9]{1,6})?")
_NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
_PLAIN_DATE = r"[1-9][0-9]{2}[0-9X](-([0-9]{2}|XX)(-([0-9]{2}|XX))?)?[?~%]?"
_DATE = rf"^({_PLAIN_DATE}|{_PLAIN_DATE}/({_PLAIN_DATE}|\.\.)|\.\./{_PLAIN_DATE})$"
_BEGUN_DATE = rf"^{_PLAIN_DATE}(/({_PLAIN_DATE}|\.\.))?$"
_CLOSED_DATE = rf"^{_PLAIN_DATE}(/{_PLAIN_DATE})?$"
CURLY_QUOTES = frozenset("“”„‟‘’‚‛«»")
_NOT_TEXT = frozenset("true True TRUE false False FALSE".split())


class ValueKind(Protocol[T_co]):
    """A kind of value: how it is read, and how JSON Schema says the same."""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> T_co | None:
        """Return the value; None after recording what is wrong with it. `name` leads the message."""

    def schema(self) -> Json:
        """Return the JSON Schema of the value."""


class UnfitError(ValueError):
    """A node is not of the kind: the rule that it breaks, what is wrong with it, and what is allowed."""

    def __init__(self, rule: str, what: str, allowed: str) -> None:
        """Keep the parts of the Problem; `what` goes on after the key's name."""
        super().__init__(what)
        self.rule, self.what, self.allowed = rule, what, allowed


class ScalarKind(Struct, Generic[T], frozen=True):
    """A value that is written as one text: what to write, how it is read, and its JSON Schema.

    `take` raises UnfitError. `is_prose` tells sentences of an editor's from names, numbers and the like.
    `doubts` yields what may be meant, and seldom is. `names` are parts of the registry with its entry.
    """

    wanted: str
    take: Callable[[yaml.Scalar], T]
    described: Json
    is_prose: bool = False
    doubts: Callable[[yaml.Scalar], Iterable[UnfitError]] = lambda _: ()
    names: tuple[Part, ...] = ()

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> T | None:
        """Return the value; None after recording what is wrong with it."""
        try:
            scalar = self._scalar(node)
            value = self.take(scalar)
        except UnfitError as unfit:
            curly = isinstance(node, yaml.Scalar) and node.text[:1] in CURLY_QUOTES
            allowed = "take the curly quotes away" if curly else unfit.allowed
            faults.add(node.line, unfit.rule, f"{name} {unfit.what}", allowed)
            return None
        for doubt in self.doubts(scalar):
            faults.warn(scalar.last or scalar.line, doubt.rule, f"{name} {doubt.what}", doubt.allowed)
        return value

    def schema(self) -> Json:
        """Return the schema."""
        return dict(self.described)

    def _scalar(self, node: yaml.YamlNode) -> yaml.Scalar:
        """Return the node when it is a text that is not empty."""
        if not isinstance(node, yaml.Scalar):
            shape = "a list" if isinstance(node, yaml.Sequence) else "a group of keys"
            raise UnfitError("type", f"is {shape}", f"write {self.wanted}")
        if node.empty or not node.text.strip():
            if node.comment:
                what = f"is empty, as {quoted(node.comment)} is a comment"
                raise UnfitError("empty-value", what, "put the text in quotes")
            raise UnfitError("empty-value", "is empty", f"write {self.wanted}, or leave the key out")
        if not node.plain and (refused := files.REFUSED.search(node.text)):
            # An escape in double quotes can bring in what the file itself may not hold.
            what = f"has the control character U+{ord(refused[0]):04X}"
            raise UnfitError("control-character", what, "remove it")
        return node


def text(wanted: str = "a text", longest: int = LONGEST_TEXT, *, is_prose: bool = True) -> ScalarKind[str]:
    """A text on one line; line breaks and runs of spaces in it become one space.

    In the schema a number counts as a text, since YAML needs no quotes to tell them apart.
    """

    def take(found: yaml.Scalar) -> str:
        if found.plain and found.text in _NOT_TEXT:
            raise UnfitError("type", f"{found.text} is not a text", "put it in quotes")
        if len(found.text) > longest:
            raise UnfitError("too-long", f"has {len(found.text):,} characters", f"at most {longest:,}")
        for one in markup.in_head(found.text):
            if one.comment:
                what = f"holds {quoted(one.written)}, {one.kind}, which readers would see"
                raise UnfitError("comment", what, "write it behind a # on a line of its own, or take it out")
        return " ".join(found.text.split())

    described = {
        "type": ["string", "number"],
        "minLength": 1,
        "maxLength": longest,
        "pattern": r"^(?![\s\S]*<!--)",
    }
    return ScalarKind(wanted, take, described, is_prose, _doubts_of_text)


def _doubts_of_text(found: yaml.Scalar) -> Iterator[UnfitError]:
    if found.comment:
        what = f'is cut before {quoted(found.comment)}, since " #" starts a comment'
        yield UnfitError(
            "cut-text", what, "put the whole text in quotes, or the comment on a line of its own"
        )
    if found.plain and _is_in_curly_quotes(found.text):
        what = f"{quoted(found.text)} has curly quotes around it, which readers would see"
        yield UnfitError("curly-quotes", what, "write straight ones, unless they belong to the text")
    for one in markup.in_head(found.text):
        what = f"holds {quoted(one.written)}, {one.kind}, which readers would see as it is written"
        yield UnfitError("markup", what, one.instead)


def _is_in_curly_quotes(text: str) -> bool:
    """Tell whether a text, or a part of it that a comma has cut off, is in curly quotes."""
    around = text[:1] in CURLY_QUOTES and text[-1:] in CURLY_QUOTES
    return around or text.count("“") + text.count("„") > text.count("”")


def _identifier(found: yaml.Scalar) -> str:
    if re.match(_IDENTIFIER, found.text) is None or found.text.endswith("\n"):
        allowed = "write lower-case letters, digits and hyphens"
        raise UnfitError("bad-id", f"{quoted(found.text)} is not an id", allowed)
    return found.text


# An id: lower-case words joined by hyphens.
IDENTIFIER = ScalarKind(
    "an id from the registry", _identifier, {"type": ["string", "integer"], "pattern": _IDENTIFIER}
)


def id_in(*parts: Part) -> ScalarKind[str]:
    """The id of something in one of some parts of the registry; those know what another text may mean."""
    return replace(IDENTIFIER, take=lambda found: " ".join(found.text.split()), names=parts)


def one_of(values: tuple[T, ...]) -> ScalarKind[T]:
    """One of a few words."""
    known = {str(value): value for value in values}

    def take(found: yaml.Scalar) -> T:
        if found.text not in known:
            allowed = f"write {alternatives(known)}"
            raise UnfitError("unknown-value", f"{quoted(found.text)} is not known", allowed)
        return known[found.text]

    return ScalarKind(alternatives(known), take, {"enum": list(values)})


def _truth(found: yaml.Scalar) -> bool:
    if not found.plain or found.text not in {"true", "false"}:
        raise UnfitError("type", f"{quoted(found.text)} is neither true nor false", "write true or false")
    return found.text == "true"


# True or false, nothing else that YAML takes for them.
TRUTH = ScalarKind("true or false", _truth, {"type": "boolean"})


def number(low: float = 0, high: float = 10**15) -> ScalarKind[float]:
    """A number from `low` to `high`, both allowed, written in plain digits."""

    def take(found: yaml.Scalar) -> float:
        if not found.plain or re.fullmatch(_NUMBER, found.text) is None:
            grouped = _GROUPED.fullmatch(found.text)
            meant = re.sub(r"[^0-9.-]", "", found.text) if grouped else "digits only, as in 1200"
            comma = grouped and "," in found.text
            fault = "has a comma, and commas separate keys" if comma else "is not a number"
            raise UnfitError("bad-number", f"{quoted(found.text)} {fault}", f"write {meant}")
        if not low <= float(found.text) <= high:
            allowed = f"write a number from {low:,.12g} to {high:,.15g}"
            raise UnfitError("out-of-range", f"{found.text} is out of range", allowed)
        return float(found.text)

    return ScalarKind("a number", take, {"type": "number", "minimum": low, "maximum": high})


def date(*, closed: bool = False, begun: bool = False) -> ScalarKind[PartialDate]:
    """A date in EDTF; with `closed`, an interval needs both its ends, with `begun` its first.

    The schema tells its form only, since it cannot know the days of a month.
    """

    def take(found: yaml.Scalar) -> PartialDate:
        try:
            value = edtf.parse(found.text)
        except ValueError as error:
            what, _, allowed = str(error).removeprefix("date ").partition("; ")
            raise UnfitError("bad-date", what, allowed) from error
        written = f'"{value.text}"'
        if not value.open_start and value.start.year < edtf.EARLIEST:
            raise UnfitError("bad-date", f"{written} is too early", f"years run from {edtf.EARLIEST}")
        if closed and (value.open_start or value.open_end):
            allowed = "write both ends, as in 2018-12-14/2018-12-15"
            raise UnfitError("open-date", f"{written} is open at one end", allowed)
        if begun and value.open_start:
            allowed = "write when it began, or its last day alone"
            raise UnfitError("open-date", f"{written} has no beginning", allowed)
        return value

    form = _CLOSED_DATE if closed else _BEGUN_DATE if begun else _DATE
    return ScalarKind("YYYY-MM-DD", take, {"type": ["string", "integer"], "pattern": form})


class ListOf(Struct, Generic[T], frozen=True):
    """A list of values of one kind, without repeats where `unique`; with `or_one`, also a single value."""

    entry: ValueKind[T]
    unique: bool = False
    or_one: bool = False
    most: int = MOST_ENTRIES

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> tuple[T, ...] | None:
        """Return the values that could be read, in the order of the file."""
        if self.or_one and not isinstance(node, yaml.Sequence):
            value = self.entry.read(node, name, faults)
            return None if value is None else (value,)
        if not isinstance(node, yaml.Sequence):
            faults.add(node.line, *_no_list(node, name))
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
                what = f"{name} {quoted(str(value))} is listed twice"
                faults.add(entry.line, "duplicate-entry", what, "keep one of them")
            else:
                values.append(value)
        return tuple(values)

    def schema(self) -> Json:
        """Return the schema."""
        repeats: Json = {"uniqueItems": True} if self.unique else {}
        listed: Json = {"type": "array", "items": self.entry.schema(), "maxItems": self.most, **repeats}
        return {"anyOf": [self.entry.schema(), listed]} if self.or_one else listed


def _no_list(node: yaml.YamlNode, name: str) -> tuple[str, str, str]:
    if isinstance(node, yaml.Scalar) and node.empty:
        return "empty-value", f"{name} is empty", "write a list, or leave the key out"
    dashes = isinstance(node, yaml.Mapping) and any(key.text.startswith("-") for key, _ in node.entries)
    allowed = "write a space after each dash" if dashes else "write one, as in [first, second] or - first"
    return "type", f"{name} is not a list", allowed
