"""Documents in; the files out from which the search page shows them, a few documents each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.site.search.documents import Document

# Documents whose numbers share all but these last bits share a file.
SHARED_BITS = 3
# By weight: of parts in which as much is found, the search page shows a later one before an earlier.
SHOWN = ("name", "headline", "text", "summary", "event", "claim")


def name(number: int) -> str:
    """The file in which a document is."""
    return f"x-{number >> SHARED_BITS}"


def block(documents: Iterable[tuple[int, Document]]) -> dict[str, Any]:
    """Write some documents, by number, as the search page shows them and looks for hits in them."""
    return {str(number): _shown(document) for number, document in documents}


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
