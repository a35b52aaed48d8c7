"""Check that the tags and texts of a page nest as HTML allows.

A fault is what the tree construction of the HTML standard calls a parse error, and a little more: an
element must stay where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefing.verify.tags import VOID, Tag

# Elements whose end tag may be left out: they end with the element around them.
OPTIONAL_END = frozenset("li dt dd p option optgroup rt rp".split())
CELLS = frozenset("td th tr thead tbody tfoot".split())
# A start tag of these ends a paragraph, whose own end tag is then left over.
BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl dd dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# An open element on the left ends when one on the right starts.
ENDED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option", "optgroup"}),
    "optgroup": frozenset({"optgroup"}),
    "tr": frozenset({"tr", "tbody", "thead", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
}
_SCRIPTS = frozenset({"script", "template"})
_ROWS = frozenset({"tr", *_SCRIPTS})
# These may hold only certain elements: a browser moves others out of them.
CHILDREN = {
    "": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": frozenset({"base", "link", "meta", "noscript", "style", "title", *_SCRIPTS}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot", "style", *_ROWS}),
    "colgroup": frozenset({"col", "template"}),
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "tr": frozenset({"td", "th", *_SCRIPTS}),
    "select": frozenset({"option", "optgroup", "hr", *_SCRIPTS}),
}
# No text may be in these.
TEXTLESS = frozenset(CHILDREN) - {"select"}
# These may only be in the ones above.
PARENTS = {
    child: frozenset(parent for parent, children in CHILDREN.items() if child in children)
    for child in ("html", "head", "body", "caption", "colgroup", "col", *CELLS)
}
DRAWINGS = frozenset({"svg", "math"})
# These end a drawing around them.
NOT_DRAWN = BLOCKS | frozenset(
    "b big body br center code em embed head i img span strong sub sup tt u".split()
)
IN_DRAWINGS = frozenset({"foreignobject", "desc", "title"})
# Elements that must not be inside each other.
EXCLUSIVE = frozenset({"a", "button"})
_FORMS = frozenset({"form"})
# An end tag of these also ends elements whose own end tag may be left out; no other end tag does.
CLOSERS = (
    BLOCKS | CELLS | frozenset("html body table caption select ruby button object optgroup option".split())
)
# Directly in one of these no paragraph is open, unless there was a fault before.
_NO_PARAGRAPH = (BLOCKS | CELLS | {"body"}) - {"p"}


def faults(tags: Sequence[Tag], texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of each misplaced tag, and what is wrong with it."""
    elements = _Elements()
    opened = elements.opened
    for at, tag in enumerate(tags):
        name = tag.name
        if tag.closing and name == opened[-1] and name not in DRAWINGS:
            opened.pop()
        elif not (tag.closing or tag.slashed or elements.drawings) and _always_sound(name, opened[-1]):
            # Most tags are plain.
            if name not in VOID:
                opened.append(name)
        elif name and (fault := elements.take(tag)):
            yield at, fault
        if opened[-1] in TEXTLESS and texts[at].strip():
            yield at, f"text stands {_in(opened[-1])}, where none is allowed"
    yield from ((len(tags) - 1, f"<{name}> is never closed") for name in reversed(_left(opened)))


class _Elements:
    """The elements that are open at one moment, outermost first, below a nameless one."""

    __slots__ = ("drawings", "opened")

    def __init__(self) -> None:
        self.opened = [""]
        self.drawings = 0

    def take(self, tag: Tag) -> str:
        """Follow a tag; return what is wrong with it."""
        if not tag.closing:
            return self._start(tag)
        fault = _close(tag.name, self.opened)
        if self.drawings and tag.name in DRAWINGS:
            self.drawings = sum(one in DRAWINGS for one in self.opened)
        return fault

    def _start(self, tag: Tag) -> str:
        name = tag.name
        fault = self._fault_of_start(name)
        if tag.slashed:
            if not self.drawings and name not in VOID and name not in DRAWINGS:
                return fault or f"<{name}/> does not close itself"
        elif name not in VOID:
            self.opened.append(name)
            self.drawings += name in DRAWINGS
        return fault

    def _fault_of_start(self, name: str) -> str:
        parent = self.opened[-1]
        if self.drawings:
            ends = name in NOT_DRAWN and parent not in IN_DRAWINGS
            return f"<{name}> stands in a drawing, which ends there" if ends else ""
        return _fault_of_start(name, self.opened)


@lru_cache(maxsize=4096)
def _always_sound(name: str, parent: str) -> bool:
    """Tell whether an element may start in a parent, whatever is around both.

    The same elements are in the same parents all over a site.
    """
    if not name or name in ENDED_BY.get(parent, ()) or name in EXCLUSIVE or name in {"form", *DRAWINGS}:
        return False
    return (name not in BLOCKS or parent in _NO_PARAGRAPH) and not _fault_between(name, parent)


def _left(opened: Sequence[str]) -> list[str]:
    return [name for name in opened if name and name not in OPTIONAL_END and name not in CELLS]


def _in(name: str) -> str:
    return f"in <{name}>" if name else "outside of <html>"


def _fault_of_start(name: str, opened: list[str]) -> str:
    """End the elements that the start of this one ends, and say why it cannot start here."""
    while name in ENDED_BY.get(opened[-1], ()):
        opened.pop()
    parent = opened[-1]
    if name in BLOCKS and "p" in opened:
        return f"<{name}> stands in a <p>, which ends there"
    exclusive = EXCLUSIVE if name in EXCLUSIVE else _FORMS if name == "form" else frozenset()
    if not exclusive.isdisjoint(opened):
        return f"<{name}> stands in <{next(one for one in opened if one in exclusive)}>"
    return _fault_between(name, parent)


def _fault_between(name: str, parent: str) -> str:
    """Say why an element cannot start in a parent."""
    if name in HEADINGS and parent in HEADINGS:
        return f"<{name}> stands in <{parent}>"
    if name not in CHILDREN.get(parent, (name,)) or parent not in PARENTS.get(name, (parent,)):
        return f"<{name}> stands {_in(parent)}, where it is not allowed"
    return ""


def _close(name: str, opened: list[str]) -> str:
    """End an element that is not the innermost, and say which others that leaves open."""
    if name not in opened:
        return f"</{name}> closes nothing" if name else ""
    ending = OPTIONAL_END if name in CLOSERS else frozenset()
    if name in CELLS or name == "table":
        ending |= CELLS
    left = []
    while (last := opened.pop()) != name:
        if last not in ending:
            left.append(f"<{last}>")
    return f"</{name}> comes before the end of {', '.join(left)}" if left else ""
