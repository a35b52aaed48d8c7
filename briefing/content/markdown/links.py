"""Judge the targets of links and images."""

from __future__ import annotations

import re
from typing import NamedTuple

SCHEMES = ("https", "http", "mailto")
INTERNAL = ("{filename}", "{static}")

LONGEST_TARGET = 2000
LONGEST_TITLE = 300

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


class LinkFault(NamedTuple):
    """A rule that a target breaks, and the words for its Problem."""

    rule: str
    what: str
    allowed: str


def fault_of_size(target: str, title: str) -> LinkFault | None:
    """Return what is wrong with the length of a target or a title.

    What is defined once can be linked to from every word, and is then written out at each.
    """
    if len(target) > LONGEST_TARGET:
        return LinkFault("too-long", f"has {len(target):,} characters", f"at most {LONGEST_TARGET:,}")
    if len(title) > LONGEST_TITLE:
        return LinkFault(
            "too-long", f"has a title of {len(title):,} characters", f"at most {LONGEST_TITLE:,}"
        )
    return None


def fault_of_link(target: str) -> LinkFault | None:
    """Return what is wrong with the target of a link, None for a good one.

    Good are https, http and mailto, `{filename}` and `{static}` with a path, anchors, and
    addresses of the site from its root.
    """
    scheme = _scheme(target)
    if target.startswith((*INTERNAL, "#")) or scheme in SCHEMES or _from_root(target):
        return None
    if scheme:
        return LinkFault("bad-link", "is dropped", "write https:, http:, mailto: or {filename}…")
    if not target or target.startswith(("{", "//")):
        return LinkFault(
            "bad-link", "is no address", "write https://…, or {filename}… for a file of content/"
        )
    allowed = "write {filename}… for a file, or /… for a page of the site"
    return LinkFault("relative-link", "would lead elsewhere from the published page", allowed)


def fault_of_image(target: str) -> LinkFault | None:
    """Return what is wrong with the target of an image: only files of content/ are shown."""
    if target.startswith(INTERNAL):
        return None
    if _scheme(target) == "data":
        return LinkFault("bad-link", "is dropped", "write {static}… for a file of content/")
    if _scheme(target) or target.startswith("//"):
        return LinkFault("foreign-image", "is on another host", "keep a copy in content/ and write {static}…")
    return LinkFault(
        "bad-link", "is not found from the published page", "write {static}… for a file of content/"
    )


def _from_root(target: str) -> bool:
    # Browsers take a backslash for a slash, and two of them for the start of a host.
    return target.startswith("/") and not target.startswith(("//", "/\\"))


def _scheme(target: str) -> str:
    # Browsers skip white space and control characters before and in a scheme.
    match = _SCHEME.match("".join(mark for mark in target if mark > " ").lower())
    return match[1] if match else ""
