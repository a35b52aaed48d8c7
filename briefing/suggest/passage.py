"""A note and the registry's names in; its sentences, each with what was found in it, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis import mentions
from briefing.text import dates, figures, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.analysis.mentions import Names
    from briefing.core.model import Block, DateExpression, Mention, Note
    from briefing.text.figures import Figure


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: `text` is `[start, end)` of the prose, with a space for what a reader does not see.

    The places of mentions, figures and dates count from its start. Figures that are part of a date
    are left out.
    """

    text: str
    start: int
    block: int
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    dates: tuple[DateExpression, ...]


def passages(note: Note, names: Names) -> tuple[Passage, ...]:
    """Return the sentences of a note's running prose, in order."""
    prose = note.document.prose
    named = mentions.find(prose, names)
    dated = dates.find(prose, note.date)
    counted = [one for one in figures.find(prose) if not _overlaps(one, dated)]
    blocks = note.document.blocks
    return tuple(
        Passage(
            text=prose[at.start : at.end].replace("\0", " ").replace("\n", " "),
            start=at.start,
            block=_block(at.start, blocks),
            mentions=tuple(
                type(one)(one.entity, one.start - at.start, one.end - at.start)
                for one in named
                if at.start <= one.start < at.end
            ),
            figures=tuple(_shifted(one, at.start) for one in counted if at.start <= one.start < at.end),
            dates=tuple(
                type(one)(one.start - at.start, one.end - at.start, one.text, one.value)
                for one in dated
                if at.start <= one.start < at.end
            ),
        )
        for at in sentences.split(prose)
    )


def _overlaps(figure: Figure, dated: Iterable[DateExpression]) -> bool:
    return any(one.start < figure.end and figure.start < one.end for one in dated)


def _shifted(figure: Figure, by: int) -> Figure:
    return type(figure)(
        figure.start - by,
        figure.end - by,
        figure.text,
        figure.low,
        figure.high,
        figure.bound,
        figure.vague,
    )


def _block(start: int, blocks: Sequence[Block]) -> int:
    return next((number for number, one in enumerate(blocks) if one.start <= start < one.end), -1)
