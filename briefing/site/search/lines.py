"""Which documents hold a term goes in; a line of the index comes out, and can be changed later."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.site.search import coding
from briefing.site.search.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """A term's documents by number: the gaps between them, their weights, and their links.

    Weights have one sign a document; links are parted by spaces.
    """

    gaps: str
    weights: str
    links: str

    @property
    def documents(self) -> int:
        """How many documents hold the term."""
        return len(self.weights)


NOTHING = Line("", "", "")


class Growing:
    """A line in the making; documents are added in rising order."""

    __slots__ = ("gaps", "last", "links", "weights")

    def __init__(self) -> None:
        """Start without documents."""
        self.last = -1
        self.gaps = bytearray()
        self.weights = bytearray()
        self.links = bytearray()

    def add(self, number: int, weight: bytes, links: bytes) -> None:
        """Add a document."""
        self.gaps += coding.number(number - self.last - 1).encode()
        self.weights += weight
        if self.last >= 0:
            self.links += b" "
        self.links += links
        self.last = number

    def line(self) -> Line:
        """The line as it is now."""
        return Line(self.gaps.decode(), self.weights.decode(), self.links.decode())


def changed(line: Line, changes: Mapping[int, Entry | None]) -> Line:
    """Put documents into a line, or where there is no entry, take them out of it."""
    numbers = coding.rising(line.gaps)
    weights = list(line.weights)
    links = line.links.split(" ") if numbers else []
    for number, entry in changes.items():
        at = bisect_left(numbers, number)
        there = at < len(numbers) and numbers[at] == number
        end = at + there
        numbers[at:end] = [number] if entry else []
        weights[at:end] = [entry.weight] if entry else []
        links[at:end] = [entry.links] if entry else []
    return Line(coding.numbers(coding.gaps(numbers)), "".join(weights), " ".join(links))


def pack(found: Mapping[str, Entry]) -> str:
    """Write a document's entries, sorted, to be kept."""
    return "\n".join(f"{term}\t{entry.weight}{entry.links}" for term, entry in sorted(found.items()))


def unpack(text: str) -> dict[str, Entry]:
    """Read a document's entries."""
    parted = (row.split("\t") for row in text.split("\n")) if text else ()
    return {term: Entry(rest[0], rest[1:]) for term, rest in parted}


def difference(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, Entry | None]:
    """Tell which terms of a document are new, other or gone."""
    told: dict[str, Entry | None] = dict.fromkeys(before.keys() - after.keys())
    told.update((term, entry) for term, entry in after.items() if before.get(term) != entry)
    return told


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
