"""The list of corrections and withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.core.edtf import PartialDate
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head, views
from briefing.site.figure_parts import CorrectionView
from briefing.site.models import CorrectionsPage
from briefing.site.pagination import Chunk, chunks
from briefing.site.parts import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.chronology.cards import Card
    from briefing.site.catalogue import Catalogue


class Amendment(Struct, frozen=True):
    """One correction of a note, or its withdrawal; `reported` is the date of the note's report."""

    slug: str
    title: str
    reported: PartialDate
    said: PartialDate | None
    what: str
    withdrawn: bool

    @property
    def key(self) -> tuple[object, ...]:
        """The order of the list: by date; a withdrawal that states none by its report."""
        when = self.said or self.reported
        return (when.end, when.start), self.slug, self.what, self.withdrawn


def _entries(catalogue: Catalogue, slug: str) -> tuple[Amendment, ...]:
    card = catalogue.card(slug)
    found = [_entry(card, one.date, one.what, withdrawn=False) for one in card.corrections]
    if card.status == "withdrawn":
        found.append(_entry(card, card.withdrawn, card.status_reason, withdrawn=True))
    return tuple(found)


def _entry(card: Card, said: PartialDate | None, what: str, *, withdrawn: bool) -> Amendment:
    return Amendment(card.slug, card.title, card.date, said, what, withdrawn)


# What was corrected of a note: the key is its slug.
ENTRIES = Query("corrections", _entries, tuple[Amendment, ...])
QUERIES = (ENTRIES,)


def _plans(catalogue: Catalogue, _: str) -> Iterator[Output]:
    """Output the list of corrections, newest first."""
    owners = dict.fromkeys(row.owner for row in catalogue.rows("corrected"))
    found = sorted((one for slug in owners for one in catalogue.ask(ENTRIES, slug)), key=lambda one: one.key)
    for part in chunks(urls.CORRECTIONS, found, catalogue.sizes.per_page):
        yield _page(catalogue, part)


def _page(catalogue: Catalogue, part: Chunk[Amendment]) -> Output:
    title = part.titled("Corrections")

    def make() -> CorrectionsPage:
        return CorrectionsPage(
            head=head.head(
                catalogue.site,
                title=title,
                description=f"{title}: what was wrong in notes, and which notes were withdrawn and why.",
                path=part.href,
                section=urls.CORRECTIONS,
            ),
            title=title,
            corrections=tuple(
                CorrectionView(
                    date=views.date_view(entry.said) if entry.said else None,
                    note=Link(urls.note(entry.slug), entry.title),
                    what=entry.what,
                    withdrawn=entry.withdrawn,
                )
                for entry in reversed(part.content)
            ),
            pages=part.pages,
        )

    return catalogue.html(part.href, "corrections.html", make, also=(part.pages, part.content))


OUTPUTS = (OutputKind("corrections", (urls.CORRECTIONS,), only, _plans),)
