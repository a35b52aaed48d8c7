"""A folder with a built site goes in; everything a visitor would find broken in it comes out."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefing.errors import Location, Problem, report
from briefing.verify import page, record, whole
from briefing.verify.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.verify.page import Page
    from briefing.verify.tags import Tag


def verify(folder: Path) -> tuple[Problem, ...]:
    """Check every page, feed, style sheet, script and sitemap of a built site.

    Problems name the file as the user would type it. `build.json` tells the site's address
    (`site`) and what each file's SHA-256 is to be (`files`). Without it the address is the
    canonical one of the home page; without either, absolute links are not followed.
    """
    if not folder.is_dir():
        return (Problem(Location(str(folder)), "folder", "there is no such folder", "build the site first"),)
    files = _files(folder)
    told = _told(folder / record.BUILD)
    pages, faults_of_pages = _pages(folder, files)
    texts, faults_of_texts = _texts(folder, filter(_is_text, files))
    site = Site(
        url=_address(told.get("site"), pages),
        files=frozenset(files),
        folders=frozenset(str(parent) for path in files for parent in PurePosixPath(path).parents),
        anchors={one.path: one.anchors for one in pages},
    )
    between = (
        Problem(Location(str(folder / path), line), fault.rule, fault.what, fault.allowed)
        for path, line, fault in whole.faults(pages, texts, site)
    )
    unrecorded = _unrecorded(folder, files, told.get("files"))
    return report((*faults_of_pages, *faults_of_texts, *between, *unrecorded))


def _is_text(path: str) -> bool:
    return PurePosixPath(path).suffix in whole.TEXTS


def _files(folder: Path) -> tuple[str, ...]:
    """List all files below a folder, as sorted paths with forward slashes."""
    return tuple(
        sorted(
            Path(parent, name).relative_to(folder).as_posix()
            for parent, _, names in os.walk(folder)
            for name in names
        )
    )


def _pages(folder: Path, files: Iterable[str]) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    pages: list[Page] = []
    problems: list[Problem] = []
    known: dict[str, Tag] = {}
    for path in files:
        if path.endswith(".html"):
            # One at a time: the texts of ten thousand pages would fill the memory.
            texts, faults = _texts(folder, (path,))
            problems.extend(faults)
            pages.extend(
                page.read(text, path=path, shown=str(folder / path), known=known) for text in texts.values()
            )
    problems.extend(problem for one in pages for problem in one.problems)
    return tuple(pages), tuple(problems)


def _texts(folder: Path, paths: Iterable[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        file = folder / path
        try:
            texts[path] = file.read_bytes().decode("utf-8")
        except OSError as error:
            problems.append(Problem(Location(str(file)), "unreadable", f"cannot be read: {error.strerror}"))
        except UnicodeDecodeError as error:
            problems.append(Problem(Location(str(file)), "unreadable", f"byte {error.start} is not UTF-8"))
    return texts, tuple(problems)


def _told(file: Path) -> dict[str, Any]:
    """Read the build's own record; one that cannot be read tells nothing, and is a Problem elsewhere."""
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _address(told: object, pages: Sequence[Page]) -> str:
    """Return the site's address without a trailing slash, "" when nothing tells it."""
    if isinstance(told, str):
        return told.rstrip("/")
    return next((one.canonical.rstrip("/") for one in pages if one.path == whole.HOME), "")


def _unrecorded(folder: Path, files: Iterable[str], told: object) -> Iterator[Problem]:
    if not isinstance(told, dict):
        return
    found = {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path in files
        if (folder / path).is_file()
    }
    for path, fault in record.faults(told, found):
        yield Problem(Location(str(folder / path)), fault.rule, fault.what)
