"""Hold the dependency tree of a sentence: its words, and which word each one hangs on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct


class Word(NamedTuple):
    """A word of a sentence, `[start, end)` of it; `head` is the number of the word it hangs on, by `dep`.

    `pos`, `tag` and `dep` are those of spaCy's English models.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


class Tree(Struct, frozen=True):
    """The words of a sentence with what hangs on what; a root hangs on itself."""

    words: tuple[Word, ...]

    def children(self, at: int, *deps: str) -> list[int]:
        """Return the words that hang on a word by one of these relations, in order."""
        return [
            number
            for number, one in enumerate(self.words)
            if one.head == at and number != at and one.dep in deps
        ]

    def within(self, start: int, end: int) -> range:
        """Return the words that begin in a stretch of the sentence."""
        first, last = (bisect_left(self.words, place, key=_start) for place in (start, end))
        return range(first, last)

    def subject(self, verb: int) -> int | None:
        """Return the subject of a verb, or that of the verb it is joined to; None where it has none."""
        for one in self._climb(verb):
            if found := self.children(one, "nsubj", "nsubjpass"):
                return found[0]
            if self.words[one].dep not in {"conj", "xcomp", "advcl"}:
                return None
        return None

    def _climb(self, at: int) -> Iterator[int]:
        """Yield a word and those above it, up to the root."""
        yield at
        while self.words[at].head != at:
            at = self.words[at].head
            yield at


def _start(word: Word) -> int:
    return word.start
