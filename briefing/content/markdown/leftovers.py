"""Warn of markup that Markdown does not know, which readers would see as characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefing.content.forms.faults import Faults, quoted
from briefing.content.markdown.links import LONGEST_TITLE
from briefing.content.markdown.prose import UNSEEN
from briefing.text import markup

if TYPE_CHECKING:
    from briefing.content.markdown.parser import Token

_FOOTNOTE = re.compile(r"\[\^([^\s\[\]]+)\]")
_ALLOWED = "{}, or put it in backticks if readers are to see it"


def tell(children: Sequence[Token], line_of: Callable[[int], int], faults: Faults) -> None:
    """Record what is left of markup between the tokens of one text; `line_of` takes an offset in it."""
    text, starts = _text_of(children)

    def line(at: int) -> int:
        return line_of(starts[bisect_right(starts, (at, len(text))) - 1][1])

    for match in _FOOTNOTE.finditer(text):
        shown = quoted(match[1].replace(UNSEEN, ""))
        what, allowed = f"footnote {shown} has no text", f"write [^{shown[1:-1]}]: … in a line of its own"
        faults.add(line(match.start()), "undefined-footnote", what, allowed)
    for found in markup.in_body(text):
        _tell(found, line(found.start), faults)
    for child in children:
        described = _text_of(child.children or [])[0]
        for found in (
            *markup.in_body(described),
            *markup.in_head(str(child.attrGet("title") or "")[:LONGEST_TITLE]),
        ):
            _tell(found, line_of(int(child.meta["at"])), faults)


def _tell(found: markup.Markup, line: int, faults: Faults) -> None:
    shown = quoted(found.written.replace(UNSEEN, ""))
    if found.comment:
        faults.add(line, "comment", f"{shown} is {found.kind}, which readers would see", found.instead)
    else:
        what = f"{shown} is {found.kind}, which readers would see as it is written"
        faults.warn(line, "markup", what, _ALLOWED.format(found.instead))


def _text_of(children: Sequence[Token]) -> tuple[str, list[tuple[int, int]]]:
    """Return what was left as text, and where each piece of it starts: there, and in the inline text.

    What Markdown took, and what is escaped or code, is one character that no markup holds.
    """
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for child in children:
        starts.append((length, int(child.meta.get("at", 0))))
        shown = {"text": child.content, "softbreak": "\n", "hardbreak": "\n"}.get(child.type, UNSEEN)
        pieces.append(shown)
        length += len(shown)
    return "".join(pieces), starts
