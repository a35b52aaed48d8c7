"""Resolve references between files, and find those that lead to no file or heading."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct

from briefing.content import urls
from briefing.content.forms.faults import Hints, quoted
from briefing.content.markdown.links import INTERNAL, LinkFault
from briefing.core.model import Body, Lead, Note, Page, Reference, Status
from briefing.core.problems import Location, Problem, nearest

# Stands among what a text refers to for any page of the site.
ROOT = "/"


def resolve(target: str, path: str) -> tuple[str, str] | None:
    """Return the file and the anchor that a `{filename}…` or `{static}…` target means, None for others."""
    prefix = next((each for each in INTERNAL if target.startswith(each)), None)
    return None if prefix is None else file_of(target.removeprefix(prefix), path)


def file_of(target: str, path: str) -> tuple[str, str]:
    """Return the file, below the content folder, and the anchor that a target means without its brace.

    `path` is the file, below the content folder, that has the target. A target that starts
    with a slash counts from the content folder. Names are in the normal form NFC.
    """
    written, _, anchor = target.partition("#")
    name = normalize("NFC", unquote(written))
    joined = name.lstrip("/") if name.startswith("/") else posixpath.join(posixpath.dirname(path), name)
    return posixpath.normpath(joined), normalize("NFC", unquote(anchor))


def targets(body: Body, path: str) -> Iterator[str]:
    """Yield the files that a body refers to, also by their addresses below the site's root.

    `path` is the body's own file; all paths are below the content folder.
    """
    for reference in body.references:
        if found := resolve(reference.target, path):
            yield found[0]
        elif reference.target.startswith("/"):
            yield file_of(reference.target.partition("?")[0], path)[0]


def of_text(text: object, path: str, site: str) -> Iterator[str]:
    """Yield the files that a text refers to, and the site's root where it refers to a page of the site."""
    if not isinstance(text, Note | Page | Lead):
        return
    yield from targets(text.document, path)
    own = isinstance(text, Note) and site and text.url.startswith(site)
    kin = isinstance(text, Note) and (text.relays or text.updates)
    if own or kin or any(is_of_site(one, path, site) for one in text.document.references):
        yield ROOT


class SiteAddresses(Protocol):
    """The addresses that the site has in any case, below its root."""

    def __contains__(self, address: str) -> bool:
        """Tell whether the site has an address."""

    def below(self, target: str) -> str | None:
        """Return the address below the root that a link means; None where it leads elsewhere."""


def is_of_site(reference: Reference, path: str, site: str) -> bool:
    """Tell whether a reference leads to a page of the site that is not made from one file, or to a lead's."""
    found = resolve(reference.target, path)
    to_lead = found is not None and found[0].startswith(urls.BRIEFINGS)
    return to_lead or reference.target.startswith(("/", *([site] if site else ())))


def broken_references(
    documents: Mapping[str, Body],
    statuses: Mapping[str, Status],
    images: frozenset[str],
    addresses: SiteAddresses | None = None,
) -> Iterator[Problem]:
    """Yield the Problems of references between files; all paths are below the content folder.

    A link from a published text to a draft is broken too, since drafts have no page.
    """
    files = _Files(documents, statuses, images, addresses)
    for path, document in documents.items():
        for reference in document.references:
            if fault := files.fault(reference, path):
                noun = "image" if reference.image else "link"
                what = f"{noun} {quoted(reference.target)} {fault.what}"
                yield Problem(Location(f"content/{path}", reference.line), fault.rule, what, fault.allowed)


def unused(images: Iterable[str], referred: Container[str]) -> Iterator[Problem]:
    """Yield a warning for each image that is none of the files that any text refers to."""
    for path in images:
        if path not in referred:
            place = Location(f"content/{path}")
            what = "no text refers to this image, so it is not published"
            yield Problem(place, "unused-image", what, "refer to it, or remove it", "warning")


class _Files(Struct, frozen=True, dict=True):
    """The files that can be referred to."""

    documents: Mapping[str, Body]
    statuses: Mapping[str, Status]
    images: frozenset[str]
    addresses: SiteAddresses | None

    def fault(self, reference: Reference, path: str) -> LinkFault | None:
        found = resolve(reference.target, path)
        if found is not None:
            return self._fault_of_file(reference, path, *found)
        address = self.addresses.below(reference.target) if self.addresses is not None else None
        return None if address is None else self._fault_of_address(address, reference.target)

    def _fault_of_address(self, address: str, target: str) -> LinkFault | None:
        """Say that the site may not have an address, or a place in its page."""
        addresses = self.addresses
        if addresses is not None and address not in addresses:
            hint = "write {filename}… for a file, or a page that the site always has"
            if f"{address}/" in addresses:
                hint = f"did you mean /{address}/?"
            return LinkFault("broken-link", "leads to a page that the site may not have", hint)
        anchor = target.partition("#")[2]
        if anchor in {"", "top"}:
            return None
        what = "leads to a place in a page that may not be there"
        return LinkFault("broken-anchor", what, f"leave #{anchor} out, or write {{filename}}… for a file")

    def _fault_of_file(self, reference: Reference, path: str, target: str, anchor: str) -> LinkFault | None:
        if target in self.images:
            return None
        if reference.image:
            hint = self._like(target, path, "{static}") or "put the file there, or correct the path"
            return LinkFault("missing-image", "is not in content/", hint)
        if target not in self.documents:
            hint = self._like(target, path, "{filename}") or "correct the path"
            return LinkFault("broken-link", "leads to no file", hint)
        status = self.statuses.get(target, "published")
        if status == "draft" and self.statuses.get(path) != "draft":
            return LinkFault("draft-link", "leads to a draft, which has no page", "leave the link out")
        return self._fault_of_page(target, anchor, status)

    def _fault_of_page(self, target: str, anchor: str, status: Status) -> LinkFault | None:
        """Say that there is no page of a text, or no such place in it."""
        addresses = self.addresses
        if addresses and target.startswith(urls.BRIEFINGS) and urls.of_file(target) not in addresses:
            return LinkFault("broken-link", "leads to a day without a briefing", "leave the link out")
        if anchor and status == "withdrawn":
            what = "leads to a place in a withdrawn note, which keeps no text"
            return LinkFault("broken-anchor", what, f"leave #{anchor} out")
        return self._anchor_fault(anchor, self.documents[target]) if anchor else None

    def _anchor_fault(self, anchor: str, document: Body) -> LinkFault | None:
        headings = [heading.anchor for heading in document.headings]
        if anchor in headings or any(anchor == block.anchor for block in document.blocks):
            return None
        near = nearest(anchor, headings)
        hint = f"did you mean #{near}?" if near else "write the anchor of one of its headings"
        return LinkFault("broken-anchor", "leads to no heading of that file", hint)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The first path, by alphabet, of each file name."""
        paths = sorted((*self.documents, *self.images), reverse=True)
        return {posixpath.basename(path): path for path in paths}

    @cached_property
    def _hints(self) -> Hints:
        return Hints(self._by_name)

    def _like(self, target: str, path: str, prefix: str) -> str:
        """Say which file was likely meant: one of that name elsewhere, or of a name much like it."""
        name = posixpath.basename(target)
        home = self._by_name.get(name) or self._by_name.get(self._hints.nearest(name))
        if home is None:
            return ""
        return f"did you mean {prefix}{posixpath.relpath(home, posixpath.dirname(path))}?"
