"""Makes small images of every kind, plain and with all that cameras and programs put beside a picture."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, PngImagePlugin

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description photoshop:City="Aldmoor" xmp:CreatorTool="Easel 3"><dc:creator>Ada</dc:creator>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="37" height="23"><path d="M0 0h9"/></svg>'
WIDTH, HEIGHT = 37, 23


def exif(*, orientation: int = 1) -> Image.Exif:
    """EXIF as a telephone writes it: camera, moment, owner and place."""
    made = Image.Exif()
    made[0x010F], made[0x0132], made[0x013B] = "Acme", "2021:03:04 10:00:00", "Ada Vane"
    made[0x0112] = orientation
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    return made


def made(kind: str, mode: str = "RGB", *, seed: int = 0, **options: Any) -> bytes:
    """Make an image of a kind and a mode, each seed another."""
    size = options.pop("size", (WIDTH, HEIGHT))
    picture = Image.linear_gradient("L").resize(size).point(lambda level: (level * (seed + 3)) % 256)
    picture = picture.convert("RGB").quantize(16) if mode == "P" else picture.convert(mode)
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def moving(kind: str) -> bytes:
    """Make an image of three frames."""
    frames = [Image.new("RGB", (20, 20), (40 * at, 200, 90)) for at in range(3)]
    written = io.BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], loop=0)
    return written.getvalue()


def texts() -> PngImagePlugin.PngInfo:
    """Texts as they stand in a PNG: plain, packed, and XMP."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ada Vane")
    info.add_text("Comment", "the gate at night", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return info


def chunk(kind: bytes, data: bytes) -> bytes:
    """Write a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 1, *others: bytes) -> bytes:
    """Write a grey PNG by hand, with other chunks before its picture."""
    rows = (b"\0" + bytes(width)) * height
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(others) + picture + chunk(b"IEND", b"")


def segment(number: int, data: bytes) -> bytes:
    """Write an APP segment of a JPEG."""
    return bytes((0xFF, 0xE0 + number)) + struct.pack(">H", len(data) + 2) + data


def with_segments(*segments: bytes) -> bytes:
    """Make a JPEG with segments behind its first."""
    plain = made("JPEG")
    head = 4 + int.from_bytes(plain[4:6], "big")
    return plain[:head] + b"".join(segments) + plain[head:]


# Images with nothing beside the picture, by the name of a file.
PLAIN: dict[str, Callable[[], bytes]] = {
    "grey.png": lambda: made("PNG", "L"),
    "two-colours.png": lambda: made("PNG", "1"),
    "palette.png": lambda: made("PNG", "P"),
    "deep.png": lambda: made("PNG", "I;16"),
    "see-through.png": lambda: made("PNG", "RGBA"),
    "plain.jpg": lambda: made("JPEG"),
    "grey.JPEG": lambda: made("JPEG", "L"),
    "print.jpg": lambda: made("JPEG", "CMYK"),
    "progressive.jpg": lambda: made("JPEG", progressive=True),
    "plain.gif": lambda: made("GIF", "P"),
    "plain.webp": lambda: made("WEBP"),
    "lossless.webp": lambda: made("WEBP", lossless=True),
    "see-through.webp": lambda: made("WEBP", "RGBA"),
    "plain.avif": lambda: made("AVIF"),
    "see-through.avif": lambda: made("AVIF", "LA"),
    "plain.svg": SVG.encode,
}
MOVING: dict[str, Callable[[], bytes]] = {
    "moving.gif": lambda: moving("GIF"),
    "moving.webp": lambda: moving("WEBP"),
    "moving.png": lambda: moving("PNG"),
}
# The same with what tells of them.
TELLING: dict[str, Callable[[], bytes]] = {
    "told.png": lambda: made("PNG", exif=exif(), pnginfo=texts()),
    "told.jpg": lambda: made("JPEG", exif=exif(), xmp=XMP, comment=b"the gate at night"),
    "told.gif": lambda: made("GIF", "P", comment=b"the gate at night"),
    "told.webp": lambda: made("WEBP", exif=exif(), xmp=XMP),
    "told.avif": lambda: made("AVIF", exif=exif(), xmp=XMP),
}
