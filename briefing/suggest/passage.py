"""Split a note into sentences, each with the mentions, figures and dates in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis import mentions
from briefing.core.model import DateExpression, Mention, Note
from briefing.text import dates, figures, sentences

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.text.figures import Figure
    from briefing.text.sentences import Sentence


_PARAGRAPH = re.compile(r"\n[\s\0]*\n")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])\s")
FoundT = TypeVar("FoundT", "Mention", "DateExpression", "Figure")


class Passage(Struct, frozen=True):
    """A sentence, from `start` on: `text` is its prose with a space for what a reader does not see.

    `plain` is what a reader sees. The places of mentions, figures and dates count from its start. Figures
    that are part of a date are left out. `paragraph` numbers the one that it stands in, `item` is true in a
    list, `headed` below a heading that follows the sentence before.
    """

    start: int
    text: str
    plain: str
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    dates: tuple[DateExpression, ...]
    paragraph: int = 0
    item: bool = False
    headed: bool = False


def passages(note: Note, names: Names) -> tuple[Passage, ...]:
    """Return the sentences of a note's running prose, in order."""
    prose = note.document.prose
    dated = dates.find(prose, note.date)
    counted = [
        one
        for one in figures.find(prose)
        if not any(other.start < one.end and one.start < other.end for other in dated)
    ]
    return parted(note, mentions.find(prose, names), dated, counted)


def parted(
    note: Note, named: Sequence[Mention], dated: Sequence[DateExpression], counted: Sequence[Figure] = ()
) -> tuple[Passage, ...]:
    """Return the sentences of a note with what was found in it, each kind in order."""
    prose = note.document.prose
    paragraphs = [found.end() for found in _PARAGRAPH.finditer(prose)]
    whole = sentences.split(prose)
    befores = (0, *(one.end for one in whole))
    return tuple(
        Passage(
            start=at.start,
            text=prose[at.start : at.end].replace("\0", " ").replace("\n", " "),
            plain=sentences.clean(prose[at.start : at.end]),
            mentions=_within(at, named),
            figures=_within(at, counted),
            dates=_within(at, dated),
            paragraph=bisect_right(paragraphs, at.start),
            item=bool(_ITEM.match(note.body, note.body.rfind("\n", 0, at.start) + 1)),
            headed=is_headed(note, before, at.start),
        )
        for at, before in zip(whole, befores, strict=False)
    )


def is_headed(note: Note, start: int, end: int) -> bool:
    """Tell whether a heading stands in `[start, end)` of a note's body."""
    return bool(_HEADING.search(note.body, note.body.rfind("\n", 0, start) + 1, end))


def _within(at: Sentence, found: Sequence[FoundT]) -> tuple[FoundT, ...]:
    """Return what begins in a sentence, with places counted from the start of the sentence."""
    first, last = (bisect_left(found, place, key=_start) for place in (at.start, at.end))
    return tuple(
        replace(one, start=one.start - at.start, end=one.end - at.start) for one in found[first:last]
    )


def _start(one: Mention | DateExpression | Figure) -> int:
    return one.start
