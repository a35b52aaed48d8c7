"""Listings spread over pages that keep their content as the listing grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from briefing.site.parts import Link, Pages

T = TypeVar("T")


class Chunk(Struct, Generic[T], frozen=True):
    """One page of a listing: its address, its content and the way to its neighbours."""

    href: str
    name: str
    content: tuple[T, ...]
    pages: Pages

    def titled(self, heading: str) -> str:
        """The title of this page of the listing: its heading, and the page's number if it has one."""
        return f"{heading}, page {self.name}" if self.name else heading


def chunks(base: str, content: Sequence[T], size: int) -> tuple[Chunk[T], ...]:
    """Spread a listing, oldest first, over pages that keep their content as it grows.

    Pages are numbered from the oldest and hold `size` each; the newest, at `base` itself, holds the
    rest and never less than `size` where there are more pages, so at most `2 * size - 1`.
    """
    full = max(0, len(content) // size - 1)
    named = [(str(number + 1), tuple(content[number * size : (number + 1) * size])) for number in range(full)]
    hrefs = [f"{base}page/{name}/" for name, _ in named]
    return _linked(base, [*named, ("", tuple(content[full * size :]))], hrefs)


def groups(base: str, content: Iterable[tuple[str, tuple[T, ...]]]) -> tuple[Chunk[T], ...]:
    """Spread named groups, oldest first, over pages `base/<name>/`; the newest is at `base` itself.

    Where there is no group there is still a page, with nothing on it.
    """
    named = list(content) or [("", ())]
    return _linked(base, named, [f"{base}{name}/" for name, _ in named[:-1]])


def _linked(base: str, named: list[tuple[str, tuple[T, ...]]], older: list[str]) -> tuple[Chunk[T], ...]:
    hrefs = [*older, base]
    found = []
    for at, (name, content) in enumerate(named):
        links = dict.fromkeys(
            Link(hrefs[to], text)
            for to, text in ((0, "Oldest"), (at - 1, "Older"), (at + 1, "Newer"), (len(hrefs) - 1, "Newest"))
            if 0 <= to < len(hrefs) and to != at
        )
        found.append(Chunk(hrefs[at], name, content, Pages(name if len(hrefs) > 1 else "", tuple(links))))
    return tuple(found)
