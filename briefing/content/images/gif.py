"""Take GIF apart (GIF89a)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from briefing.content.forms.faults import quoted
from briefing.content.images import descriptions
from briefing.content.images.anatomy import Anatomy, BrokenImageError, Part, behind, limited, taken, told

SIGNATURES = (b"GIF87a", b"GIF89a")
_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _TEXT, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
# How often it is shown again takes three bytes; a colour profile as many as it likes.
_AGAIN = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_PROFILE = b"ICCRGBG1012"


def read(content: bytes) -> Anatomy:
    """Take a GIF apart; raises BrokenImageError where it is not whole."""
    width, height, flags = struct.unpack("<HHB", taken(content, 6, 7)[:5])
    at = 13 + _colours(flags)
    blocks = tuple(limited(_blocks(content, at)))
    if not (width and height and any(content[start] == _PICTURE for start, _ in blocks)):
        raise BrokenImageError("is not readable as GIF: there is no picture in it")
    parts = [_part(content[start:end]) for start, end in blocks]
    end = blocks[-1][1]
    return Anatomy(width, height, (Part(content[:at]), *parts, *behind(content[end:])))


def _blocks(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where each block begins and ends, up to the last, which is one byte."""
    while (kind := taken(content, at, 1)[0]) != _END:
        if kind == _PICTURE:
            end = _sub_blocks(content, at + 11 + _colours(taken(content, at + 9, 1)[0]))
        elif kind == _EXTENSION:
            end = _sub_blocks(content, at + 2)
        else:
            raise BrokenImageError("is damaged: something stands between its pictures")
        yield at, end
        at = end
    yield at, at + 1


def _colours(flags: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(content: bytes, at: int) -> int:
    """Return where a row of blocks ends, each of which begins with its size, the last with none."""
    while size := taken(content, at, 1)[0]:
        at += 1 + size
    return at + 1


def _part(whole: bytes) -> Part:
    if whole[0] != _EXTENSION:
        return Part(whole)
    label, blocks = whole[1], tuple(_data(whole))
    if label == _CONTROL:
        return Part(whole)
    if label == _COMMENT:
        return Part(b"", f"a comment says {quoted(b''.join(blocks).decode('utf-8', 'replace'))}")
    if label == _TEXT:
        hidden = b"".join(blocks[1:]).decode("utf-8", "replace")
        return Part(b"", f"a text that browsers do not show says {quoted(hidden)}")
    if label == _APPLICATION and blocks:
        return _application(whole, blocks)
    return Part(b"", told(f"the extension {label:#04x}", ()))


def _application(whole: bytes, blocks: tuple[bytes, ...]) -> Part:
    name = blocks[0]
    if (name in _AGAIN and [len(one) for one in blocks[1:]] == [3]) or name == _PROFILE:
        return Part(whole)
    if name == b"XMP DataXMP":
        return Part(b"", descriptions.xmp(whole))
    return Part(b"", told(f"the data of {quoted(name.decode('latin-1'))}", ()))


def _data(whole: bytes) -> Iterator[bytes]:
    """Yield the blocks of an extension."""
    at = 2
    while size := whole[at]:
        yield whole[at + 1 : at + 1 + size]
        at += 1 + size
