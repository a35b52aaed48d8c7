"""The output folder and the record of its files, written only where they changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from briefing.engine.database import Connection

PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class Folder:
    """An output folder, and what its store knows of the files that builds made in it.

    A file without a hash is one that a build was about to write: it may be there, in any state.
    """

    path: Path
    connection: Connection

    def lost(self) -> dict[str, str]:
        """The files that are not as they were made, each with the planner that had it made."""
        query = "SELECT path, planner, size, mtime FROM outputs"
        found = self.connection.execute(query)
        try:
            folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return {path: planner for path, planner, *_ in found}
        try:
            return {
                path: planner for path, planner, size, mtime in found if not _is(path, size, mtime, folder)
            }
        finally:
            os.close(folder)

    def holds(self, path: str) -> bool:
        """Tell whether a file is known, and as it was made."""
        query = "SELECT size, mtime FROM outputs WHERE path = ?"
        made = self.connection.execute(query, (path,)).fetchone()
        return made is not None and self._same(path, *made)

    def paths(self) -> list[str]:
        """The paths of all files, in alphabetical order."""
        return [path for (path,) in self.connection.execute("SELECT path FROM outputs ORDER BY path")]

    def hashes(self) -> list[tuple[str, str]]:
        """The paths and SHA-256 of all files, in alphabetical order."""
        return list(self.connection.execute("SELECT path, sha256 FROM outputs ORDER BY path"))

    def depends(self, planner: str) -> dict[str, str]:
        """The files of a planner, each with the digest of what the planning gave it."""
        query = "SELECT path, depends FROM outputs WHERE planner = ?"
        return dict(self.connection.execute(query, (planner,)))

    def planners(self, paths: Iterable[str]) -> set[str]:
        """The planners that had these files made."""
        query = "SELECT planner FROM outputs WHERE path = ?"
        return {row[0] for path in paths for row in self.connection.execute(query, (path,))}

    def announce(self, files: Iterable[tuple[str, str]]) -> None:
        """Say which files are about to be written, so that none is left behind unknown."""
        query = "INSERT OR IGNORE INTO outputs VALUES (?, ?, '', '', -1, -1)"
        self.connection.executemany(query, files)

    def adopt(self, paths: Iterable[str]) -> None:
        """Take over files that the folder's own record lists: the store may be new, the folder moved here."""
        self.announce((path, "") for path in paths if _is_below(path))

    def write(self, path: str, planner: str, depends: str, content: bytes, sha256: str) -> bool:
        """Write a file, unless it is there as it should be; tell whether it was written."""
        query = "SELECT sha256, size, mtime FROM outputs WHERE path = ?"
        known = self.connection.execute(query, (path,)).get
        stands = known is not None and known[0] == sha256 and self._same(path, known[1], known[2])
        size, mtime = (known[1], known[2]) if stands else self._replace(path, content)
        row = (path, planner, depends, sha256, size, mtime)
        self.connection.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)", row)
        return not stands

    def keep_only(self, planner: str, paths: set[str]) -> list[str]:
        """Remove the files of a planner that it does not plan any more; return which these were."""
        gone = [path for path in self.depends(planner) if path not in paths]
        for path in gone:
            self._remove(path)
        return gone

    def give_up(self, planners: Iterable[str]) -> None:
        """Leave files to be removed whose planners are no more, unless another plans them."""
        query = "UPDATE outputs SET planner = '' WHERE planner = ?"
        self.connection.executemany(query, ((planner,) for planner in planners))

    def sweep(self, keep: Collection[str] = ()) -> list[str]:
        """Remove the files that no planner has, but for some."""
        gone = [path for path in self.depends("") if path not in keep]
        for path in gone:
            self._remove(path)
        return gone

    def _same(self, path: str, size: int, mtime: int) -> bool:
        return _is(f"{self.path}/{path}", size, mtime)

    def _replace(self, path: str, content: bytes) -> tuple[int, int]:
        # Every file of a new site passes here too.
        target = f"{self.path}/{path}"
        partial = f"{target}{PARTIAL}"
        try:
            file = _opened(partial)
            try:
                _write(file, content)
                found = os.fstat(file)
            finally:
                os.close(file)
            os.replace(partial, target)  # noqa: PTH105
        except OSError as error:
            raise BriefingError(f"{error.filename or target}: cannot be written: {error.strerror}") from error
        return found.st_size, found.st_mtime_ns

    def _remove(self, path: str) -> None:
        """Remove a file, what a killed build left of it, and the folders that are empty then."""
        target = self.path / path
        try:
            target.unlink(missing_ok=True)
            target.with_name(target.name + PARTIAL).unlink(missing_ok=True)
        except OSError as error:
            raise BriefingError(f"{target}: cannot be removed: {error.strerror}") from error
        self.connection.execute("DELETE FROM outputs WHERE path = ?", (path,))
        for parent in target.relative_to(self.path).parents[:-1]:
            try:
                (self.path / parent).rmdir()
            except OSError:
                return


def _opened(path: str) -> int:
    """Open a file to be written anew, making the folders above it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)
    except (FileNotFoundError, NotADirectoryError):
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        return os.open(path, flags, 0o666)


def _write(file: int, content: bytes) -> None:
    """Write all of it: a system may take less at once."""
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def _is(path: str, size: int, mtime: int, folder: int | None = None) -> bool:
    """Tell whether a file, in an open folder, is of this size and time."""
    try:
        # Every file of the site passes here, so what a Path would cost counts.
        found = os.stat(path, dir_fd=folder)
    except OSError:
        return False
    return found.st_mtime_ns == mtime and found.st_size == size


def _is_below(path: str) -> bool:
    """Tell whether a path read from a file stays in the folder."""
    return not path.startswith("/") and ".." not in path.split("/")
