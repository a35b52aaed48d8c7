"""How often each entity is named, by which pages count and rank."""

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
    """How many notes name an entity in their text."""
    return catalogue.ask(WEIGHT, id_)[1]


QUERIES = (WEIGHT,)
