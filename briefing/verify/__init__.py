"""A folder with a built site goes in; everything a visitor would find broken in it comes out."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from briefing.errors import Location, Problem, report
from briefing.verify import page, whole
from briefing.verify.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.verify.page import Page
    from briefing.verify.tags import Tag


def verify(folder: Path) -> tuple[Problem, ...]:
    """Check every page, feed, style sheet, script and sitemap of a built site.

    Problems name the file as the user would type it. The site's address is the `site` of its
    `build.json`, else the canonical one of its home page; without either, absolute links are
    not followed.
    """
    if not folder.is_dir():
        return (Problem(Location(str(folder)), "folder", "there is no such folder", "build the site first"),)
    files = _files(folder)
    pages, faults_of_pages = _pages(folder, files)
    texts, faults_of_texts = _texts(folder, filter(_is_text, files))
    site = Site(
        url=_address(texts.get("build.json", ""), pages),
        files=frozenset(files),
        folders=frozenset(str(parent) for path in files for parent in PurePosixPath(path).parents),
        anchors={one.path: one.anchors for one in pages},
    )
    between = (
        Problem(Location(str(folder / path), line), fault.rule, fault.what, fault.allowed)
        for path, line, fault in whole.faults(pages, texts, site)
    )
    return report((*faults_of_pages, *faults_of_texts, *between))


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


def _address(build: str, pages: Sequence[Page]) -> str:
    """Return the site's address without a trailing slash, "" when nothing tells it."""
    try:
        told = json.loads(build)
    except ValueError:
        told = {}
    if isinstance(told, dict) and isinstance(told.get("site"), str):
        return str(told["site"]).rstrip("/")
    return next((one.canonical.rstrip("/") for one in pages if one.path == whole.HOME), "")
