"""Write and change the lists of documents that hold each term."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from briefing.search import encoding

# The characters of a term in a file besides its letters and documents: quotes and commas.
FRAME = 8


class PostingList(Struct, frozen=True):
    """A term's documents by number: the gaps between them, their weights, and their links.

    Weights have one sign a document; links are parted by spaces.
    """

    gaps: str
    weights: str
    links: str

    @classmethod
    def read(cls, written: str) -> PostingList:
        """Read a line as it is kept; an empty text is a line without documents."""
        return cls(*written.split("\t")[1:]) if written else NOTHING

    def written(self, term: str) -> str:
        """Write a line to be kept, its parts separated by tabs."""
        return f"{term}\t{self.gaps}\t{self.weights}\t{self.links}"

    @property
    def documents(self) -> int:
        """How many documents hold the term."""
        return len(self.weights)

    def size(self, term: str) -> int:
        """The size of the line when files are cut, in characters; 0 where no document holds the term."""
        if not self.weights:
            return 0
        return len(term) + len(self.gaps) + len(self.weights) + len(self.links) // 2 + FRAME


NOTHING = PostingList("", "", "")
_ENTRY = re.compile(rb"\n(...)(.)([^\n]*)")


class Growing:
    """Lines in the making; documents are added in rising order of their numbers.

    A term's documents stand one after the other: number in three signs, weight, links, end.
    """

    __slots__ = ("_lines", "_numbers")

    def __init__(self) -> None:
        self._lines: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._numbers: dict[bytes, int] = {}

    def add(self, number: int, entries: Mapping[str, bytes]) -> None:
        """Add a document, of a number below 778,688, by its entries."""
        known = self._lines
        head = b"\n" + encoding.triple(number)
        self._numbers[head[1:]] = number
        for term, entry in entries.items():
            line = known[term]
            line += head + entry

    def lines(self) -> Iterator[tuple[str, PostingList]]:
        """Yield all terms in order, each with its line, and forget them."""
        for term in sorted(self._lines):
            heads, weights, links = zip(*_ENTRY.findall(self._lines.pop(term)), strict=True)
            gaps = encoding.gaps(list(map(self._numbers.__getitem__, heads)))
            yield term, PostingList(gaps, b"".join(weights).decode(), b" ".join(links).decode())


def changed(line: PostingList, changes: Mapping[int, bytes | None]) -> PostingList:
    """Put documents into a line, or where there is no entry, take them out of it."""
    numbers = encoding.rising(line.gaps)
    weights = list(line.weights)
    links = line.links.split(" ") if numbers else []
    for number, entry in changes.items():
        at = bisect_left(numbers, number)
        there = at < len(numbers) and numbers[at] == number
        end = at + there
        numbers[at:end] = [number] if entry else []
        weights[at:end] = [entry[:1].decode()] if entry else []
        links[at:end] = [entry[1:].decode()] if entry else []
    return PostingList(encoding.gaps(numbers), "".join(weights), " ".join(links))


def numbered(hrefs: Sequence[str], hash_of: Mapping[str, int], bits: int) -> dict[str, int]:
    """Give each document a number that others coming and going seldom change.

    It is the upper bits of the hash of its address, moved up past its neighbours where taken.
    """
    last = -1
    given = {}
    for href in sorted(hrefs, key=lambda one: (hash_of[one], one)):
        last = max(last + 1, hash_of[href] >> (32 - bits))
        given[href] = last
    return given
