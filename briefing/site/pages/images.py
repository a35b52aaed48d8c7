"""The images of the content that published texts refer to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.content.checks import references
from briefing.content.folder import CONTENT
from briefing.content.images import kinds
from briefing.engine.output import Output, OutputKind
from briefing.site import catalogue as site

if TYPE_CHECKING:
    from briefing.core.model import Body
    from briefing.site.catalogue import Catalogue


def _published(catalogue: Catalogue) -> list[str]:
    """Every image that a note, a page or the opening of a briefing refers to."""
    found = set(catalogue.listings("image"))
    for slug in catalogue.page_slugs:
        page = catalogue.page(slug)
        found.update(_of(page.document, page.path))
    openings = [lead for day in catalogue.leads if (lead := catalogue.lead(date.fromisoformat(day)))]
    of_openings = {str(lead.date.start): set(_of(lead.document, lead.path)) for lead in openings}
    if any(of_openings.values()):
        # An opening of a day that has no briefing is not published.
        found.update(*(of_openings.get(day, ()) for day in catalogue.places("days")))
    return sorted(found)


def _of(body: Body, path: str) -> Iterator[str]:
    """The images that a text refers to."""
    return filter(kinds.of, references.targets(body, path.removeprefix(f"{CONTENT}/")))


def _image(catalogue: Catalogue, path: str) -> Iterator[Output]:
    """Output an image as it is."""
    yield site.file(urls.of_file(path), lambda: catalogue.image(path))


OUTPUTS = (OutputKind("image", ("",), _published, _image),)
QUERIES = ()
