"""Open SQLite databases that only save work: one that is damaged or of another form is made anew."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class StoreDamagedError(BriefingError):
    """The store turned out to be damaged while it was in use; discard it and start again."""


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Say of errors within what they mean for the store at this path."""
    try:
        yield
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
