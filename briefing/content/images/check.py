"""Check an image's file: it is whole, of the kind its name says, not too large, and gives nothing away."""

from __future__ import annotations

from msgspec import Struct

from briefing.content.forms.faults import Faults
from briefing.content.forms.files import LARGEST
from briefing.content.images import kinds, svg
from briefing.content.images.anatomy import BrokenImageError
from briefing.core.problems import Problem
from briefing.core.settings import ImageLimits

STRIP = "briefing strip takes it out"
_MILLION = 1_000_000


class Size(Struct, frozen=True):
    """Width and height of an image in pixels, as a browser shows it; 0 for an SVG that fits any."""

    width: int
    height: int


def check(path: str, content: bytes, limits: ImageLimits) -> tuple[Size | None, tuple[Problem, ...]]:
    """Return the size of an image, None where it cannot be told, and what is wrong with its file."""
    faults = Faults(path)
    if len(content) > (most := most_bytes(path, limits)):
        hint = (
            "simplify it, or keep it as PNG" if kinds.of(path) is kinds.SVG else "make it smaller, or crop it"
        )
        faults.add(0, "too-large", f"the image has more than {most:,} bytes", hint)
        return None, faults.problems()
    size, problems = look(path, content)
    if size is not None and size.width * size.height > limits.megapixels * _MILLION:
        what = f"the image has {size.width:,} × {size.height:,} pixels"
        faults.add(0, "too-many-pixels", what, f"at most {limits.megapixels} megapixels: make it smaller")
    return size, (*problems, *faults.problems())


def look(path: str, content: bytes) -> tuple[Size | None, tuple[Problem, ...]]:
    """Return the size of an image, and what is wrong with its file, however large it is."""
    faults = Faults(path)
    of_svg = svg.check(path, content) if kinds.of(path) is kinds.SVG and svg.is_svg(content) else ()
    try:
        anatomy = kinds.read(path, content)
    except BrokenImageError as error:
        if not of_svg:
            faults.add(0, "bad-image", str(error), error.allowed)
        return None, (*of_svg, *faults.problems())
    for tell in anatomy.tells:
        faults.add(0, "image-tells", tell, STRIP)
    return Size(anatomy.width, anatomy.height), (*faults.problems(), *of_svg)


def most_bytes(path: str, limits: ImageLimits) -> int:
    """How many bytes an image may have; an SVG is a text, and may have as many as a text."""
    return LARGEST if kinds.of(path) is kinds.SVG else limits.megabytes * _MILLION
