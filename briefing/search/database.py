"""Keep in SQLite what the search index is made of.

Nothing in it is needed: it saves work, and an index made without it comes out the same.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from briefing.core.problems import BriefingError
from briefing.engine.database import connect, discard

FORM = 3
# What is read of all documents stands apart from what is read of a few.
SCHEMA = """
CREATE TABLE documents (
  href TEXT PRIMARY KEY, digest TEXT NOT NULL, number INTEGER NOT NULL, shown TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX numbers ON documents (number);
CREATE TABLE facts (href TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents (href TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE files (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE payloads (name TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE sizes (
  letters INTEGER NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (letters, key)
) WITHOUT ROWID;
CREATE TABLE states (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
TABLES = ("documents", "facts", "contents", "files", "payloads", "sizes", "states")


class TermsDamagedError(BriefingError):
    """The search index kept in the store turned out to be damaged; build again, without it."""


class Terms:
    """Each document as it was indexed, and the files of the index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over an open database of the present form."""
        self._connection = connection

    def _run(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _damaged(error) from error

    def _run_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(query, rows)
        except sqlite3.DatabaseError as error:
            raise _damaged(error) from error

    @contextmanager
    def change(self) -> Iterator[None]:
        """Keep all that is changed inside, or nothing where that fails."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._run("COMMIT")

    def clear_all(self) -> None:
        """Forget everything."""
        self.clear(*TABLES)

    def clear(self, *tables: str) -> None:
        """Forget all that some tables hold."""
        for table in tables:
            self._run(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def documents(self) -> dict[str, tuple[str, int]]:
        """Digest and number of each document, by address."""
        rows = self._run("SELECT href, digest, number FROM documents")
        return {href: (digest, number) for href, digest, number in rows}

    def facts(self) -> list[tuple[str, int, str]]:
        """Address, number and what the table of all documents tells, of each by rising number."""
        query = "SELECT href, number, facts FROM documents JOIN facts USING (href) ORDER BY number"
        return [(href, number, _opened(facts)) for href, number, facts in self._run(query)]

    def facts_of(self, href: str) -> str:
        """What the table tells of a document; empty where it is not known."""
        found = self._run("SELECT facts FROM facts WHERE href = ?", (href,))
        return _opened(found[0][0]) if found else ""

    def keep_documents(self, changed: Iterable[tuple[str, str, int, str]]) -> None:
        """Keep documents: address, digest, number, digest of what is shown."""
        self._run_many("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", changed)

    def keep_facts(self, changed: Iterable[tuple[str, str]]) -> None:
        """Keep what the table tells of documents, by address."""
        rows = ((href, _sealed(facts)) for href, facts in changed)
        self._run_many("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)

    def drop_documents(self, gone: Iterable[str]) -> None:
        """Forget documents and their texts."""
        for href in gone:
            for table in ("documents", "facts", "contents"):
                self._run(f"DELETE FROM {table} WHERE href = ?", (href,))  # noqa: S608 - names of our own

    def renumber(self, moved: Iterable[tuple[int, str]]) -> None:
        """Give documents another number: the number, then the address."""
        self._run_many("UPDATE documents SET number = ? WHERE href = ?", moved)

    def content(self, href: str) -> str:
        """What is kept of a document's texts."""
        rows = self._run("SELECT content FROM contents WHERE href = ?", (href,))
        if not rows:
            raise _damaged("a document is missing")
        return _unpacked(rows[0][0])

    def contents(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The texts of documents by number, from one to another."""
        query = (
            "SELECT number, content FROM documents JOIN contents USING (href) "
            "WHERE number BETWEEN ? AND ? ORDER BY number"
        )
        for number, content in self._run(query, (first, last)):
            yield number, _unpacked(content)

    def shown(self, first: int, last: int) -> list[tuple[int, str]]:
        """Digests of what is shown of documents by number, from one to another."""
        query = "SELECT number, shown FROM documents WHERE number BETWEEN ? AND ? ORDER BY number"
        return self._run(query, (first, last))

    def keep_contents(self, contents: Iterable[tuple[str, str]]) -> None:
        """Keep documents' texts by address."""
        packed = ((href, zlib.compress(text.encode("utf-8", "surrogatepass"), 1)) for href, text in contents)
        self._run_many("INSERT OR REPLACE INTO contents VALUES (?, ?)", packed)

    def files(self) -> dict[str, str]:
        """Digests of all files, by name."""
        return dict(self._run("SELECT name, digest FROM files"))

    def keep_files(self, changed: Iterable[tuple[str, str]]) -> None:
        """Record what files have become: name and digest."""
        self._run_many("INSERT OR REPLACE INTO files VALUES (?, ?)", changed)

    def drop_files(self, gone: Iterable[str]) -> None:
        """Forget files and what they held."""
        names = tuple(gone)
        self.drop_digests(names)
        self.drop_payloads(names)

    def drop_digests(self, gone: Iterable[str]) -> None:
        """Forget files, but not what they hold."""
        self._run_many("DELETE FROM files WHERE name = ?", ((name,) for name in gone))

    def drop_payloads(self, gone: Iterable[str]) -> None:
        """Forget what files that are none held."""
        self._run_many("DELETE FROM payloads WHERE name = ?", ((name,) for name in gone))

    def payload(self, name: str) -> str:
        """What a file holds, or nothing where there is none."""
        rows = self._run("SELECT payload FROM payloads WHERE name = ?", (name,))
        return _opened(rows[0][0]) if rows else ""

    def payloads(self, start: str) -> list[tuple[str, str]]:
        """What is held by each file whose name starts so, in order of names."""
        query = "SELECT name, payload FROM payloads WHERE name BETWEEN ? AND ? ORDER BY name"
        return [(name, _opened(payload)) for name, payload in self._run(query, (start, f"{start}~"))]

    def keep_payloads(self, changed: Iterable[tuple[str, str]]) -> None:
        """Keep what files hold."""
        rows = ((name, _sealed(payload)) for name, payload in changed)
        self._run_many("INSERT OR REPLACE INTO payloads VALUES (?, ?)", rows)

    def sizes(self, letters: int, start: str = "") -> dict[str, int]:
        """The size of all terms that share so many first letters, by these; of those that start alike."""
        query = "SELECT key, size FROM sizes WHERE letters = ? AND key >= ? AND substr(key, 1, ?) = ?"
        if not start:
            return dict(self._run("SELECT key, size FROM sizes WHERE letters = ?", (letters,)))
        end = start + chr(0x10FFFF)
        return dict(self._run(f"{query} AND key <= ?", (letters, start, len(start), start, end)))

    def add_sizes(self, changes: Mapping[tuple[int, str], int]) -> None:
        """Add to sizes, or take from them; where nothing is left the key is forgotten."""
        query = (
            "INSERT INTO sizes VALUES (?, ?, ?) "
            "ON CONFLICT (letters, key) DO UPDATE SET size = size + excluded.size"
        )
        self._run_many(query, ((*key, size) for key, size in changes.items() if size))
        self._run_many("DELETE FROM sizes WHERE letters = ? AND key = ? AND size = 0", changes)

    def state(self, name: str) -> str:
        """A value by its name; none is empty."""
        rows = self._run("SELECT value FROM states WHERE name = ?", (name,))
        return _opened(rows[0][0]) if rows else ""

    def keep_state(self, name: str, value: str) -> None:
        """Keep a value by its name."""
        self._run("INSERT OR REPLACE INTO states VALUES (?, ?)", (name, _sealed(value)))


def _damaged(reason: object) -> TermsDamagedError:
    return TermsDamagedError(f"the search index in the store cannot be used: {reason}")


def _sealed(text: str) -> str:
    """Put before a text what tells whether it is still the same."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}{text}"


def _opened(sealed: str) -> str:
    text = sealed[8:]
    if _sealed(text) != sealed:
        raise _damaged("a text in it is not as it was written")
    return text


def _unpacked(content: bytes) -> str:
    try:
        return zlib.decompress(content).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise _damaged(error) from error


@contextmanager
def opened(path: Path) -> Iterator[Terms]:
    """Open the index, making it where it is missing, damaged or of another form; closed at the end.

    Where damage shows only in use, TermsDamagedError is raised and the file is gone.
    """
    try:
        with closing(connect(path, form=FORM, schema=SCHEMA)) as connection:
            connection.isolation_level = None
            yield Terms(connection)
    except TermsDamagedError:
        discard(path)
        raise
