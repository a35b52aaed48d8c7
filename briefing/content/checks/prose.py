"""Check a note's text: it has the figures and wordings of its claims, and its dates can be read."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from briefing.content.forms.faults import Faults, quoted
from briefing.core.edtf import EARLIEST, PartialDate
from briefing.core.model import Body, Claim
from briefing.text import dates, figures
from briefing.text.sentences import clean

# Two numbers in two cells, or a number and a footnote's mark, must not join into one.
_BREAKS = re.compile(
    r"</?(?:p|div|h[1-6]|[uod]l|li|d[td]|t(?:able|head|body|foot|r|d|h)|blockquote|pre|br|hr|sup)\b[^<>]*>"
)
_TAGS = re.compile(r"<[^<>]*>")
_ALLOWED: Mapping[dates.Unread, str] = {
    dates.Unread.DIRECTION: "write the date in full, or last or next before it",
    dates.Unread.PART: "write the whole date, or in other words",
    dates.Unread.CALENDAR: "correct it",
    dates.Unread.YEAR: f"years run from {EARLIEST} to 9999",
}


def check_dates(prose: str, first_line: int, published: PartialDate, faults: Faults) -> None:
    """Record a warning for each date that is left out; `first_line` is the line that the prose starts on."""
    left_out = dates.left_out(prose, published)
    newlines = [at for at, mark in enumerate(prose) if mark == "\n"] if left_out else []
    for date in left_out:
        line = first_line + bisect_right(newlines, date.start)
        what = f"the date {quoted(clean(date.text))} {date.why.value}, and is left out"
        faults.warn(line, "date-left-out", what, _ALLOWED[date.why])


def check_claims(claims: Sequence[Claim], document: Body, faults: Faults) -> None:
    """Record each claim whose figure, or vague wording, is nowhere in the note's text.

    Numbers may be written in digits or words; those in tables, footnotes and headings count too.
    """
    text = _Text(document)
    lacking = {words for words in {one.words for one in claims} - {""} if not text.holds_words(words)}
    for claim in claims:
        if claim.words in lacking:
            what = f"claim: words {quoted(claim.words)} are not in the text"
            faults.add(claim.line, "words-not-in-body", what, "put them into the text, or correct them")
        ends = () if claim.words else (claim.low, claim.high)
        for number in sorted({end for end in ends if end is not None}):
            if not text.holds(abs(number)):
                what = f"claim: figure {number:,.12g} is not in the text"
                faults.add(claim.line, "figure-not-in-body", what, "put it into the text, or correct it")


class _Text(Struct, frozen=True, dict=True):
    """What readers see of a note: its prose, and only if that lacks something, all that is shown."""

    document: Body

    @cached_property
    def _shown(self) -> str:
        return html.unescape(_TAGS.sub("\0", _BREAKS.sub("\n\n", self.document.html)))

    @cached_property
    def _in_prose(self) -> frozenset[float]:
        return _numbers(self.document.prose)

    @cached_property
    def _in_all(self) -> frozenset[float]:
        return _numbers(self._shown)

    def holds(self, number: float) -> bool:
        return number in self._in_prose or number in self._in_all

    def holds_words(self, words: str) -> bool:
        wanted = r"[\s\0]+".join(map(re.escape, words.split()))
        found = re.compile(rf"(?<!\w){wanted}(?!\w)", re.IGNORECASE)
        return bool(found.search(self.document.prose) or found.search(self._shown))


def _numbers(text: str) -> frozenset[float]:
    found = (figure for figure in figures.find(text) if not figure.vague)
    return frozenset(end for figure in found for end in (figure.low, figure.high))
