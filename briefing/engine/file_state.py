"""The state of all files that a build reads, by name, size and time."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from briefing.core.program import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Python keeps what it compiles in the program's own folders, so that their times tell nothing.
_PROGRAM = str(PACKAGE)
# A file touched this shortly before a build may change again within the same tick of its clock.
GRAIN = 50_000_000


def state(paths: Iterable[Path]) -> tuple[str, int]:
    """Digest files and, recursively, folders; the second value is the newest time, in nanoseconds.

    Contents are not read: a file with the same name, size and time counts as the same.
    """
    found = hashlib.blake2b(digest_size=16)
    newest = 0
    for path in paths:
        for name, size, mtime in sorted(_walk(str(path))):
            found.update(f"{name}\0{size}\0{mtime}\n".encode("utf-8", "surrogatepass"))
            newest = max(newest, mtime)
    return found.hexdigest(), newest


def settled(newest: int, now: int) -> bool:
    """Tell whether files whose newest time is `newest` were at rest at `now` (Git's racy rule)."""
    return newest + GRAIN < now


def touch(path: Path) -> int:
    """Make or touch a file and return its time: the present by the clock of that file system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path.stat().st_mtime_ns


def _walk(path: str) -> Iterator[tuple[str, int, int]]:
    try:
        status = os.stat(path)  # noqa: PTH116 - every file of the site passes here
        if not os.path.isdir(path):  # noqa: PTH112 - likewise
            yield path, status.st_size, status.st_mtime_ns
            return
        if not path.startswith(_PROGRAM):
            # A file may come, be read, and be gone again: that leaves its trace here alone.
            yield path, -1, status.st_mtime_ns
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir() and not entry.is_symlink():
                    if entry.name != "__pycache__":
                        yield from _walk(entry.path)
                else:
                    yield from _file(entry)
    except OSError:
        yield path, -1, -1


def _file(entry: os.DirEntry[str]) -> Iterator[tuple[str, int, int]]:
    try:
        status = entry.stat()
    except OSError:
        yield entry.path, -1, -1
    else:
        yield entry.path, status.st_size, status.st_mtime_ns
