"""The feeds, of the notes that changed last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import feeds
from briefing.site.catalogue import file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.chronology.cards import Card
    from briefing.core.settings import Site
    from briefing.site.catalogue import Catalogue

    Write = Callable[[Site, Sequence[Card]], bytes]


def _newest(catalogue: Catalogue, _key: str) -> tuple[str, ...]:
    return tuple(row.owner for row in reversed(catalogue.last("updated", catalogue.sizes.feed)))


# The notes that changed last for their readers, withdrawn ones among them, newest first.
NEWEST = Query("newest", _newest, tuple[str, ...])


def _plans(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    yield file(urls.ATOM, partial(_feed, catalogue, feeds.atom))
    yield file(urls.JSON_FEED, partial(_feed, catalogue, feeds.json_feed))


def _feed(catalogue: Catalogue, write: Write) -> bytes:
    return write(catalogue.site, [catalogue.card(slug) for slug in catalogue.ask(NEWEST)])


OUTPUTS = (OutputKind("feeds", (urls.ATOM, urls.JSON_FEED), only, _plans),)
QUERIES = (NEWEST,)
