"""Take WebP apart (RFC 9649)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions, exif
from briefing.content.images.anatomy import (
    Anatomy,
    BrokenImageError,
    BrokenOffError,
    Part,
    behind,
    limited,
    taken,
    told,
)

_HEAD = 12
_PICTURE = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ICCP"))
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_NO_PICTURE = "is not readable as WebP: there is no picture in it"


def read(content: bytes) -> Anatomy:
    """Take a WebP apart; raises BrokenImageError where it is not whole."""
    end = 8 + int.from_bytes(taken(content, 4, 4), "little")
    chunks = tuple(limited(_chunks(taken(content, 0, end), _HEAD)))
    if not any(kind in {b"VP8 ", b"VP8L", b"ANMF"} for kind, _ in chunks):
        raise BrokenImageError(_NO_PICTURE)
    width, height = _size(*chunks[0])
    parts = [_part(kind, data) for kind, data in chunks]
    if chunks[0][0] == b"VP8X":
        parts[0] = _extended(chunks[0][1], has_exif=any(one.kept[:4] == b"EXIF" for one in parts))
    head = b"RIFF" + struct.pack("<I", 4 + sum(len(one.kept) for one in parts)) + b"WEBP"
    # Browsers differ in whether they turn a WebP as its EXIF says; Chromium does not.
    return Anatomy(width, height, (Part(head), *parts, *behind(content[end:])))


def _chunks(content: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's kind and what it holds."""
    while at < len(content):
        kind, size = struct.unpack("<4sI", taken(content, at, 8))
        yield kind, taken(content, at + 8, size)
        at += 8 + size + size % 2


def _size(kind: bytes, data: bytes) -> tuple[int, int]:
    """Return width and height, which the first chunk tells."""
    if kind == b"VP8X":
        across, down = taken(data, 4, 3), taken(data, 7, 3)
        return 1 + int.from_bytes(across, "little"), 1 + int.from_bytes(down, "little")
    if kind == b"VP8L":
        bits = int.from_bytes(taken(data, 1, 4), "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind != b"VP8 ":
        raise BrokenImageError(_NO_PICTURE)
    width, height = struct.unpack("<HH", taken(data, 6, 4))
    return width & 0x3FFF, height & 0x3FFF


def _part(kind: bytes, data: bytes) -> Part:
    if kind in {b"VP8 ", b"VP8L"}:
        _see_whole(kind, data)
    if kind in _PICTURE or kind == b"VP8X":
        return Part(_chunk(kind, data))
    if kind == b"ANMF":
        return _frame(data)
    if kind == b"EXIF":
        tiff = data.removeprefix(b"Exif\0\0")
        return exif.part(tiff, before=b"EXIF" + struct.pack("<I", len(exif.minimal(1))))[0]
    if kind == b"XMP ":
        return Part(b"", descriptions.xmp(data))
    return Part(b"", told(f"the chunk {quoted(kind.decode('latin-1'))}", ()))


def _see_whole(kind: bytes, data: bytes) -> None:
    """Raise BrokenImageError where a picture's own head does not fit what it holds."""
    if kind == b"VP8L":
        if taken(data, 0, 5)[0] != 0x2F:  # noqa: PLR2004 - as each begins
            raise BrokenImageError(_NO_PICTURE)
        return
    if taken(data, 0, 10)[3:6] != b"\x9d\x01\x2a" or data[0] & 1:
        raise BrokenImageError(_NO_PICTURE)
    first = int.from_bytes(data[:3], "little") >> 5
    if 10 + first > len(data):
        raise BrokenOffError


def _frame(data: bytes) -> Part:
    """Keep a frame of a moving picture, without anything else in it."""
    inner = [_part(kind, held) for kind, held in limited(_chunks(data, 16)) if kind != b"ANMF"]
    tells: Sequence[str] = [one.tells for one in inner if one.tells]
    kept = taken(data, 0, 16) + b"".join(one.kept for one in inner)
    return Part(_chunk(b"ANMF", kept), tells[0] if tells else "")


def _extended(data: bytes, *, has_exif: bool) -> Part:
    """Let the head say what there is once it is stripped."""
    flags = data[0] & ~_HAS_XMP & ~(0 if has_exif else _HAS_EXIF)
    return Part(_chunk(b"VP8X", bytes((flags,)) + data[1:]))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
