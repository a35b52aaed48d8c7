"""Store what the search page shows of documents, and what else their terms come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.search import encoding

if TYPE_CHECKING:
    from briefing.search.documents import Document, PartKind

# Documents whose numbers share all but these last bits share a file.
SHARED_BITS = 3
# By weight: of parts in which as much is found, the search page shows a later one before an earlier.
SHOWN: tuple[PartKind, ...] = ("name", "headline", "text", "summary", "event", "claim")
TITLE, PARTS = 1, 5
FILE = "x-"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is kept: `shown` as the search page reads it, `beside` all else; both JSON."""

    shown: str
    beside: str

    @classmethod
    def of(cls, document: Document) -> StoredDocument:
        """Part a document into what is shown and what is not."""
        beside = [
            [[part.kind, part.text] for part in document.parts if part.kind in ("name", "tag")],
            [[day.isoformat(), int(day in document.happened)] for day in document.days],
            document.kind == "briefing",
        ]
        return cls(encoding.payload(_shown(document)), encoding.payload(beside))

    def texts(self) -> Iterator[tuple[PartKind, str]]:
        """All that the document is found by, with the kind of each."""
        shown = json.loads(self.shown)
        yield "title", shown[TITLE]
        yield from json.loads(self.beside)[0]
        yield from ((SHOWN[part[0]], part[1]) for part in shown[PARTS] if part[0])

    @property
    def days(self) -> list[tuple[str, int]]:
        """The days that the document is about, YYYY-MM-DD, and whether it tells of an event on them."""
        days: list[tuple[str, int]] = json.loads(self.beside)[1]
        return days

    @property
    def dated(self) -> bool:
        """Whether all these days are the document's own."""
        return bool(json.loads(self.beside)[2])


def block_of(number: int) -> int:
    """The block of documents in which one is."""
    return number >> SHARED_BITS


def numbers_in(block: int) -> tuple[int, int]:
    """The first and last number that a block may hold."""
    return block << SHARED_BITS, ((block + 1) << SHARED_BITS) - 1


def name(block: int) -> str:
    """The file that holds a block of documents."""
    return f"{FILE}{block}"


def read_name(name: str) -> int | None:
    """The block that a file holds; None for a file of another kind."""
    return int(name.removeprefix(FILE)) if name.startswith(FILE) else None


def payload(shown: Iterable[tuple[int, str]]) -> str:
    """Write some documents, by number."""
    return "{" + ",".join(f'"{number}":{one}' for number, one in shown) + "}"


def _shown(document: Document) -> list[Any]:
    """A document: address, title, date, outlet, agency, and its parts, each with its kind and anchor."""
    names = [part.text for part in document.parts if part.kind == "name"]
    parts: list[list[Any]] = [[0, f"Also written {', '.join(names)}", ""]] if names else []
    parts += [
        [SHOWN.index(part.kind), part.text, part.anchor, *([part.date] if part.date else [])]
        for part in document.parts
        if part.kind in SHOWN[1:]
    ]
    return [document.href, document.title, document.date, document.source, document.agency, parts]
