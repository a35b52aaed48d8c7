"""What pages were made from, in a SQLite file for each output folder: facts, and who read them.

A node is a fact that comes from outside, or something worked out: an answer or a page. When a fact
changes, in the same transaction all that read it becomes stale, and stays so until it is worked out
again. So a build that is killed anywhere leaves behind a list of what is still to be done.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from briefing.engine import database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# What worked-out nodes that are no answers are named by: the keys of a family, a planner, a page.
KEYS, PLAN, PAGE = "keys:", "plan:", "page:"

# Of the database, in KiB, and in pages of its log.
AT_HAND, UNSETTLED = 16_384, 4_000

FORM = 3
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE nodes (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT, value TEXT, stale INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX stale_nodes ON nodes (name) WHERE stale;
CREATE TABLE reads (fact INTEGER NOT NULL, reader INTEGER NOT NULL, PRIMARY KEY (fact, reader)) WITHOUT ROWID;
CREATE INDEX reads_by_reader ON reads (reader, fact);
CREATE TABLE notes (path TEXT PRIMARY KEY, slug TEXT NOT NULL, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (
  listing TEXT NOT NULL, sort TEXT NOT NULL, owner TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (listing, sort, owner)
) WITHOUT ROWID;
CREATE INDEX rows_by_owner ON rows (owner);
CREATE TABLE listings (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outputs (
  path TEXT PRIMARY KEY, planner TEXT NOT NULL, depends TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outputs_by_planner ON outputs (planner);
"""


class Node(NamedTuple):
    """An answer as it was worked out: its digest, its value if that is kept, and whether it is stale."""

    digest: str
    value: str | None
    stale: bool


class Traces:
    """The nodes of one output folder, and which reads which."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over an open database of the present form."""
        self.connection = connection
        self._ids: dict[str, int] = {}
        self._last = connection.execute("SELECT coalesce(max(id), 0) FROM nodes").fetchone()[0]
        self._empty = not self._last

    def about(self, name: str) -> str:
        """Something that was written down about the folder; empty where nothing was."""
        row = self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def keep_about(self, name: str, value: str) -> None:
        """Write something down about the folder."""
        self.connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def clear(self) -> None:
        """Forget everything but which files were made: nothing worked out holds any more."""
        with self.change_all():
            for table in ("nodes", "reads", "notes", "rows", "listings"):
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self.connection.execute("UPDATE outputs SET planner = '', depends = ''")
        self._ids, self._last, self._empty = {}, 0, True

    def node(self, name: str) -> Node | None:
        """Look up an answer or a page; None where it never was worked out."""
        if self._empty and name not in self._ids:
            return None
        query = "SELECT digest, value, stale FROM nodes WHERE name = ? AND digest IS NOT NULL"
        row = self.connection.execute(query, (name,)).fetchone()
        return Node(row[0], row[1], bool(row[2])) if row else None

    @contextmanager
    def change_all(self) -> Iterator[None]:
        """Change several things at once, or nothing where that fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def stale_answers(self) -> list[str]:
        """The answers that do not hold, by name."""
        found = self.connection.execute("SELECT name FROM nodes WHERE stale ORDER BY name")
        return [name for (name,) in found if not name.startswith((KEYS, PLAN, PAGE))]

    def planned(self, start: str) -> dict[str, bool]:
        """The keys of planners whose names start so, and whether each is stale."""
        query = "SELECT name, stale FROM nodes WHERE name >= ? AND name < ? AND digest IS NOT NULL"
        found = self.connection.execute(query, (start, _end(start)))
        return {name[len(start) :]: bool(stale) for name, stale in found}

    def stale(self, start: str) -> list[str]:
        """What does not hold and whose names start so: the rest of the name."""
        query = "SELECT name FROM nodes WHERE stale AND name >= ? AND name < ? ORDER BY name"
        found = self.connection.execute(query, (start, _end(start)))
        return [name[len(start) :] for (name,) in found]

    def reasons(self, name: str, changed: Iterable[str]) -> list[str]:
        """Which of some facts a node read when it was last worked out."""
        query = (
            "SELECT f.name FROM nodes AS n JOIN reads ON reader = n.id JOIN nodes AS f ON f.id = fact "
            "WHERE n.name = ?"
        )
        known = set(changed)
        return [fact for (fact,) in self.connection.execute(query, (name,)) if fact in known]

    def is_read(self, name: str) -> bool:
        """Tell whether anything reads a node."""
        query = "SELECT 1 FROM reads JOIN nodes ON id = fact WHERE name = ? LIMIT 1"
        return self.connection.execute(query, (name,)).fetchone() is not None

    def change(self, facts: Iterable[str]) -> None:
        """Make stale whatever read one of the facts; to be called within a transaction of the caller's."""
        query = (
            "UPDATE nodes SET stale = 1 WHERE id IN "
            "(SELECT reader FROM reads WHERE fact = (SELECT id FROM nodes WHERE name = ?))"
        )
        if not self._empty:
            self.connection.executemany(query, ((fact,) for fact in facts))

    def tell(self, facts: Mapping[str, str]) -> list[str]:
        """Set facts from outside to their digests; return those that changed, whose readers are stale now.

        To be called within a transaction of the caller's.
        """
        changed = []
        for name, digest in facts.items():
            node = self.node(name)
            if node is None or node.digest != digest:
                changed.append(name)
        self.connection.executemany(
            "UPDATE nodes SET digest = ? WHERE id = ?", [(facts[name], self._id(name)) for name in changed]
        )
        self.change(changed)
        return changed

    def told(self, start: str) -> list[str]:
        """The names of the facts from outside that start so."""
        query = "SELECT name FROM nodes WHERE name >= ? AND name < ? AND digest IS NOT NULL"
        return [name for (name,) in self.connection.execute(query, (start, _end(start)))]

    def values(self, start: str) -> dict[str, str]:
        """The kept values of the answers whose names start so, by the rest of the name."""
        query = "SELECT name, value FROM nodes WHERE name >= ? AND name < ? AND value IS NOT NULL"
        found = self.connection.execute(query, (start, _end(start)))
        return {name[len(start) :]: value for name, value in found}

    def notes(self) -> dict[str, tuple[str, str]]:
        """The notes that are placed: slug and version of the card, by path."""
        rows = self.connection.execute("SELECT path, slug, version FROM notes")
        return {path: (slug, version) for path, slug, version in rows}

    def keep_notes(self, placed: Mapping[str, tuple[str, str]]) -> None:
        """Keep which notes are placed."""
        rows = ((path, *one) for path, one in placed.items())
        self.connection.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", rows)

    def forget_notes(self, paths: Iterable[str]) -> None:
        """Forget notes that are no more."""
        self.connection.executemany("DELETE FROM notes WHERE path = ?", ((path,) for path in paths))

    def learn(self, name: str, digest: str, value: str | None, reads: Iterable[str]) -> bool:
        """Record what was worked out and what it read; return whether it differs from what it was before.

        Where it differs, what read it is stale now. To be called within a transaction of the caller's.
        """
        before = self.node(name)
        reader = self._id(name)
        query = "UPDATE nodes SET digest = ?, value = ?, stale = 0 WHERE id = ?"
        self.connection.execute(query, (digest, value, reader))
        if before is not None:
            self.connection.execute("DELETE FROM reads WHERE reader = ?", (reader,))
        pairs = [(self._id(fact), reader) for fact in reads]
        self.connection.executemany("INSERT OR IGNORE INTO reads VALUES (?, ?)", pairs)
        changed = before is None or before.digest != digest
        if changed:
            self.change([name])
        return changed

    def expect(self, names: Iterable[str]) -> None:
        """Record nodes that are to be worked out; until then they are stale."""
        query = "UPDATE nodes SET digest = '', value = NULL, stale = 1 WHERE id = ?"
        self.connection.executemany(query, [(self._id(name),) for name in names])

    def forget(self, names: Iterable[str]) -> None:
        """Drop nodes that are no more."""
        for name in names:
            gone = "(SELECT id FROM nodes WHERE name = ?)"
            self.connection.execute(f"DELETE FROM reads WHERE reader = {gone}", (name,))  # noqa: S608
            # The node itself stays where others still read it: they are to learn that it is gone.
            self.connection.execute(
                "UPDATE nodes SET digest = NULL, value = NULL, stale = 0 WHERE name = ?", (name,)
            )

    def _id(self, name: str) -> int:
        found = self._ids.get(name)
        if found is None:
            row = None
            if not self._empty:
                row = self.connection.execute("SELECT id FROM nodes WHERE name = ?", (name,)).fetchone()
            if row is None:
                self._last += 1
                self.connection.execute("INSERT INTO nodes (id, name) VALUES (?, ?)", (self._last, name))
            found = self._ids[name] = row[0] if row else self._last
        return found


def _end(start: str) -> str:
    """What comes after everything that starts so."""
    return start[:-1] + chr(ord(start[-1]) + 1)


@contextmanager
def opened(path: Path) -> Iterator[Traces]:
    """Open the store of an output folder, making it where it is missing, damaged or of another form."""
    with (
        database.guarded(path),
        closing(database.connect(path, form=FORM, schema=SCHEMA)) as connection,
    ):
        connection.isolation_level = None
        # Who reads a fact stands all over the table: what is written to again soon is better kept at hand.
        connection.execute(f"PRAGMA cache_size = -{AT_HAND}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {UNSETTLED}")
        yield Traces(connection)
