"""What the search index was last made of and is: a SQLite file of its own, made anew where it is no use.

Nothing in it is needed: it saves work, and an index made without it comes out the same.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from briefing.errors import BriefingError
from briefing.store import database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FORM = 1
SCHEMA = """
CREATE TABLE documents (
  href TEXT PRIMARY KEY, number INTEGER NOT NULL, digest TEXT NOT NULL, length INTEGER NOT NULL,
  entries BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE terms (
  term TEXT PRIMARY KEY, gaps TEXT NOT NULL, weights TEXT NOT NULL, links TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""

Row = tuple[str, str, str, str]
Document = tuple[str, int, str, int, str]


class TermsDamagedError(BriefingError):
    """The search index kept in the store turned out to be damaged; build again, without it."""


class Terms:
    """The index by term, the entries of each document, and digests of the files last made of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over an open database of the present form."""
        self._connection = connection

    def _run(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise TermsDamagedError(f"the search index in the store cannot be used: {error}") from error

    def _run_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(query, rows)
        except sqlite3.DatabaseError as error:
            raise TermsDamagedError(f"the search index in the store cannot be used: {error}") from error

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

    def clear(self) -> None:
        """Forget all terms, but not the documents' entries."""
        self._run("DELETE FROM terms")
        self._run("DELETE FROM files")

    def documents(self) -> dict[str, tuple[int, str, int]]:
        """Number, digest and length of each document, by address."""
        rows = self._run("SELECT href, number, digest, length FROM documents")
        return {href: (number, digest, length) for href, number, digest, length in rows}

    def entries(self, href: str) -> str:
        """The entries of a document."""
        rows = self._run("SELECT entries FROM documents WHERE href = ?", (href,))
        try:
            return zlib.decompress(rows[0][0]).decode("utf-8", "surrogatepass")
        except (IndexError, zlib.error) as error:
            raise TermsDamagedError(f"the search index in the store cannot be used: {error}") from error

    def keep_documents(self, changed: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Keep documents with their entries, and forget those that are no more."""
        self._run_many("DELETE FROM documents WHERE href = ?", ((href,) for href in gone))
        self._run_many(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
            ((*rest, zlib.compress(text.encode("utf-8", "surrogatepass"), 1)) for *rest, text in changed),
        )

    def lines(self, terms: Iterable[str]) -> Iterator[Row]:
        """Look up terms; what is not there is left out."""
        for term in terms:
            yield from self._run("SELECT * FROM terms WHERE term = ?", (term,))

    def lines_between(self, low: str, high: str) -> list[Row]:
        """All terms from `low` on and before `high`, in order; "" is no bound."""
        query = "SELECT * FROM terms WHERE term >= ? AND (? = '' OR term < ?) ORDER BY term"
        return self._run(query, (low, high, high))

    def keep_lines(self, changed: Iterable[Row], gone: Iterable[str] = ()) -> None:
        """Keep terms, and forget those that no document holds."""
        self._run_many("DELETE FROM terms WHERE term = ?", ((term,) for term in gone))
        self._run_many("INSERT OR REPLACE INTO terms VALUES (?, ?, ?, ?)", changed)

    def sizes(self, letters: int) -> dict[str, int]:
        """The size of all terms that share their first letters, by these, in characters."""
        query = (
            "SELECT substr(term, 1, ?), "
            "sum(length(term) + length(gaps) + length(weights) + length(links) / 2 + 8) FROM terms GROUP BY 1"
        )
        return dict(self._run(query, (letters,)))

    def counts(self) -> list[tuple[str, int]]:
        """Every term, and how many documents hold it, in order."""
        return self._run("SELECT term, length(weights) FROM terms ORDER BY term")

    def files(self) -> dict[str, str]:
        """Digests of the files made of the terms, by name."""
        return dict(self._run("SELECT name, digest FROM files"))

    def keep_files(self, files: Iterable[tuple[str, str]]) -> None:
        """Record what files there are."""
        self._run("DELETE FROM files")
        self._run_many("INSERT INTO files VALUES (?, ?)", files)


@contextmanager
def opened(path: Path) -> Iterator[Terms]:
    """Open the index, making it where it is missing, damaged or of another form; closed at the end.

    Where damage shows only in use, TermsDamagedError is raised and the file is gone.
    """
    try:
        with closing(database.connect(path, form=FORM, schema=SCHEMA)) as connection:
            connection.isolation_level = None
            yield Terms(connection)
    except TermsDamagedError:
        database.discard(path)
        raise
