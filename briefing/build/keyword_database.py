"""The database of keyword weights: what YAKE worked out of each note, kept when all other stores are dropped.

Every value names the text that it was worked out of, with all else that shaped it, and has a checksum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from briefing.engine.database import Connection, connect, guarded

FORM = 1
SCHEMA = "CREATE TABLE keywords (path TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"


class Weights:
    """The weights of each note's words, by path below the content folder."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, paths: Sequence[str]) -> dict[str, str]:
        """Look up what is kept of notes; those of which nothing is are left out."""
        query = "SELECT value FROM keywords WHERE path = ?"
        found = ((path, self._connection.execute(query, (path,)).get) for path in paths)
        return {path: value for path, value in found if value is not None}

    def keep(self, found: Mapping[str, str]) -> None:
        """Keep the weights of notes at once, so that a later interruption loses none."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO keywords VALUES (?, ?)", found.items())

    def read_through(self) -> None:
        """Read all there is; raises StoreDamagedError, as any reading does, where it is damaged."""
        self._connection.execute("SELECT sum(length(value)) FROM keywords").fetchall()


@contextmanager
def opened(path: Path) -> Iterator[Weights]:
    """Open the database, making it where it is missing, damaged or of another form; closed at the end."""
    with guarded(path), closing(connect(path, form=FORM, schema=SCHEMA)) as connection:
        yield Weights(connection)
