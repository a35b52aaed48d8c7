"""Read YAML as a plain tree of texts with line numbers.

Scalars stay the text that was written until a field reads them, so that `1.10` and `no` mean
what the editor sees. Anchors, aliases, tags and repeated keys are refused: none is needed, and
each can say something else than it seems to. The tree is built from the parser's events rather
than by recursion, so that hostile nesting costs nothing.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.content.forms import yaml_faults
from briefing.content.forms.faults import Faults, quoted

DEEPEST = 20

_BEFORE_COMMA = re.compile(r"-?[0-9]+(?:,[0-9]{2,3})*")
_AFTER_COMMA = re.compile(r"[0-9]{2,3}(?:\.[0-9]+)?")
_COMMENT = re.compile(r":?[ \t]+(#.*)")

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(Struct, frozen=True):
    """A text as written; `plain` when it has no quotes around it.

    A `comment` comes after a plain text, on the `last` of its lines. It is written from `start` to `end`,
    which count characters of what was read, here and below.
    """

    text: str
    line: int
    plain: bool = True
    comment: str = ""
    last: int = 0
    start: int = 0
    end: int = 0

    @property
    def empty(self) -> bool:
        """True where a key was written without a value."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(Struct, frozen=True):
    """A list; a `flow` one is in brackets, and for others `end` means nothing."""

    entries: tuple[YamlNode, ...]
    line: int
    flow: bool = False
    start: int = 0
    end: int = 0


class Mapping(Struct, frozen=True):
    """Keys with their values, each key once, in the order of the file; a `flow` one is in braces."""

    entries: tuple[tuple[Scalar, YamlNode], ...]
    line: int
    flow: bool = False
    start: int = 0
    end: int = 0


YamlNode: TypeAlias = Scalar | Sequence | Mapping


class _Open(Struct):
    """A list or mapping whose end has not been met."""

    line: int
    mapping: bool
    flow: bool
    start: int
    nodes: list[YamlNode] = field(default_factory=list)


def read(text: str, *, first_line: int, faults: Faults) -> YamlNode | None:
    """Return the one document in `text`, whose first line is line `first_line` of the file.

    None for text without a document, and where a fault leaves no tree to speak of.
    """
    builder = _Builder(text, faults, first_line)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                return None
    except yaml.YAMLError as error:
        line, what, allowed = yaml_faults.explain(error, text)
        # What was told of a line before the parser gave up is the cause.
        if first_line + line not in {one.location.line for one in faults.found}:
            faults.add(first_line + line, "yaml", f"not readable as YAML{what and ': '}{what}", allowed)
        return None
    slip = yaml_faults.find_slip(builder.lines) if isinstance(builder.root, Scalar) else None
    if slip is not None:
        faults.add(first_line + slip.line, "yaml", f"not readable as YAML: {slip.what}", slip.allowed)
        return None
    return builder.root if builder.sound else None


class _Builder:
    """Turns parser events into nodes, with the lists and mappings still open on a stack."""

    def __init__(self, text: str, faults: Faults, first_line: int) -> None:
        self.lines = text.split("\n")
        self.faults = faults
        self.first_line = first_line
        self.root: YamlNode | None = None
        self.sound = True
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> bool:
        """Add what the event tells; False when reading on makes no sense."""
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            self._add(self._scalar(event))
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias", f"*{event.anchor} is an alias", "write the value out")
            self._add(Scalar("", self._line(event)))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check(event)
            return self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        first, last = event.start_mark, event.end_mark
        if first is None or last is None:
            return Scalar(event.value, self.first_line, plain=not event.style)
        if event.style in {'"', "'"} and yaml_faults.runs_on(self.lines[first.line : last.line + 1]):
            told = f"the quotation mark that opens here is closed on line {self.first_line + last.line} only"
            self._refuse(event, "yaml", told, "close it at the end of its text")
        rest = self.lines[last.line][last.column :] if last.line < len(self.lines) else ""
        comment = _COMMENT.match(rest) if not event.style else None
        written = comment[1] if comment else ""
        line = self.first_line + first.line
        return Scalar(
            event.value,
            line,
            not event.style,
            written,
            self.first_line + last.line,
            first.index,
            last.index,
        )

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self.first_line + (int(mark.line) if mark else 0)

    def _refuse(self, event: yaml.Event, rule: str, what: str, allowed: str) -> None:
        self.faults.add(self._line(event), rule, what, allowed)
        self.sound = False

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchor", f"&{event.anchor} is an anchor", "write the value without it")
        if event.tag is not None:
            self._refuse(
                event, "yaml-tag", f"{quoted(event.tag)} is a YAML tag", "write the value without it"
            )

    def _start(self, event: yaml.CollectionStartEvent) -> bool:
        if len(self._open) >= DEEPEST:
            self._refuse(
                event, "nesting", f"lists and keys nest deeper than {DEEPEST} levels", "keep it flat"
            )
            return False
        start = event.start_mark.index if event.start_mark else 0
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(self._line(event), mapping, bool(event.flow_style), start))
        return True

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        end = event.end_mark.index if event.end_mark else 0
        if done.mapping:
            self._add(Mapping(self._pairs(done.nodes), done.line, done.flow, done.start, end))
        else:
            self._add(Sequence(tuple(done.nodes), done.line, done.flow, done.start, end))

    def _pairs(self, nodes: list[YamlNode]) -> tuple[tuple[Scalar, YamlNode], ...]:
        pairs: dict[str, tuple[Scalar, YamlNode]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.faults.add(key.line, "type", "a key is a list or a mapping", "write a word")
            elif number := _number(pairs, key, value):
                last = next(reversed(pairs))
                pairs[last] = (pairs[last][0], number)
            elif key.text in pairs:
                first = pairs[key.text][0].line
                what = f"key {quoted(key.text)} is here again, first on line {first}"
                self.faults.add(key.line, "duplicate-key", what, "keep one of them")
            else:
                # The parser places an absent value where the next thing starts.
                absent = isinstance(value, Scalar) and value.plain and not value.text
                pairs[key.text] = (key, replace(key, text="") if absent else value)
        return tuple(pairs.values())

    def _add(self, node: YamlNode) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        elif self.root is None:
            self.root = node
        else:
            self.faults.add(node.line, "yaml", "a second YAML document starts here", "keep one")
            self.sound = False


def _number(pairs: dict[str, tuple[Scalar, YamlNode]], key: Scalar, value: YamlNode) -> Scalar | None:
    """Return a number as it was meant where its comma made a key of its end: `{value: 1,250}`."""
    before = next(reversed(pairs.values()), None)
    ends = key.plain and _AFTER_COMMA.fullmatch(key.text) and isinstance(value, Scalar) and not value.text
    begun = before[1] if before and ends else None
    if not isinstance(begun, Scalar) or not begun.plain or not _BEFORE_COMMA.fullmatch(begun.text):
        return None
    return Scalar(f"{begun.text},{key.text}", begun.line, start=begun.start, end=key.end)
