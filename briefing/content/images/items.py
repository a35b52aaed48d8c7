"""Read the items of an AVIF, its pictures and what it says of them, and write some of them."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from briefing.content.images.anatomy import BrokenImageError
from briefing.content.images.boxes import Box, Cursor, box, inside

_TOO_MANY = "is not readable as AVIF: it has too many parts"
# What an item is to another (ISO 23008-12): a part of it, transparency beside it, a smaller picture of it.
_MADE_OF, _BESIDE, _PREVIEW_OF = b"dimg", b"auxl", b"thmb"
_PICTURES = frozenset((b"av01", b"grid"))
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")
_NEEDED = (b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp")
KNOWN = frozenset((*_NEEDED, b"iref", b"idat", b"grpl", b"free", b"skip"))
# More than a picture of many tiles needs; a forged file could list its bytes over and over.
_MOST_ITEMS, _MOST_EXTENTS = 2000, 4000


class ItemRow(Struct, frozen=True):
    """An entry of a table that belongs to an item, with its bytes."""

    item: int
    written: bytes


class Item(Struct, frozen=True):
    """What an item is: its kind, and that of its content where it is a file in the file."""

    kind: bytes
    content_type: bytes
    row: ItemRow


class ItemPlace(Struct, frozen=True):
    """Where an item's bytes are: places from the beginning of the file, or of the box `idat`."""

    extents: tuple[tuple[int, int], ...]
    in_idat: bool
    row: ItemRow


class Tie(Struct, frozen=True):
    """What an item is to others."""

    kind: bytes
    item: int
    others: tuple[int, ...]


class Items:
    """The items that the box `meta` lists."""

    def __init__(self, content: bytes, meta: Box) -> None:
        """Read the box; raises BrokenImageError where it is not what it must be."""
        self.content = content
        self.meta = meta
        self.boxes = {one.kind: one for one in inside(content, meta.inside + 4, meta.end)}
        if lacking := [kind for kind in _NEEDED if kind not in self.boxes]:
            raise BrokenImageError(f"is not readable as AVIF: it has no {lacking[0].decode()}")
        self.primary = self._primary()
        self.items: Mapping[int, Item] = {one.row.item: one for one in self._items()}
        self.places: Mapping[int, ItemPlace] = {one.row.item: one for one in self._places()}
        self.ties = tuple(self._ties())
        self.properties = {one.kind: one for one in self._within(b"iprp")}
        if not {b"ipco", b"ipma"} <= self.properties.keys():
            raise BrokenImageError("is not readable as AVIF: its pictures have no properties")
        self._of_item = {row.item: indexes for row, indexes in self._associations()}
        if self.primary not in self.items or self.items[self.primary].kind not in _PICTURES:
            raise BrokenImageError("is not readable as AVIF: there is no picture in it")

    def of(self, item: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield the properties of an item: the kind of each and what it holds."""
        listed = self.properties[b"ipco"]
        found = tuple(inside(self.content, listed.inside, listed.end))
        for index in self._of_item.get(item, ()):
            if 0 < index <= len(found):
                one = found[index - 1]
                yield one.kind, self.content[one.inside : one.end]

    def pictures(self) -> frozenset[int]:
        """The items that make up the picture: the primary one, what it is made of, and transparency."""
        kept = {self.primary}
        while True:
            parts = {
                other
                for tie in self.ties
                if tie.kind == _MADE_OF and tie.item in kept
                for other in tie.others
            }
            beside = {tie.item for tie in self.ties if tie.kind == _BESIDE and kept & {*tie.others}}
            found = {one for one in parts if self._is_picture(one)} | {
                one for one in beside if self._is_picture(one) and self._is_alpha(one)
            }
            if found <= kept:
                return frozenset(kept)
            kept |= found

    def is_preview(self, item: int) -> bool:
        """Tell whether an item is a smaller picture of another."""
        return any(tie.kind == _PREVIEW_OF and tie.item == item for tie in self.ties)

    def written(self, kept: Collection[int]) -> bytes:
        """Write the box `meta` with some items only."""
        held = (self._written(one, kept) for one in inside(self.content, self.meta.inside + 4, self.meta.end))
        return box(b"meta", self.content[self.meta.inside : self.meta.inside + 4] + b"".join(held))

    # Reading.

    def _is_picture(self, item: int) -> bool:
        return item in self.items and self.items[item].kind in _PICTURES

    def _is_alpha(self, item: int) -> bool:
        return any(kind == b"auxC" and held[4:].rstrip(b"\0") in _ALPHA for kind, held in self.of(item))

    def _open(self, kind: bytes) -> tuple[Cursor, int, int]:
        """Return a cursor behind the version and flags of a box, and these."""
        found = self.boxes[kind]
        cursor = Cursor(self.content, found.inside, found.end)
        return cursor, cursor.number(1), cursor.number(3)

    def _within(self, kind: bytes) -> Iterator[Box]:
        found = self.boxes[kind]
        return inside(self.content, found.inside, found.end)

    def _primary(self) -> int:
        cursor, version, _ = self._open(b"pitm")
        return cursor.number(4 if version else 2)

    def _items(self) -> Iterator[Item]:
        cursor, version, _ = self._open(b"iinf")
        if cursor.number(4 if version else 2) > _MOST_ITEMS:
            raise BrokenImageError(_TOO_MANY)
        for one in inside(self.content, cursor.at, cursor.end):
            entry = Cursor(self.content, one.inside, one.end)
            version = entry.number(4) >> 24
            item = entry.number(4 if version > 2 else 2)  # noqa: PLR2004 - the version with longer ids
            entry.number(2)
            kind = entry.take(4)
            entry.text()
            content_type = entry.text() if kind == b"mime" else b""
            yield Item(kind, content_type, ItemRow(item, self.content[one.start : one.end]))

    def _places(self) -> Iterator[ItemPlace]:
        cursor, version, _ = self._open(b"iloc")
        sizes = cursor.number(2)
        of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
        left = _MOST_EXTENTS
        for _ in range(cursor.number(4 if version > 1 else 2)):
            start = cursor.at
            item = cursor.number(4 if version > 1 else 2)
            method = cursor.number(2) & 15 if version else 0
            elsewhere = cursor.number(2)
            base = cursor.number(of_base)
            count = cursor.number(2)
            left -= count + 1
            if left < 0:
                raise BrokenImageError(_TOO_MANY)
            extents = []
            for _ in range(count):
                cursor.number(of_index if version else 0)
                at = base + cursor.number(of_offset)
                extents.append((at, at + cursor.number(of_length)))
            if elsewhere or method > 1:
                raise BrokenImageError("is not readable as AVIF: a part of it stands in another file")
            yield ItemPlace(tuple(extents), method == 1, ItemRow(item, self.content[start : cursor.at]))

    def _ties(self) -> Iterator[Tie]:
        if b"iref" not in self.boxes:
            return
        cursor, version, _ = self._open(b"iref")
        for one in inside(self.content, cursor.at, cursor.end):
            entry, size = Cursor(self.content, one.inside, one.end), 4 if version else 2
            item, count = entry.number(size), entry.number(2)
            yield Tie(one.kind, item, tuple(entry.number(size) for _ in range(count)))

    def _associations(self) -> Iterator[tuple[ItemRow, tuple[int, ...]]]:
        found = self.properties[b"ipma"]
        cursor = Cursor(self.content, found.inside, found.end)
        version, flags = cursor.number(1), cursor.number(3)
        size = 2 if flags & 1 else 1
        for _ in range(cursor.number(4)):
            start = cursor.at
            item = cursor.number(4 if version else 2)
            # The highest bit says whether a reader has to know the property.
            indexes = tuple(cursor.number(size) & (1 << 8 * size - 1) - 1 for _ in range(cursor.number(1)))
            yield ItemRow(item, self.content[start : cursor.at]), indexes

    # Writing.

    def _written(self, one: Box, kept: Collection[int]) -> bytes:
        whole = self.content[one.start : one.end]
        head = self.content[one.inside : one.inside + 4]
        if one.kind == b"iinf":
            rows = [item.row for item in self.items.values() if item.row.item in kept]
            count = struct.pack(">I" if head[0] else ">H", len(rows))
            return box(one.kind, head + count + b"".join(row.written for row in rows))
        if one.kind == b"iloc":
            rows = [place.row for place in self.places.values() if place.row.item in kept]
            count = struct.pack(">I" if head[0] > 1 else ">H", len(rows))
            sizes = self.content[one.inside + 4 : one.inside + 6]
            return box(one.kind, head + sizes + count + b"".join(row.written for row in rows))
        if one.kind == b"iref":
            return self._ties_written(head, kept)
        if one.kind == b"iprp":
            return box(
                one.kind, b"".join(self._property_written(each, kept) for each in self._within(b"iprp"))
            )
        if one.kind == b"idat":
            ranges = (place.extents for item, place in self.places.items() if item in kept and place.in_idat)
            return box(
                one.kind, only(self.content[one.inside : one.end], (each for some in ranges for each in some))
            )
        # A group names items, and none of what it says is needed to show them.
        return whole if one.kind in KNOWN - {b"grpl", b"free", b"skip"} else b""

    def _ties_written(self, head: bytes, kept: Collection[int]) -> bytes:
        number = ">I" if head[0] else ">H"
        held = b""
        for tie in self.ties:
            others = [other for other in tie.others if other in kept]
            if tie.item in kept and others:
                ids = b"".join(struct.pack(number, other) for other in others)
                held += box(tie.kind, struct.pack(number, tie.item) + struct.pack(">H", len(others)) + ids)
        return box(b"iref", head + held) if held else b""

    def _property_written(self, one: Box, kept: Collection[int]) -> bytes:
        if one.kind != b"ipma":
            return self.content[one.start : one.end]
        rows = [row.written for row, _ in self._associations() if row.item in kept]
        head = self.content[one.inside : one.inside + 4]
        return box(one.kind, head + struct.pack(">I", len(rows)) + b"".join(rows))


def only(content: bytes, ranges: Iterator[tuple[int, int]]) -> bytes:
    """Return as many bytes as there are: those in the ranges, and zeros elsewhere."""
    kept = bytearray(len(content))
    for start, end in ranges:
        kept[start:end] = content[start:end]
    return bytes(kept)
