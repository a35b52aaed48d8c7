"""Draw what other sites show where a page is shared: its title and the state of the count, as a PNG."""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.site import head
from briefing.site.parts import Poster
from briefing.text import fold

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from briefing.core.settings import Site

# A size that Open Graph's readers cut nowhere, and the space around all.
WIDTH, HEIGHT, EDGE, BAND = 800, 420, 48, 10
TITLE, TEXT, LARGE, COUNT, LABEL, SMALL = 46, 28, 40, 62, 23, 20
# Shades, darkest first, run from ink to paper; one more colour is that of the band.
SHADES, INK, SOFT, RULE, PAPER = 15, 0, 80, 208, 255
_INK, _PAPER, _BAND = (27, 29, 31), (253, 253, 251), (21, 80, 112)
# Marks that the font lacks, by what is drawn instead.
_INSTEAD = {"–": "-", "—": "-", "−": "-", "·": "-", "×": "x", "€": "EUR ", "£": "GBP "}


class Placard(Struct, frozen=True):
    """What is drawn: the site's name, a title, some text, and numbers, each with a label.

    `counted` says what they count since when, `by` on whose word.
    """

    site: str
    title: str
    text: str
    counted: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    by: str = ""


def view(site: Site, href: str, placard: Placard) -> Poster:
    """Show a page's poster: where it is drawn, and in words what."""
    return Poster(head.absolute(site, urls.poster(href)), WIDTH, HEIGHT, _alt(placard))


def _alt(placard: Placard) -> str:
    numbers = ", ".join(f"{number} {label}" for number, label in placard.numbers)
    counted = (f"{placard.counted}: {numbers}", placard.by) if numbers else ()
    return ". ".join(filter(None, (f"{placard.site}: {placard.title}", placard.text, *counted)))


def draw(placard: Placard) -> bytes:
    """Draw it as a PNG, the same bytes each time; what the font has no letters for is left out."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only a build that draws pays for it

    grey = Image.new("L", (WIDTH, HEIGHT), PAPER)
    on = ImageDraw.Draw(grey)
    shown = _numbers(placard)
    _write(on, 34, placard.site, SMALL, SOFT)
    _write(on, 66, placard.title, TITLE, INK, bold=True)
    size, most = (TEXT, 2) if shown else (LARGE, 4)
    for number, line in enumerate(_lines(placard.text, size, most)):
        _write(on, 132 + (size + SMALL // 2) * number, line, size, INK)
    if shown:
        _draw_count(on, placard, shown)
    steps = grey.point([value * (SHADES - 1) // PAPER for value in range(PAPER + 1)])
    image = Image.frombytes("P", grey.size, steps.tobytes())
    image.putpalette([part for at in range(SHADES) for part in _shade(at)] + [*_BAND])
    ImageDraw.Draw(image).rectangle((0, 0, WIDTH, BAND), fill=SHADES)
    file = io.BytesIO()
    image.save(file, "PNG", bits=4, compress_level=4)
    return file.getvalue()


def _numbers(placard: Placard) -> list[tuple[str, str]]:
    """The numbers that can be drawn; none where the font has no letters for what they count, or who does."""
    if not _plain(placard.counted) or not _plain(placard.by):
        return []
    told = [(_plain(number), _plain(label)) for number, label in placard.numbers]
    return [
        (number, label)
        for number, label in told
        if number and label and _font(SMALL).getlength(number) <= _column(told)
    ]


def _column(numbers: list[tuple[str, str]]) -> int:
    return (WIDTH - 2 * EDGE) // len(numbers) - BAND


def _shade(at: int) -> tuple[int, ...]:
    return tuple(dark + (light - dark) * at // (SHADES - 1) for dark, light in zip(_INK, _PAPER, strict=True))


def _draw_count(on: ImageDraw, placard: Placard, shown: list[tuple[str, str]]) -> None:
    on.line((EDGE, 226, WIDTH - EDGE, 226), fill=RULE, width=2)
    _write(on, 240, placard.counted, SMALL, SOFT)
    width = _column(shown)
    for place, (number, label) in enumerate(shown):
        size, left = COUNT, EDGE + place * (width + BAND)
        while _font(size).getlength(number) > width:
            size -= 2
        _write(on, 270 + COUNT - size, number, size, INK, left=left, bold=True)
        for line in _lines(label, LABEL, 1, width):
            _write(on, 340, line, LABEL, SOFT, left=left)
    _write(on, 376, placard.by, SMALL, SOFT)


def _write(
    on: ImageDraw, top: int, text: str, size: int, shade: int, *, left: int = EDGE, bold: bool = False
) -> None:
    """Write a line, cut where the picture ends."""
    for line in _lines(text, size, 1, WIDTH - EDGE - left):
        on.bitmap((left - 1, top - 1), _inked(line, size, bold=bold), shade)


@lru_cache(maxsize=256)
def _inked(line: str, size: int, *, bold: bool) -> Image.Image:
    """Where a line has ink; the days of a campaign share half of theirs."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only a build that draws pays for it

    _, _, right, bottom = _font(size).getbbox(line, stroke_width=int(bold))
    found = Image.new("L", (ceil(right) + 2, ceil(bottom) + 2))
    ImageDraw.Draw(found).text((1, 1), line, 255, _font(size), stroke_width=int(bold))
    return found


def _lines(text: str, size: int, most: int, width: int = WIDTH - 2 * EDGE) -> list[str]:
    """Break a text into lines, `most` at most; what does not fit ends in an ellipsis."""
    lines, room = [""], 0.0
    for word in _plain(text).split():
        wide = _width(f"{word} ", size)
        if room < wide and lines[-1]:
            lines.append("")
        room = (room if lines[-1] else width) - wide
        lines[-1] += f"{word} "
    shown = [_cut(line.rstrip(), size, width) for line in lines[:most] if line]
    return [*shown[:-1], _cut(f"{shown[-1]} …", size, width)] if len(lines) > most else shown


def _cut(line: str, size: int, width: int) -> str:
    while _font(size).getlength(line) > width:
        line = line.rstrip("… ")
        line = f"{line.rpartition(' ')[0] or line[:-1]}…"
    return line.replace(" …", "…")


@cache
def _width(word: str, size: int) -> float:
    return _font(size).getlength(word)


@cache
def _font(size: int) -> FreeTypeFont:
    """The one font that comes with Pillow; plain layout, which no other library on the machine changes."""
    from PIL import ImageFont  # noqa: PLC0415 - only a build that draws pays for it

    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return found.font_variant(layout_engine=ImageFont.Layout.BASIC)


def _plain(text: str) -> str:
    """A text in letters that the font has, accents dropped; empty where a letter has no such form."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    drawn = [letter if _has(letter) else _base(letter) for letter in folded]
    return "".join(filter(None, drawn)) if None not in drawn else ""


@cache
def _base(letter: str) -> str | None:
    """What is drawn for a letter that the font lacks; None where nothing can be."""
    whole = _INSTEAD.get(letter) or fold.LETTERS.get(letter.lower()) or unicodedata.normalize("NFKD", letter)
    whole = whole.capitalize() if letter.isupper() else whole
    kept = "".join(one for one in whole if not unicodedata.category(one).startswith(("M", "Cf")))
    return kept if all(map(_has, kept)) else None


@cache
def _has(letter: str) -> bool:
    """Tell whether the font has a letter: any that it lacks looks like one that is none."""
    font = _font(SMALL)
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
