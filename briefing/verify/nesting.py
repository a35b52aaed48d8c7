"""Tags go in one by one; where they do not nest as HTML wants it, a sentence comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.verify.tags import VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.verify.tags import Tag

# Elements whose end tag may be left out, and so ends with the element around it.
OPTIONAL_END = frozenset("li dt dd p option tr td th thead tbody tfoot rt rp".split())
# A start tag of these ends a paragraph; found within one, the paragraph's own end tag is left over.
BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul".split()
)
# An open one of the left ends when one of the right starts.
ENDED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option", "optgroup"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
}
DRAWINGS = frozenset({"svg", "math"})
# Interactive elements that must not stand in one another.
EXCLUSIVE = frozenset({"a", "button"})


class Nesting:
    """The elements open at one moment of a reading."""

    __slots__ = ("_open", "drawing")

    def __init__(self) -> None:
        """Start outside of everything."""
        self._open: list[str] = []
        self.drawing = False

    def take(self, tag: Tag) -> str:
        """Follow one tag; return what is wrong with it, "" when nothing is."""
        if tag.closing:
            return self._close(tag.name)
        fault = "" if self.drawing else self._fault_of_start(tag)
        if not (tag.slashed or tag.name in VOID):
            self._open.append(tag.name)
            self.drawing = self.drawing or tag.name in DRAWINGS
        return fault

    def end(self) -> Iterator[str]:
        """Yield a sentence for each element that was never closed, innermost first."""
        for name in reversed(self._open):
            if name not in OPTIONAL_END:
                yield f"<{name}> is never closed"

    def _fault_of_start(self, tag: Tag) -> str:
        name, opened = tag.name, self._open
        while opened and name in ENDED_BY.get(opened[-1], ()):
            opened.pop()
        if tag.slashed and name not in VOID and name not in DRAWINGS:
            return f"<{name}/> does not close itself"
        if name in BLOCKS and opened and opened[-1] == "p":
            return f"<{name}> stands in a <p>, which ends there"
        if name in EXCLUSIVE and (around := next((one for one in opened if one in EXCLUSIVE), "")):
            return f"<{name}> stands in <{around}>"
        return ""

    def _close(self, name: str) -> str:
        opened = self._open
        if name not in opened:
            return f"</{name}> closes nothing"
        left = []
        while (last := opened.pop()) != name:
            if self.drawing or last not in OPTIONAL_END:
                left.append(f"<{last}>")
        if name in DRAWINGS:
            self.drawing = any(one in DRAWINGS for one in opened)
        return f"</{name}> comes before the end of {', '.join(left)}" if left else ""
