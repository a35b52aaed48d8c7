"""Read what programs write beside a picture, as XMP, IPTC or texts: which topics they tell of."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from briefing.content.forms.faults import quoted
from briefing.content.images import exif
from briefing.content.images.anatomy import Topic, told

# More of a compressed text is not looked at: what it tells is told at its beginning.
_MOST = 1_000_000

_XMP: tuple[tuple[re.Pattern[bytes], Topic], ...] = (
    (re.compile(rb"GPS|:(?:City|State|Country|CountryCode|Location\w*|Sublocation)\b"), "where"),
    (re.compile(rb":(?:\w*[Dd]ate\w*|when)\b"), "when"),
    (re.compile(rb":(?:Make|Model|Software|CreatorTool|softwareAgent|\w*Serial\w*|Lens\w*)\b"), "how"),
    (re.compile(rb":(?:creator|Artist|rights|\w*Owner\w*|Credit|\w*Author\w*|\w*[Cc]opyright)\b"), "whom"),
    (re.compile(rb":(?:title|description|subject|Headline|\w*Comment|\w*Caption)\b"), "words"),
    (re.compile(rb"xmpGImg|GImage|:(?:Thumbnails|Container|Directory)\b"), "preview"),
)
# Datasets of record 2 (IPTC-IIM 4.2).
_IPTC: dict[int, Topic] = {
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), "where"),
    **dict.fromkeys((30, 35, 55, 60, 62, 63), "when"),
    **dict.fromkeys((65, 70), "how"),
    **dict.fromkeys((80, 85, 110, 115, 116, 118, 122), "whom"),
    **dict.fromkeys((5, 7, 15, 20, 25, 40, 103, 105, 120), "words"),
}
_KEYWORDS: dict[str, Topic] = {
    "author": "whom",
    "copyright": "whom",
    "creation time": "when",
    "date:create": "when",
    "date:modify": "when",
    "date:timestamp": "when",
    "software": "how",
    "source": "how",
    "thumb::image::data": "preview",
}
# Resources of Photoshop that hold one of the above, or a preview.
_RESOURCE_IPTC, _RESOURCE_EXIF, _RESOURCE_XMP = 0x0404, (0x0422, 0x0423), 0x0424
_RESOURCE_PREVIEW = (0x0409, 0x040C)


def xmp(packet: bytes) -> str:
    """Say what a packet of XMP tells."""
    return told("XMP", {topic for pattern, topic in _XMP if pattern.search(packet)})


def metadata(element: bytes) -> str:
    """Say what the metadata of an SVG tell."""
    return told("the element <metadata>", {topic for pattern, topic in _XMP if pattern.search(element)})


def photoshop(resources: bytes) -> str:
    """Say what Photoshop's resources tell, among them IPTC."""
    topics: set[Topic] = set()
    carrier = "Photoshop's data"
    for number, data in _resources(resources):
        if number == _RESOURCE_IPTC:
            carrier = "IPTC"
            topics |= {_IPTC[one] for one in _datasets(data) if one in _IPTC}
        elif number in _RESOURCE_EXIF:
            topics |= exif.read(data).topics
        elif number == _RESOURCE_XMP:
            topics |= {topic for pattern, topic in _XMP if pattern.search(data)}
        elif number in _RESOURCE_PREVIEW:
            topics.add("preview")
    return told(carrier, topics)


def text(keyword: str, value: bytes) -> str:
    """Say what a text with a keyword tells: "text "Author" tells by whom"."""
    if keyword == "XML:com.adobe.xmp":
        return xmp(value)
    if keyword.startswith("Raw profile type "):
        return _raw_profile(keyword.rpartition(" ")[2], value)
    return told(f"the text {quoted(keyword)}", {_KEYWORDS.get(keyword.lower(), "words")})


def unpacked(compressed: bytes) -> bytes:
    """Return the beginning of a compressed text; as much of it as can be read."""
    try:
        return zlib.decompressobj().decompress(compressed, _MOST)
    except zlib.error:
        return b""


def _raw_profile(kind: str, value: bytes) -> str:
    """Say what a profile in hexadecimal digits tells."""
    _, _, digits = value.lstrip().partition(b"\n")
    try:
        data = bytes.fromhex(digits.decode("latin-1"))
    except ValueError:
        data = b""
    if kind in {"exif", "APP1"}:
        return told("EXIF", exif.read(data.removeprefix(b"Exif\0\0")).topics)
    return xmp(data) if kind == "xmp" else photoshop(data)


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield Photoshop's resources: each a number and its bytes."""
    at = data.find(b"8BIM")
    while at >= 0 and data[at : at + 4] == b"8BIM" and at + 12 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        named = 1 + data[at + 6]
        start = at + 6 + named + named % 2
        size = int.from_bytes(data[start : start + 4], "big")
        yield number, data[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2


def _datasets(data: bytes) -> Iterator[int]:
    """Yield the numbers of the datasets of record 2 that have a value."""
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:  # noqa: PLR2004 - each begins with this byte
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if data[at + 1] == 2 and size:  # noqa: PLR2004 - the record of what is told
            yield data[at + 2]
        at += 5 + size
