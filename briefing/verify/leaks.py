"""Find withheld texts in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import TYPE_CHECKING

from briefing.content.images.prints import prints_within
from briefing.text.passages import Passages, words_of

if TYPE_CHECKING:
    from briefing.verify.page import ParsedPage

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")
# Attributes that hold text which is read, by people or by machines.
_READ = ("content", "alt", "title", "aria-label", "placeholder", "value")


class Withheld(Passages[tuple[str, str]]):
    """The texts that must not be published, each with the path of its note."""

    __slots__ = ()

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        pairs = sorted((path, one) for path, each in texts.items() for one in each)
        super().__init__((one, (one, path)) for path, one in pairs)


def words_of_page(page: ParsedPage) -> tuple[str, ...]:
    """Return all words of a page, even those that only machines read."""
    markup = page.markup
    between = (markup.before, *markup.texts)
    read = [tag.attributes[name] for tag in markup.first for name in _READ if name in tag.attributes]
    return words_of(" ".join([unescape(" ".join(between)), *read]))


def words_of_file(text: str) -> tuple[str, ...]:
    """List all words of a feed, an export or an index, with the escapes of JSON resolved."""
    return words_of(unescape(_ESCAPE.sub(_unescaped, text)))


def images(content: bytes, withheld: Mapping[str, str]) -> tuple[str, ...]:
    """List the withheld images, by their prints, that a file is or holds."""
    found = prints_within(content) & withheld.keys() if withheld else ()
    return tuple(sorted({withheld[one] for one in found}))


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
