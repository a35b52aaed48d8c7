"""Read EXIF: what it tells, and which way up its picture is shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

from briefing.content.images.anatomy import Part, Topic, told

_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
_UPRIGHT, _LAST = 1, 8
# From this orientation on, width and height change places.
_ON_ITS_SIDE = 5
_MOST = 1000  # entries in a directory

_TOPICS: dict[int, Topic] = {
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012), "when"),
    **dict.fromkeys((0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA431, 0xA432, 0xA433, 0xA434, 0xA435), "how"),
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), "whom"),
    **dict.fromkeys((0x010D, 0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), "words"),
    **dict.fromkeys((0x0111, 0x0201), "preview"),
}
_GPS_VERSION, _GPS_TIMES = 0, (7, 29)


class Exif(Struct, frozen=True):
    """What EXIF tells, and the orientation: 1 is upright, 2 to 8 are to be turned or mirrored."""

    topics: frozenset[Topic]
    orientation: int = _UPRIGHT

    @property
    def on_its_side(self) -> bool:
        """Tell whether width and height change places when the picture is shown."""
        return self.orientation >= _ON_ITS_SIDE


def read(tiff: bytes) -> Exif:
    """Read what EXIF there is, as far as it can be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4], "")
    if not order:
        return Exif(frozenset())
    topics: set[Topic] = set()
    orientation = _UPRIGHT
    first = _number(tiff, order, 4)
    for tag, value in _entries(tiff, order, first):
        if tag == _ORIENTATION:
            short = int.from_bytes(tiff[value : value + 2], "little" if order == "<" else "big")
            orientation = short if _UPRIGHT <= short <= _LAST else _UPRIGHT
        elif tag == _EXIF:
            inner = _entries(tiff, order, _number(tiff, order, value))
            topics.update(_TOPICS[one] for one, _ in inner if one in _TOPICS)
        elif tag == _GPS:
            topics.update(_of_gps(tag for tag, _ in _entries(tiff, order, _number(tiff, order, value))))
        elif tag in _TOPICS:
            topics.add(_TOPICS[tag])
    if any(True for _ in _entries(tiff, order, _next(tiff, order, first))):
        topics.add("preview")
    return Exif(frozenset(topics), orientation)


def part(tiff: bytes, *, before: bytes = b"") -> tuple[Part, Exif]:
    """Return EXIF as a part of a file, behind the bytes that lead it in that format.

    Of it is kept which way up the picture is shown, and nothing where it is upright: without it a
    browser would show a picture on its side. EXIF that says no more than that gives nothing away.
    """
    found = read(tiff)
    least = minimal(found.orientation)
    kept = before + least if found.orientation != _UPRIGHT else b""
    return Part(kept, "" if tiff == least else told("EXIF", found.topics)), found


def minimal(orientation: int) -> bytes:
    """Write EXIF that has an orientation, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _of_gps(tags: Iterator[int]) -> Iterator[Topic]:
    for tag in tags:
        if tag != _GPS_VERSION:
            yield "when" if tag in _GPS_TIMES else "where"


def _entries(tiff: bytes, order: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the tag of each entry of a directory, and where its value, or the way to it, is."""
    if not 0 < at <= len(tiff) - 2:
        return
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for place in range(at + 2, at + 2 + 12 * min(count, _MOST), 12):
        if place + 12 > len(tiff):
            return
        yield struct.unpack_from(f"{order}H", tiff, place)[0], place + 8


def _next(tiff: bytes, order: str, at: int) -> int:
    """The place of the directory after one, which is that of a preview."""
    if not 0 < at <= len(tiff) - 2:
        return 0
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    return _number(tiff, order, at + 2 + 12 * count)


def _number(tiff: bytes, order: str, at: int) -> int:
    if at + 4 > len(tiff):
        return 0
    number: int = struct.unpack_from(f"{order}I", tiff, at)[0]
    return number
