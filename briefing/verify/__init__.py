"""A folder with a built site goes in; everything a visitor would find broken in it comes out."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefing.content import urls
from briefing.core.problems import Location, Problem, report
from briefing.verify import figures, origins, page, pages, record, whole
from briefing.verify.leaks import Withheld
from briefing.verify.pages import Task
from briefing.verify.site import Site
from briefing.verify.source import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CLAIMS = "data/claims.json"


def verify(
    folder: Path,
    *,
    origin: Mapping[str, str] | None = None,
    held_back: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Problem, ...]:
    """Check every page, feed, export, style sheet, script and sitemap of a built site.

    Problems name the file as the user would type it, and the file of the content that `origin` has
    for its address ("notes/a/"). `held_back` has texts of notes that must not be published, by the
    note's path. `build.json` tells the site's address (`site`) and what each file's SHA-256 is to be
    (`files`). Without it the address is the canonical one of the home page; without either, absolute
    links are not followed.
    """
    if not folder.is_dir():
        return (Problem(Location(str(folder)), "folder", "there is no such folder", "build the site first"),)
    task = _task(folder, Withheld(held_back or {}))
    html = [path for path in sorted(task.site.files) if path.endswith(".html")]
    read = pages.read(task, html)
    site = replace(task.site, anchors={one.path: one.anchors for one in read})
    task = replace(task, site=site)
    problems = (
        *(problem for one in read for problem in one.problems),
        *whole.placed(whole.faults_of_pages(read, site), task),
        *whole.faults_of_files(sorted(site.files.difference(html)), read, task),
        *_missing(task),
    )
    return report(tuple(origins.told(problems, folder, origin or {})))


def _task(folder: Path, withheld: Withheld) -> Task:
    files = _files(folder)
    record_of_build = _json(folder / urls.BUILD)
    recorded = record_of_build.get("files")
    return Task(
        folder=folder,
        site=Site(
            url=_address(folder, record_of_build.get("site")),
            files=files,
            folders=frozenset(str(parent) for path in files for parent in PurePosixPath(path).parents),
        ),
        recorded=recorded if isinstance(recorded, dict) else {},
        claims=figures.claims(_json(folder / CLAIMS)),
        withheld=withheld,
    )


def _files(folder: Path) -> frozenset[str]:
    """The paths of all files below a folder, with forward slashes."""
    return frozenset(
        os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")  # noqa: PTH118 - thrice as fast
        for parent, _, names in os.walk(folder)
        for name in names
    )


def _json(file: Path) -> dict[str, Any]:
    """Read a JSON file; one that cannot be read tells nothing, and is a Problem elsewhere."""
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _address(folder: Path, told: object) -> str:
    """Return the site's address without a trailing slash, "" when nothing tells it."""
    if isinstance(told, str):
        return told.rstrip("/")
    try:
        home = (folder / urls.INDEX).read_text("utf-8")
    except (OSError, ValueError):
        return ""
    return page.read(home, path=urls.INDEX, known=Known()).canonical.rstrip("/")


def _missing(task: Task) -> Iterator[Problem]:
    for path, fault in record.missing(task.recorded, task.site.files):
        yield Problem(Location(str(task.folder / path)), fault.rule, fault.what)
