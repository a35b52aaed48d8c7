"""Know the files of a site, and find the one that a reference means."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct, field

from briefing.content import urls
from briefing.core.problems import Location, Problem, Severity

# Marks that stay as they are in an address.
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@~"


class Fault(Struct, frozen=True):
    """A Problem that has no place yet."""

    rule: str
    what: str
    allowed: str = ""
    severity: Severity = "error"

    def at(self, file: Path, line: int = 0) -> Problem:
        """Return the Problem at its place."""
        return Problem(Location(str(file), line), self.rule, self.what, self.allowed, self.severity)


class SiteFiles(Struct, frozen=True):
    """The files of a site, which references are held against.

    `url` is the site's address without a trailing slash, "" if it is unknown. `files` and `folders`
    are paths relative to the site's folder. `anchors` has the ids of the pages that have been read;
    in a page that has not, any anchor is taken to be there. `moved` are pages that lead on to others.
    What references are held against is added to `asked`, if it is given: a path, with "#" and an anchor.
    """

    url: str
    files: frozenset[str]
    folders: frozenset[str]
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    asked: set[str] | None = None

    def asks_more(self) -> None:
        """Note that something is compared with more than single files, so that the result is never kept."""
        if self.asked is not None:
            self.asked.add("")

    def has(self, reference: str) -> bool:
        """Tell whether a file, or the anchor behind it, is there."""
        file, _, anchor = reference.partition("#")
        return file in self.files and (not anchor or anchor in self.anchors.get(file, (anchor,)))

    @property
    def base(self) -> str:
        """The path of the site's address: "/", or "/campaign/" for a site below a host's root."""
        return urlsplit(self.url).path + "/"


def address_of(path: str, site: SiteFiles) -> str:
    """Return the absolute address of a file of the site."""
    return f"{site.url}/{quote(urls.href_of(path), safe=_OF_ADDRESSES)}"


def resolve(target: str, *, page: str, base: str) -> str:
    """Return the path, in the site's folder, of the file that a target without scheme and host means."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    if not path:
        return page
    return _resolve(path, posixpath.dirname(page), base)


@lru_cache(maxsize=65536)
def _resolve(path: str, folder: str, base: str) -> str:
    if path.startswith("/"):
        inside = path[len(base) :] if path.startswith(base) else f"..{path}"
    else:
        inside = posixpath.join(folder, path)
    file = posixpath.normpath(inside)
    if path.endswith("/") or file == ".":
        return posixpath.normpath(posixpath.join(file, urls.INDEX))
    return file


def fault_of_target(target: str, *, page: str, site: SiteFiles) -> Fault | None:
    """Say why a target without scheme and host leads nowhere from a page."""
    return _fault_of_file(target, resolve(target, page=page, base=site.base), target, site)


def fault_of_address(address: str, site: SiteFiles) -> Fault | None:
    """Say why an absolute address of this site leads nowhere; those of other sites are left alone."""
    file = file_of_address(address, site)
    return _fault_of_file(address, file, address, site) if file else None


def file_of_address(address: str, site: SiteFiles) -> str:
    """Return the path of the file that an absolute address means; "" for one of another site."""
    if not site.url or not f"{address}/".startswith(f"{site.url}/"):
        return ""
    return resolve(address[len(site.url) + 1 :], page=urls.INDEX, base="/")


def _fault_of_file(shown: str, file: str, target: str, site: SiteFiles) -> Fault | None:
    anchor = anchor_of(target)
    if site.asked is not None:
        site.asked.add(f"{file}#{anchor}" if anchor else file)
    if file in site.folders:
        return Fault("link", f"{shown!r} names a folder", "end it with /")
    if file not in site.files:
        return Fault("link", f"{shown!r} leads nowhere; there is no {file}")
    if anchor and anchor not in site.anchors.get(file, (anchor,)):
        return no_anchor(shown, file, anchor)
    return None


def anchor_of(target: str) -> str:
    """Return the id that a target names, "" for none, or for one that every page has."""
    anchor = unquote(target.partition("#")[2].partition(":~:")[0])
    return "" if anchor == "top" else anchor


def no_anchor(shown: str, file: str, anchor: str) -> Fault:
    """Say that a page has no such id."""
    return Fault("anchor", f'{shown!r} leads nowhere; {file} has no id "{anchor}"')
