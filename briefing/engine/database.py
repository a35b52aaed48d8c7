"""Open SQLite databases that only save work: one that is damaged or of another form is made anew.

SQLite's checksum VFS puts a checksum behind every page and compares it whenever it reads one, so that
nothing is taken for true that is not as it was written.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import apsw

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Connection = apsw.Connection

VFS = "cksmvfs"
# The bytes at the end of each page that its checksum takes.
CHECKSUM = 8
PATIENCE = 60_000  # milliseconds
# What is wrong with the machine, and not with what stands in the file.
_UNUSABLE = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.FullError,
    apsw.LockedError,
    apsw.NoLFSError,
    apsw.NoMemError,
    apsw.PermissionsError,
    apsw.ReadOnlyError,
)


class StoreDamagedError(Exception):
    """The store turned out to be damaged while it was in use; discard it and start again."""

    def __init__(self, told: str, path: Path | None = None) -> None:
        """Keep which file it is, where that is known."""
        super().__init__(told)
        self.path = path


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Say of errors within what they mean for the store at this path."""
    try:
        yield
    except (OSError, apsw.Error) as error:
        if _is_of_the_machine(error):
            raise BriefingError(f"{path}: the store cannot be used: {error}") from error
        raise StoreDamagedError(f"{path}: the store is damaged: {error}", path) from error


def discard(path: Path) -> None:
    """Remove a store and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def connect(path: Path, *, form: int, schema: str) -> Connection:
    """Connect to a database of a form; one that is damaged or of another form is made anew.

    Raises BriefingError where the file cannot be used at all: locked, not to be written, no file.
    """
    with guarded(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with guarded(path):
                return _checked(path, form, schema)
        except StoreDamagedError:
            discard(path)
            return _checked(path, form, schema)


def _is_of_the_machine(error: OSError | apsw.Error) -> bool:
    if isinstance(error, apsw.IOError):
        # Only its extended code tells a checksum that does not fit.
        return getattr(error, "extendedresult", 0) != apsw.SQLITE_IOERR_DATA
    return isinstance(error, (OSError, *_UNUSABLE))


def _checked(path: Path, form: int, schema: str) -> Connection:
    """Connect, and raise StoreDamagedError unless the form is the one asked for, with checksums."""
    connection = apsw.Connection(str(path), vfs=_with_checksums())
    with ExitStack() as failing:
        failing.callback(connection.close)
        connection.set_busy_timeout(PATIENCE)
        connection.transaction_mode = "IMMEDIATE"
        if not connection.execute("SELECT count(*) FROM sqlite_master").get:
            connection.reserve_bytes(reserve=CHECKSUM)
            connection.execute(f"BEGIN;{schema}PRAGMA user_version = {form};COMMIT;")
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")
        found = (connection.pragma("user_version"), connection.pragma("checksum_verification"))
        if found != (form, "1"):
            raise StoreDamagedError(f"{path}: form {found} is not {form}")
        failing.pop_all()
    return connection


def _with_checksums() -> str:
    """Return the name of the VFS, which a process learns once."""
    if VFS not in apsw.vfs_names():
        from apsw import sqlite_extra  # noqa: PLC0415 - for who opens a store first

        connection = apsw.Connection(":memory:")
        sqlite_extra.load(connection, "cksumvfs")
        connection.close()
    return VFS
