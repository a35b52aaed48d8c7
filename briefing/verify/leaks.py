"""Texts that must stand nowhere and what was published go in; where one stands all the same comes out."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from briefing.text.passages import Passages, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.verify.page import Page

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")
# Attributes that hold text which is read, by people or by machines.
_READ = ("content", "alt", "title", "aria-label", "placeholder", "value")


class Withheld(Passages[tuple[str, str]]):
    """The texts that must stand nowhere, each with the path of the note that it comes from."""

    __slots__ = ()

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        """Take texts by the path of their note; those of few words are left out."""
        pairs = sorted((path, one) for path, each in texts.items() for one in each)
        super().__init__((one, (one, path)) for path, one in pairs)


def words_of_page(page: Page) -> tuple[str, ...]:
    """All words that a page holds, those that only machines read included."""
    source = page.source
    between = (source.before, *source.texts)
    read = [tag.attributes[name] for tag in source.first for name in _READ if name in tag.attributes]
    return words_of(" ".join([unescape(" ".join(between)), *read]))


def words_of_file(text: str) -> tuple[str, ...]:
    """All words of a feed, an export or an index, with what JSON escapes resolved."""
    return words_of(unescape(_ESCAPE.sub(_unescaped, text)))


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
