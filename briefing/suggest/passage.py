"""Split a note into sentences, each with the mentions, figures and dates in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis import mentions
from briefing.core.model import DateExpression, Mention, Note
from briefing.text import dates, figures, sentences

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names
    from briefing.text.figures import Figure
    from briefing.text.sentences import Sentence


_PARAGRAPH = re.compile(r"\n[\s\0]*\n")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])\s")
FoundT = TypeVar("FoundT", "Mention", "DateExpression", "Figure")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: `text` is its prose, with a space for what a reader does not see.

    The places of mentions, figures and dates count from its start. Figures that are part of a date
    are left out. `paragraph` numbers the one that it stands in, `item` is true in a list.
    """

    text: str
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    dates: tuple[DateExpression, ...]
    paragraph: int = 0
    item: bool = False

    @property
    def plain(self) -> str:
        """The text with white space folded."""
        return " ".join(self.text.split())


def passages(note: Note, names: Names) -> tuple[Passage, ...]:
    """Return the sentences of a note's running prose, in order."""
    prose = note.document.prose
    named = mentions.find(prose, names)
    dated = dates.find(prose, note.date)
    counted = [
        one
        for one in figures.find(prose)
        if not any(other.start < one.end and one.start < other.end for other in dated)
    ]
    paragraphs = [found.end() for found in _PARAGRAPH.finditer(prose)]
    return tuple(
        Passage(
            text=prose[at.start : at.end].replace("\0", " ").replace("\n", " "),
            mentions=_within(at, named),
            figures=_within(at, counted),
            dates=_within(at, dated),
            paragraph=bisect_right(paragraphs, at.start),
            item=bool(_ITEM.match(note.body, note.body.rfind("\n", 0, at.start) + 1)),
        )
        for at in sentences.split(prose)
    )


def _within(at: Sentence, found: Iterable[FoundT]) -> tuple[FoundT, ...]:
    """Return what begins in a sentence, with places counted from the start of the sentence."""
    return tuple(
        replace(one, start=one.start - at.start, end=one.end - at.start)
        for one in found
        if at.start <= one.start < at.end
    )
