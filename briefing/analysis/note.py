"""Analyse a note: its keywords, summary, dates and mentions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefing.analysis import keywords as yake
from briefing.analysis import phrase_scores, phrases
from briefing.analysis.source_text import Reading
from briefing.analysis.summary import summarise
from briefing.core.edtf import PartialDate
from briefing.core.model import Analysis, Body, Keyword
from briefing.text import dates

if TYPE_CHECKING:
    from briefing.analysis.mentions import Names


def _in_english(text: str) -> tuple[Keyword, ...]:
    return yake.extract(text, language="en")


def analyse(
    document: Body,
    date: PartialDate,
    names: Names,
    *,
    title: str = "",
    keywords: int = 10,
    tags: int = 0,
    sentences: int = 3,
    weigh: Callable[[str], Sequence[Keyword]] = _in_english,
) -> Analysis:
    """Return at most so many keywords, phrases fit for tags and summary sentences, all dates and mentions.

    `weigh` is what takes time: it gets the text for YAKE and returns the score of each of its words. Pass
    one that remembers, and a note whose words have not changed costs a few milliseconds.
    """
    reading = Reading.of(title, document.prose, names)
    scores = {word.phrase: word.score for word in weigh(reading.text)}
    found = phrases.find((reading.title, *reading.lines), scores, reading.entities)
    return Analysis(
        keywords=phrase_scores.rank(found, scores, names, count=keywords),
        tags=phrase_scores.tags(found, scores, names, count=tags, lines=len(reading.lines)),
        summary=summarise(reading, scores, count=sentences, blocks=document.blocks),
        dates=dates.find(document.prose, date),
        mentions=reading.mentions,
    )
