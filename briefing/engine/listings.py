"""Listings: rows in order, placed by their owners, and the facts that change with them.

A listing is named by its kind and a key, "tag bridge" or, where there is but one, by its kind alone. A
row has a place in its order, the note that owns it, and a value. Facts are `rows LISTING` for all of a
listing, `listings KIND` for which there are, `counts KIND` for how many rows each of them has, and
`beside LISTING PLACE` for the neighbours of a row, in the listings where pages lead to their neighbours.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.engine.database import Connection


class Placed(NamedTuple):
    """A row as a note places it."""

    listing: str
    sort: str
    value: str = ""


class Row(NamedTuple):
    """A row of a listing; rows are in order of these two."""

    sort: str
    owner: str
    value: str


class Listings:
    """All listings of one output folder. `beside` names those whose rows lead to their neighbours."""

    def __init__(self, connection: Connection, *, beside: Iterable[str] = ()) -> None:
        self.connection = connection
        self._beside = frozenset(beside)

    def rows(self, listing: str) -> tuple[Row, ...]:
        """All rows of a listing, in order."""
        query = "SELECT sort, owner, value FROM rows WHERE listing = ? ORDER BY sort, owner"
        return tuple(map(Row._make, self.connection.execute(query, (listing,))))

    def last(self, listing: str, count: int) -> tuple[Row, ...]:
        """The last rows of a listing, in order."""
        query = "SELECT sort, owner, value FROM rows WHERE listing = ? ORDER BY sort DESC, owner DESC LIMIT ?"
        return tuple(map(Row._make, self.connection.execute(query, (listing, count))))[::-1]

    def places(self, listing: str) -> tuple[str, ...]:
        """The places of a listing that any row has, in order."""
        query = "SELECT DISTINCT sort FROM rows WHERE listing = ? ORDER BY sort"
        return tuple(place for (place,) in self.connection.execute(query, (listing,)))

    def has(self, listing: str, place: str) -> bool:
        """Tell whether any row of a listing has a place."""
        query = "SELECT 1 FROM rows WHERE listing = ? AND sort = ? LIMIT 1"
        return self.connection.execute(query, (listing, place)).fetchone() is not None

    def count(self, listing: str) -> int:
        """How many rows a listing has."""
        return self.connection.execute("SELECT rows FROM listings WHERE name = ?", (listing,)).get or 0

    def listings(self, kind: str) -> tuple[str, ...]:
        """The keys of all listings of a kind that have a row, in order."""
        return tuple(key for key, _ in self.counts(kind))

    def counts(self, kind: str) -> tuple[tuple[str, int], ...]:
        """The keys of all listings of a kind that have a row, in order, and how many rows each has."""
        query = "SELECT name, rows FROM listings WHERE name >= ? AND name < ? ORDER BY name"
        found = self.connection.execute(query, (f"{kind} ", f"{kind}!"))
        return tuple((name[len(kind) + 1 :], rows) for name, rows in found)

    def beside(self, listing: str, place: str) -> tuple[str, str]:
        """The places before and after one, of those that any row has; empty where there is none."""
        query = (
            "SELECT (SELECT max(sort) FROM rows WHERE listing = :listing AND sort < :place), "
            "(SELECT min(sort) FROM rows WHERE listing = :listing AND sort > :place)"
        )
        before, after = next(self.connection.execute(query, {"listing": listing, "place": place}))
        return before or "", after or ""

    def place(self, placed: Mapping[str, Sequence[Placed]], *, anew: bool = False) -> list[str]:
        """Set all rows of each of these notes; return the facts that changed. `anew` where there were none.

        To be called within a transaction of the caller's.
        """
        if anew:
            whole = [(owner, row) for owner, rows in placed.items() for row in rows]
            self._insert(whole)
            self._count(Counter(listing for listing, _, _ in _keys(whole)))
            return []
        gone, come = self._differences(placed)
        touched = dict.fromkeys((row.listing, row.sort) for _, row in (*gone, *come))
        # Neighbours change where a place comes or goes, not where one row more stands at it.
        there = {one: self.has(*one) for one in touched if one[0] in self._beside}
        query = "DELETE FROM rows WHERE listing = ? AND sort = ? AND owner = ?"
        self.connection.executemany(query, ((row.listing, row.sort, owner) for owner, row in gone))
        self._insert(come)
        grown = Counter(listing for listing, _, _ in _keys(come))
        grown.subtract(listing for listing, _, _ in _keys(gone))
        facts = dict.fromkeys(f"rows {listing}" for listing, _ in touched)
        facts |= dict.fromkeys(self._grow(grown))
        for (listing, place), was in there.items():
            if self.has(listing, place) != was:
                for near in (place, *self.beside(listing, place)):
                    facts[f"beside {listing} {near}"] = None
        return list(facts)

    def _differences(
        self, placed: Mapping[str, Sequence[Placed]]
    ) -> tuple[list[tuple[str, Placed]], list[tuple[str, Placed]]]:
        gone, come = [], []
        query = "SELECT listing, sort, value FROM rows WHERE owner = ?"
        for owner, rows in placed.items():
            before = set(map(Placed._make, self.connection.execute(query, (owner,))))
            after = set(rows)
            gone += [(owner, row) for row in sorted(before - after)]
            come += [(owner, row) for row in sorted(after - before)]
        return gone, come

    def _insert(self, rows: Iterable[tuple[str, Placed]]) -> None:
        query = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)"
        # In the order of the table, neighbours go to the same place.
        values = sorted((row.listing, row.sort, owner, row.value) for owner, row in rows)
        self.connection.executemany(query, values)

    def _grow(self, grown: Mapping[str, int]) -> list[str]:
        """Note by how many rows listings have grown; return the facts that changed with that."""
        changed = {listing: rows for listing, rows in grown.items() if rows}
        kinds = {listing: listing.partition(" ")[0] for listing in changed}
        new = [listing for listing in changed if not self.count(listing)]
        self._count(changed)
        gone = [listing for listing in changed if not self.count(listing)]
        self.connection.executemany("DELETE FROM listings WHERE name = ?", ((listing,) for listing in gone))
        counted = [f"counts {kind}" for kind in kinds.values()]
        return [*counted, *(f"listings {kinds[listing]}" for listing in (*new, *gone))]

    def _count(self, grown: Mapping[str, int]) -> None:
        query = (
            "INSERT INTO listings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET rows = rows + excluded.rows"
        )
        self.connection.executemany(query, grown.items())


def _keys(rows: Iterable[tuple[str, Placed]]) -> set[tuple[str, str, str]]:
    return {(row.listing, row.sort, owner) for owner, row in rows}
