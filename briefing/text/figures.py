"""Find the figures in prose, in digits or in words, with their bounds; read each whole or leave it out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.core.model import Bound
from briefing.text import bounds, numerals
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.text.numerals import Numeral

# The range of each vague wording, lowest and highest; published, so that nobody has to guess.
VAGUE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "a couple of": (2, 2),
        "a few": (3, 9),
        "several": (3, 9),
        "dozens": (24, 99),
        "a few dozen": (24, 99),
        "several dozen": (36, 99),
        "scores": (40, 99),
        "hundreds": (200, 999),
        "a couple of hundred": (150, 250),
        "a few hundred": (300, 900),
        "several hundred": (300, 900),
        "thousands": (2_000, 9_999),
        "a couple of thousand": (1_500, 2_500),
        "a few thousand": (3_000, 9_000),
        "several thousand": (3_000, 9_000),
        "tens of thousands": (20_000, 99_999),
        "hundreds of thousands": (200_000, 999_999),
        "millions": (2_000_000, 9_999_999),
    }
)
# What any of them holds.
_VAGUE_WORDS = frozenset(max(words.split(), key=len) for words in VAGUE)
_MOST_OUT_OF, _HUNDRED = 10, 100
_YEARS = (1000, 2200)
_COMPOUND = re.compile(r"-[^\W\d]")
_LONGEST_JOIN = 24
_DASHES = frozenset("-‐‑‒–−")
_WORDS = frozenset({"to", "or", "and"})
_LISTED = re.compile(r",|(?:, )?(?:or|and|to)")
# Before a range, or before a change; before a number of which a part is meant.
_OPENING = re.compile(
    r"\b(?:(?P<between>between|rang(?:e[sd]?|ing)[\s\0]+from)|from|by(?=[\s\0]+(?:US)?[$£€¥₹]))[\s\0]+(?:the[\s\0]+)?(?:US)?[$£€¥₹]?\Z",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\s?(?:US)?[$£€¥₹]\Z|\sRs\.?\Z")
_PART_BEFORE = re.compile(
    r"(?:\b(?:half|halves|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)s?)[\s\0]+of"
    r"|(?:\b[0-9]+[/⁄][0-9]+|[¼-¾⅐-⅞])(?:[\s\0]+of)?)[\s\0]+\Z",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"[\s\0]+(?:people|persons|civilians|residents|children|women|men|adults|households|families|of|was|were|is|are"
    r"|has|have|had|lives?|lacks?|needs?|\w+ed)\b|[\s\0]*(?:[.,;:!?)]|\Z)"
)
# What a number of measures time.
TIMES = r"(?:second|minute|hour|day|night|week|month|year|decade)s?"
_TIME = re.compile(rf"[\s\0-]+{TIMES}\b")
_SCALES = "(?:dozen|hundred|thousand|lakh|million|crore|billion|trillion)s?"
_TENS_OF = re.compile(r"\b(?:tens|dozens|scores|hundreds|thousands)[\s\0]+of[\s\0]+\Z", re.IGNORECASE)
_NO_LETTERS = re.compile("[\u017f\u0130\u0131\u212a]")


class Figure(Struct, frozen=True):
    """A number in a text: `text` is `[start, end)` of it, the words of its bound included.

    It means `low` to `high`, the same for a single number. A `vague` one is a wording of `VAGUE`.
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    bound: Bound
    vague: bool


def find(prose: str) -> tuple[Figure, ...]:
    """Return the figures of the prose, in order and disjoint.

    Numbers in digits and in words, ranges ("10 to 15", "two to three million"), vague wordings, and none at
    all ("no civilians", "nobody"). What cannot be read whole is left out: two numbers side by side, one in
    three, two-thirds. Years and days of dates are figures too: leave out those that overlap what
    `dates.find` gives.
    """
    numbers = numerals.find(prose)
    found = [*_counts(prose, numbers), *_vague(prose, numbers), *_none(prose)]
    figures: list[Figure] = []
    for figure in sorted(found, key=lambda figure: (figure.start, -figure.end)):
        if not figures or figure.start >= figures[-1].end:
            figures.append(figure)
    return tuple(figures)


def _counts(prose: str, numbers: Sequence[Numeral]) -> Iterator[Figure]:
    at = 0
    while at < len(numbers):
        end = at + 1
        while end < len(numbers) and _touch(prose, numbers[end - 1], numbers[end]):
            end += 1
        if end - at == 1:
            end, figures = _from(prose, numbers, at)
            yield from figures
        elif end - at == 2 and _gap(prose, *numbers[at:end]) in _DASHES:  # noqa: PLR2004 - a range
            yield from _range(prose, numbers[at], numbers[at + 1], "to")
        at = end


def _from(prose: str, numbers: Sequence[Numeral], at: int) -> tuple[int, Iterable[Figure]]:
    """Read what begins with a number that touches no other: a range, a ratio, or the number alone."""
    first, last = numbers[at], numbers[at + 1] if at + 1 < len(numbers) else None
    if last is None or last.start - first.end > _LONGEST_JOIN:
        return at + 1, _single(prose, first)
    gap = _gap(prose, first, last)
    if _is_ratio(prose, first, last, gap):
        return at + 2, ()
    touched = at + 2 < len(numbers) and _touch(prose, last, numbers[at + 2])
    if gap in _WORDS and not touched:
        return at + 2, _range(prose, first, last, gap)
    return at + 1, () if _shares_later(prose, numbers[at : at + 5]) else _single(prose, first)


def _gap(prose: str, first: Numeral, last: Numeral) -> str:
    """Return the text between two numbers, without a currency's sign and white space at its ends."""
    return _CURRENCY.sub("", clean(prose[first.end : last.start])).lower()


def _touch(prose: str, first: Numeral, last: Numeral) -> bool:
    """Tell whether two numbers are side by side, so that neither can be read without the other.

    A year may stand before a number ("in 2018 250 people"), a number before a compound ("two 5-ton bombs").
    """
    if last.start - first.end > _LONGEST_JOIN:
        return False
    gap = _gap(prose, first, last)
    between = prose[first.end : last.start].replace("\0", "")
    if gap in _DASHES:
        return between == gap
    if gap or "\n\n" in between or (_is_year(first) and prose[first.start : first.end].isdigit()):
        return False
    return not _COMPOUND.match(prose, last.end)


def _is_year(number: Numeral) -> bool:
    return number.value is not None and _YEARS[0] <= number.value < _YEARS[1]


def _single(prose: str, number: Numeral) -> Iterator[Figure]:
    opening = _PART_BEFORE.search(prose, max(0, number.start - _LONGEST_JOIN), number.start)
    ratio = prose.startswith("-in-", number.end)
    if number.value is not None and not ratio and not (opening and prose[number.start] in "aA"):
        yield _figure(prose, (number.start, number.end), (number.value, number.value))


def _range(prose: str, first: Numeral, last: Numeral, join: str) -> Iterator[Figure]:
    """Yield the range, or the two numbers where they are none: "from 10 to 15", "10 and 15"."""
    opening = _OPENING.search(prose, max(0, first.start - _LONGEST_JOIN), first.start)
    between = opening is not None and opening["between"] is not None
    if first.value is None or last.value is None:
        yield from () if join != "and" or between else (*_single(prose, first), *_single(prose, last))
        return
    scale = _shared(first, last)
    low, high = first.value * (scale or 1), last.value
    if join == "and" and not between:
        yield from () if scale != 1 else _single(prose, first)
        yield from _single(prose, last)
    elif scale is not None and low < high and (opening is None or between):
        start = opening.start() if opening else first.start
        yield _figure(prose, (start, last.end), (low, high))
    elif scale is not None:
        yield from _single(prose, replace(first, value=low))
        yield from _single(prose, last)


def _shared(first: Numeral, last: Numeral) -> float | None:
    """Return what "million" in "2 to 3 million" does for the 2; 1 for nothing, None where in doubt."""
    if first.value is None or last.value is None or first.scales:
        return 1
    scale = next((scale for scale in last.scales if first.value * scale < last.value), 1)
    if last.grouped and scale > 1 and (first.value * scale * 10 <= last.value or first.value % 1):
        return None
    return scale


def _shares_later(prose: str, numbers: Sequence[Numeral]) -> bool:
    """Tell whether the end of a list may scale its first: the one in "one, two or three million"."""
    for before, number in pairwise(numbers):
        if not _LISTED.fullmatch(_gap(prose, before, number)):
            return False
        if _shared(numbers[0], number) != 1:
            return True
    return False


def _is_ratio(prose: str, first: Numeral, last: Numeral, gap: str) -> bool:
    """Tell one in three, which counts nobody, from five killed in three days."""
    if first.value is None or last.value is None or first.value >= last.value:
        return False
    if gap.endswith((" every", " each")):
        return True
    if gap == "out of":
        return last.value <= _MOST_OUT_OF or last.value == _HUNDRED
    if not re.fullmatch(r"(?:[a-z]+ )?in", gap) or _is_year(last):
        return False
    counts = _OF_ALL.match(prose, last.end) is not None
    return counts or (first.value == 1 and gap == "in" and not _TIME.match(prose, last.end))


def _vague(prose: str, numbers: Sequence[Numeral]) -> Iterator[Figure]:
    lowered = prose.lower()
    if not any(word in lowered for word in _VAGUE_WORDS):
        return
    starts = [number.start for number in numbers]
    for found in _wordings().finditer(prose):
        at = bisect_right(starts, found.start()) - 1
        scaled = _TENS_OF.search(prose, max(0, found.start() - _LONGEST_JOIN), found.start())
        if (at < 0 or numbers[at].end <= found.start()) and not (scaled or _NO_LETTERS.search(found[0])):
            yield _figure(prose, found.span(), VAGUE[_wording(found[0])], vague=True)


def _none(prose: str) -> Iterator[Figure]:
    for found in _nobody().finditer(prose):
        yield Figure(*found.span(), found[0], 0, 0, "exactly", vague=False)


def _figure(prose: str, span: tuple[int, int], value: tuple[float, float], *, vague: bool = False) -> Figure:
    start, bound = bounds.before(prose, span[0])
    end, after = bounds.after(prose, span[1])
    bound = after or bound or ("about" if vague else "exactly")
    return Figure(start, end, prose[start:end], *value, bound, vague)


def _wording(text: str) -> str:
    words = clean(text).lower()
    if "couple" in words:
        return " ".join(["a couple of", *(word for word in words.split() if word in {"hundred", "thousand"})])
    return words


@cache
def _wordings() -> re.Pattern[str]:
    rest = sorted((words for words in VAGUE if "couple" not in words), key=len, reverse=True)
    # "Scores" is also a verb, and what teams and tests have.
    vague = "|".join(rest).replace("scores", "scores(?= (?:of|were|have|are|more)\\b)")
    couple = "(?:a )?couple(?: of)? (?:hundred|thousand)|(?:a )?couple of"
    return compiled(
        rf"(?<![\w/.,-])(?:{couple}|{vague})\b(?!-| (?:of )?{_SCALES}\b)", {}, flags=re.IGNORECASE
    )


@cache
def _nobody() -> re.Pattern[str]:
    """Find what says that there were none: "no" before who or what, or a word that says it all."""
    harm = (
        "casualty(?! toll| figure| count)|casualties|deaths?|fatality|fatalities|injury|injuries|loss of life"
        "|victims?|survivors?"
    )
    people = (
        rf"people|men|women|children|police|personnel|troops|dead|wounded|injured|bodies|civilians?|fighters?"
        rf"|soldiers?|militants|residents|villagers|officers|patients|prisoners|hostages|cases|{harm}"
    )
    barred = r"(?!(?:news|less|longer|means|doubts|such|more than|fewer|one)\b)"
    return compiled(
        rf"(?<![\w-])(?:no(?= {barred}(?:(?:{people})|[a-z]{{2,}}(?<![sui'’])s)\b)"
        rf"|no(?= {barred}(?:[\w-]+ ){{1,2}}(?:{people})\b)|no(?:-| )one|nobody|none|nil"
        rf"|not (?:a single|one)(?= )|without(?: any)?(?= (?:\w+ )?(?:{harm})\b))(?!\w)",
        {},
        flags=re.IGNORECASE,
    )
