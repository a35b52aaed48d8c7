"""The HTML of one page goes in; what stands in it, and every gross fault of its markup, comes out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from briefing.errors import Location, Problem
from briefing.verify import tags
from briefing.verify.nesting import Nesting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.verify.tags import Reference, Tag

# A tag with its quoted values (atomic, so that no page can make it slow), a comment, or a stray "<".
_MARK = re.compile(
    r"""<(?: (?P<tag> /?[A-Za-z] (?> [^"'<>]* (?: "[^"]*"[^"'<>]* | '[^']*'[^"'<>]* )* ) ) >
        | !--.*?-->
        | ![^>]*> )?""",
    re.VERBOSE | re.DOTALL,
)
_RAW_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "textarea")}


@dataclass(frozen=True, slots=True)
class Page:
    """What verification needs to know of a page.

    `path` is relative to the site's folder, `problems` are those of the page alone. The pairs end in
    a line; `references`, `wanted` (ids that labels and the like name) and `addresses` (absolute ones
    in blocks of JSON) hold each once, with its first line.
    """

    path: str
    title: str = ""
    canonical: str = ""
    policy: str | None = None
    anchors: frozenset[str] = frozenset()
    references: tuple[tuple[Reference, int], ...] = ()
    wanted: tuple[tuple[str, int], ...] = ()
    inline: tuple[tuple[str, int], ...] = ()
    addresses: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Found:
    """What one reading has come upon so far; positions are offsets."""

    faults: list[tuple[int, str, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    headings: int = 0
    language: str = ""
    canonical: str = ""
    policy: str | None = None
    ids: dict[str, int] = field(default_factory=dict)
    references: dict[Reference, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    inline: list[tuple[str, int]] = field(default_factory=list)
    addresses: dict[str, int] = field(default_factory=dict)


def read(text: str, *, path: str, shown: str, known: dict[str, Tag]) -> Page:
    """Read a page; `shown` names it in Problems, `known` keeps the tags read before and is added to."""
    found = _Found()
    nesting = Nesting()
    for offset, tag, content in _scan(text, known, found):
        if tag.faults:
            found.faults.extend((offset, "markup", fault) for fault in tag.faults)
        if fault := nesting.take(tag):
            found.faults.append((offset, "markup", fault))
        if not tag.closing:
            _take(found, tag, offset, content, drawing=nesting.drawing)
    found.faults.extend((len(text), "markup", fault) for fault in nesting.end())
    found.faults.extend((0, rule, what) for rule, what in _faults_of_whole(text, found))
    return _page(text, path, shown, found)


def _scan(text: str, known: dict[str, Tag], found: _Found) -> Iterator[tuple[int, Tag, str]]:
    """Yield each tag with its offset and, for a title or an element of raw text, what stands in it."""
    position = 0
    while mark := _MARK.search(text, position):
        position = mark.end()
        source = mark["tag"]
        if source is None:
            if mark[0] == "<":
                found.faults.append((mark.start(), "markup", "a < opens no tag; write it as &lt;"))
            continue
        tag = known.get(source)
        if tag is None:
            tag = known[source] = tags.parse(source)
        content = ""
        if tag.name == "title":
            content = text[position : text.find("<", position)]
        elif tag.name in _RAW_END and not tag.closing:
            end = _RAW_END[tag.name].search(text, position)
            content = text[position : end.start() if end else None]
            position += len(content)
        yield mark.start(), tag, content


def _take(found: _Found, tag: Tag, offset: int, content: str, *, drawing: bool) -> None:
    if tag.attributes:
        _take_attributes(found, tag, offset)
    if tag.name == "title" and not drawing:
        found.titles.append(unescape(content).strip())
    elif taker := _TAKERS.get(tag.name):
        taker(found, tag, offset, content)


def _take_attributes(found: _Found, tag: Tag, offset: int) -> None:
    identity = tag.attributes.get("id")
    if identity is not None:
        if identity in found.ids or not identity or any(mark.isspace() for mark in identity):
            fault = "twice" if identity in found.ids else "empty or holds white space"
            found.faults.append((offset, "id", f'id "{identity}" is {fault}'))
        found.ids.setdefault(identity, offset)
    for reference in tag.references:
        found.references.setdefault(reference, offset)
    for wanted in tag.ids:
        found.wanted.setdefault(wanted, offset)
    found.inline.extend((what, offset) for what in tag.inline)


def _take_raw(found: _Found, tag: Tag, offset: int, content: str) -> None:
    if tag.name == "style":
        found.inline.append(("a style element", offset))
    elif tag.runs and "src" not in tag.attributes:
        found.inline.append(("a script element", offset))
    elif "json" in tag.attributes.get("type", ""):
        try:
            found.addresses.update((address, offset) for address in addresses(json.loads(content)))
        except ValueError as error:
            found.faults.append((offset, "json", f"the block of JSON cannot be read: {error}"))


def addresses(value: object) -> Iterator[str]:
    """Yield every absolute address that stands alone as a text anywhere in a JSON value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from addresses(member)
    elif isinstance(value, list):
        for member in value:
            yield from addresses(member)
    elif isinstance(value, str) and value.startswith(("https://", "http://")):
        yield value


def _take_meta(found: _Found, tag: Tag, offset: int, _: str) -> None:
    content = tag.attributes.get("content", "")
    if tag.attributes.get("http-equiv", "").lower() == "content-security-policy":
        if any(reference.kind != "link" for reference in found.references):
            found.faults.append((offset, "policy", "the policy comes after what it is to govern"))
        found.policy = content
    if "charset" in tag.attributes:
        found.metas["charset"] = tag.attributes["charset"]
    if name := tag.attributes.get("name"):
        found.metas[name.lower()] = content.strip()


def _take_link(found: _Found, tag: Tag, _offset: int, _content: str) -> None:
    if "canonical" in tag.attributes.get("rel", "").lower().split():
        found.canonical = tag.attributes.get("href", "")


def _take_heading(found: _Found, _tag: Tag, _offset: int, _content: str) -> None:
    found.headings += 1


def _take_root(found: _Found, tag: Tag, _offset: int, _content: str) -> None:
    found.language = tag.attributes.get("lang", "")


def _take_base(found: _Found, _tag: Tag, offset: int, _content: str) -> None:
    found.faults.append((offset, "base", "a base element turns every link of the page"))


_TAKERS: dict[str, Callable[[_Found, Tag, int, str], None]] = {
    "base": _take_base,
    "h1": _take_heading,
    "html": _take_root,
    "link": _take_link,
    "meta": _take_meta,
    "script": _take_raw,
    "style": _take_raw,
}


def _faults_of_whole(text: str, found: _Found) -> Iterator[tuple[str, str]]:
    if not text[:64].lstrip().lower().startswith("<!doctype html>"):
        yield "markup", "the page does not start with <!doctype html>"
    if found.metas.get("charset", "").lower() != "utf-8":
        yield "markup", 'the page has no <meta charset="utf-8">'
    if not found.language:
        yield "language", "the html element has no lang"
    if len(found.titles) != 1 or not found.titles[0]:
        yield "title", "the page has no title" if not any(found.titles) else "the page has two titles"
    if not found.metas.get("description"):
        yield "description", "the page has no meta description"
    if found.headings != 1:
        yield "heading", f"the page has {found.headings or 'no'} h1; it needs exactly one"
    if found.policy is None:
        yield "policy", "the page has no Content-Security-Policy"


def _page(text: str, path: str, shown: str, found: _Found) -> Page:
    def line(offset: int) -> int:
        return text.count("\n", 0, offset) + 1

    return Page(
        path=path,
        title=found.titles[0] if found.titles else "",
        canonical=found.canonical,
        policy=found.policy,
        anchors=frozenset(found.ids),
        references=tuple((reference, line(offset)) for reference, offset in found.references.items()),
        wanted=tuple((wanted, line(offset)) for wanted, offset in found.wanted.items()),
        inline=tuple((what, line(offset)) for what, offset in found.inline),
        addresses=tuple((address, line(offset)) for address, offset in found.addresses.items()),
        problems=tuple(
            Problem(Location(shown, line(offset) if offset else 0), rule, what)
            for offset, rule, what in found.faults
        ),
    )
