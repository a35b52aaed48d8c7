"""Find the numbers in prose, in digits or in words, with their bounds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from briefing.core.model import Bound
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

# What a vague wording stands for, lowest and highest: published, so that nobody has to guess.
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
# The wording of each bound, before a number; a number without one is exact.
BOUNDS: Mapping[str, Bound] = MappingProxyType(
    {
        **dict.fromkeys(("at least", "no fewer than", "no less than", "not less than"), "at-least"),
        **dict.fromkeys(("a minimum of", "upwards of"), "at-least"),
        **dict.fromkeys(
            ("more than", "over", "above", "in excess of", "just over", "well over"), "more-than"
        ),
        **dict.fromkeys(("up to", "at most", "no more than", "not more than", "as many as"), "at-most"),
        **dict.fromkeys(("a maximum of", "fewer than", "less than", "under", "just under"), "at-most"),
        **dict.fromkeys(("nearly", "almost", "about", "around", "some", "roughly", "close to"), "about"),
        **dict.fromkeys(("approximately", "an estimated", "the estimated", "estimated", "circa"), "about"),
    }
)
_AFTER: Mapping[str, Bound] = {
    "+": "at-least",
    "or more": "at-least",
    "or fewer": "at-most",
    "or less": "at-most",
    "or so": "about",
}
_TEENS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORTH = (
    {word: value for value, word in enumerate(_TEENS)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {"a": 1, "an": 1}
)
_BETWEEN_GROUPS = re.compile(r"(?<=[0-9])[ ,](?=[0-9]{3})")
# Without regard to case these count as s, i and k, but make no number.
_NO_LETTERS = re.compile("[\u017f\u0130\u0131\u212a]")
_UNITS = r"(?:km|kg|cm|mm|ha|sq)\b"


@dataclass(frozen=True, slots=True)
class Figure:
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

    Numbers in digits (with comma or narrow space, and decimals) and in words, ranges ("10 to 15"),
    and vague wordings. Ordinals, times of day, and digits that are part of a name are none. Years
    and days of dates are figures too: leave out those that overlap what `dates.find` gives.
    """
    return tuple(figure for found in _matches(prose) for figure in _figures(prose, found))


def _matches(prose: str) -> Iterator[re.Match[str]]:
    pattern, end = _pattern(), 0
    for opener in _openers().finditer(prose):
        if opener.start() >= end:
            found = pattern.match(prose, opener.start())
            if found and not _NO_LETTERS.search(found[0]):
                yield found
                end = found.end()


def _figures(prose: str, found: re.Match[str]) -> Iterator[Figure]:
    bound = _bound(found)
    if found["vague"]:
        span = VAGUE[_wording(found["vague"])]
        yield _figure(prose, found.span(), span, bound or "about", vague=True)
        return
    first = _value(found["number"])
    if not found["number2"]:
        yield _figure(prose, found.span(), (first, first), bound or "exactly")
        return
    last = _value(found["number2"])
    joined = "and" not in found["join"] or found["between"]
    low = first * _shared_scale(found["number"], found["number2"]) if joined else last
    if low < last and not _follows_from(prose, found.start()):
        yield _figure(prose, found.span(), (low, last), bound or "exactly")
        return
    yield _figure(prose, (found.start(), found.end("number")), (first, first), bound or "exactly")
    yield _figure(prose, (found.start("number2"), found.end()), (last, last), "exactly")


def _figure(
    prose: str, span: tuple[int, int], value: tuple[float, float], bound: Bound, *, vague: bool = False
) -> Figure:
    return Figure(*span, prose[slice(*span)], *value, bound, vague)


def _bound(found: re.Match[str]) -> Bound | None:
    if found["after"]:
        return _AFTER[clean(found["after"]).lower()]
    return BOUNDS[clean(found["bound"]).lower()] if found["bound"] else None


def _follows_from(prose: str, start: int) -> bool:
    """Tell whether two numbers are the ends of a change ("from 10 to 15") rather than of a range."""
    return clean(prose[max(0, start - len("from  ")) : start]).lower().endswith("from")


def _wording(text: str) -> str:
    words = clean(text).lower()
    if "couple" in words:
        return " ".join(["a couple of", *(scale for scale in words.split() if scale in _SCALES)])
    return words


def _shared_scale(first: str, last: str) -> int:
    """Return what "million" in "2 to 3 million" does for the 2."""
    scales = [_SCALES[word] for word in clean(last).lower().split() if word in _SCALES]
    bare = clean(first).replace(".", "").isdigit()
    return scales[-1] if scales and bare and _value(first) < scales[-1] else 1


def _value(text: str) -> float:
    """Return the number that digits or words stand for."""
    plain = _BETWEEN_GROUPS.sub("", clean(text).lower())
    words = plain.replace("-", " ").split()
    if words[0] == "half":
        return _value(" ".join(words[1:])) / 2
    total = current = 0.0
    for word in words:
        if word[0].isdigit():
            current += float(word)
        elif word in {"dozen", "hundred"}:
            current = (current or 1) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word != "and":
            current += _WORTH[word]
    return total + current


@cache
def _openers() -> re.Pattern[str]:
    """Find where a figure may begin: by a digit, or by the first two words of what can open one.

    First letters are looked at by themselves, since that is what is quick.
    """
    openers = {" ".join(words.split()[:2]) for words in (*VAGUE, *BOUNDS)}
    openers |= {f"{article} {scale}" for article in ("a", "an") for scale in (*_SCALES, "couple")}
    openers |= {*_TEENS, *_TENS, "couple", "half", "between"}
    rest: defaultdict[str, list[str]] = defaultdict(list)
    for words in sorted(openers):
        rest[words[0]].append(words[1:])
    branches = (rf"[{first}{first.upper()}](?=(?i:{'|'.join(ends)})\b)" for first, ends in rest.items())
    initials = "".join(f"{first}{first.upper()}" for first in rest)
    # Most ends of words, and words that open nothing, are passed over at once.
    return compiled(rf"\b(?=[0-9{initials}])(?:[0-9]|{'|'.join(branches)})", {})


@cache
def _pattern() -> re.Pattern[str]:
    ones = "|".join(_TEENS[1:10])
    small = rf"(?:(?:{'|'.join(_TENS)})(?:(?:-| )(?:{ones}))?|{'|'.join(reversed(_TEENS))})\b"
    group = rf"(?:(?:an?|{small}) hundred\b(?:(?: and)? {small})?|{small})"
    scaled = rf"(?:{group}|an?) (?:thousand|million|billion)\b(?:(?: and)? {group})?"
    in_words = rf"(?:half an? (?:dozen|{'|'.join(_SCALES)})\b|(?:an?|{small}) dozen\b|{scaled}|{group})"
    digits = (
        r"(?:[0-9]{1,3}(?:(?:[,\u2009\u202f\xa0][0-9]{3}| 000)(?![0-9])){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
        rf"(?:(?![\w]|[.,:/][0-9])(?: (?:hundred|thousand|million|billion)\b)?|(?={_UNITS}))"
    )
    rest = sorted((words for words in VAGUE if "couple" not in words), key=len, reverse=True)
    vague = rf"(?:a )?couple(?: of)? (?:hundred|thousand)\b|(?:a )?couple of\b|(?:{'|'.join(rest)})\b"
    # "Scores" is also a verb, and what teams and tests have.
    vague = vague.replace("scores", "scores(?= (?:of|were|have|are|more)\\b)")
    bounds = "|".join(sorted(BOUNDS, key=len, reverse=True))
    return compiled(
        rf"(?<![\w:/.,])(?<!\w-)(?<!\bno\s)(?:(?P<bound>{bounds}) )?(?:(?P<vague>{vague})"
        r"|(?:(?P<between>between) )?<number>(?:(?P<join>(?: to | or | and |-|–))<number2>)?)"
        r"(?P<after>\+(?!\w)| or (?:more|so|fewer|less)\b)?",
        {"number": rf"(?:{digits}|{in_words})"},
        flags=re.IGNORECASE,
    )
