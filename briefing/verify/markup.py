"""Take a page apart at its tags, and find faults of tags, comments and characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.entities import html5
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.verify import tags

if TYPE_CHECKING:
    from briefing.verify.tags import Tag

# A tag with its quoted values (atomic, so that no page can make it slow), a comment, or a stray "<".
_MARK = re.compile(
    r"""<(?: ( /?[A-Za-z] (?> [^"'<>]* (?: "[^"]*"[^"'<>]* | '[^']*'[^"'<>]* )* )
             | !--(?:(?!<!--).)*?--!?
             | !(?!--)[^<>]* ) > )?""",
    re.VERBOSE | re.DOTALL,
)
# Elements whose content holds no tags, whatever it looks like.
_RAW = re.compile(r"<(script|style|textarea)\b[^<>]*>", re.IGNORECASE)
# What could be taken for markup in them; a text area does resolve references.
_MASKED = {"script": re.compile("[<&]"), "style": re.compile("[<&]"), "textarea": re.compile("<")}
_RAW_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _MASKED}
_REFERENCE = re.compile(r"&(#[xX]?[0-9A-Za-z]*;?|[A-Za-z][0-9A-Za-z]*;?|)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DOCTYPE = "!doctype html"
_LAST_CODE_POINT = 0x10FFFF

# The number of a tag in its page, the name of a rule, what is wrong there.
TagFault = tuple[int, str, str]


class KnownTags(dict[str, "tags.Tag"]):
    """The tags read before, by their source; the pages of a site share most of them."""

    def __missing__(self, source: str) -> Tag:
        """Read a tag that is new."""
        made = self[source] = tags.parse(source)
        return made


class Markup(Struct, frozen=True):
    """A page taken apart at its `tags`.

    `texts[n]` is what stands between `tags[n]` and the next, `before` what stands before the first.
    `raw` has the contents of scripts, styles and text areas, in order; `first` has each tag with its
    number, and of those written alike only the first.
    """

    before: str
    tags: Sequence[Tag]
    texts: Sequence[str]
    raw: Sequence[str]
    first: Mapping[Tag, int]

    def line(self, at: int) -> int:
        """Return the line of a tag, from 1, by its number."""
        within = sum(tag.source.count("\n") for tag in self.tags[:at])
        return self.before.count("\n") + sum(text.count("\n") for text in self.texts[:at]) + within + 1


def take_apart(text: str, known: KnownTags) -> Markup:
    """Split a page at its tags."""
    shown, raw = _hidden(text)
    pieces = _MARK.split(shown)
    found = [known[source or ""] for source in pieces[1::2]]
    first = dict(zip(reversed(found), range(len(found) - 1, -1, -1), strict=True))
    return Markup(pieces[0], found, pieces[2::2], raw, first)


def _hidden(text: str) -> tuple[str, list[str]]:
    """Blank what looks like markup in elements that hold none, and return their contents too, in order."""
    raw: list[str] = []
    shown: list[str] = []
    done = position = 0
    endless: set[str] = set()
    while opening := _RAW.search(text, position):
        position = opening.end()
        name = opening[1].lower()
        ending = None if name in endless else _RAW_END[name].search(text, position)
        if ending is None:
            endless.add(name)
            continue
        content = text[position : ending.start()]
        raw.append(content)
        shown += (text[done:position], _MASKED[name].sub(" ", content))
        done = position = ending.start()
    return "".join((*shown, text[done:])), raw


def faults(page: Markup) -> Iterator[TagFault]:
    """Yield what the HTML standard calls a parse error in tags, comments and characters."""
    for tag, at in page.first.items():
        for fault in tag.faults:
            yield at, "markup", fault
    shown = "".join([page.before, *page.texts, *[tag.source for tag in page.first]])
    if not set(_REFERENCE.findall(shown)) <= _SOUND:
        yield from _faults_of_references(page)
    # To ask whether all is printable is quick but too strict, so the standard has the last word.
    if not shown.replace("\n", "").isprintable() and _FORBIDDEN.search(shown):
        at = next((at for at, text in _pieces(page) if _FORBIDDEN.search(text)), 0)
        yield at, "markup", "the page holds a character that HTML does not allow"
    yield from _faults_of_doctype(page)


def _faults_of_doctype(page: Markup) -> Iterator[TagFault]:
    declared = sorted(at for tag, at in page.first.items() if tag.source[:1] == "!" and not tag.is_comment)
    opening = next((at for at, tag in enumerate(page.tags) if not tag.is_comment), 0)
    if opening not in declared or page.tags[opening].source.lower() != _DOCTYPE or page.before.strip():
        yield 0, "markup", "the page does not start with <!doctype html>"
    for at in declared:
        if at != opening or page.tags.count(page.tags[at]) > 1:
            yield at, "markup", f"<{page.tags[at].source[:40]}> is neither a comment nor the page's doctype"


def _faults_of_references(page: Markup) -> Iterator[TagFault]:
    for at, text in _pieces(page):
        for name in _REFERENCE.findall(text):
            if not _is_sound(name):
                yield at, "markup", f"&{name} is not a character reference; write & as &amp;"


def _pieces(page: Markup) -> Iterator[tuple[int, str]]:
    """Yield all pieces of a page, each with the number of the tag that it is or follows."""
    yield 0, page.before
    for at, (tag, text) in enumerate(zip(page.tags, page.texts, strict=True)):
        yield at, tag.source
        yield at, text


def _is_sound(name: str) -> bool:
    if name in _SOUND:
        return True
    if not name.startswith("#"):
        return name.endswith(";") and name in html5
    digits = name[1:-1]
    base = 16 if digits[:1] in {"x", "X"} else 10
    try:
        code = int(digits[base == 16 :], base)  # noqa: PLR2004 - the base above
    except ValueError:
        return False
    return name.endswith(";") and 0 < code <= _LAST_CODE_POINT and not _FORBIDDEN.match(chr(code))


# Nearly all pages hold these, so they need not be looked up.
_SOUND = frozenset({"amp;", "lt;", "gt;", "quot;", "#34;", "#39;", "nbsp;"})
