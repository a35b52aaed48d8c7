"""Read the record of a built folder, compare it with another build, and pack it."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.core.problems import BriefingError
from briefing.verify import record as records

if TYPE_CHECKING:
    from briefing.verify.record import BuildRecord

PAGE = ".html"
# A link to a folder: on the web a server answers it with the folder's page, on disk nothing does.
_FOLDER = re.compile(
    rb"""(?P<start>\s(?:href|action)=")(?P<path>(?![a-z][a-z0-9+.-]*:|/|\#)[^"#?]*/)(?P<rest>[#?][^"]*)?\"""",
    re.IGNORECASE,
)
# The oldest moment that a zip file can hold, so that the time of its making leaves no trace.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


class BuiltFolder(Struct, frozen=True):
    """A built folder and its record."""

    folder: Path
    record: BuildRecord

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file to publish."""
        return (*self.record.files, urls.BUILD)

    def check(self) -> None:
        """Refuse files that are no longer what the record says, by their bytes."""
        for path, digest in self.record.files.items():
            if sha256(self.folder / path) != digest:
                raise BriefingError(
                    f"{self.folder}/{path} has changed since it was built; build and verify the site again"
                )


def sha256(file: Path) -> str:
    """Hash a file; "" if there is none, or it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


class Changes(Struct, frozen=True):
    """Paths of files by what becomes of them, each in alphabetical order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """Say how many: "1 page added, 2 changed, 0 removed; 3 other files"."""
        kinds = (self.added, self.changed, self.removed)
        added, changed, removed = (sum(path.endswith(PAGE) for path in paths) for paths in kinds)
        others = sum(map(len, kinds)) - added - changed - removed
        noun = "page" if added == 1 else "pages"
        tail = f"; {others} other file{'s' if others > 1 else ''}" if others else ""
        return f"{added} {noun} added, {changed} changed, {removed} removed{tail}"

    def lines(self) -> tuple[str, ...]:
        """Name each page by its address, with what becomes of it, and last how many there are."""
        kinds = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        pages = (
            f"{word:8}/{urls.href_of(path)}" for word, paths in kinds for path in paths if path.endswith(PAGE)
        )
        return (*pages, str(self))


def read(folder: Path) -> BuiltFolder:
    """Read what a built folder is made of. Raises BriefingError if it is none, or not whole."""
    built = _recorded(folder)
    for path in built.record.files:
        if not (folder / path).is_file():
            raise BriefingError(
                f"{folder}/{path} is missing, though {urls.BUILD} lists it; build the site again"
            )
    return built


def _recorded(folder: Path) -> BuiltFolder:
    try:
        content = (folder / urls.BUILD).read_bytes()
    except OSError as error:
        raise BriefingError(f"{folder} holds no {urls.BUILD}: build the site there first") from error
    return BuiltFolder(folder, read_record(content, f"{folder}/{urls.BUILD}"))


def read_record(content: bytes, shown: str) -> BuildRecord:
    """Read a site's record of itself; `shown` names it. Raises BriefingError if it is none."""
    record = records.read(content)
    if record is None:
        raise BriefingError(f"{shown} is not a record of a build")
    return record


def follow(new: Path, live: Path) -> str:
    """Fill a fresh folder with the files of the live one, so that a build makes only what changed.

    Its files are second names of the same: a build puts a file in the place of another, and never writes
    into one. It reads each of them before it leaves it as it is. Where nothing was built, or the disk cannot
    do this, the build makes all files. Returns why nothing can be followed, if anything stands there.
    """
    if not live.exists():
        return ""
    try:
        paths = _recorded(live).paths
    except BriefingError as error:
        return f"{error}; all files are made again"
    for folder in {path.rpartition("/")[0] for path in paths}:
        (new / folder).mkdir(parents=True, exist_ok=True)
    for path in paths:
        with suppress(OSError):
            # Every file of the site passes here, so what a Path would cost counts.
            os.link(f"{live}/{path}", f"{new}/{path}")
    return ""


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare files by their hashes."""
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(path for path in after.keys() & before.keys() if after[path] != before[path])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def write(folder: Path, target: Path) -> int:
    """Write the site in a folder as a zip file and return how many files it holds.

    Links to folders then name their `index.html`, so that the unzipped site needs no server. All
    files stand below the target's name without its ending. The same site gives the same bytes.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != target)
    partial = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            name = f"{target.stem}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            content = path.read_bytes()
            archive.writestr(entry, with_files(content) if path.suffix == ".html" else content)
    partial.replace(target)
    return len(files)


def with_files(page: bytes) -> bytes:
    """Let a page's relative links to folders name the page in them."""
    return _FOLDER.sub(rb'\g<start>\g<path>%b\g<rest>"' % urls.INDEX.encode(), page)
