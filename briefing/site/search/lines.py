"""Which documents hold a term goes in; a line of the index comes out, and can be changed later."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.site.search import coding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


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
    """Lines in the making; documents are added in rising order of their numbers."""

    __slots__ = ("_lines",)

    def __init__(self) -> None:
        """Start without terms."""
        self._lines: dict[bytes, tuple[list[int], bytearray, bytearray, bytearray]] = {}

    def add(self, number: int, packed: str) -> None:
        """Add a document by its packed entries."""
        known = self._lines
        for row in packed.encode("utf-8", "surrogatepass").split(b"\n"):
            term, _, entry = row.partition(b"\t")
            line = known.get(term)
            if line is None:
                known[term] = line = ([-1], bytearray(), bytearray(), bytearray())
            last, gaps, weights, links = line
            gaps += coding.encoded(number - last[0] - 1)
            weights += entry[:1]
            links += entry[1:] + b" "
            last[0] = number

    def lines(self) -> Iterator[tuple[str, Line]]:
        """All terms in order, each with its line."""
        for term in sorted(self._lines):
            _, gaps, weights, links = self._lines[term]
            yield (
                term.decode("utf-8", "surrogatepass"),
                Line(gaps.decode(), weights.decode(), links[:-1].decode()),
            )


def changed(line: Line, changes: Mapping[int, str | None]) -> Line:
    """Put documents into a line, or where there is no entry, take them out of it."""
    numbers = coding.rising(line.gaps)
    weights = list(line.weights)
    links = line.links.split(" ") if numbers else []
    for number, entry in changes.items():
        at = bisect_left(numbers, number)
        there = at < len(numbers) and numbers[at] == number
        end = at + there
        numbers[at:end] = [number] if entry else []
        weights[at:end] = [entry[0]] if entry else []
        links[at:end] = [entry[1:]] if entry else []
    return Line(coding.numbers(coding.gaps(numbers)), "".join(weights), " ".join(links))


def pack(found: Mapping[str, str]) -> str:
    """Write a document's entries to be kept."""
    return "\n".join([f"{term}\t{entry}" for term, entry in found.items()])


def unpack(text: str) -> dict[str, str]:
    """Read a document's entries."""
    parted = (row.partition("\t") for row in text.split("\n")) if text else ()
    return {term: entry for term, _, entry in parted}


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | None]:
    """Tell which terms of a document are new, other or gone."""
    told: dict[str, str | None] = dict.fromkeys(before.keys() - after.keys())
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
