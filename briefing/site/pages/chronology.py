"""All events in; the chronology out, on one page or on a page a month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from briefing import edtf
from briefing.site import head, plan, urls, views
from briefing.site.models import ChronologyPage
from briefing.site.parts import MonthEvents, Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.chronology.events import Entry
    from briefing.site.catalogue import Catalogue

# Up to here the chronology is read, searched and printed best as one page.
ON_ONE_PAGE = 300


def plans(catalogue: Catalogue) -> Iterator[plan.Plan]:
    """Plan the chronology: one page up to 300 entries, else a page for each month with events."""
    entries = catalogue.entries
    months = [(month, tuple(same)) for month, same in groupby(entries, key=month_of)]
    if len(entries) <= ON_ONE_PAGE:
        months = [("", entries)]
    for part in plan.groups(urls.CHRONOLOGY, months):
        yield _page(catalogue, part)
    yield _key_page(catalogue)


def _title(part: plan.Part[Entry]) -> str:
    whole = part.href == urls.CHRONOLOGY and not part.pages.links
    month = edtf.display(edtf.parse(part.name)) if part.name else ""
    return "Chronology" if whole else f"Chronology, {month}"


def month_of(entry: Entry) -> str:
    """The month an entry stands under: that of its first possible day."""
    return f"{entry.date.start:%Y-%m}"


def _page(catalogue: Catalogue, part: plan.Part[Entry], *, key: bool = False) -> plan.Plan:
    title = "Chronology: key dates" if key else _title(part)
    shown = "what happened on the days that matter most" if key else "what happened, by the day it happened"

    def make() -> ChronologyPage:
        return ChronologyPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: {shown}, and who tells it.",
                path=part.href,
                section=urls.CHRONOLOGY,
            ),
            title=title,
            months=tuple(_months(catalogue, part.content)),
            pages=part.pages,
            key=key,
        )

    slugs = {telling.slug for entry in part.content for telling in entry.tellings}
    cards = [card for card in catalogue.cards if card.slug in slugs]
    also = (part.pages, tuple(entry.anchor for entry in part.content))
    return catalogue.plan(part.href, "chronology.html", make, cards=cards, also=also)


def _key_page(catalogue: Catalogue) -> plan.Plan:
    """Plan the chronology of the key dates only; each page of the whole one leads to it."""
    chosen = {entry.anchor for day in catalogue.key_days for entry in day.entries}
    entries = tuple(entry for entry in catalogue.entries if entry.anchor in chosen)
    return _page(catalogue, plan.Part(urls.KEY_DATES, "", entries, Pages("", ())), key=True)


def _months(catalogue: Catalogue, entries: Iterable[Entry]) -> Iterator[MonthEvents]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault(_heading(entry), []).append(entry)
    for (title, anchor), same in found.items():
        yield MonthEvents(title, anchor, views.event_views(same, catalogue.labels))


def _heading(entry: Entry) -> tuple[str, str]:
    """The heading of an entry: its month, or its year where it says no more."""
    value = entry.date
    coarse = value.precision in {"year", "decade", "season"}
    shown = value if coarse else edtf.parse(month_of(entry))
    return edtf.display(shown), f"month-{shown.text}"
