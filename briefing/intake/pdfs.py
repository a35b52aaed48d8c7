"""Take the report out of a PDF."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from zlib import error as CompressionError  # noqa: N812 - an exception is called so

import pypdf
from pypdf.errors import PyPdfError

from briefing.core.problems import BriefingError
from briefing.intake.report import Document

MOST_PAGES = 100
# Ligatures, at the code points where some programs put them.
_JOINED = {
    "\uf001": "fi",
    "\uf002": "fl",
    **{chr(at): unicodedata.normalize("NFKC", chr(at)) for at in range(0xFB00, 0xFB07)},
}
_FAULTS = (
    PyPdfError,
    CompressionError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
)
_ENDS = re.compile(r"[.!?:”\"]$")


def read(content: bytes) -> Document:
    """Return the report of a PDF. Raises BriefingError where it has no text."""
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BriefingError("the PDF asks for a password; save it without one")
        pages = [reader.pages[number].extract_text() for number in range(min(len(reader.pages), MOST_PAGES))]
        whole = len(reader.pages)
    except _FAULTS as error:
        raise BriefingError(f"the PDF cannot be read: {error}; paste its text") from error
    text = "\n".join(pages)
    if sum(map(str.isalnum, text)) < 20 * len(pages):
        raise BriefingError(
            f"the PDF holds pictures of {len(pages)} pages and no text; have them recognised first"
        )
    doubts = [f"only {MOST_PAGES} of its {whole} pages were read"] if whole > MOST_PAGES else []
    if any(sign in text for sign in _JOINED):
        doubts.append("letters that were joined in the PDF were taken apart; look at names")
        text = text.translate({ord(sign): letters for sign, letters in _JOINED.items()})
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text):
        doubts.append("its script runs from right to left, and the order of words in a PDF is unsure")
    return Document("\n".join(_paragraphs(text)), doubts=tuple(doubts))


def _paragraphs(text: str) -> list[str]:
    """Join lines that a page broke: a paragraph ends where a sentence does, before the end of the line."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    width = sorted(map(len, filter(None, lines)))[int(0.75 * sum(map(bool, lines)))] if any(lines) else 0
    made: list[str] = [""]
    for number, line in enumerate(lines):
        if not line:
            made.append("")
        elif made[-1].endswith("-") and line[:1].islower():
            made[-1] = made[-1][:-1] + line
        else:
            made[-1] = f"{made[-1]} {line}".strip()
        # The first line is a headline.
        if not number or (_ENDS.search(line) and len(line) < 0.8 * width):
            made.append("")
    return [one for one in made if one]
