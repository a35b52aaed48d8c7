"""Keep the contents of the search index in SQLite.

It only saves work: an index made without it is the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from briefing.engine.database import Connection, StoreDamagedError, connect, guarded

FORM = 4
# Columns read for all documents are apart from those read for a few.
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


class Terms:
    """Each document as it was indexed, and the files of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def change(self) -> Iterator[None]:
        """Keep all changes made inside, or none if that fails."""
        with self._connection:
            yield

    def clear_all(self) -> None:
        """Forget everything."""
        self.clear(*TABLES)

    def clear(self, *tables: str) -> None:
        """Empty some tables."""
        for table in tables:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def documents(self) -> dict[str, tuple[str, int]]:
        """Return the digest and number of each document, by address."""
        rows = self._connection.execute("SELECT href, digest, number FROM documents")
        return {href: (digest, number) for href, digest, number in rows}

    def facts(self) -> Iterator[tuple[str, int, str]]:
        """Address, number and what the table of all documents tells, of each by rising number."""
        query = "SELECT href, number, facts FROM documents JOIN facts USING (href) ORDER BY number"
        yield from self._connection.execute(query)

    def facts_of(self, href: str) -> str:
        """What the table tells of a document; empty where it is not known."""
        return self._connection.execute("SELECT facts FROM facts WHERE href = ?", (href,)).get or ""

    def keep_documents(self, changed: Iterable[tuple[str, str, int, str]]) -> None:
        """Keep documents: address, digest, number, digest of what is shown."""
        self._connection.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", changed)

    def keep_facts(self, changed: Iterable[tuple[str, str]]) -> None:
        """Keep what the table tells of documents, by address."""
        self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", changed)

    def drop_documents(self, gone: Iterable[str]) -> None:
        """Forget documents and their texts."""
        for href in gone:
            for table in ("documents", "facts", "contents"):
                query = f"DELETE FROM {table} WHERE href = ?"  # noqa: S608 - names of our own
                self._connection.execute(query, (href,))

    def renumber(self, moved: Iterable[tuple[int, str]]) -> None:
        """Give documents another number: the number, then the address."""
        self._connection.executemany("UPDATE documents SET number = ? WHERE href = ?", moved)

    def content(self, href: str) -> str:
        """Return the kept texts of a document."""
        content = self._connection.execute("SELECT content FROM contents WHERE href = ?", (href,)).get
        if content is None:
            raise StoreDamagedError(f"the search index in the store lacks {href}")
        return _unpacked(content)

    def contents(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Yield the texts of documents by number, from one number to another."""
        query = (
            "SELECT number, content FROM documents JOIN contents USING (href) "
            "WHERE number BETWEEN ? AND ? ORDER BY number"
        )
        for number, content in self._connection.execute(query, (first, last)):
            yield number, _unpacked(content)

    def shown(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return digests of the shown texts of documents by number, from one number to another."""
        query = "SELECT number, shown FROM documents WHERE number BETWEEN ? AND ? ORDER BY number"
        return list(self._connection.execute(query, (first, last)))

    def keep_contents(self, contents: Iterable[tuple[str, str]]) -> None:
        """Keep documents' texts by address."""
        packed = ((href, zlib.compress(text.encode("utf-8", "surrogatepass"), 1)) for href, text in contents)
        self._connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?)", packed)

    def files(self) -> dict[str, str]:
        """Digests of all files, by name."""
        return dict(self._connection.execute("SELECT name, digest FROM files"))

    def keep_files(self, changed: Iterable[tuple[str, str]]) -> None:
        """Record the name and digest of files."""
        self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", changed)

    def drop_files(self, gone: Iterable[str]) -> None:
        """Forget files and their contents."""
        names = tuple(gone)
        self.drop_digests(names)
        self.drop_payloads(names)

    def drop_digests(self, gone: Iterable[str]) -> None:
        """Forget files, but not their contents."""
        self._connection.executemany("DELETE FROM files WHERE name = ?", ((name,) for name in gone))

    def drop_payloads(self, gone: Iterable[str]) -> None:
        """Forget what files that are none held."""
        self._connection.executemany("DELETE FROM payloads WHERE name = ?", ((name,) for name in gone))

    def payload(self, name: str) -> str:
        """Return the content of a file, "" without one."""
        return self._connection.execute("SELECT payload FROM payloads WHERE name = ?", (name,)).get or ""

    def payloads(self, start: str) -> list[tuple[str, str]]:
        """Return the content of each file whose name starts so, in order of names."""
        query = "SELECT name, payload FROM payloads WHERE name BETWEEN ? AND ? ORDER BY name"
        return list(self._connection.execute(query, (start, f"{start}~")))

    def keep_payloads(self, changed: Iterable[tuple[str, str]]) -> None:
        """Keep the contents of files."""
        self._connection.executemany("INSERT OR REPLACE INTO payloads VALUES (?, ?)", changed)

    def sizes(self, letters: int, start: str = "") -> dict[str, int]:
        """The size of all terms that share so many first letters, by these; of those that start alike."""
        query = "SELECT key, size FROM sizes WHERE letters = ?"
        if not start:
            return dict(self._connection.execute(query, (letters,)))
        query = f"{query} AND key >= ? AND key <= ? AND substr(key, 1, ?) = ?"
        end = start + chr(0x10FFFF)
        return dict(self._connection.execute(query, (letters, start, end, len(start), start)))

    def add_sizes(self, changes: Mapping[tuple[int, str], int]) -> None:
        """Add to sizes, or subtract; a key with nothing left is forgotten."""
        query = (
            "INSERT INTO sizes VALUES (?, ?, ?) "
            "ON CONFLICT (letters, key) DO UPDATE SET size = size + excluded.size"
        )
        self._connection.executemany(query, ((*key, size) for key, size in changes.items() if size))
        self._connection.executemany("DELETE FROM sizes WHERE letters = ? AND key = ? AND size = 0", changes)

    def state(self, name: str) -> str:
        """Return a value by its name, "" without one."""
        return self._connection.execute("SELECT value FROM states WHERE name = ?", (name,)).get or ""

    def keep_state(self, name: str, value: str) -> None:
        """Keep a value by its name."""
        self._connection.execute("INSERT OR REPLACE INTO states VALUES (?, ?)", (name, value))


def _unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode("utf-8", "surrogatepass")


@contextmanager
def opened(path: Path) -> Iterator[Terms]:
    """Open the index, making it where it is missing, damaged or of another form; closed at the end."""
    with guarded(path), closing(connect(path, form=FORM, schema=SCHEMA)) as connection:
        yield Terms(connection)
