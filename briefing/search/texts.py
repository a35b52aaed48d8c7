"""Write the texts that results show of documents, and list the texts that documents are found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from briefing.search import encoding

if TYPE_CHECKING:
    from briefing.search.documents import Document, DocumentPart, PartKind

# Documents whose numbers share all but these last bits share a file.
SHARED_BITS = 3
# By weight: of parts in which as much is found, the search page shows a later one before an earlier.
SHOWN: tuple[PartKind, ...] = ("name", "headline", "text", "summary", "event", "claim", "figure")
FILE = "x-"


def found_by(document: Document) -> Iterator[tuple[PartKind, str]]:
    """Yield the texts that a document is found by, with the kind of each: title, names and tags first."""
    yield "title", document.title
    yield from ((part.kind, part.text) for part in document.parts if part.kind in ("name", "tag"))
    yield from ((part.kind, part.told) for part in document.parts if part.kind in SHOWN[1:])


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


def payload(documents: Iterable[tuple[int, Document]]) -> str:
    """Write some documents, by number."""
    return "{" + ",".join(f'"{number}":{shown(one)}' for number, one in documents) + "}"


def shown(document: Document) -> str:
    """Write a document: address, title, date, outlet, agency; its parts, each with its kind and anchor."""
    names = [part.text for part in document.parts if part.kind == "name"]
    parts: list[list[Any]] = [[0, f"Also written {', '.join(names)}", ""]] if names else []
    parts += [_written(part) for part in document.parts if part.kind in SHOWN[1:]]
    told = [document.href, document.title, document.date, document.source, document.agency, parts]
    return encoding.payload(told)


def _written(part: DocumentPart) -> list[Any]:
    """Write a part: kind, text, anchor, date, figure, source, origins; an empty end is left out."""
    told = [SHOWN.index(part.kind), part.text, part.anchor, part.date, part.figure, part.source, part.origins]
    while not told[-1] and len(told) > len(("kind", "text", "anchor")):
        told.pop()
    return told
