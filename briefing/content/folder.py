"""List and load the files of the content folder."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize

from briefing.content import basemap, registry
from briefing.content.forms.faults import Faults, alternatives
from briefing.content.forms.fields import UnfitError
from briefing.content.forms.files import LARGEST
from briefing.content.images import kinds
from briefing.core.problems import BriefingError, Problem

CONTENT = "content"
NOTES, PAGES, LEADS, REGISTRY = "notes", "pages", "briefings", "registry"
ENDING = ".md"

_TEXTS = (NOTES, PAGES, LEADS)
_TEXT_ENDINGS = (".md", ".markdown", ".mdown", ".rst", ".txt", ".yml", ".yaml")
# Images that browsers do not show, or that cannot be checked.
_OTHER_IMAGES = (".bmp", ".heic", ".heif", ".ico", ".jfif", ".jp2", ".jxl", ".psd", ".svgz", ".tif", ".tiff")
_NOT_CONTENT = ("README.md", "LICENSE.md", "LICENSE.txt")


def scan(folder: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the files below the content folder that are content, as sorted POSIX paths.

    Names are in the normal form NFC, however the disk spells them. Two that differ only in case are a
    Problem, since on many disks they are one file.
    Hidden files and what text editors leave behind are skipped. Links that lead out, what
    cannot be read, and files that look like content in a place where nothing reads them are
    Problems.
    """
    found: list[str] = []
    faults = Faults(CONTENT)
    home = folder.resolve()
    waiting = [""]
    while waiting:
        for path, entry in _entries(folder, waiting.pop(), home, faults):
            if entry.is_dir():
                waiting.append(path)
            elif _is_content(path):
                found.append(path)
            elif _looks_like_content(path):
                _tell(faults, path, UnfitError("unknown-file", "nothing reads this file", _places(path)))
    _tell_alike(found, faults)
    return tuple(sorted({normalize("NFC", path) for path in found})), faults.problems()


def _tell_alike(found: Iterable[str], faults: Faults) -> None:
    """Record names that differ only in case, or in how their letters are encoded."""
    first: dict[str, str] = {}
    for path in sorted(found):
        plain = normalize("NFC", path)
        other = first.setdefault(plain.lower(), path)
        if other != path:
            how = "how its letters are encoded" if normalize("NFC", other) == plain else "case"
            what = f"has the name of {CONTENT}/{normalize('NFC', other)}, but for {how}"
            _tell(faults, path, UnfitError("same-name", what, "rename one of them"))


def located(folder: Path, path: str) -> str:
    """Return the path of a file that `scan` found; a disk may spell it in another normal form."""
    whole = f"{folder}/{path}"
    if path.isascii() or os.path.lexists(whole):
        return whole
    place = folder
    for part in path.split("/"):
        names = sorted(one.name for one in place.iterdir()) if place.is_dir() else []
        place /= next((name for name in names if normalize("NFC", name) == part), part)
    return str(place)


def _entries(folder: Path, below: str, home: Path, faults: Faults) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the entries of a folder that can be read, by path; record the others."""
    try:
        with os.scandir(folder / below) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        _tell(faults, below, _unreadable(error))
        return
    for entry in listed:
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
            continue
        if unfit := _fault_of(entry, home):
            _tell(faults, path, unfit)
        else:
            yield path, entry


def load(folder: Path, path: str, most: int = LARGEST) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return the bytes of a file that `scan` found, at most one more than `most`."""
    faults = Faults(CONTENT)
    try:
        if (content := _read(folder, path, most + 1)) is not None:
            return content, ()
        _tell(faults, path, _no_file())
    except OSError as error:
        _tell(faults, path, _unreadable(error))
    return None, faults.problems()


def load_whole(folder: Path, path: str) -> bytes:
    """Return all bytes of an image that `scan` found; raises BriefingError if it is no longer a file."""
    try:
        content = _read(folder, path)
    except OSError as error:
        raise BriefingError(f"{folder / path}: cannot be read: {error.strerror}") from error
    if content is None:
        raise BriefingError(f"{folder / path}: is gone; build again")
    return content


def _read(folder: Path, path: str, most: int = -1) -> bytes | None:
    def opener(name: str, flags: int) -> int:
        # A file may have become a pipe since `scan`, which would wait for a writer.
        return os.open(name, flags | os.O_NONBLOCK)

    with open(located(folder, path), "rb", opener=opener) as opened:
        return opened.read(most) if stat.S_ISREG(os.fstat(opened.fileno()).st_mode) else None


def replace(file: Path, content: bytes) -> None:
    """Replace a file in one step, keeping the permissions of one that is there."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(content)
    if file.exists():
        shutil.copymode(file, beside)
    beside.replace(file)


def typed(path: Path) -> str:
    """Return a path as a user would type it from the working directory."""
    absolute, here = path.absolute(), Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def _tell(faults: Faults, path: str, unfit: UnfitError) -> None:
    shown = path.encode("utf-8", "backslashreplace").decode()
    shown = "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in shown)
    faults.path = f"{CONTENT}/{shown}" if shown else CONTENT
    faults.add(0, unfit.rule, unfit.what, unfit.allowed)


def _unreadable(error: OSError) -> UnfitError:
    return UnfitError("unreadable", f"cannot be read: {error.strerror}", "see to it that it can be read")


def _no_file() -> UnfitError:
    return UnfitError("not-a-file", "is neither a file nor a folder", "remove it")


def _fault_of(entry: os.DirEntry[str], home: Path) -> UnfitError | None:
    """Return why an entry cannot be followed."""
    if not entry.name.isprintable() or "\\" in entry.name:
        allowed = "use letters, digits and hyphens"
        return UnfitError("bad-file-name", "has a name that is not plain text", allowed)
    try:
        mode = entry.stat().st_mode
    except OSError:
        return UnfitError("dangling-link", "is a symbolic link to nothing", "remove it")
    if entry.is_symlink():
        if not Path(os.path.realpath(entry.path)).is_relative_to(home):
            what = "is a symbolic link that leaves content/"
            return UnfitError("outside-link", what, "copy what it leads to")
        if stat.S_ISDIR(mode):
            return UnfitError("folder-link", "is a symbolic link to a folder", "copy what it leads to")
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else _no_file()


def _is_content(path: str) -> bool:
    if kinds.of(path):
        return True
    first, _, rest = path.partition("/")
    if first in _TEXTS and rest:
        return path.endswith(ENDING)
    return path in {*registry.FILES, basemap.MAP}


def _looks_like_content(path: str) -> bool:
    if path.rpartition("/")[2] in _NOT_CONTENT:
        return False
    first, _, rest = path.partition("/")
    return bool(rest and first in {*_TEXTS, REGISTRY}) or path.lower().endswith(
        (*_TEXT_ENDINGS, *_OTHER_IMAGES)
    )


def _places(path: str) -> str:
    if path.lower().endswith(_OTHER_IMAGES):
        return f"export it as an image that ends in {alternatives(kinds.ENDINGS)}"
    first = path.partition("/")[0]
    if first == REGISTRY:
        return f"the registry is {', '.join(registry.FILES)} and {basemap.MAP}"
    if first in _TEXTS:
        return f"files in {first}/ are named *{ENDING}, or are images"
    return f"notes go into {NOTES}/, pages into {PAGES}/, leads into {LEADS}/"
