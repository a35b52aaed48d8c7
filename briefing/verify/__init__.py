"""Find everything in a built site that a reader would find broken."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from briefing.content import urls
from briefing.core import program
from briefing.core.problems import Location, Problem, report
from briefing.engine.digests import digest
from briefing.verify import events, exports, figures, origins, page, pages, record, verdicts, whole
from briefing.verify.leaks import Withheld
from briefing.verify.markup import KnownTags
from briefing.verify.pages import Expectations
from briefing.verify.site_files import SiteFiles
from briefing.verify.verdicts import Verdicts

if TYPE_CHECKING:
    from briefing.verify.whole import FileFacts


def verify(
    folder: Path,
    *,
    origin: Mapping[str, str] | None = None,
    held_back: Mapping[str, Iterable[str]] | None = None,
    images: Mapping[str, str] | None = None,
    word_budgets: Mapping[str, int] | None = None,
    kept: Path | None = None,
) -> tuple[Problem, ...]:
    """Check every page, feed, export, style sheet, script and sitemap of a built site.

    Problems name the file as the user would type it, and the file of the content that `origin` has
    for its address ("notes/a/"). `held_back` has the texts that must not be published, by the path of
    their note; `images` the paths of images that must not be, by their prints; `word_budgets` how
    many words pages of a kind may show. `kept` is the file that keeps, for the next time, what was found
    of sound pages. `build.json` gives the site's address (`site`) and the SHA-256 of each file (`files`).
    Without it the address is the canonical one of the home page; without either, absolute links are not
    followed.
    """
    if not folder.is_dir():
        return (Problem(Location(str(folder)), "folder", "there is no such folder", "build the site first"),)
    expected = _expectations(folder, Withheld(held_back or {}), images or {}, word_budgets or {})
    html = [path for path in sorted(expected.site.files) if path.endswith(".html")]
    known = verdicts.load(kept, _against(expected, held_back or {})) if kept else Verdicts("")
    found = verdicts.standing(known.pages, expected)
    found |= {one.path: one for one in pages.read(expected, [path for path in html if path not in found])}
    read = [found[path] for path in html]
    site = replace(
        expected.site,
        anchors={one.path: one.anchors for one in read},
        moved=frozenset(one.path for one in read if one.leads_on),
    )
    expected = replace(expected, site=site)
    sound: list[FileFacts] = []
    others = sorted(site.files.difference(html))
    problems = (
        *(problem for one in read for problem in one.problems),
        *whole.placed(whole.faults_of_pages(read, expected), expected),
        *whole.faults_of_files(others, read, expected, {one.path: one for one in known.files}, sound),
        *(one.at(folder / path) for path, one in record.missing(expected.recorded, expected.site.files)),
    )
    now = Verdicts(known.against, tuple(one for one in read if not one.problems), tuple(sound))
    if kept and now != known:
        verdicts.keep(kept, now)
    return report(tuple(origins.traced(problems, folder, origin or {})))


def _against(expected: Expectations, held_back: Mapping[str, Iterable[str]]) -> str:
    """Return a digest of everything that pages are compared with, and of the program."""
    return digest(
        program.fingerprint(),
        expected.site.url,
        bool(expected.claims),
        {path: tuple(texts) for path, texts in held_back.items()},
        expected.withheld_images,
        expected.word_budgets,
    )


def _expectations(
    folder: Path, withheld: Withheld, images: Mapping[str, str], word_budgets: Mapping[str, int]
) -> Expectations:
    files = _files(folder)
    built = _json(folder / urls.BUILD)
    recorded = built.get("files")
    return Expectations(
        folder=folder,
        site=SiteFiles(
            url=_address(folder, built.get("site")),
            files=files,
            folders=_folders(files),
        ),
        recorded=recorded if isinstance(recorded, dict) else {},
        claims=figures.claims(exports.rows(folder, exports.CLAIMS)),
        found_events=events.found(exports.rows(folder, exports.EVENTS)),
        withheld=withheld,
        withheld_images=images,
        word_budgets=word_budgets,
    )


def _files(folder: Path) -> frozenset[str]:
    """List the paths of all files below a folder, with forward slashes."""
    start = len(str(folder))
    return frozenset(
        f"{parent[start:]}/{name}".replace(os.sep, "/").lstrip("/")
        for parent, _, names in os.walk(folder)
        for name in names
    )


def _folders(files: Iterable[str]) -> frozenset[str]:
    """Return all folders that hold these files or their folders; "." is the site's own."""
    found = {"."}
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _json(file: Path) -> dict[str, Any]:
    """Read a JSON object; {} if it cannot be read, which is a Problem elsewhere."""
    try:
        tree = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _address(folder: Path, site: object) -> str:
    """Return the site's address without a trailing slash, "" if it is unknown."""
    if isinstance(site, str):
        return site.rstrip("/")
    try:
        home = (folder / urls.INDEX).read_text("utf-8")
    except (OSError, ValueError):
        return ""
    return page.read(home, path=urls.INDEX, known=KnownTags()).canonical.rstrip("/")
