"""Read a tag: its name, attributes, references and faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Literal

from msgspec import Struct

# What a reference fetches, in the words of Content-Security-Policy; a "link" is only followed.
FetchKind = Literal[
    "link", "script", "style", "img", "media", "frame", "object", "manifest", "connect", "form"
]

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

KINDS: dict[tuple[str, str], FetchKind] = {
    ("a", "href"): "link",
    ("area", "href"): "link",
    ("audio", "src"): "media",
    ("embed", "src"): "object",
    ("form", "action"): "form",
    ("iframe", "src"): "frame",
    ("image", "href"): "img",
    ("img", "src"): "img",
    ("img", "srcset"): "img",
    ("input", "src"): "img",
    ("object", "data"): "object",
    ("script", "src"): "script",
    ("source", "src"): "media",
    ("source", "srcset"): "img",
    ("track", "src"): "media",
    ("use", "href"): "img",
    ("video", "poster"): "img",
    ("video", "src"): "media",
}
LINK_KINDS: dict[str, FetchKind] = {
    "apple-touch-icon": "img",
    "dns-prefetch": "connect",
    "icon": "img",
    "manifest": "manifest",
    "mask-icon": "img",
    "modulepreload": "script",
    "preconnect": "connect",
    "prefetch": "connect",
    "preload": "connect",
    "stylesheet": "style",
}
ADDRESSES_IN_META = frozenset({"og:image", "og:url", "twitter:image"})
ID_LISTS = frozenset(
    "aria-controls aria-describedby aria-details aria-labelledby aria-owns for headers list".split()
)

_ATTRIBUTE = re.compile(
    r"""\s+ ([^\s"'<>/=\x00]+) (?: \s*=\s* (?: "([^"]*)" | '([^']*)' | ([^\s"'=<>`]+) ) )?""", re.VERBOSE
)
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_SCRIPT_TYPES = frozenset(
    ("", "application/javascript", "importmap", "module", "speculationrules", "text/javascript")
)


class TagReference(Struct, frozen=True):
    """A target as written, with entities resolved, and what it fetches."""

    target: str
    kind: FetchKind


class Tag(Struct, frozen=True, eq=False):
    """A start or end tag, or a comment: `name` and the names in `attributes` are lower-case.

    `source` is what stands between `<` and `>`; a comment has no name. A `slashed` tag ends in `/>`.
    `inline` names what a strict policy forbids in it, such as `an onclick attribute`; `runs` is true
    of a script that a browser executes, false of a block of data; `identity` is the id.
    Two tags are equal only if they are one object.
    """

    source: str
    name: str
    attributes: Mapping[str, str]
    closing: bool = False
    slashed: bool = False
    references: tuple[TagReference, ...] = ()
    ids: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    runs: bool = False
    identity: str | None = None
    faults: tuple[str, ...] = ()

    @property
    def is_comment(self) -> bool:
        """Tell a comment from a tag and from a doctype."""
        return self.source.startswith("!--")


def parse(source: str) -> Tag:
    """Read the text between `<` and `>`; "" is that of a `<` that opens no tag."""
    found = _NAME.match(source)
    if found is None:
        return Tag(source, "", {}, faults=tuple(_faults_of_nameless(source)))
    name = found[1].lower()
    closing, slashed = source.startswith("/"), source.endswith("/")
    attributes, faults = _attributes(name, source[found.end() : len(source) - slashed])
    if closing:
        extra = (f"</{name}> holds more than its name",) if attributes or slashed else ()
        return Tag(source, name, {}, closing=True, faults=(*faults, *extra))
    return Tag(
        source=source,
        name=name,
        attributes=attributes,
        slashed=slashed,
        references=tuple(_references(name, attributes)),
        ids=tuple(named for key in ID_LISTS & attributes.keys() for named in attributes[key].split()),
        inline=tuple(sorted(_inline(attributes))),
        runs=name == "script" and attributes.get("type", "").strip().lower() in _SCRIPT_TYPES,
        identity=attributes.get("id"),
        faults=(*faults, *_faults_of_identity(attributes)),
    )


def _faults_of_nameless(source: str) -> Iterator[str]:
    inside = source.removeprefix("!--").removesuffix("!").removesuffix("--")
    if not source:
        yield "a < opens no tag; write it as &lt;"
    elif source.startswith("!--") and (
        source.endswith("!") or inside.startswith((">", "->")) or "<!--" in inside or "--!>" in inside
    ):
        yield "a comment opens or closes wrongly; write it as <!-- … -->"


def _attributes(name: str, source: str) -> tuple[dict[str, str], tuple[str, ...]]:
    attributes: dict[str, str] = {}
    faults = []
    position = 0
    while found := _ATTRIBUTE.match(source, position):
        key = found[1].lower()
        if key in attributes:
            faults.append(f"<{name}> has two {key} attributes")
        attributes.setdefault(key, unescape(found[2] or found[3] or found[4] or ""))
        position = found.end()
    if rest := source[position:].strip():
        faults.append(f"<{name}> holds {rest[:40]!r}, which is not an attribute")
    return attributes, tuple(faults)


def _faults_of_identity(attributes: Mapping[str, str]) -> Iterator[str]:
    identity = attributes.get("id", "sound")
    if not identity or any(mark.isspace() for mark in identity):
        yield f'id "{identity}" is empty or holds white space'


def _references(name: str, attributes: Mapping[str, str]) -> Iterator[TagReference]:
    if name == "link":
        yield from _references_of_link(attributes)
    elif name == "meta":
        yield from _references_of_meta(attributes)
    for key, value in attributes.items():
        kind = KINDS.get((name, key.removeprefix("xlink:")))
        if kind is None:
            continue
        if key == "srcset":
            yield from (
                TagReference(choice.split()[0], kind) for choice in value.split(",") if choice.strip()
            )
        else:
            yield TagReference(value.strip(), kind)


def _references_of_link(attributes: Mapping[str, str]) -> Iterator[TagReference]:
    if "href" in attributes:
        relations = attributes.get("rel", "").lower().split()
        kinds = [LINK_KINDS[relation] for relation in relations if relation in LINK_KINDS]
        yield TagReference(attributes["href"].strip(), kinds[0] if kinds else "link")


def _references_of_meta(attributes: Mapping[str, str]) -> Iterator[TagReference]:
    value = attributes.get("content", "")
    if attributes.get("property", attributes.get("name")) in ADDRESSES_IN_META:
        yield TagReference(value.strip(), "link")
    elif attributes.get("http-equiv", "").lower() == "refresh" and "=" in value:
        yield TagReference(value.partition("=")[2].strip(), "link")


def _inline(attributes: Mapping[str, str]) -> Iterator[str]:
    for key in attributes:
        if key == "style":
            yield "a style attribute"
        elif key.startswith("on"):
            yield f"an {key} attribute"
