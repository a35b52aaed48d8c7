"""Take PNG apart (ISO 15948, with the chunks of its third edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from msgspec import Struct

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

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What shapes the picture; all else tells of it.
_PICTURE = frozenset(
    b"""
    IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT
    """.split()
)
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# The samples of a pixel, and how many bits each may have, by colour type.
_DEPTHS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
# Adam7: where each pass begins, and its steps.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
# A picture that unpacks to more bytes is not unpacked to see whether it is whole.
_MOST = 400_000_000
_PIECE = 1_000_000
_DAMAGED = "is damaged: its picture cannot be unpacked"


class _Chunk(Struct, frozen=True):
    """A chunk: its kind, what it holds, and all its bytes."""

    kind: bytes
    data: bytes
    whole: bytes


def read(content: bytes) -> Anatomy:
    """Take a PNG apart; raises BrokenImageError where it is not whole."""
    chunks = tuple(limited(_chunks(content)))
    if not chunks or chunks[0].kind != b"IHDR" or len(chunks[0].data) != 13:  # noqa: PLR2004 - its seven fields
        raise BrokenImageError("is not readable as PNG: it has no header")
    width, height, *shape = struct.unpack(">IIBBBBB", chunks[0].data)
    _see_whole(width, height, shape, chunks)
    end = len(SIGNATURE) + sum(len(chunk.whole) for chunk in chunks)
    parts = (Part(SIGNATURE), *map(_part, chunks), *behind(content[end:]))
    turned = next((exif.read(chunk.data) for chunk in chunks if chunk.kind == b"eXIf"), None)
    if turned and turned.on_its_side:
        return Anatomy(height, width, parts)
    return Anatomy(width, height, parts)


def _chunks(content: bytes) -> Iterator[_Chunk]:
    """Yield all chunks up to the last."""
    at = len(SIGNATURE)
    while True:
        size, kind = struct.unpack(">I4s", taken(content, at, 8))
        whole = taken(content, at, size + 12)
        if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise BrokenImageError("is damaged: a checksum in it is wrong")
        yield _Chunk(kind, whole[8:-4], whole)
        if kind == b"IEND":
            return
        at += size + 12


def _part(chunk: _Chunk) -> Part:
    if chunk.kind in _PICTURE:
        return Part(chunk.whole)
    if chunk.kind in _TEXTS:
        return Part(b"", _text(chunk))
    if chunk.kind == b"eXIf":
        size = struct.pack(">I", len(exif.minimal(1)))
        part, found = exif.part(chunk.data)
        if part.kept:
            body = b"eXIf" + exif.minimal(found.orientation)
            return Part(size + body + struct.pack(">I", zlib.crc32(body)), part.tells)
        return part
    if chunk.kind == b"tIME":
        return Part(b"", told("the chunk tIME", {"when"}))
    if chunk.kind[:1].isupper():
        raise BrokenImageError(f"is not readable as PNG: it needs {chunk.kind.decode('latin-1')!r}")
    return Part(b"", told(f"the chunk {chunk.kind.decode('latin-1')!r}", ()))


def _text(chunk: _Chunk) -> str:
    keyword, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == b"zTXt":
        rest = descriptions.unpacked(rest[1:])
    elif chunk.kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = descriptions.unpacked(rest) if packed else rest
    return descriptions.text(keyword.decode("latin-1"), rest)


def _see_whole(width: int, height: int, shape: list[int], chunks: tuple[_Chunk, ...]) -> None:
    """Raise BrokenImageError where the chunks do not hold as many pixels as the header says."""
    depth, colours, packing, filtering, interlacing = shape
    samples, depths = _DEPTHS.get(colours, (0, ()))
    if not (width and height and depth in depths and packing == filtering == 0 and interlacing in {0, 1}):
        raise BrokenImageError("is not readable as PNG: its header says what cannot be")
    passes = _PASSES if interlacing else ((0, 0, 1, 1),)
    wanted = sum(_bytes(width, height, samples * depth, one) for one in passes)
    if wanted <= _MOST and _unpacked([one.data for one in chunks if one.kind == b"IDAT"], wanted) < wanted:
        raise BrokenOffError


def _bytes(width: int, height: int, bits: int, one: tuple[int, int, int, int]) -> int:
    """How many bytes a pass over the picture unpacks to: each row has one more for its filter."""
    left, top, across, down = one
    columns, rows = -((left - width) // across), -((top - height) // down)
    return rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0


def _unpacked(packed: list[bytes], most: int) -> int:
    """How many bytes chunks unpack to; none beyond what is wanted are looked at."""
    unpacking, count = zlib.decompressobj(), 0
    try:
        for data in packed:
            left = data
            while count < most:
                made = len(unpacking.decompress(left, _PIECE))
                left = unpacking.unconsumed_tail
                if not made and not left:
                    break
                count += made
    except zlib.error as error:
        raise BrokenImageError(_DAMAGED) from error
    return count
