"""Write the file that the search page reads first, and the lists that narrow its results.

Also the lists by which results are narrowed to a place, group, person or tag, each a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from briefing.content import urls
from briefing.core.registry import EntityKind, Registry
from briefing.search import encoding
from briefing.search.documents import KINDS, Document
from briefing.search.senses import COMPOUNDS, QUESTIONS, STOPWORDS, Senses
from briefing.text.fold import APOSTROPHES, LETTERS
from briefing.text.names import names_of

FACETS: tuple[EntityKind, ...] = ("place", "group", "person", "thing")
UNDATED, INFERRED = 2, 1
# A tag on fewer notes is not offered for narrowing.
FEWEST = 2

# A document in the table of all: kind and flags, first day as an ordinal (0 for none), days after it,
# length in steps, outlet, agency, entities, tags' keys with labels, and the group of a page of figures.
TableRow = tuple[
    int, int, int, int, str, str, list[str], list[tuple[str, str]], tuple[str, str, str, int] | None
]


def facts_of(document: Document, length: int) -> str:
    """Write what the table tells of a document, to be kept."""
    start, end = document.start, document.end
    flags = (0 if start else UNDATED) + (INFERRED if document.inferred else 0)
    told = (
        KINDS.index(document.kind) * 4 + flags,
        start.toordinal() if start else 0,
        (end - start).days if start and end else 0,
        length,
        document.outlet,
        document.wire,
        document.entities,
        document.tags,
        document.group,
    )
    return encoding.payload(told)


def read(kept: Iterable[str]) -> list[TableRow]:
    """Read rows as they were kept; ids and labels are one text for all, as there are many of each."""
    known: dict[str, str] = {}
    return [_shared(json.loads(one), known) for one in kept]


def _shared(row: Any, known: dict[str, str]) -> TableRow:
    *numbers, outlet, wire, entities, tags, group = row
    one = known.setdefault
    names = [one(id_, id_) for id_ in entities]
    labels = [(one(key, key), one(label, label)) for key, label in tags]
    return (*numbers, one(outlet, outlet), one(wire, wire), names, labels, group)


def table(numbers: Sequence[int], rows: Sequence[TableRow], registry: Registry) -> dict[str, Any]:
    """Write the table of documents, in columns, by rising number. `base` is the first of all days."""
    kinds, starts, spans, lengths, outlets, agencies, *_ = zip(*rows, strict=True) if rows else ((),) * 9
    base = min(filter(None, starts), default=date(1970, 1, 1).toordinal())
    at = {source.id: place + 1 for place, source in enumerate(registry.sources)}
    return {
        "base": date.fromordinal(base).isoformat(),
        "numbers": encoding.gaps(numbers),
        "kinds": encoding.numbers(kinds),
        "outlets": encoding.numbers(at.get(one, 0) for one in outlets),
        "agencies": encoding.numbers(at.get(one, 0) for one in agencies),
        "starts": encoding.numbers((start or base) - base for start in starts),
        "spans": encoding.numbers(spans),
        "lengths": encoding.numbers(lengths),
        # Pages of figures, each with its row, its group, and whom and what its claims name.
        "groups": [[place, *row[8], row[6]] for place, row in enumerate(rows) if row[8]],
    }


def words(places: Mapping[str, int], registry: Registry) -> dict[str, Any]:
    """Write what the page needs to read a query: folded letters, common words, names and sources.

    `places` tells at which row of the table each document is, by address.
    """
    return {
        "letters": LETTERS,
        "apostrophes": APOSTROPHES,
        "stop": sorted(STOPWORDS),
        "questions": sorted(QUESTIONS),
        "senses": [[name, sorted(stems)] for name, stems in Senses.of(registry.measures).stems.items()],
        "measures": [[one.id, one.label, one.is_control] for one in registry.measures],
        "compounds": {first: sorted(rest) for first, rest in COMPOUNDS.items()},
        # Of an entity: its row, id, label, names of any case, and those that hold in one case only.
        "names": [
            [places[urls.entity(entity.id)], entity.id, entity.label, *names_of(entity)]
            for entity in registry.entities
        ],
        "sources": [[source.id, source.label] for source in registry.sources],
    }


def facets(rows: Sequence[TableRow], registry: Registry) -> dict[str, tuple[list[list[str]], str]]:
    """Write, for places, groups, people and tags, the values and then each document's.

    A document's are their count and their places in the list; a value is an id and a label.
    """
    found = {}
    named = [row[6] for row in rows]
    for kind in FACETS:
        labels = {entity.id: entity.label for entity in registry.entities if entity.kind == kind}
        found[f"f-{kind}"] = _facet(named, labels)
    tagged = [[key for key, _ in row[7]] for row in rows]
    counts: dict[str, int] = {}
    for tags in tagged:
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1
    known = {key: label for row in rows for key, label in row[7]}
    found["f-tag"] = _facet(tagged, {tag: known[tag] for tag in sorted(counts) if counts[tag] >= FEWEST})
    return found


def _facet(held: Iterable[Sequence[str]], labels: Mapping[str, str]) -> tuple[list[list[str]], str]:
    signs = {value: encoding.number(place) for place, value in enumerate(labels)}
    counts = [encoding.number(count) for count in range(len(labels) + 1)]
    column: list[str] = []
    for values in held:
        if values:
            found = [signs[value] for value in values if value in signs]
            column += (counts[len(found)], *found)
        else:
            column.append(counts[0])
    return [[value, label] for value, label in labels.items()], "".join(column)
