"""A note's document, date and the registry's names in, all that is found in it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import keywords as yake
from briefing.analysis import mentions as naming
from briefing.analysis import phrases, ranking
from briefing.analysis.summary import summarise
from briefing.model import Analysis, Mention
from briefing.text import dates
from briefing.text.sentences import clean, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.analysis.mentions import Names
    from briefing.edtf import PartialDate
    from briefing.model import Document, Keyword
    from briefing.text.sentences import Sentence

_STOPS = (".", "!", "?", "…", '"', "'", "”", "’")


def analyse(
    document: Document,
    date: PartialDate,
    names: Names,
    *,
    title: str = "",
    language: str = "en",
    keywords: int = 10,
    sentences: int = 3,
    weigh: Callable[[str], Sequence[Keyword]] | None = None,
) -> Analysis:
    """Return at most so many keywords and summary sentences, and all dates and mentions.

    `weigh` is what takes time: it gets the text for YAKE and returns the score of each of its words,
    by default as `keywords.extract` does in the language. Pass one that remembers, and a note
    whose words have not changed costs a few milliseconds.
    """
    prose = document.prose
    found = naming.find(prose, names)
    split_prose = split(prose)
    lines = read_lines(title, prose, split_prose, found, names)
    text = _text(lines)
    words = weigh(text) if weigh else yake.extract(text, language=language)
    scores = {word.phrase: word.score for word in words}
    entities = {
        names.word(mention.entity).lower(): mention.entity for mention in (*naming.find(title, names), *found)
    }
    candidates = phrases.find(lines, scores, entities)
    labels = {entity: names.label(entity) for entity in entities.values()}
    return Analysis(
        keywords=ranking.rank(candidates, scores, labels)[:keywords],
        summary=summarise(prose, split_prose, words, count=sentences, blocks=document.blocks),
        dates=dates.find(prose, date),
        mentions=found,
    )


def text_to_weigh(document: Document, names: Names, *, title: str = "") -> str:
    """Return the text that `analyse` gives to `weigh`, so that many can be weighed at once before."""
    prose = document.prose
    return _text(read_lines(title, prose, split(prose), naming.find(prose, names), names))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(line if line.endswith(_STOPS) else f"{line} ." for line in lines if line)


def read_lines(
    title: str, prose: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], names: Names
) -> tuple[str, ...]:
    """Return the title and each sentence as a reader sees them, but each mention as its entity's word."""
    own = naming.with_words(title, naming.find(title, names), names)
    return clean(own), *_replaced(prose, sentences, mentions, names)


def _replaced(
    prose: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], names: Names
) -> Iterator[str]:
    """Yield each sentence, its mentions replaced; a mention over a sentence's end stays as it is."""
    at = 0
    for start, end in ((sentence.start, sentence.end) for sentence in sentences):
        while at < len(mentions) and mentions[at].start < start:
            at += 1
        inside = []
        while at < len(mentions) and mentions[at].end <= end:
            inside.append(Mention(mentions[at].entity, mentions[at].start - start, mentions[at].end - start))
            at += 1
        yield clean(naming.with_words(prose[start:end], inside, names))
