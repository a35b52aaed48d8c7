"""Take AVIF apart (AV1 Image File Format 1.2): still pictures only.

Stripping moves nothing: what is removed is replaced by zeros.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions, exif
from briefing.content.images.anatomy import Anatomy, BrokenImageError, BrokenOffError, Part, told
from briefing.content.images.boxes import Box, free, inside
from briefing.content.images.items import KNOWN, ItemPlace, Items, only

_EMPTY = frozenset((b"free", b"skip"))


def read(content: bytes) -> Anatomy:
    """Take an AVIF apart; raises BrokenImageError where it is not whole."""
    found = tuple(inside(content, 0, len(content)))
    kinds = [one.kind for one in found]
    if b"moov" in kinds:
        raise BrokenImageError("is a moving AVIF, which is not looked into", "keep it as WebP or GIF")
    if kinds[:1] != [b"ftyp"] or kinds.count(b"meta") != 1:
        raise BrokenImageError("is not readable as AVIF: there is no picture in it")
    items = Items(content, found[kinds.index(b"meta")])
    kept = items.pictures()
    _see_whole(items, found, kept)
    width, height = _size(items)
    parts = [part for one in found for part in _parts(one, items, kept)]
    return Anatomy(width, height, tuple(parts))


def is_avif(content: bytes) -> bool:
    """Tell an AVIF from other files made of boxes, by the brands at its beginning."""
    size = int.from_bytes(content[:4], "big")
    brands = [content[at : at + 4] for at in range(8, min(size, 400), 4) if at != 12]  # noqa: PLR2004 - a version stands there
    return content[4:8] == b"ftyp" and not {b"avif", b"avis"}.isdisjoint(brands)


def _see_whole(items: Items, found: tuple[Box, ...], kept: frozenset[int]) -> None:
    """Raise BrokenOffError where the bytes of a picture are not all there."""
    held = [(one.inside, one.end) for one in found if one.kind == b"mdat"]
    idat = items.boxes.get(b"idat")
    inner = [(0, idat.end - idat.inside)] if idat else []
    for item in kept:
        place = items.places.get(item)
        if place is None or not place.extents:
            raise BrokenOffError
        around = inner if place.in_idat else held
        for start, end in place.extents:
            if start >= end or not any(first <= start and end <= last for first, last in around):
                raise BrokenOffError


def _size(items: Items) -> tuple[int, int]:
    """Return width and height as a browser shows the picture: cut out, then turned."""
    properties = dict(items.of(items.primary))
    width, height = _numbers(properties.get(b"ispe", b"")[4:], 2)
    if b"clap" in properties:
        across, parted_across, down, parted_down = _numbers(properties[b"clap"], 4)
        if parted_across and parted_down:
            width, height = across // parted_across, down // parted_down
    if not (width and height):
        raise BrokenImageError("is not readable as AVIF: its picture has no size")
    on_its_side = properties.get(b"irot", b"\0")[:1] in {b"\1", b"\3"}
    return (height, width) if on_its_side else (width, height)


def _numbers(held: bytes, count: int) -> list[int]:
    return [int.from_bytes(held[4 * at : 4 * at + 4], "big") for at in range(count)]


def _parts(one: Box, items: Items, kept: frozenset[int]) -> Iterator[Part]:
    whole = items.content[one.start : one.end]
    if one.kind == b"meta":
        yield from _described(one, items, kept)
    elif one.kind == b"mdat":
        yield from _stored(one, items, kept)
    elif one.kind == b"ftyp" or (one.kind in _EMPTY and not any(whole[one.inside - one.start :])):
        yield Part(whole)
    else:
        yield Part(free(len(whole)), told(f"the box {quoted(one.kind.decode('latin-1'))}", ()))


def _described(one: Box, items: Items, kept: frozenset[int]) -> Iterator[Part]:
    tells = [*_items_tell(items, kept), *_boxes_tell(one, items)]
    if not tells:
        yield Part(items.content[one.start : one.end])
        return
    written = items.written(kept)
    yield Part(written + free(one.end - one.start - len(written)))
    yield from (Part(b"", tell) for tell in tells)


def _items_tell(items: Items, kept: frozenset[int]) -> Iterator[str]:
    for number, item in items.items.items():
        if number in kept:
            continue
        held = _held(items, items.places.get(number))
        if item.kind == b"Exif":
            yield told("EXIF", exif.read(held[4 + int.from_bytes(held[:4], "big") :]).topics)
        elif item.kind == b"mime" and item.content_type == b"application/rdf+xml":
            yield descriptions.xmp(held)
        elif items.is_preview(number):
            yield told("the file", {"preview"})
        else:
            yield told(f"an item of the kind {quoted(item.kind.decode('latin-1'))}", ())


def _boxes_tell(one: Box, items: Items) -> Iterator[str]:
    for each in inside(items.content, one.inside + 4, one.end):
        empty = each.kind in _EMPTY and any(items.content[each.inside : each.end])
        if each.kind not in KNOWN or empty:
            yield told(f"the box {quoted(each.kind.decode('latin-1'))}", ())


def _held(items: Items, place: ItemPlace | None) -> bytes:
    """The bytes of an item, as far as they are there."""
    if place is None:
        return b""
    idat = items.boxes.get(b"idat")
    base = idat.inside if place.in_idat and idat else 0
    return b"".join(items.content[base + start : base + end] for start, end in place.extents)


def _stored(one: Box, items: Items, kept: frozenset[int]) -> Iterator[Part]:
    """Keep the bytes of pictures where they are."""
    places = {number: place for number, place in items.places.items() if not place.in_idat}
    held = items.content[one.inside : one.end]

    def within(numbers: frozenset[int]) -> Iterator[tuple[int, int]]:
        for number in numbers & places.keys():
            for start, end in places[number].extents:
                yield max(start - one.inside, 0), min(max(end - one.inside, 0), len(held))

    head = items.content[one.start : one.inside]
    tells = "" if only(held, within(frozenset(items.items))) == held else "bytes in it belong to no picture"
    yield Part(head + only(held, within(kept)), tells)
