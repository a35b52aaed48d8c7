"""Find everything in a built site that a visitor would find broken."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.content import urls
from briefing.core import program
from briefing.core.problems import Location, Problem, report
from briefing.engine.digests import digest
from briefing.verify import events, exports, figures, origins, page, pages, record, verdicts, whole
from briefing.verify.leaks import Withheld
from briefing.verify.markup import KnownTags
from briefing.verify.pages import Expectations, PageFacts
from briefing.verify.site_files import SiteFiles


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
    against = _against(expected, held_back or {}) if kept else ""
    read = _read(expected, html, kept, against)
    site = replace(
        expected.site,
        anchors={one.path: one.anchors for one in read},
        moved=frozenset(one.path for one in read if one.leads_on),
    )
    expected = replace(expected, site=site)
    problems = (
        *(problem for one in read for problem in one.problems),
        *whole.placed(whole.faults_of_pages(read, site), expected),
        *whole.faults_of_files(sorted(site.files.difference(html)), read, expected),
        *_missing(expected),
    )
    return report(tuple(origins.traced(problems, folder, origin or {})))


def _read(expected: Expectations, paths: Sequence[str], kept: Path | None, against: str) -> list[PageFacts]:
    """Read the pages that are not known to be sound, and keep what was found."""
    standing = verdicts.standing(verdicts.load(kept, against), expected) if kept else {}
    fresh = pages.read(expected, [path for path in paths if path not in standing])
    found = {**standing, **{one.path: one for one in fresh}}
    if kept and fresh:
        verdicts.keep(kept, against, found.values())
    return [found[path] for path in paths]


def _against(expected: Expectations, held_back: Mapping[str, Iterable[str]]) -> str:
    """A digest of what every page is held against, and of the program that does it."""
    return digest(
        program.fingerprint(),
        expected.site.url,
        expected.claims,
        sorted(expected.found_events),
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
            folders=frozenset(str(parent) for path in files for parent in PurePosixPath(path).parents),
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
    return frozenset(
        os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")  # noqa: PTH118 - thrice as fast
        for parent, _, names in os.walk(folder)
        for name in names
    )


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


def _missing(expected: Expectations) -> Iterator[Problem]:
    for path, fault in record.missing(expected.recorded, expected.site.files):
        yield Problem(Location(str(expected.folder / path)), fault.rule, fault.what)
