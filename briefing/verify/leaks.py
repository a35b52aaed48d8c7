"""Texts that must stand nowhere and what was published go in; where one stands all the same comes out."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing.verify.page import Page

# Fewer words in a row than this are no text that one can tell from another's.
FEWEST = 5
_WORD = re.compile(r"[^\W_]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")
# Attributes that hold text which is read, by people or by machines.
_READ = ("content", "alt", "title", "aria-label", "placeholder", "value")

Words = tuple[str, ...]


class Withheld:
    """The texts to look for, by their first words."""

    __slots__ = ("_by_opening",)

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        """Take texts by the path of the note that they come from; those of few words are left out."""
        self._by_opening: defaultdict[Words, list[tuple[Words, str, str]]] = defaultdict(list)
        for path, one in sorted((path, one) for path, each in texts.items() for one in each):
            words = words_of(one)
            if len(words) >= FEWEST:
                self._by_opening[words[:FEWEST]].append((words, one, path))

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self._by_opening)

    def found(self, words: Words) -> Iterator[tuple[str, str]]:
        """Yield each text that stands among the words, with the path of its note."""
        rows = (words[start:] for start in range(FEWEST))
        openings = self._by_opening.keys() & set(zip(*rows, strict=False))
        if not openings:
            return
        told = f" {' '.join(words)} "
        for opening in sorted(openings):
            for wanted, text, path in self._by_opening[opening]:
                if f" {' '.join(wanted)} " in told:
                    yield text, path


def words_of(text: str) -> Words:
    """The words of a text in lower case, without what stands between them."""
    return tuple(_WORD.findall(text.lower()))


def words_of_page(page: Page) -> Words:
    """All words that a page holds, those that only machines read included."""
    source = page.source
    between = (source.before, *source.texts)
    read = [tag.attributes[name] for tag in source.first for name in _READ if name in tag.attributes]
    return words_of(" ".join([unescape(" ".join(between)), *read]))


def words_of_file(text: str) -> Words:
    """All words of a feed, an export or an index, with what JSON escapes resolved."""
    return words_of(unescape(_ESCAPE.sub(_unescaped, text)))


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
