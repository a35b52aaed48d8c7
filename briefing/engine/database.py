"""Open SQLite databases that only save work: one that is damaged or of another form is made anew.

Behind every page stands a checksum of it and of its place, which is compared whenever the page is read, so
that nothing is taken for true that is not as it was written. What SQLite has not settled yet stands in its
log, which has checksums of its own. SQLite's own checksum VFS would do, did it not take pages of zeros, and
pages in another's place, for sound.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import apsw

from briefing.core.problems import BriefingError

Connection = apsw.Connection

VFS = "checked"
# Bytes of a page, of the checksum at its end, and of the least that SQLite may take for a page.
PAGE, CHECKSUM, LEAST = 4096, 4, 512
PATIENCE = 60_000  # milliseconds
# What is wrong with the machine, and not with what stands in the file.
_OF_THE_MACHINE = (
    OSError,
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.FullError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.PermissionsError,
    apsw.ReadOnlyError,
)


class Holder(Protocol):
    """What reads and writes by an open database."""

    connection: Connection


class StoreDamagedError(Exception):
    """The store turned out to be damaged while it was in use; discard it and start again."""


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Say of errors within what they mean for the store at this path."""
    try:
        yield
    except _OF_THE_MACHINE as error:
        raise BriefingError(f"{path}: the store cannot be used: {error}") from error
    except apsw.Error as error:
        raise StoreDamagedError(f"{path}: the store is damaged: {error}") from error


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Undo all changes made within, however the block ends."""
    connection.execute("SAVEPOINT undone")
    try:
        yield
    finally:
        connection.execute("ROLLBACK TO undone; RELEASE undone")


@contextmanager
def settled(connection: Connection) -> Iterator[None]:
    """Leave the file itself as it is now: what is written within stays in the log, however long."""
    unsettled = connection.pragma("wal_autocheckpoint")
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    connection.wal_autocheckpoint(0)
    try:
        yield
    finally:
        connection.wal_autocheckpoint(unsettled)


def reopened(connection: Connection) -> Connection:
    """Open the file of a database that another process has `settled`, to be read alone."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{Path(connection.filename).as_uri()}?immutable=1", flags, vfs=VFS)


def discard(path: Path) -> None:
    """Remove a store and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def connect(path: Path, *, form: int, schema: str, patience: int = PATIENCE) -> Connection:
    """Connect to a database of a form, alone; one that is damaged or of another form is made anew.

    Raises BriefingError where the file cannot be used at all: not to be written, no file, or still in use
    by another process after so many milliseconds.
    """
    with guarded(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _checked(path, form, schema, patience)
        except _OF_THE_MACHINE:
            raise
        except (StoreDamagedError, apsw.Error):
            discard(path)
            return _checked(path, form, schema, patience)


def _checked(path: Path, form: int, schema: str, patience: int) -> Connection:
    """Connect, and raise StoreDamagedError unless the form is the one asked for, with checksums."""
    connection = apsw.Connection(str(path), vfs=_checking().vfs_name)
    with ExitStack() as failing:
        failing.callback(connection.close)
        connection.set_busy_timeout(patience)
        connection.transaction_mode = "IMMEDIATE"
        # With nobody else there, the index of the log need not stand in a file.
        connection.pragma("locking_mode", "exclusive")
        # Pages that hold nothing any more are written too, so that each has a checksum.
        connection.pragma("secure_delete", "on")
        if not connection.execute("SELECT count(*) FROM sqlite_master").get:
            connection.pragma("page_size", PAGE)
            connection.reserve_bytes(reserve=CHECKSUM)
            connection.execute(f"BEGIN;{schema}PRAGMA user_version = {form};COMMIT;")
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")
        found = connection.pragma("user_version")
        if found != form:
            raise StoreDamagedError(f"{path}: form {found} is not {form}")
        failing.pop_all()
    return connection


class _CheckedFile(apsw.VFSFile):
    """A database whose pages have checksums; its first few bytes are also read without."""

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite names it
        """Read a page, and compare it with its checksum. Raises StoreDamagedError."""
        page = super().xRead(amount, offset)
        if amount < LEAST or not (page or offset):
            return page
        if len(page) != PAGE or page[-CHECKSUM:] != _checksum(page[:-CHECKSUM], offset):
            raise StoreDamagedError(f"page {offset // PAGE + 1} of a store is not as it was written")
        return page

    def xWrite(self, page: bytes, offset: int) -> None:  # noqa: N802 - likewise
        """Write a page, with its checksum."""
        content = page[:-CHECKSUM]
        super().xWrite(content + _checksum(content, offset), offset)

    # What the disk can do, without reading parts of pages, which cannot be compared. No code of ours runs
    # when SQLite asks, which takes no error for an answer: Ctrl-C would be lost in it.
    xDeviceCharacteristics = staticmethod(partial(int, apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE))  # noqa: N815


class _Checking(apsw.VFS):
    """The system's own files, but for databases, whose pages have checksums."""

    vfs_name = VFS

    def __init__(self) -> None:
        super().__init__(VFS, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - likewise
        """Open a file."""
        kind = _CheckedFile if flags[0] & apsw.SQLITE_OPEN_MAIN_DB else apsw.VFSFile
        return kind("", name, flags)


@cache
def _checking() -> _Checking:
    """Make what opens the files of databases, once a process."""
    return _Checking()


def _checksum(content: bytes, offset: int) -> bytes:
    return zlib.crc32(content, offset // PAGE + 1).to_bytes(CHECKSUM, "big")
