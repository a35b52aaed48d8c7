"""Cards in; `/corrections/`, the list of what was corrected or withdrawn, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.site import head, plan, urls, views
from briefing.site.ledger.parts import CorrectionView
from briefing.site.models import CorrectionsPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.chronology.cards import Card
    from briefing.edtf import PartialDate
    from briefing.site.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Entry:
    """One correction of a note, or its withdrawal."""

    card: Card
    said: PartialDate | None
    what: str
    withdrawn: bool

    @property
    def key(self) -> tuple[tuple[object, ...], str, str]:
        """The order of the list: by date; a withdrawal that states none by its report."""
        when = self.said or self.card.date
        return (when.end, when.start), self.card.slug, self.what


def plans(catalogue: Catalogue) -> Iterator[plan.Plan]:
    """Plan the list of corrections, newest first."""
    found = sorted(_entries(catalogue), key=lambda entry: entry.key)
    for part in plan.chunks(urls.CORRECTIONS, found, catalogue.settings.sizes.per_page):
        yield _page(catalogue, part)


def _entries(catalogue: Catalogue) -> Iterator[Entry]:
    for card in (*catalogue.cards, *catalogue.withdrawn):
        for correction in card.corrections:
            yield Entry(card, correction.date, correction.what, withdrawn=False)
    for card in catalogue.withdrawn:
        yield Entry(card, card.withdrawn, card.status_reason, withdrawn=True)


def _page(catalogue: Catalogue, part: plan.Part[Entry]) -> plan.Plan:
    title = "Corrections" + (f", page {part.name}" if part.name else "")

    def make() -> CorrectionsPage:
        return CorrectionsPage(
            head=head.head(
                catalogue.settings.site,
                title=title,
                description=f"{title}: what was wrong in notes, and which notes were withdrawn and why.",
                path=part.href,
                section=urls.CORRECTIONS,
            ),
            title=title,
            corrections=tuple(
                CorrectionView(
                    date=views.date_view(entry.said) if entry.said else None,
                    note=views.note_link(entry.card),
                    what=entry.what,
                    withdrawn=entry.withdrawn,
                )
                for entry in reversed(part.content)
            ),
            pages=part.pages,
        )

    ids = tuple((entry.key, entry.withdrawn) for entry in part.content)
    cards = {entry.card.slug: entry.card for entry in part.content}
    return catalogue.plan(part.href, "corrections.html", make, cards=cards.values(), also=(part.pages, ids))
