"""Check that the figures and wordings of claims stand in the text of their note."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from briefing.content.forms.faults import Faults, quoted
from briefing.core.model import Body, Claim
from briefing.text import figures

# Two numbers in two cells, or a number and a footnote's mark, must not join into one.
_BREAKS = re.compile(
    r"</?(?:p|div|h[1-6]|[uod]l|li|d[td]|t(?:able|head|body|foot|r|d|h)|blockquote|pre|br|hr|sup)\b[^<>]*>"
)
_TAGS = re.compile(r"<[^<>]*>")


def check(claims: Iterable[Claim], document: Body, faults: Faults) -> None:
    """Record each claim whose figure, or vague wording, stands nowhere in the note's text.

    Numbers may be written in digits or words; those in tables, footnotes and headings count too.
    """
    text = _Text(document)
    for claim in claims:
        if claim.words:
            if not text.holds_words(claim.words):
                what = f"claim: words {quoted(claim.words)} are not in the text"
                faults.add(claim.line, "words-not-in-body", what, "put them into the text, or correct them")
            continue
        for number in sorted({end for end in (claim.low, claim.high) if end is not None}):
            if not text.holds(abs(number)):
                what = f"claim: figure {number:,.12g} is not in the text"
                faults.add(claim.line, "figure-not-in-body", what, "put it into the text, or correct it")


class _Text:
    """What a note says, looked through once it is asked for: prose first, then all that is shown."""

    def __init__(self, document: Body) -> None:
        self._document = document
        self._numbers: dict[bool, frozenset[float]] = {}
        self._texts: dict[bool, str] = {}
        self._words: dict[str, bool] = {}

    def holds(self, number: float) -> bool:
        return number in self._numbers_in(prose=True) or number in self._numbers_in(prose=False)

    def holds_words(self, words: str) -> bool:
        if words not in self._words:
            wanted = r"[\s\0]+".join(map(re.escape, words.split()))
            found = re.compile(rf"(?<!\w){wanted}(?!\w)", re.IGNORECASE)
            self._words[words] = any(found.search(self._shown(prose=prose)) for prose in (True, False))
        return self._words[words]

    def _numbers_in(self, *, prose: bool) -> frozenset[float]:
        if prose not in self._numbers:
            found = figures.find(self._shown(prose=prose))
            ends = (end for figure in found if not figure.vague for end in (figure.low, figure.high))
            self._numbers[prose] = frozenset(ends)
        return self._numbers[prose]

    def _shown(self, *, prose: bool) -> str:
        if prose not in self._texts:
            document = self._document
            self._texts[prose] = document.prose if prose else _read(document.html)
        return self._texts[prose]


def _read(marked_up: str) -> str:
    """Return what readers see, parts of the page apart from each other."""
    return html.unescape(_TAGS.sub("\0", _BREAKS.sub("\n\n", marked_up)))
