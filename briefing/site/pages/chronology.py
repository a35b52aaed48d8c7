"""The chronology, on one page or on a page a month, and its key dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.chronology import events
from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head, views
from briefing.site.models import ChronologyPage
from briefing.site.pages.keydays import KEY_DAYS
from briefing.site.pagination import Chunk, groups
from briefing.site.parts import MonthEvents, Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.chronology.events import Entry
    from briefing.core.model import Event
    from briefing.site.catalogue import Catalogue

# Up to here the chronology is read, searched and printed best as one page.
ON_ONE_PAGE = 300


def entries(catalogue: Catalogue, month: str) -> tuple[Entry, ...]:
    """The events that began in a month, those that several notes tell joined, in order of date.

    What several notes tell has one date, so that it stands in one month.
    """

    def merged() -> tuple[Entry, ...]:
        told = (one for row in catalogue.rows(f"month {month}") for one in catalogue.tellings(row.owner))
        return events.merge(one for one in told if month_of(one.event) == month)

    return catalogue.once(f"entries {month}", merged)


def _counted(catalogue: Catalogue, month: str) -> int:
    return len(entries(catalogue, month))


# How many entries a month has.
ENTRIES = Query("month-entries", _counted, int)


def _parts(catalogue: Catalogue, _key: str) -> tuple[Chunk[str], ...]:
    """The chronology's pages, each with its months: one page up to 300 entries, else a page a month."""
    months = catalogue.listings("month")
    if sum(catalogue.ask(ENTRIES, month) for month in months) <= ON_ONE_PAGE:
        return groups(urls.CHRONOLOGY, [("", months)])
    return groups(urls.CHRONOLOGY, [(month, (month,)) for month in months])


PARTS = Query("chronology-parts", _parts)


def _names(catalogue: Catalogue) -> Iterator[str]:
    return (part.name for part in catalogue.ask(PARTS))


def _plans(catalogue: Catalogue, name: str) -> Iterator[Output]:
    for part in catalogue.ask(PARTS):
        if part.name == name:
            yield _page(catalogue, part)


def _title(part: Chunk[str]) -> str:
    whole = part.href == urls.CHRONOLOGY and not part.pages.links
    month = edtf.display(edtf.parse(part.name)) if part.name else ""
    return "Chronology" if whole else f"Chronology, {month}"


def month_of(entry: Entry | Event) -> str:
    """The month an event stands under: that of its first possible day."""
    return f"{entry.date.start:%Y-%m}"


def _page(catalogue: Catalogue, part: Chunk[str]) -> Output:
    def make() -> ChronologyPage:
        found = [entry for month in part.content for entry in entries(catalogue, month)]
        return _made(catalogue, part.href, _title(part), found, part.pages)

    return catalogue.html(part.href, "chronology.html", make, also=(part,))


def _key_page(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan the chronology of the key dates only; each page of the whole one leads to it."""

    def make() -> ChronologyPage:
        days = catalogue.ask(KEY_DAYS)
        chosen = {anchor for day in days for anchor in day.anchors}
        months = sorted({day.date.text[:7] for day in days})
        found = [entry for month in months for entry in entries(catalogue, month) if entry.anchor in chosen]
        return _made(catalogue, urls.KEY_DATES, "Chronology: key dates", found, Pages("", ()), key=True)

    yield catalogue.html(urls.KEY_DATES, "chronology.html", make)


def _made(
    catalogue: Catalogue, href: str, title: str, found: Sequence[Entry], pages: Pages, *, key: bool = False
) -> ChronologyPage:
    shown = "what happened on the days that matter most" if key else "what happened, by the day it happened"
    return ChronologyPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}: {shown}, and who tells it.",
            path=href,
            section=urls.CHRONOLOGY,
        ),
        title=title,
        months=tuple(_months(catalogue, found)),
        pages=pages,
        key=key,
    )


def _months(catalogue: Catalogue, entries: Iterable[Entry]) -> Iterator[MonthEvents]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault(_heading(entry), []).append(entry)
    for (title, anchor), same in found.items():
        yield MonthEvents(title, anchor, views.event_views(same, catalogue.label))


def _heading(entry: Entry) -> tuple[str, str]:
    """The heading of an entry: its month, or its year where it says no more."""
    value = entry.date
    coarse = value.precision in {"year", "decade", "season"}
    shown = value if coarse else edtf.parse(month_of(entry))
    return edtf.display(shown), f"month-{shown.text}"


OUTPUTS = (
    OutputKind("chronology", (urls.CHRONOLOGY,), _names, _plans),
    OutputKind("key-dates", (urls.KEY_DATES,), only, _key_page),
)
QUERIES = (ENTRIES, PARTS)
