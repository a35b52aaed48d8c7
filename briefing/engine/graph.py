"""The dependency graph of one output folder, in SQLite: inputs, queries, outputs, and who read what.

When an input changes, or a query to another value, all that read it becomes dirty in the same
transaction, and stays so until it is computed again. So a build that is killed anywhere leaves behind
a list of what is still to be done.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from briefing.engine import database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefing.engine.database import Connection

# How nodes are named that are neither inputs nor queries: the keys of a kind of output, the plan of a
# key, a file.
KEYS, PLAN, FILE = "keys:", "plan:", "file:"

# Of a database that is filled, in KiB: who reads a fact stands all over it; and in pages of its log.
AT_HAND, UNSETTLED = 16_384, 4_000

FORM = 6
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE nodes (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT, value TEXT, dirty INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX dirty_nodes ON nodes (name) WHERE dirty;
CREATE TABLE reads (fact INTEGER NOT NULL, reader INTEGER NOT NULL, PRIMARY KEY (fact, reader)) WITHOUT ROWID;
CREATE INDEX reads_by_reader ON reads (reader, fact);
CREATE TABLE owners (name TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (
  listing TEXT NOT NULL, sort TEXT NOT NULL, owner TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (listing, sort, owner)
) WITHOUT ROWID;
CREATE INDEX rows_by_owner ON rows (owner);
CREATE TABLE listings (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outputs (
  path TEXT PRIMARY KEY, planner TEXT NOT NULL, depends TEXT NOT NULL,
  sha256 TEXT NOT NULL, state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX outputs_by_planner ON outputs (planner);
"""


class Node(NamedTuple):
    """An answer as it was worked out: its digest, its value if that is kept, and whether it is dirty."""

    digest: str
    value: str | None
    dirty: bool


# What was worked out: its name, its digest, its value if that is kept, and what it read.
Answer = tuple[str, str, str | None, tuple[str, ...]]


class Graph:
    """The nodes of one output folder, and which reads which."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._begin()

    def _begin(self) -> None:
        self._ids: dict[str, int] = {}
        self._last = self.connection.execute("SELECT coalesce(max(id), 0) FROM nodes").get
        # Nothing to look up or make dirty: what is recorded is written at once, in the order of the tables.
        self.is_empty = not self._last
        if self.is_empty:
            self.connection.execute(f"PRAGMA cache_size = -{AT_HAND}")
        self._new: dict[str, tuple[int, str, str | None, str | None, int]] = {}
        self._reads: list[tuple[int, int]] = []

    def about(self, name: str) -> str:
        """Something that was written down about the folder; empty where nothing was."""
        return self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).get or ""

    def keep_about(self, name: str, value: str) -> None:
        """Write something down about the folder."""
        self.connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def clear(self) -> None:
        """Forget everything but which files were made: nothing worked out holds any more."""
        with self.transaction():
            for table in ("nodes", "reads", "owners", "rows", "listings"):
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self.connection.execute("UPDATE outputs SET planner = '', depends = ''")
        self._begin()

    def node(self, name: str) -> Node | None:
        """Look up an answer or a page; None where it never was worked out."""
        if self.is_empty:
            if new := self._new.get(name):
                return None if new[2] is None else Node(new[2], new[3], bool(new[4]))
            if name not in self._ids:
                return None
        query = "SELECT digest, value, dirty FROM nodes WHERE name = ? AND digest IS NOT NULL"
        row = self.connection.execute(query, (name,)).fetchone()
        return Node(row[0], row[1], bool(row[2])) if row else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Change several things at once, or nothing where that fails."""
        try:
            with self.connection:
                yield
                self._write()
        except BaseException:
            self._begin()
            raise

    def _write(self) -> Connection:
        """Write what waits for it; return the database, which holds all that was recorded then."""
        if self._new:
            query = (
                "INSERT INTO nodes VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "digest = excluded.digest, value = excluded.value, dirty = excluded.dirty"
            )
            self.connection.executemany(query, self._new.values())
            self.connection.executemany("INSERT OR IGNORE INTO reads VALUES (?, ?)", sorted(self._reads))
            self._new, self._reads = {}, []
        return self.connection

    def dirty_queries(self) -> list[str]:
        """The answers that do not hold, by name."""
        found = self._write().execute("SELECT name FROM nodes WHERE dirty ORDER BY name")
        return [name for (name,) in found if not name.startswith((KEYS, PLAN, FILE))]

    def planned(self, start: str) -> dict[str, bool]:
        """The keys of planners whose names start so, and whether each is dirty."""
        query = "SELECT name, dirty FROM nodes WHERE name >= ? AND name < ? AND digest IS NOT NULL"
        found = self._write().execute(query, (start, _end(start)))
        return {name[len(start) :]: bool(dirty) for name, dirty in found}

    def dirty(self, start: str) -> list[str]:
        """What does not hold and whose names start so: the rest of the name."""
        query = "SELECT name FROM nodes WHERE dirty AND name >= ? AND name < ? ORDER BY name"
        found = self._write().execute(query, (start, _end(start)))
        return [name[len(start) :] for (name,) in found]

    def reads(self, name: str) -> dict[str, int]:
        """What a node read when it was last worked out, each with its id."""
        query = (
            "SELECT f.name, fact FROM nodes AS n JOIN reads ON reader = n.id JOIN nodes AS f ON f.id = fact "
            "WHERE n.name = ?"
        )
        return dict(self._write().execute(query, (name,)))

    def doubtful(self) -> set[str]:
        """Whatever is dirty, and whatever rests on it, at any distance."""
        query = (
            "WITH RECURSIVE doubtful (id) AS (SELECT id FROM nodes WHERE dirty "
            "UNION SELECT reader FROM doubtful JOIN reads ON fact = doubtful.id) "
            "SELECT name FROM doubtful JOIN nodes USING (id)"
        )
        return {name for (name,) in self._write().execute(query)}

    def is_read(self, name: str) -> bool:
        """Tell whether anything reads a node."""
        query = "SELECT 1 FROM reads JOIN nodes ON id = fact WHERE name = ? LIMIT 1"
        return self._write().execute(query, (name,)).fetchone() is not None

    def mark_changed(self, facts: Iterable[str]) -> None:
        """Make dirty whatever read one of the facts; to be called within a transaction of the caller's."""
        query = (
            "UPDATE nodes SET dirty = 1 WHERE id IN "
            "(SELECT reader FROM reads WHERE fact = (SELECT id FROM nodes WHERE name = ?))"
        )
        if not self.is_empty:
            self.connection.executemany(query, ((fact,) for fact in facts))

    def set_inputs(self, facts: Mapping[str, str]) -> list[str]:
        """Set facts from outside to their digests; return those that changed, whose readers are dirty now.

        To be called within a transaction of the caller's.
        """
        changed = []
        for name, digest in facts.items():
            node = self.node(name)
            if node is None or node.digest != digest:
                changed.append(name)
        for name in changed:
            self._set(name, facts[name], None)
        self.mark_changed(changed)
        return changed

    def inputs(self, start: str) -> list[str]:
        """The names of the facts from outside that start so."""
        query = "SELECT name FROM nodes WHERE name >= ? AND name < ? AND digest IS NOT NULL"
        return [name for (name,) in self._write().execute(query, (start, _end(start)))]

    def values(self, start: str) -> dict[str, str]:
        """The kept values of the answers whose names start so, by the rest of the name."""
        query = "SELECT name, value FROM nodes WHERE name >= ? AND name < ? AND value IS NOT NULL"
        found = self._write().execute(query, (start, _end(start)))
        return {name[len(start) :]: value for name, value in found}

    def owners(self) -> dict[str, str]:
        """The owners whose inputs and rows are in the graph, each with its stamp."""
        return dict(self.connection.execute("SELECT name, stamp FROM owners"))

    def keep_owners(self, stamps: Mapping[str, str]) -> None:
        """Keep the stamps of owners."""
        self.connection.executemany("INSERT OR REPLACE INTO owners VALUES (?, ?)", stamps.items())

    def forget_owners(self, names: Iterable[str]) -> None:
        """Forget owners that are gone."""
        self.connection.executemany("DELETE FROM owners WHERE name = ?", ((name,) for name in names))

    def record(self, name: str, digest: str, value: str | None, reads: Iterable[str]) -> bool:
        """Record what was worked out and what it read; return whether it differs from what it was before.

        Where it differs, what read it is dirty now. To be called within a transaction of the caller's.
        """
        before = self.node(name)
        reader = self._set(name, digest, value)
        # Who reads a fact stands all over the table: only what differs is written. What was only expected
        # has read nothing.
        gone = self.reads(name) if before is not None and before.digest else {}
        wanted = {fact: gone.pop(fact, 0) for fact in reads}
        query = "DELETE FROM reads WHERE fact = ? AND reader = ?"
        self.connection.executemany(query, [(id_, reader) for id_ in gone.values()])
        come = [(self._id(fact), reader) for fact, id_ in wanted.items() if not id_]
        if self.is_empty:
            self._reads += come
        else:
            self.connection.executemany("INSERT OR IGNORE INTO reads VALUES (?, ?)", come)
        changed = before is None or before.digest != digest
        if changed:
            self.mark_changed([name])
        return changed

    def taken(self) -> list[Answer]:
        """Hand over what was taken down and not recorded: nothing here."""
        return []

    def expect(self, names: Iterable[str]) -> None:
        """Record nodes that are to be worked out; until then they are dirty."""
        for name in names:
            self._set(name, "", None, dirty=1)

    def forget(self, names: Iterable[str]) -> None:
        """Drop nodes that are no more."""
        self._write()
        for name in names:
            gone = "(SELECT id FROM nodes WHERE name = ?)"
            self.connection.execute(f"DELETE FROM reads WHERE reader = {gone}", (name,))  # noqa: S608
            # The node itself stays where others still read it: they are to learn that it is gone.
            self.connection.execute(
                "UPDATE nodes SET digest = NULL, value = NULL, dirty = 0 WHERE name = ?", (name,)
            )

    def _set(self, name: str, digest: str, value: str | None, *, dirty: int = 0) -> int:
        """Set what is known of a node; return its id."""
        id_ = self._id(name)
        if self.is_empty:
            self._new[name] = (id_, name, digest, value, dirty)
        else:
            query = "UPDATE nodes SET digest = ?, value = ?, dirty = ? WHERE id = ?"
            self.connection.execute(query, (digest, value, dirty, id_))
        return id_

    def _id(self, name: str) -> int:
        found = self._ids.get(name)
        if found is None:
            if not self.is_empty:
                found = self.connection.execute("SELECT id FROM nodes WHERE name = ?", (name,)).get
            if found is None:
                found = self._last = self._last + 1
                if self.is_empty:
                    self._new[name] = (found, name, None, None, 0)
                else:
                    self.connection.execute("INSERT INTO nodes (id, name) VALUES (?, ?)", (found, name))
            self._ids[name] = found
        return found


def _end(start: str) -> str:
    """What comes after everything that starts so."""
    return start[:-1] + chr(ord(start[-1]) + 1)


@contextmanager
def opened(path: Path, *, patience: int = database.PATIENCE) -> Iterator[Graph]:
    """Open the store of an output folder, making it where it is missing, damaged or of another form."""
    with (
        database.guarded(path),
        closing(database.connect(path, form=FORM, schema=SCHEMA, patience=patience)) as connection,
    ):
        connection.execute(f"PRAGMA wal_autocheckpoint = {UNSETTLED}")
        yield Graph(connection)
