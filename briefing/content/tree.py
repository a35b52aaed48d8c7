"""Read and check everything in the content folder.

Paths of notes and Problems start with "content/", whatever the folder is called and wherever it
is, so that nothing of the machine gets into the site; `as_typed` turns those of Problems into
what a user at this place would type.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.content import basemap, registry
from briefing.content.checks import references
from briefing.content.checks.across_files import Content, cross_check
from briefing.content.folder import CONTENT, LEADS, NOTES, PAGES, load, scan, typed
from briefing.content.frontmatter import parse_lead, parse_note, parse_page
from briefing.content.images import check as images
from briefing.content.images import kinds
from briefing.core.model import Lead, Note, Page
from briefing.core.problems import BriefingError, Location, Problem, report
from briefing.core.registry import Registry
from briefing.core.settings import LIMITS, ImageLimits

_PARSERS: Mapping[str, Callable[[str, bytes], tuple[Any, tuple[Problem, ...]]]] = {
    **{path: parse for path, (*_, parse) in registry.FILES.items()},
    basemap.MAP: basemap.parse,
    NOTES: parse_note,
    PAGES: parse_page,
    LEADS: parse_lead,
}


def load_file(
    folder: Path, path: str, limits: ImageLimits = LIMITS
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return the bytes of one file, of no more than it may have."""
    return load(folder, path, images.most_bytes(path, limits)) if kinds.of(path) else load(folder, path)


def parse_file(path: str, content: bytes, limits: ImageLimits = LIMITS) -> tuple[Any, tuple[Problem, ...]]:
    """Read one file, given its path below the content folder; knows nothing of other files.

    What is read of an image is its size. Raises KeyError for a path that is none of the registry's, nor in
    notes/, pages/ or briefings/, nor that of an image.
    """
    if kinds.of(path):
        return images.check(f"{CONTENT}/{path}", content, limits)
    parser = _PARSERS[path if path in _PARSERS else path.partition("/")[0]]
    found, problems = parser(f"{CONTENT}/{path}", content)
    if isinstance(found, Note):
        found = replace(found, sha256=hashlib.sha256(content).hexdigest())
    return found, problems


def read_file(folder: Path, path: str, limits: ImageLimits = LIMITS) -> tuple[Any, tuple[Problem, ...]]:
    """Load and parse one file; None for one that cannot be loaded."""
    content, faults = load_file(folder, path, limits)
    return (None, faults) if content is None else parse_file(path, content, limits)


def read(
    folder: Path,
    *,
    today: date,
    reserved: Collection[str] = (),
    paths: Sequence[str | Path] = (),
    addresses: Callable[[Content], references.SiteAddresses] | None = None,
    files: Callable[[str], tuple[Any, tuple[Problem, ...]]] | None = None,
) -> tuple[Content, tuple[Problem, ...]]:
    """Read everything below the content folder and check it, file by file and as a whole.

    `reserved` are the first parts of addresses that the site takes for pages of its own, `addresses`
    tells which it has in any case.
    `paths` limit the Problems that are told, not what is read; they are files or folders in the
    content folder, seen from the working directory. `files` reads a file as `read_file` does, by its path.
    Problems are sorted, with paths as typed.
    Raises BriefingError where there is no such folder or path.
    """
    if not folder.is_dir():
        raise BriefingError(f"{folder}: there is no such folder; give the folder that holds {NOTES}/")
    limit = Limit.of(folder, paths)
    found, of_folder = scan(folder)
    content, of_files = _read_files(found, files or partial(read_file, folder))
    referred = {target for path, each in content.texts for target in references.targets(each.document, path)}
    across = (
        *cross_check(
            content, today=today, reserved=reserved, addresses=addresses(content) if addresses else None
        ),
        *references.unused(content.images, referred),
    )
    return content, limit.told((*of_folder, *of_files, *across))


class Limit(Struct, frozen=True):
    """Which Problems are told: those below some paths in the content folder, or all without any."""

    folder: Path
    wanted: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, paths: Sequence[str | Path]) -> Limit:
        """Take paths as a user gives them; raises BriefingError where one is not there or elsewhere."""
        return cls(folder, tuple(_below(folder, Path(path)) for path in paths))

    def told(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the wanted Problems, sorted, with paths as typed."""
        return report(as_typed([one for one in problems if self.holds(one.location.path)], self.folder))

    def holds(self, path: str) -> bool:
        """Tell whether a path, which starts with "content", is below one of those."""
        return not self.wanted or any(path == one or path.startswith(f"{one}/") for one in self.wanted)


def as_typed(problems: Iterable[Problem], folder: Path) -> tuple[Problem, ...]:
    """Return the Problems with paths as a user would type them from the working directory."""
    prefix = typed(folder)
    return tuple(replace(problem, location=_typed(problem.location, prefix)) for problem in problems)


def _typed(location: Location, prefix: str) -> Location:
    rest = location.path.removeprefix(CONTENT).removeprefix("/")
    if prefix == ".":
        return Location(rest or ".", location.line)
    return Location(f"{prefix}/{rest}" if rest else prefix, location.line)


def read_registry(folder: Path) -> Registry:
    """Read the registry as far as it can be read; what is wrong with it `read` tells."""
    parts: dict[str, Any] = {}
    for path, (part, _, parse) in registry.FILES.items():
        content, _ = load(folder, path)
        parts[part] = parse(path, content or b"")[0]
    return Registry(**parts)


def _read_files(
    found: Sequence[str], read_one: Callable[[str], tuple[Any, tuple[Problem, ...]]]
) -> tuple[Content, tuple[Problem, ...]]:
    allowed = "write it; its entries are described in .schema/"
    problems = [
        Problem(Location(f"{CONTENT}/{path}"), "no-registry", "there is no such file", allowed)
        for path in registry.REQUIRED
        if path not in found
    ]
    read: dict[str, Any] = {}
    for path in found:
        read[path], faults = read_one(path)
        problems.extend(faults)
    everything = Content(
        notes=tuple(each for each in read.values() if isinstance(each, Note)),
        pages=tuple(each for each in read.values() if isinstance(each, Page)),
        leads=tuple(each for each in read.values() if isinstance(each, Lead)),
        registry=Registry(**{part: read.get(path) or () for path, (part, *_) in registry.FILES.items()}),
        images=tuple(path for path in found if kinds.of(path)),
        basemap=read.get(basemap.MAP),
        unread=frozenset(path for path in registry.FILES if _is_unread(path, read, problems)),
    )
    return everything, tuple(problems)


def _is_unread(path: str, read: Mapping[str, Any], problems: Sequence[Problem]) -> bool:
    return not read.get(path) and any(one.location.path == f"{CONTENT}/{path}" for one in problems)


def _below(folder: Path, path: Path) -> str:
    """Return a path that the user gave as one that starts with "content"."""
    absolute = Path(os.path.normpath(path.absolute()))
    home = Path(os.path.normpath(folder.absolute()))
    if not os.path.lexists(absolute):
        raise BriefingError(f"{path}: there is no such file or folder; give paths in {folder}")
    if not absolute.is_relative_to(home):
        raise BriefingError(f"{path}: is not in {folder}; give paths in it")
    return (CONTENT / absolute.relative_to(home)).as_posix()
