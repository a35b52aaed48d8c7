"""Read and write the boxes that ISO base media files are made of (ISO 14496-12), AVIF among them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

from briefing.content.images.anatomy import BrokenImageError, BrokenOffError, limited, taken


class Box(Struct, frozen=True):
    """A box: its kind, where it and what it holds begin, and where it ends."""

    kind: bytes
    start: int
    inside: int
    end: int


class Cursor(Struct):
    """Reads one number after the other; raises BrokenOffError where there are no more."""

    content: bytes
    at: int
    end: int

    def number(self, size: int) -> int:
        """Read a number of so many bytes."""
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        """Read so many bytes."""
        if self.at + size > self.end:
            raise BrokenOffError
        self.at += size
        return taken(self.content, self.at - size, size)

    def text(self) -> bytes:
        """Read up to the next zero, or to the end."""
        end = self.content.find(b"\0", self.at, self.end)
        found = self.content[self.at : end if end >= 0 else self.end]
        self.at = end + 1 if end >= 0 else self.end
        return found


def inside(content: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places; raises BrokenImageError where one does not end there."""
    return limited(_inside(content, start, end))


def _inside(content: bytes, start: int, end: int) -> Iterator[Box]:
    at = start
    while at < end:
        size, kind = struct.unpack(">I4s", taken(content, at, 8))
        head = 8
        if size == 1:
            size, head = int.from_bytes(taken(content, at + 8, 8), "big"), 16
        elif size == 0:
            size = end - at
        if size < head:
            raise BrokenImageError("is damaged: a box in it has no size")
        if at + size > end:
            raise BrokenOffError
        yield Box(kind, at, at + head, at + size)
        at += size


def box(kind: bytes, held: bytes) -> bytes:
    """Write a box."""
    return struct.pack(">I4s", 8 + len(held), kind) + held


def free(size: int) -> bytes:
    """Write an empty box of so many bytes, so that what follows stays in its place."""
    return box(b"free", bytes(size - 8)) if size else b""
