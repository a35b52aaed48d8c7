"""The output folder and the record of its files, written only where they changed."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.engine import file_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from briefing.engine.database import Connection

PARTIAL = ".part"


# A file as it was made: path, planner, digest of what the planning gave it, SHA-256, state.
Kept = tuple[str, str, str, str, str]


class LostFile(NamedTuple):
    """A file that is not as it was made: who planned it, and the SHA-256 that it has, empty if it is gone."""

    planner: str
    sha256: str


class Findings(Struct, frozen=True):
    """What was found of files, by path: those that are lost, and the new states of others."""

    lost: dict[str, LostFile]
    moved: dict[str, str]


class Folder(Struct, frozen=True):
    """An output folder, and what its store knows of the files that builds made in it.

    What a build is about to write is listed beside the store, in `begun`: the store learns of a file after
    it was written. A file without a hash is one that a build had begun when it was killed: it may be there,
    in any state.
    """

    path: Path
    connection: Connection
    begun: Path

    def look_over(self, *, reread: bool = False) -> Findings:
        """Compare all files with what was made: one in another state, or each if asked, by its content."""
        found = Findings({}, {})
        with _opened(self.path) as folder:
            for path, planner, sha256, state in self.connection.execute(
                "SELECT path, planner, sha256, state FROM outputs"
            ):
                now = file_state.text_at(path, folder)
                if now == state and now and not reread:
                    continue
                if (content := _sha256(path, folder) if now else "") != sha256 or not content:
                    found.lost[path] = LostFile(planner, content)
                elif now != state:
                    found.moved[path] = now
        return found

    def keep_states(self, states: Mapping[str, str]) -> None:
        """Keep the states of files that were found to be as they were made."""
        query = "UPDATE outputs SET state = ? WHERE path = ?"
        self.connection.executemany(query, ((state, path) for path, state in states.items()))

    def holds(self, path: str) -> bool:
        """Tell whether a file is known, and in the state in which it was made."""
        made = self.connection.execute("SELECT state FROM outputs WHERE path = ?", (path,)).get
        return bool(made) and self._state(path) == made

    def paths(self) -> list[str]:
        """The paths of all files, in alphabetical order."""
        return [path for (path,) in self.connection.execute("SELECT path FROM outputs ORDER BY path")]

    def hashes(self) -> Iterator[tuple[str, str]]:
        """The paths and SHA-256 of all files, in alphabetical order."""
        yield from self.connection.execute("SELECT path, sha256 FROM outputs ORDER BY path")

    def depends(self, planner: str) -> dict[str, str]:
        """The files of a planner, each with the digest of what the planning gave it."""
        query = "SELECT path, depends FROM outputs WHERE planner = ?"
        return dict(self.connection.execute(query, (planner,)))

    def planners(self, paths: Iterable[str]) -> set[str]:
        """The planners that had these files made."""
        query = "SELECT planner FROM outputs WHERE path = ?"
        return {row[0] for path in paths for row in self.connection.execute(query, (path,))}

    def announce(self, paths: Iterable[str]) -> None:
        """Say which files are about to be written, so that none is left behind unknown."""
        if lines := [f"{path}\n" for path in paths]:
            with self.begun.open("a", encoding="utf-8") as listed:
                listed.writelines(lines)

    def adopt(self, paths: Iterable[str]) -> None:
        """Take over files that the folder's own record lists: the store may be new, the folder moved here."""
        query = "INSERT OR IGNORE INTO outputs VALUES (?, '', '', '', '')"
        self.connection.executemany(query, ((path,) for path in paths if _is_below(path)))

    def adopt_begun(self) -> None:
        """Take over what a build began and did not end, which the store may not know."""
        if self.begun.exists():
            listed = filter(str.isprintable, self.begun.read_text("utf-8", "replace").splitlines())
            self.adopt(path for path in listed if self._state(path) or self._state(f"{path}{PARTIAL}"))

    def end(self) -> None:
        """Say that all that was begun is done."""
        self.begun.unlink(missing_ok=True)

    def write(self, path: str, content: bytes, sha256: str) -> tuple[str, bool]:
        """Write a file, unless it is there as it should be; return its state, and whether it was written."""
        query = "SELECT sha256, state FROM outputs WHERE path = ?"
        made, state = self.connection.execute(query, (path,)).get or ("", "")
        if made == sha256 and state and self._state(path) == state:
            return state, False
        return self._replace(path, content), True

    def keep(self, files: Iterable[Kept]) -> None:
        """Keep what was made of files."""
        self.connection.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)", files)

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

    def _state(self, path: str) -> str:
        return file_state.text_at(f"{self.path}/{path}")

    def _replace(self, path: str, content: bytes) -> str:
        # Every file of a new site passes here too.
        target = f"{self.path}/{path}"
        partial = f"{target}{PARTIAL}"
        try:
            file = _made(partial)
            try:
                _write(file, content)
                os.replace(partial, target)  # noqa: PTH105
                # To be renamed is a change as well.
                return file_state.of(os.fstat(file)).text
            finally:
                os.close(file)
        except OSError as error:
            raise BriefingError(f"{error.filename or target}: cannot be written: {error.strerror}") from error

    def _remove(self, path: str) -> None:
        """Remove a file, what a killed build left of it, and the folders that are empty then."""
        target = self.path / path
        try:
            if twin := self._twin(path):
                self._respell(path, twin)
            else:
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

    def _twin(self, path: str) -> str:
        """Return another known name of a file, as it may have on disks that take no notice of case."""
        if not (self.path / path.swapcase()).exists():
            return ""
        query = "SELECT path FROM outputs WHERE path = ? COLLATE NOCASE AND path <> ?"
        return self.connection.execute(query, (path, path)).get or ""

    def _respell(self, path: str, twin: str) -> None:
        """Let a file, and the folders above it, be called on the disk as the site calls them now."""
        place = self.path
        for before, after in zip(path.split("/"), twin.split("/"), strict=True):
            if before != after:
                aside = place / f"{after}{PARTIAL}"
                (place / before).rename(aside)
                aside.rename(place / after)
            place /= after


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open a folder, in which files are found sooner by their short paths; -1 where there is none."""
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        number = -1
    try:
        yield number
    finally:
        if number >= 0:
            os.close(number)


def _sha256(path: str, folder: int) -> str:
    """Hash a file in an open folder; an empty text where it cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _made(path: str) -> int:
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


def _is_below(path: str) -> bool:
    """Tell whether a path read from a file stays in the folder."""
    return not path.startswith("/") and ".." not in path.split("/")
