"""The states of files, by which one that has changed is told from one that has not without reading it.

As Git keeps them: size, time, time of the last change to the file or to what is known of it, and inode.
Whoever restores a time leaves another of these behind.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.core.program import PACKAGE

# Python keeps what it compiles in the program's own folders, so that their times tell nothing.
_PROGRAM = str(PACKAGE)
SECOND = 1_000_000_000
# A file touched this shortly before a build may change again within the same tick of its clock. A time
# of a whole second may come from a file system that counts in seconds, or in steps of two.
GRAIN, COARSE = 50_000_000, 2 * SECOND + 50_000_000


class FileState(NamedTuple):
    """What the file system tells of a file: its state, as a text, and from when on that can be trusted."""

    text: str
    rest: int


NOWHERE = FileState("", 0)


def of(status: os.stat_result) -> FileState:
    """Return the state of a file; times are in nanoseconds."""
    made, told = status.st_mtime_ns, status.st_ctime_ns
    rest = max(made + (GRAIN if made % SECOND else COARSE), told + (GRAIN if told % SECOND else COARSE))
    return FileState(_text(status), rest)


def at(path: str) -> FileState:
    """Return the state of the file at a path; `NOWHERE` where there is none."""
    try:
        # Every file of the content and of the site passes here, so what a Path would cost counts.
        return of(os.stat(path))  # noqa: PTH116
    except OSError:
        return NOWHERE


def text_at(path: str, folder: int | None = None) -> str:
    """Return the state of the file at a path, in an open folder, as a text; "" where there is none."""
    try:
        return _text(os.stat(path, dir_fd=folder))
    except OSError:
        return ""


def _text(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def settled(rest: int, now: int) -> bool:
    """Tell whether files that were at rest from `rest` on were so at `now` (Git's racy rule)."""
    return rest < now


def state(paths: Iterable[Path]) -> FileState:
    """Return the state of files and, recursively, folders, as a digest. Contents are not read."""
    found = hashlib.blake2b(digest_size=16)
    rest = 0
    for path in paths:
        for name, one in sorted(_walk(str(path))):
            found.update(f"{name}\0{one.text}\n".encode("utf-8", "surrogatepass"))
            rest = max(rest, one.rest)
    return FileState(found.hexdigest(), rest)


def touch(path: Path) -> int:
    """Make or touch a file and return its time: the present by the clock of that file system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path.stat().st_mtime_ns


def _walk(path: str) -> Iterator[tuple[str, FileState]]:
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - every file of the site passes here
            yield path, at(path)
            return
        if not path.startswith(_PROGRAM):
            # A file may come, be read, and be gone again: that leaves its trace here alone.
            yield path, at(path)
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir() and not entry.is_symlink():
                    if entry.name != "__pycache__":
                        yield from _walk(entry.path)
                else:
                    yield entry.path, _of(entry)
    except OSError:
        yield path, NOWHERE


def _of(entry: os.DirEntry[str]) -> FileState:
    try:
        return of(entry.stat())
    except OSError:
        return NOWHERE
