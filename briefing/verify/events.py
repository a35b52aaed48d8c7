"""Check that pages mark what no editor has confirmed, and show no suggestion."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.verify.markup import TagFault
    from briefing.verify.page import ParsedPage

MARK = "found by the program"
SUGGESTED = "at_suggested"
_PREFIX = "event-"


def found(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of the exported events that the program found."""
    return frozenset(str(row.get("id")) for row in rows if row.get("basis") == "found")


def faults(page: ParsedPage, found: Collection[str]) -> Iterator[TagFault]:
    """Yield each event on the page that is not marked although the program `found` it, and suggestions."""
    if SUGGESTED in page.ids:
        yield page.ids[SUGGESTED], "suggestion", "what no editor has confirmed is shown: this is a preview"
    for identity, at in page.ids.items():
        if identity in found and MARK not in _text(page, at):
            yield at, "event", f'the event "{identity}" is not marked "{MARK}", which it is by the export'


def _text(page: ParsedPage, at: int) -> str:
    """Return the text from a tag to the next event."""
    tags, texts = page.markup.tags, page.markup.texts
    behind = takewhile(
        lambda number: not (tags[number].identity or "").startswith(_PREFIX), range(at + 1, len(tags))
    )
    return " ".join((texts[at], *(texts[number] for number in behind)))
