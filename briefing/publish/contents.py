"""A built folder, or a site's record of itself, in; what it is made of, and what differs, out."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.core.problems import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BUILD = "build.json"
PAGE = ".html"
DIGITS = 12
COMMIT = re.compile("[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Record:
    """What `/build.json` says: the source commit ("" where unknown) and each file's SHA-256.

    `digest` is the record's own, its first twelve digits; `files` leaves the record itself out.
    """

    commit: str
    digest: str
    files: Mapping[str, str]

    @property
    def assets(self) -> tuple[str, ...]:
        """Files whose name holds the first digits of their hash: they never change, only come and go."""
        return tuple(
            path for path, digest in self.files.items() if f".{digest[:8]}" in path.rpartition("/")[2]
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A built folder and its record."""

    folder: Path
    record: Record

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file to publish."""
        return (*self.record.files, BUILD)


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of files by what becomes of them, each in alphabetical order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """Say how many: "1 page added, 2 changed, 0 removed; 3 other files"."""
        added, changed, removed = (
            sum(path.endswith(PAGE) for path in paths) for paths in (self.added, self.changed, self.removed)
        )
        others = len(self.added) + len(self.changed) + len(self.removed) - added - changed - removed
        noun = "page" if added == 1 else "pages"
        tail = f"; {others} other file{'s' if others > 1 else ''}" if others else ""
        return f"{added} {noun} added, {changed} changed, {removed} removed{tail}"

    def lines(self) -> tuple[str, ...]:
        """Name each page by its address, with what becomes of it, and last how many there are."""
        told = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        pages = (
            f"{word:8}/{urls.href_of(path)}" for word, paths in told for path in paths if path.endswith(PAGE)
        )
        return (*pages, str(self))


def read(folder: Path) -> Built:
    """Read what a built folder is made of. Raises BriefingError where it is not one, or not whole."""
    try:
        content = (folder / BUILD).read_bytes()
    except OSError as error:
        raise BriefingError(f"{folder} holds no {BUILD}: build the site there first") from error
    made = Built(folder, record(content, f"{folder}/{BUILD}"))
    for path in made.record.files:
        if not (folder / path).is_file():
            raise BriefingError(f"{folder}/{path} is missing, though {BUILD} lists it; build the site again")
    return made


def follow(new: Path, live: Path) -> None:
    """Give a fresh folder what builds made in the live one, so that the next makes only what is another.

    Its files are second names of the same: a build puts a file in the place of another, and never writes
    into one. Where nothing was built, or the disk cannot do this, the build makes all files.
    """
    try:
        paths = read(live).paths
    except BriefingError:
        return
    for path in paths:
        place = new / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            os.link(live / path, place)


def record(content: bytes, shown: str) -> Record:
    """Read a site's record of itself. Raises BriefingError where it is not one; `shown` names it."""
    try:
        told = json.loads(content)
        commit, files = told.get("commit", ""), told["files"]
        sound = isinstance(commit, str) and bool(files) and all(_is_sound(*one) for one in files.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise BriefingError(f"{shown} is no record of a build")
    known = commit if COMMIT.fullmatch(commit) else ""
    return Record(known, hashlib.sha256(content).hexdigest()[:DIGITS], files)


def _is_sound(path: str, digest: object) -> bool:
    """Tell whether a path stays below its folder, on one line, and has a digest."""
    parts = path.split("/")
    return path.isprintable() and isinstance(digest, str) and not {"", ".", "..", ".git"} & set(parts)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare files by their hashes."""
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(path for path in after.keys() & before.keys() if after[path] != before[path])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def check(built: Built, paths: Iterable[str]) -> None:
    """Refuse files that are no longer what the record says, by their bytes."""
    for path in paths:
        with (built.folder / path).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != built.record.files[path]:
            raise BriefingError(
                f"{built.folder}/{path} has changed since it was built; build and verify the site again"
            )
