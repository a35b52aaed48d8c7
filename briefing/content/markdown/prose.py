"""Extract the running prose of a body, offset for offset, and its blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from briefing.content.markdown.parser import SHOWN, Token, trim
from briefing.core.model import Block

UNSEEN = "\0"


class InlineSpan(Struct, frozen=True):
    """The place of one inline token's content in the body.

    `starts` are the offsets of its lines in the content, `shifts` what takes an offset in each
    line to its offset in the body; `first_line` counts the body's lines from 0.
    """

    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    end: int
    first_line: int

    def line(self, at: int) -> int:
        """Return the body's line, from 0, of an offset in the content."""
        return self.first_line + bisect_right(self.starts, at) - 1

    def offset(self, at: int) -> int:
        """Return the body's offset of an offset in the content."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]

    @property
    def span(self) -> tuple[int, int]:
        """The content's place in the body."""
        return self.offset(0), self.offset(max(self.end - 1, 0)) + min(self.end, 1)


class Lines:
    """The lines of a body, to find contents in."""

    def __init__(self, body: str) -> None:
        self.lines = body.split("\n")
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line) + 1)

    def locate(self, token: Token) -> InlineSpan:
        """Find an inline token's content: each of its lines ends a line of the body."""
        first = self._first_line(token)
        starts: list[int] = []
        shifts: list[int] = []
        start = 0
        for number, content in enumerate(token.content.split("\n"), start=first):
            line = self.lines[number] if number < len(self.lines) else ""
            # Quotation marks, list markers and indentation may come before the content, and white
            # space that was trimmed on either side of it.
            kept = trim(content)
            lead = content.find(kept) if kept else 0
            column = max(len(trim(f"x{line}")) - 1 - len(kept), 0) - lead
            starts.append(start)
            shifts.append(self.offsets[min(number, len(self.lines) - 1)] + column - start)
            start += len(content) + 1
        return InlineSpan(tuple(starts), tuple(shifts), len(token.content), first)

    def _first_line(self, token: Token) -> int:
        """Return the line on which the content starts: lines of odd spaces before it were trimmed."""
        first, after = token.map or [0, 0]
        contents = [trim(line) for line in token.content.split("\n")]
        for number in range(first, after - len(contents) + 1):
            lines = self.lines[number : number + len(contents)]
            if all(trim(f"x{line}")[1:].endswith(kept) for line, kept in zip(lines, contents, strict=True)):
                return number
        return first


class Prose:
    """Collects what a reader sees of a body as running prose; all else is NUL, newlines apart."""

    def __init__(self, body: str) -> None:
        self._marks = list("\n".join(UNSEEN * len(line) for line in body.split("\n")))
        self._blocks: list[Block] = []

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far, in the order of the text."""
        return tuple(self._blocks)

    def add(self, inline: InlineSpan, children: Sequence[Token]) -> str:
        """Show one paragraph; return its anchor, "" when there is nothing to read in it."""
        start, end = inline.span
        self._marks[start:end] = UNSEEN * (end - start)
        seen_on_line = False
        seen = False
        for child in children:
            at = int(child.meta.get("at", 0))
            if child.type in SHOWN:
                self._show(inline, at, child.content)
                seen_on_line = seen_on_line or bool(child.content.strip())
                seen = seen or seen_on_line
            elif child.type in {"softbreak", "hardbreak"}:
                # A line without visible text must not look like the blank line between blocks.
                self._marks[inline.offset(at)] = "\n" if seen_on_line else " "
                seen_on_line = False
        if not seen:
            return ""
        self._part(start)
        anchor = f"p{len(self._blocks) + 1}"
        self._blocks.append(Block(start, end, anchor))
        return anchor

    def text(self) -> str:
        """Return the prose, of the body's length."""
        return "".join(self._marks)

    def _show(self, inline: InlineSpan, at: int, text: str) -> None:
        # Only code spans hold line breaks, which are spaces in `text`: one offset at a time for those.
        start = inline.offset(at)
        if inline.offset(at + len(text) - 1) - start == len(text) - 1:
            self._marks[start : start + len(text)] = text
            return
        for place, mark in enumerate(text, start=at):
            self._marks[inline.offset(place)] = mark

    def _part(self, start: int) -> None:
        """Make sure of a blank line before the block that starts here, as between entries of a list."""
        if not self._blocks:
            return
        between = self._marks[self._blocks[-1].end : start]
        if between.count("\n") < 2 and between and between[-1] == UNSEEN:  # noqa: PLR2004 - a blank line is two
            self._marks[start - 1] = "\n"
