"""Count the words that a page shows, and hold kinds of pages to their budgets."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.verify.site_files import Fault
from briefing.verify.tags import VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.verify.markup import Markup

# The pages of each kind that has a budget, by their addresses.
_KINDS = {
    "home": re.compile(urls.HOME),
    "briefing": re.compile(rf"{urls.BRIEFINGS}\d{{4}}/\d\d/\d\d/"),
    "chronology": re.compile(rf"{urls.CHRONOLOGY}(?:.+/)?"),
    "figures": re.compile(urls.FIGURES),
    "series": re.compile(rf"{urls.FIGURES}[^/]+/"),
    "entity": re.compile(rf"{urls.ENTITIES}.+/"),
}
# Elements that do not part words; any other does.
_WITHIN = frozenset("a abbr b bdi cite code dfn em i mark q s small span strong sub sup time u wbr".split())
# Elements whose texts are not shown.
_UNSEEN = frozenset(("desc", "noscript", "template", "title"))


def fault(path: str, parts: Markup, budgets: Mapping[str, int]) -> Fault | None:
    """Say that a page has more words than its kind may have; a kind without a budget has all it wants."""
    kind = next((kind for kind, pages in _KINDS.items() if pages.fullmatch(urls.href_of(path))), "")
    budget = budgets.get(kind, 0)
    words = count(parts) if budget else 0
    if words <= budget:
        return None
    told = f"the page shows {words:,} words; the budget of {kind} pages is {budget:,}"
    return Fault("words", told, f"shorten it, or change words_{kind} in the settings", "warning")


def count(parts: Markup) -> int:
    """Count the words in the main part of a page as it opens; of what is folded, the heading."""
    return len(unescape("".join(_shown(parts))).split())


def _shown(parts: Markup) -> Iterator[str]:
    inside = heading = False
    hidden, depth = "", 0
    for tag, text in zip(parts.tags, parts.texts, strict=True):
        if tag.name == "main":
            inside = not tag.closing
        if not hidden and not tag.closing and _hides(tag.name, tag.attributes):
            hidden = tag.name
        if hidden and tag.name == hidden:
            depth += -1 if tag.closing else 1
            hidden = hidden if depth else ""
        elif tag.name == "summary":
            heading = not tag.closing and (hidden, depth) == ("details", 1)
        if inside and (heading or not hidden):
            yield text if tag.name in _WITHIN else f" {text}"


def _hides(name: str, attributes: Mapping[str, str]) -> bool:
    if name in VOID:
        return False
    return name in _UNSEEN or "hidden" in attributes or (name == "details" and "open" not in attributes)
