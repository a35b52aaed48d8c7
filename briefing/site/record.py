"""Make the chrome that all pages share, and the record of the site, `/build.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.content import urls
from briefing.core import settings
from briefing.core.settings import DIRTY
from briefing.site.parts import Chrome, Link
from briefing.site.render import assets

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


def chrome(
    site: settings.Site, hrefs: Mapping[str, str], *, navigation: tuple[Link, ...], footer: tuple[Link, ...]
) -> Chrome:
    """Make what all pages share, with the links that lead on from each of them; `hrefs` are the assets'."""
    return Chrome(
        title=site.title,
        tagline=site.tagline,
        language=site.language,
        navigation=navigation,
        footer=footer,
        styles=assets.styles(hrefs),
        icon=hrefs["icon.svg"],
        feeds=(
            Link(urls.ATOM, "Notes (Atom)"),
            Link(urls.JSON_FEED, "Notes (JSON Feed)"),
            Link(urls.feed(urls.BRIEFINGS), "Briefings (Atom)"),
        ),
        licence=Link(site.licence_url, site.licence),
        csp=CSP,
        script=hrefs["search.js"],
    )


def pages(paths: Iterable[str]) -> tuple[str, ...]:
    """The addresses, of all files of the site, that the sitemap lists."""
    return tuple(href for path in paths if (href := urls.href_of(path)) != path)


class Tally(NamedTuple):
    """How many briefings a site has, and how many pages in all."""

    briefings: int
    pages: int


def tally(paths: Iterable[str]) -> Tally:
    """Count a site's pages."""
    found = [path for path in paths if path.endswith(".html")]
    return Tally(sum(map(is_briefing, found)), len(found))


def build_record(
    chosen: settings.Settings,
    versions: Mapping[str, str],
    notes: int,
    counted: Tally,
    outputs: Iterable[tuple[str, str]],
    *,
    moves: Mapping[str, str],
) -> bytes:
    """Write `/build.json`: what the site is made with and of, and the SHA-256 of every other file.

    `moves` are old addresses of pages with the new ones, which are told where there are any.
    """
    record = {
        "site": f"{chosen.site.url}/",
        "commit": chosen.commit.removesuffix(DIRTY),
        "dirty": chosen.commit.endswith(DIRTY),
        "made_with": dict(versions),
        "notes": notes,
        "briefings": counted.briefings,
        "pages": counted.pages,
        **({"moved": dict(moves)} if moves else {}),
    }
    return _with_files(record, outputs)


def with_files(content: bytes, outputs: Iterable[tuple[str, str]]) -> bytes:
    """Return a `/build.json` with other files, or with another SHA-256 of some, than it lists."""
    record = json.loads(content)
    del record["files"]
    return _with_files(record, outputs)


def _with_files(record: Mapping[str, object], outputs: Iterable[tuple[str, str]]) -> bytes:
    # Line by line: the encoder takes three times as long over a dictionary that is written so.
    head = json.dumps(record, ensure_ascii=False, indent=1).removesuffix("\n}")
    quoted = json.JSONEncoder(ensure_ascii=False).encode
    files = ",\n".join(f'  {quoted(path)}: "{sha256}"' for path, sha256 in outputs)
    return f'{head},\n "files": {{\n{files}\n }}\n}}\n'.encode()


def published(folder: Path) -> dict[str, str]:
    """Read which files the site in a folder has, with the SHA-256 of each; none where there is no site."""
    try:
        return recorded((folder / urls.BUILD).read_bytes())
    except OSError:
        return {}


def moved(content: bytes) -> dict[str, str]:
    """Read from `/build.json` which addresses lead on, and where to."""
    found = json.loads(content).get("moved", {})
    return dict(found)


def recorded(content: bytes) -> dict[str, str]:
    """Read from `/build.json` which files a build made, with the SHA-256 of each; none if it is not ours."""
    try:
        files = json.loads(content)["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return files if isinstance(files, dict) else {}


def is_briefing(path: str) -> bool:
    """Tell a day's page, `briefings/YYYY/MM/DD/index.html`, from lists of them."""
    return path.startswith(urls.BRIEFINGS) and path.count("/") == 4  # noqa: PLR2004 - the four parts above
