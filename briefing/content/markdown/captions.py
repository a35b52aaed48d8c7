"""Read the caption, credit and licence in emphasis below an image.

    ![The gate, half open]({static}/images/gate.jpg)
    *The gate at Aldmoor on the day after the flood.*
    *Credit: Ada Vane*
    *Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)*

One paragraph, and nothing else in it. It reads as well where Markdown is shown by other means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefing.content.forms.faults import Faults, quoted
from briefing.content.markdown.parser import SHOWN, Token
from briefing.core.model import Image

Part = Literal["caption", "credit", "licence"]
_LABEL = re.compile(r"\s*(?:(credit)|(licen[cs]e))\s*:\s*", re.IGNORECASE)
_BREAKS = frozenset({"softbreak", "hardbreak"})


class Line(Struct, frozen=True):
    """A line below an image: which part it is, its words without the label, and its tokens."""

    part: Part
    words: str
    tokens: tuple[Token, ...]


def read(children: Sequence[Token]) -> tuple[Line, ...]:
    """Return the parts below an image in the order written; none where a paragraph is more than that.

    The first line without a label is the caption; a later line without one continues the part
    before it.
    """
    found: list[Line] = []
    for tokens in _lines(children):
        words = "".join(child.content for child in tokens if child.type in SHOWN)
        label = _LABEL.match(words)
        if label is None and found:
            last = found[-1]
            joined = (*last.tokens, _space(), *tokens)
            found[-1] = replace(last, words=f"{last.words} {words}".strip(), tokens=joined)
        elif label is None:
            found.append(Line("caption", words.strip(), tuple(tokens)))
        else:
            part: Part = "credit" if label[1] else "licence"
            found.append(Line(part, words[label.end() :].strip(), tuple(tokens)))
    return tuple(found)


def with_lines(image: Image, lines: Sequence[Line], faults: Faults) -> Image:
    """Return an image with its caption, credit and licence; record those that are double or empty."""
    for part in ("caption", "credit", "licence"):
        of_part = [line for line in lines if line.part == part]
        shown = quoted(image.target)
        if len(of_part) > 1:
            faults.add(image.line, "duplicate-key", f"image {shown} has two {part}s", "keep one of them")
        elif of_part and not of_part[0].words:
            faults.add(image.line, "empty-value", f"image {shown}: its {part} is empty", "leave the line out")
    words = {line.part: line.words for line in lines}
    licences = [child for line in lines if line.part == "licence" for child in line.tokens]
    link = next((str(child.attrGet("href")) for child in licences if child.type == "link_open"), "")
    return replace(
        image,
        caption=words.get("caption", ""),
        credit=words.get("credit", ""),
        licence=words.get("licence", ""),
        licence_url=link,
    )


def tell_uncredited(images: Sequence[Image], faults: Faults) -> None:
    """Record a warning for each image without a credit."""
    for image in images:
        if not image.credit:
            what = f"image {quoted(image.target)} has no credit"
            faults.warn(image.line, "image-without-credit", what, "write *Credit: …* in the line below it")


def rendered(image: Token, lines: Sequence[Line]) -> list[Token]:
    """Return the tokens of a figure."""
    parts = [
        token
        for line in lines
        for token in (_written(f'\n<span class="image-{line.part}">'), *line.tokens, _written("</span>"))
    ]
    return [image, _written("\n<figcaption>"), *parts, _written("\n</figcaption>\n")]


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """Split the emphasis below an image into lines; none if there is anything else."""
    if len(children) < 2 or children[0].type != "image" or children[1].type not in _BREAKS:  # noqa: PLR2004 - the image, and the end of its line
        return []
    lines: list[list[Token]] = [[]]
    depth = 0
    for child in children[2:]:
        depth += child.nesting
        if child.nesting and depth - max(child.nesting, 0) == 0:
            if child.type not in {"em_open", "em_close"}:
                return []
        elif child.type in _BREAKS and depth < 2:  # noqa: PLR2004 - within the emphasis and nothing else
            lines.append([])
        elif child.type == "image" or (depth == 0 and child.content.strip()):
            return []
        elif depth:
            lines[-1].append(_space() if child.type in _BREAKS else child)
    return [line for line in lines if any(child.content.strip() for child in line if child.type in SHOWN)]


def _space() -> Token:
    return Token("text", "", 0, content=" ")


def _written(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
