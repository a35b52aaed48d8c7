"""Resolve references between files, and find those that lead to no file or heading."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from briefing.content.forms.faults import Hints, nearest, quoted
from briefing.content.markdown.links import INTERNAL, LinkFault
from briefing.core.model import Body, Reference
from briefing.core.problems import Location, Problem


def resolve(target: str, path: str) -> tuple[str, str] | None:
    """Return the file and the anchor that a `{filename}…` or `{static}…` target means, None for others."""
    prefix = next((each for each in INTERNAL if target.startswith(each)), None)
    return None if prefix is None else file_of(target.removeprefix(prefix), path)


def file_of(target: str, path: str) -> tuple[str, str]:
    """Return the file, below the content folder, and the anchor that a target means without its brace.

    `path` is the file, below the content folder, in which the target stands. A target that starts
    with a slash counts from the content folder.
    """
    written, _, anchor = target.partition("#")
    name = unquote(written)
    joined = name.lstrip("/") if name.startswith("/") else posixpath.join(posixpath.dirname(path), name)
    return posixpath.normpath(joined), anchor


def targets(body: Body, path: str) -> Iterator[str]:
    """Yield the files that a body refers to, also by their addresses below the site's root.

    `path` is the body's own file; all paths are below the content folder.
    """
    for reference in body.references:
        if found := resolve(reference.target, path):
            yield found[0]
        elif reference.target.startswith("/"):
            yield file_of(reference.target.partition("?")[0], path)[0]


def broken_references(
    documents: Mapping[str, Body], drafts: frozenset[str], images: frozenset[str]
) -> Iterator[Problem]:
    """Yield the Problems of references between files; all paths are below the content folder.

    A link from a published text to a draft is broken too, since drafts have no page.
    """
    files = _Files(documents, drafts, images)
    for path, document in documents.items():
        for reference in document.references:
            found = resolve(reference.target, path)
            fault = files.fault(reference, path, *found) if found is not None else None
            if fault is not None:
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


class _Files:
    """The files that can be referred to."""

    def __init__(self, documents: Mapping[str, Body], drafts: frozenset[str], images: frozenset[str]) -> None:
        self.documents = documents
        self.drafts = drafts
        self.images = images

    def fault(self, reference: Reference, path: str, target: str, anchor: str) -> LinkFault | None:
        if target in self.images:
            return None
        if reference.image:
            hint = self._like(target, path, "{static}") or "put the file there, or correct the path"
            return LinkFault("missing-image", "is not in content/", hint)
        if target not in self.documents:
            hint = self._like(target, path, "{filename}") or "correct the path"
            return LinkFault("broken-link", "leads to no file", hint)
        if target in self.drafts and path not in self.drafts:
            return LinkFault("draft-link", "leads to a draft, which has no page", "leave the link out")
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
