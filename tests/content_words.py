"""Pieces that content is made up of: what means something to Markdown, to YAML, to pages, or to nobody."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

_PIECES: dict[str, list[Any]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
WORDS, NUMBERS, IDS = _PIECES["words"], _PIECES["numbers"], _PIECES["ids"]
DAYS, DATES, ADDRESSES, COURSES = (_PIECES[name] for name in ("days", "dates", "addresses", "courses"))
BLOCKS, TARGETS, NAMES = _PIECES["blocks"], _PIECES["targets"], _PIECES["names"]
# Scripts of many kinds, signs and pictures.
_PLANES = (
    *((0x21, 0x17F), (0x400, 0x52F), (0x5D0, 0x6FF), (0x900, 0xD7F), (0x2010, 0x2BFF), (0x3040, 0x30FF)),
    *((0x4E00, 0x4FFF), (0xAC00, 0xAFFF), (0xFB00, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF)),
)


def text(chance: Random) -> str:
    """Make up a text: a few words, or letters and marks of any script."""
    if chance.random() < 2 / 3:
        found = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 4)))
    else:
        signs = (chr(chance.randint(*chance.choice(_PLANES))) for _ in range(chance.randint(1, 12)))
        found = "".join(sign for sign in signs if unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"})
    return found.strip() or "x"
