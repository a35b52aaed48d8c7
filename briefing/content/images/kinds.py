"""The kinds of images: which endings each has, how its files begin, and what takes them apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from msgspec import Struct

from briefing.content.forms.faults import alternatives
from briefing.content.images import avif, gif, jpeg, png, svg, webp
from briefing.content.images.anatomy import Anatomy, BrokenImageError


class Kind(Struct, frozen=True):
    """A kind of images: `begins` tells from the first bytes, `read` takes a file apart."""

    name: str
    endings: tuple[str, ...]
    begins: Callable[[bytes], bool]
    read: Callable[[bytes], Anatomy]


SVG = Kind("SVG", (".svg",), svg.is_svg, svg.read)
KINDS = (
    Kind("AVIF", (".avif",), avif.is_avif, avif.read),
    Kind("GIF", (".gif",), lambda content: content.startswith(gif.SIGNATURES), gif.read),
    Kind("JPEG", (".jpg", ".jpeg"), lambda content: content.startswith(jpeg.SIGNATURE), jpeg.read),
    Kind("PNG", (".png",), lambda content: content.startswith(png.SIGNATURE), png.read),
    SVG,
    Kind("WebP", (".webp",), lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", webp.read),
)
ENDINGS = tuple(sorted(ending for kind in KINDS for ending in kind.endings))


def of(path: str) -> Kind | None:
    """The kind that a file's name says it is."""
    if not path.lower().endswith(ENDINGS):
        return None
    ending = PurePosixPath(path).suffix.lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)


def read(path: str, content: bytes) -> Anatomy:
    """Take an image apart, whose name must say what it is; raises BrokenImageError where that cannot be."""
    kind = of(path)
    if kind is None:
        raise BrokenImageError("has a name that is not an image's", f"its ending is {alternatives(ENDINGS)}")
    if not content:
        raise BrokenImageError("is empty")
    if kind.begins(content):
        return kind.read(content)
    for other in KINDS:
        if other.begins(content) and (other is not SVG or b"<svg" in content[:1000]):
            what = f"is {other.name}, though its name says {kind.name}"
            raise BrokenImageError(what, f"name it *{other.endings[0]}, or export it as {kind.name}")
    raise BrokenImageError(f"is no {kind.name}, though its name says so", f"export it again as {kind.name}")
