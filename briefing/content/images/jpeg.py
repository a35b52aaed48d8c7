"""Take JPEG apart (ITU T.81, and what cameras and programs put into its APP segments)."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions, exif
from briefing.content.images.anatomy import (
    MOST_PARTS,
    Anatomy,
    BrokenImageError,
    BrokenOffError,
    Part,
    TooManyPartsError,
    behind,
    taken,
    told,
)

if TYPE_CHECKING:
    from briefing.content.images.exif import Exif


SIGNATURE = b"\xff\xd8\xff"
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
# Huffman codes, quantisation, how often a scan can be entered.
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
# Baseline, extended and progressive: what browsers show.
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_APPS = range(0xE0, 0xF0)
# Where a scan's own bytes end: at a marker that is no place to enter it again.
_NEXT = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_UNSHOWN = "is a kind of JPEG that browsers do not show"
_BLOCK = 8  # pixels on a side; a block takes a bit at least


class _Reading(Struct):
    """What has been read so far."""

    content: bytes
    at: int = 2
    parts: list[Part] = field(default_factory=lambda: [Part(b"\xff\xd8")])
    width: int = 0
    height: int = 0
    scanned: int = 0
    exif: Exif | None = None


def read(content: bytes) -> Anatomy:
    """Take a JPEG apart; raises BrokenImageError where it is not whole."""
    reading = _Reading(content)
    while (marker := _marker(reading)) != _END:
        size = int.from_bytes(taken(content, reading.at, 2), "big")
        if size < 2:  # noqa: PLR2004 - it counts its own two bytes
            raise BrokenImageError("is damaged: a segment in it has no size")
        data = taken(content, reading.at, size)[2:]
        reading.at += size
        reading.parts.append(_part(reading, marker, data))
        if len(reading.parts) > MOST_PARTS:
            raise TooManyPartsError
        if marker == _SCAN:
            _scan(reading)
    reading.parts.append(Part(b"\xff\xd9"))
    blocks = (reading.width // _BLOCK) * (reading.height // _BLOCK)
    if not reading.scanned or reading.scanned * 8 < blocks:
        raise BrokenOffError
    parts = (*reading.parts, *behind(content[reading.at :]))
    if reading.exif and reading.exif.on_its_side:
        return Anatomy(reading.height, reading.width, parts)
    return Anatomy(reading.width, reading.height, parts)


def _marker(reading: _Reading) -> int:
    """Go past the next marker, and return it."""
    if taken(reading.content, reading.at, 1) != b"\xff":
        raise BrokenImageError("is damaged: something stands between its segments")
    while taken(reading.content, reading.at, 1) == b"\xff":
        reading.at += 1
    reading.at += 1
    return reading.content[reading.at - 1]


def _scan(reading: _Reading) -> None:
    """Keep the bytes of a scan, up to the next marker."""
    end = _NEXT.search(reading.content, reading.at)
    if end is None:
        raise BrokenOffError
    reading.scanned += end.start() - reading.at
    reading.parts.append(Part(reading.content[reading.at : end.start()]))
    reading.at = end.start()


def _part(reading: _Reading, marker: int, data: bytes) -> Part:
    whole = bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data
    if marker in _FRAMES:
        _frame(reading, data)
    elif marker in _APPS:
        return _app(reading, marker - _APPS.start, data, whole)
    elif marker == _COMMENT:
        return Part(b"", f"a comment says {quoted(data.decode('utf-8', 'replace'))}")
    elif marker == _SCAN and not reading.width:
        raise BrokenImageError("is not readable as JPEG: its picture comes before its size")
    elif marker not in _TABLES and marker != _SCAN:
        raise BrokenImageError(_UNSHOWN)
    return Part(whole)


def _frame(reading: _Reading, data: bytes) -> None:
    bits, height, width = struct.unpack(">BHH", taken(data, 0, 5))
    if reading.width or bits != 8 or not width or not height:  # noqa: PLR2004 - what browsers show
        raise BrokenImageError(_UNSHOWN)
    reading.width, reading.height = width, height


def _app(reading: _Reading, number: int, data: bytes, whole: bytes) -> Part:
    if number == 0 and data.startswith(b"JFIF\0"):
        return _jfif(data, whole)
    if (number == 2 and data.startswith(b"ICC_PROFILE\0")) or (number == 14 and data.startswith(b"Adobe")):  # noqa: PLR2004 - the numbers of segments
        return Part(whole)
    if number == 1 and data.startswith(b"Exif\0"):
        tiff = data[6:]
        header = b"\xff\xe1" + struct.pack(">H", 8 + len(exif.minimal(1))) + b"Exif\0\0"
        part, found = exif.part(tiff, before=header)
        # A browser goes by the first.
        if reading.exif is not None:
            return Part(b"", part.tells or told("EXIF", ()))
        reading.exif = found
        return part
    for segment, start, says in _SAYING:
        if number == segment and data.startswith(start):
            return Part(b"", says(data[len(start) :]))
    return Part(b"", told(f"the segment APP{number}", ()))


def _jfif(data: bytes, whole: bytes) -> Part:
    """Keep JFIF's own head, without the preview that may follow."""
    head = data[:12]
    if len(head) < 12 or data[12:] == b"\0\0":  # noqa: PLR2004 - up to where the preview's size stands
        return Part(whole)
    kept = b"\xff\xe0" + struct.pack(">H", 16) + head + b"\0\0"
    return Part(kept, told("JFIF", {"preview"}))


_SAYING: tuple[tuple[int, bytes, Callable[[bytes], str]], ...] = (
    (0, b"JFXX\0", lambda _: told("JFXX", {"preview"})),
    (1, b"http://ns.adobe.com/xap/1.0/\0", descriptions.xmp),
    (1, b"http://ns.adobe.com/xmp/extension/\0", descriptions.xmp),
    (2, b"MPF\0", lambda _: told("MPF", {"preview"})),
    (2, b"FPXR\0", lambda _: told("FlashPix", {"preview"})),
    (11, b"JP", lambda _: told("C2PA", {"when", "how", "whom"})),
    (13, b"Photoshop 3.0\0", descriptions.photoshop),
)
