"""Find which of many texts are in another, word for word, whatever is between the words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

# A text of fewer words may be in another by chance.
FEWEST = 5
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


class Passages(Generic[T]):
    """Texts of `FEWEST` words or more to look for, each with a value to report where it is found."""

    __slots__ = ("_by_opening",)

    def __init__(self, texts: Iterable[tuple[str, T]]) -> None:
        self._by_opening: defaultdict[tuple[str, ...], list[tuple[str, T]]] = defaultdict(list)
        for text, told in texts:
            words = words_of(text)
            if len(words) >= FEWEST:
                self._by_opening[words[:FEWEST]].append((f" {' '.join(words)} ", told))

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self._by_opening)

    def found(self, words: Sequence[str]) -> Iterator[T]:
        """Yield the value of each text that is in the words."""
        # Few texts share so many words in a row with any of these: only such are looked through.
        rows = (words[start:] for start in range(FEWEST))
        openings = self._by_opening.keys() & set(zip(*rows, strict=False))
        whole = f" {' '.join(words)} " if openings else ""
        for opening in sorted(openings):
            yield from (told for wanted, told in self._by_opening[opening] if wanted in whole)
