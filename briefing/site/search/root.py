"""What is found and where it is in the index in; the one file that the search page reads first, out.

Also the lists by which results are narrowed to a place, group, person or tag, each a file of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from briefing.site import urls
from briefing.site.search import coding
from briefing.site.search.documents import KINDS
from briefing.site.search.entries import STOPWORDS
from briefing.text.folding import APOSTROPHES, LETTERS, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.model import Entity, EntityKind, Registry
    from briefing.site.parts import Link
    from briefing.site.search.documents import Found

FACETS: tuple[EntityKind, ...] = ("place", "group", "person")
UNDATED, INFERRED = 2, 1
# A tag on fewer notes narrows nothing.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the table: its number, what filters need of it, and its length in steps."""

    number: int
    found: Found
    length: int


def table(rows: Sequence[Row], registry: Registry) -> dict[str, Any]:
    """Write the table of documents, in columns, by rising number. `base` is the first of all days."""
    starts = [row.found.start for row in rows if row.found.start]
    base = min(starts, default=date(1970, 1, 1))
    at = {source.id: place + 1 for place, source in enumerate(registry.sources)}
    return {
        "base": base.isoformat(),
        "numbers": coding.numbers(coding.gaps(row.number for row in rows)),
        "kinds": coding.numbers(_kind(row.found) for row in rows),
        "outlets": coding.numbers(at.get(row.found.source, 0) for row in rows),
        "agencies": coding.numbers(at.get(row.found.agency, 0) for row in rows),
        "starts": coding.numbers(((row.found.start or base) - base) // timedelta(1) for row in rows),
        "spans": coding.numbers(_span(row.found) for row in rows),
        "lengths": coding.numbers(row.length for row in rows),
    }


def _kind(found: Found) -> int:
    flags = (0 if found.start else UNDATED) + (INFERRED if found.inferred else 0)
    return KINDS.index(found.kind) * 4 + flags


def _span(found: Found) -> int:
    return (found.end - found.start) // timedelta(1) if found.start and found.end else 0


def words(rows: Sequence[Row], registry: Registry) -> dict[str, Any]:
    """Write what a query is read with: the folding's letters, common words, names and sources."""
    places = {row.found.href: place for place, row in enumerate(rows)}
    return {
        "letters": LETTERS,
        "apostrophes": APOSTROPHES,
        "stop": sorted(STOPWORDS),
        "names": [[places[urls.entity(entity.id)], *_names(entity)] for entity in registry.entities],
        "sources": [[source.id, source.label] for source in registry.sources],
    }


def _names(entity: Entity) -> list[Any]:
    """An entity: id, label, its names of any case, and those that hold in one case only."""
    exact = [alias.text for alias in entity.aliases if alias.exact]
    only_exact = {fold(text) for text in exact}
    free = (entity.label, *(alias.text for alias in entity.aliases if not alias.exact))
    return [entity.id, entity.label, [text for text in free if fold(text) not in only_exact], exact]


def facets(
    rows: Sequence[Row], registry: Registry, tags: Mapping[str, Link]
) -> dict[str, tuple[list[list[str]], str]]:
    """Write, for places, groups, people and tags, the values and then each document's.

    A document's are their count and their places in the list, rising; a value is an id and a label.
    """
    found = {}
    for kind in FACETS:
        labels = {entity.id: entity.label for entity in registry.entities if entity.kind == kind}
        found[f"f-{kind}"] = _facet(((row.found.entities) for row in rows), labels)
    counts: dict[str, int] = {}
    for row in rows:
        for tag in row.found.tags:
            counts[tag] = counts.get(tag, 0) + 1
    labels = {tag: tags[tag].text for tag in sorted(counts) if counts[tag] >= FEWEST}
    found["f-tag"] = _facet(((row.found.tags) for row in rows), labels)
    return found


def _facet(held: Iterable[Sequence[str]], labels: Mapping[str, str]) -> tuple[list[list[str]], str]:
    at = {value: place for place, value in enumerate(labels)}
    column: list[int] = []
    for values in held:
        places = sorted(at[value] for value in values if value in at)
        column += (len(places), *coding.gaps(places))
    return [[value, label] for value, label in labels.items()], coding.numbers(column)
