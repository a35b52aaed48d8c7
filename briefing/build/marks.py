"""Mark what is unique to a note, and the addresses that the site has because of it.

Other files are compared with the marks of all notes, which costs less than reading all notes again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from briefing.chronology import days
from briefing.content import urls
from briefing.core.model import Note
from briefing.core.vocabulary import Vocabulary
from briefing.ledger import statements

if TYPE_CHECKING:
    from briefing.content.checks.across_files import Content

# Where the site has a page, or leads on from; the name in the note's own address, and those in former ones;
# the day of the report; what two notes may not share without a word. Then a day with an event, that the head
# says nothing of events, a series of figures that may only grow, and the report that the note rests on.
# fmt: off
MarkKind = Literal[
    "address", "name", "former", "dated", "url", "report", "summary", "happened", "silent", "series", "kept"
]
# fmt: on
SHARED: tuple[MarkKind, ...] = ("url", "report", "summary")
_TRACKING = re.compile(r"utm_|fbclid|gclid|mc_[ce]id")


class Mark(NamedTuple):
    """What a note has: a value of some kind, its line, and what tells it from others that are alike."""

    kind: MarkKind
    value: str
    line: int
    detail: str = ""


class Marks(Protocol):
    """The marks of all notes."""

    def holders(self, kind: MarkKind, value: str) -> tuple[tuple[str, Mark], ...]:
        """Return the paths of the notes that have a mark, in order, each with its own."""

    def values(self, kind: MarkKind) -> Iterable[tuple[str, int]]:
        """Yield each value that notes have, and how many of them do."""


class MarksInMemory:
    """Marks by the paths of their notes."""

    def __init__(self, marks: Mapping[str, Iterable[Mark]]) -> None:
        self._held: defaultdict[MarkKind, defaultdict[str, list[tuple[str, Mark]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for path in sorted(marks):
            for mark in marks[path]:
                self._held[mark.kind][mark.value].append((path, mark))

    def holders(self, kind: MarkKind, value: str) -> tuple[tuple[str, Mark], ...]:
        """Return the paths of the notes that have a mark, in order, each with its own."""
        return tuple(self._held[kind].get(value, ()))

    def values(self, kind: MarkKind) -> Iterator[tuple[str, int]]:
        """Yield each value that notes have, and how many of them do."""
        return ((value, len(held)) for value, held in self._held[kind].items())


def of_note(note: Note, known: Vocabulary) -> Iterator[Mark]:
    """Yield the marks of a note; a withdrawn one has its names and address alone, a draft has no address."""
    lines = dict(note.key_lines)
    yield Mark("name", note.slug, 1)
    yield from (Mark("former", slug, lines.get("former", 1)) for slug in note.former)
    if note.status != "draft":
        yield from (Mark("address", address, 0) for address in sorted(set(_addresses(note, known))))
    if note.status == "withdrawn":
        return
    yield Mark("dated", note.date.start.isoformat(), lines.get("date", 1))
    told = (note.source, note.agency, note.date.text)
    yield Mark("report", " ".join(told), lines.get("source", 1), f"{plain(note.url)}\n{note.headline}")
    if note.url:
        yield Mark("url", plain(note.url), lines.get("url", 1))
    if note.summary:
        yield Mark("summary", note.summary.casefold(), lines.get("summary", 1))
    yield from _of_check(note, known, lines)


def _of_check(note: Note, known: Vocabulary, lines: Mapping[str, int]) -> Iterator[Mark]:
    """Yield what a check alone asks for."""
    if note.report:
        yield Mark("kept", note.report, 1)
    if "events" not in lines:
        yield Mark("silent", "", 1)
    for event in note.events if note.status == "published" else ():
        if not event.planned:
            days_of = days.within(event.date, days.EVENT_SPAN)
            yield from (Mark("happened", day.isoformat(), event.line) for day in days_of)
    growing = (one for one in statements.of_known(note, known) if one.may_only_grow)
    yield from (Mark("series", name, 1) for name in sorted({one.series.name for one in growing}))


def of_content(content: Content) -> MarksInMemory:
    """Mark all notes."""
    known = Vocabulary.of(content.registry)
    return MarksInMemory(
        {path: of_note(note, known) for path, note in content.texts if isinstance(note, Note)}
    )


def plain(url: str) -> str:
    """Return an address without what does not tell where it leads: its scheme, what tracks, an end slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key)]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _addresses(note: Note, known: Vocabulary) -> Iterator[str]:
    """The pages that the site has because of a note, whatever its text yields."""
    yield from map(urls.note, (note.slug, *note.former))
    if note.status == "withdrawn":
        return
    for day in days.within(note.date, days.REPORT_SPAN):
        yield urls.briefing(day)
    # A plan alone makes no briefing of its day.
    for event in note.events:
        if not event.planned:
            yield from map(urls.briefing, days.within(event.date, days.EVENT_SPAN))
    for one in statements.of_known(note, known):
        yield urls.group(*one.group)
        yield urls.claimant(one.claim.by)
        yield urls.month(one.counted_to.isoformat()[: len("2018-12")])
