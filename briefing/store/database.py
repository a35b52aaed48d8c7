"""What a build remembers for the next: a SQLite file, made anew where it is damaged or of another form.

Nothing in it is needed: it saves work, and a build without it comes out the same.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FORM = 1
SCHEMA = """
CREATE TABLE keywords (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cards (path TEXT PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE outputs (
  root TEXT NOT NULL, path TEXT NOT NULL, fingerprint TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE TABLE inputs (root TEXT PRIMARY KEY, digest TEXT NOT NULL, summary TEXT NOT NULL) WITHOUT ROWID;
"""
BATCH = 500


class StoreDamagedError(BriefingError):
    """The store turned out to be damaged while it was in use; discard it and start again."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build made: what it was made from, and what it then was. `mtime` is in nanoseconds.

    An empty fingerprint marks one that a build was about to write: it may be there, in any state.
    """

    path: str
    fingerprint: str
    sha256: str = ""
    size: int = -1
    mtime: int = -1


class Store:
    """Keywords by their text, cards by their file, outputs and inputs by output folder."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over an open database of the present form."""
        self._connection = connection

    def keywords(self, keys: Sequence[str]) -> dict[str, str]:
        """Look up kept extractions; what is not there is left out."""
        found: dict[str, str] = {}
        for at in range(0, len(keys), BATCH):
            batch = keys[at : at + BATCH]
            marks = ",".join("?" * len(batch))
            query = f"SELECT key, value FROM keywords WHERE key IN ({marks})"  # noqa: S608 - marks only
            found.update(self._connection.execute(query, batch).fetchall())
        return found

    def keep_keywords(self, found: Mapping[str, str]) -> None:
        """Keep extractions at once, so that a later interruption loses none."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO keywords VALUES (?, ?)", found.items())

    def cards(self) -> dict[str, tuple[str, str]]:
        """All kept cards: path to (key, value)."""
        rows = self._connection.execute("SELECT path, key, value FROM cards")
        return {path: (key, value) for path, key, value in rows}

    def keep_cards(self, changed: Mapping[str, tuple[str, str]], gone: Iterable[str]) -> None:
        """Keep cards and forget those of files that are no more."""
        with self._connection:
            rows = ((path, key, value) for path, (key, value) in changed.items())
            self._connection.executemany("INSERT OR REPLACE INTO cards VALUES (?, ?, ?)", rows)
            self._connection.executemany("DELETE FROM cards WHERE path = ?", ((path,) for path in gone))

    def outputs(self, root: str) -> dict[str, Output]:
        """All files that builds made in a folder, by path."""
        query = "SELECT path, fingerprint, sha256, size, mtime FROM outputs WHERE root = ?"
        return {row[0]: Output(*row) for row in self._connection.execute(query, (root,))}

    def keep_outputs(self, root: str, changed: Iterable[Output], gone: Iterable[str] = ()) -> None:
        """Record files as made, or as about to be made, and forget those that are gone."""
        with self._connection:
            rows = ((root, one.path, one.fingerprint, one.sha256, one.size, one.mtime) for one in changed)
            self._connection.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)", rows)
            lost = ((root, path) for path in gone)
            self._connection.executemany("DELETE FROM outputs WHERE root = ? AND path = ?", lost)

    def inputs(self, root: str) -> tuple[str, str] | None:
        """The digest of the inputs that a folder was last built from, and that build's summary."""
        query = "SELECT digest, summary FROM inputs WHERE root = ?"
        row: tuple[str, str] | None = self._connection.execute(query, (root,)).fetchone()
        return row

    def keep_inputs(self, root: str, digest: str, summary: str) -> None:
        """Record that a folder is built from inputs with this digest; an empty one says it is not."""
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?)", (root, digest, summary)
            )


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open the store, making it where it is missing, damaged or of another form; closed at the end."""
    with closing(connect(path, form=FORM, schema=SCHEMA)) as connection:
        try:
            yield Store(connection)
        except sqlite3.OperationalError as error:
            raise BriefingError(f"{path}: the store cannot be used: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreDamagedError(f"{path}: the store is damaged: {error}") from error


def discard(path: Path) -> None:
    """Remove a store and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def connect(path: Path, *, form: int, schema: str) -> sqlite3.Connection:
    """Connect to a database of a form; one that is damaged or of another form is made anew.

    Raises BriefingError where the file cannot be used at all: locked, not to be written, no file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _checked(path, form, schema)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            discard(path)
            return _checked(path, form, schema)
    except (OSError, sqlite3.OperationalError) as error:
        raise BriefingError(f"{path}: the store cannot be used: {error}") from error


def _checked(path: Path, form: int, schema: str) -> sqlite3.Connection:
    """Connect, and raise DatabaseError unless the form is the one asked for."""
    connection = sqlite3.connect(path, timeout=60)
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            connection.executescript(f"BEGIN;{schema}PRAGMA user_version = {form};COMMIT;")
        elif found != form:
            raise sqlite3.DatabaseError(f"form {found} is not {form}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
