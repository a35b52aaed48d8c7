"""Prepare a note's title and prose for analysis, with each mention as one word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from briefing.analysis.mentions import Names, find, with_words
from briefing.core.model import Mention
from briefing.text.sentences import Sentence, clean, split

_STOPS = (".", "!", "?", "…", '"', "'", "”", "’")


class Reading(Struct, frozen=True):
    """A note's prose with its sentences and mentions, and the same as lines of plain text.

    `title` and each of `lines` (one a sentence) are as a reader sees them, but with each mention
    replaced by its entity's one word; `entities` tells which entity such a word, in lower case, is.
    """

    prose: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    title: str
    lines: tuple[str, ...]
    entities: Mapping[str, str]

    @classmethod
    def of(cls, title: str, prose: str, names: Names) -> Reading:
        """Read a note's title and prose."""
        sentences = split(prose)
        mentions = find(prose, names)
        in_title = find(title, names)
        return cls(
            prose,
            sentences,
            mentions,
            clean(with_words(title, in_title, names)),
            tuple(_lines(prose, sentences, mentions, names)),
            {names.word(mention.entity).lower(): mention.entity for mention in (*in_title, *mentions)},
        )

    @property
    def text(self) -> str:
        """The text for YAKE: title and lines, each closed by a full stop where it has none."""
        lines = (self.title, *self.lines)
        return "\n".join(line if line.endswith(_STOPS) else f"{line} ." for line in lines if line)


def _lines(
    prose: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], names: Names
) -> Iterator[str]:
    """Yield each sentence, its mentions replaced; a mention over a sentence's end stays as it is."""
    at = 0
    for start, end in ((sentence.start, sentence.end) for sentence in sentences):
        inside = []
        while at < len(mentions) and mentions[at].start < end:
            mention = mentions[at]
            at += 1
            if start <= mention.start and mention.end <= end:
                inside.append(Mention(mention.entity, mention.start - start, mention.end - start))
        yield clean(with_words(prose[start:end], inside, names))
