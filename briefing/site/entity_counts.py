"""Count how often each entity is named, for counts and ranks on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.engine.query import Query

if TYPE_CHECKING:
    from briefing.site.catalogue import Catalogue


def _weight(catalogue: Catalogue, id_: str) -> tuple[int, int, int]:
    times = [int(row.value) for row in catalogue.rows(f"entity {id_}")]
    return len(times), sum(1 for count in times if count), sum(times)


# Of how many notes an entity is a part, how many name it in their text, and how often they do.
WEIGHT = Query("weight", _weight, tuple[int, int, int])


def naming(catalogue: Catalogue, id_: str) -> int:
    """Return how many notes name an entity in their text."""
    return catalogue.ask(WEIGHT, id_)[1]


def _home_places(catalogue: Catalogue, _key: str) -> tuple[str, ...]:
    enough = catalogue.count("notes") / 2
    places = (one.id for one in catalogue.entities if one.kind == "place")
    return tuple(id_ for id_ in places if naming(catalogue, id_) >= enough)


# The places that half of all notes name, as the campaign is about them.
HOME_PLACES = Query("home-places", _home_places, tuple[str, ...])
QUERIES = (WEIGHT, HOME_PLACES)
