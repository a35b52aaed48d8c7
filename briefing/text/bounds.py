"""Read how the words around a number bind it: "at least", "up to", "20-plus"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from briefing.core.model import Bound
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

_FEWER = ("fewer than", "less than", "lower than", "smaller than", "under", "below", "short of", "shy of")
_MORE = (
    "more than",
    "over",
    "above",
    "greater than",
    "higher than",
    "larger than",
    "in excess of",
    "exceeding",
)
_NO = ("no", "not", "never", "nothing")
# The wording of each bound, before a number; a number without one is exact.
BOUNDS: Mapping[str, Bound] = MappingProxyType(
    {
        **dict.fromkeys((*_FEWER, "just under", "well under", "just below", "just short of"), "at-most"),
        **dict.fromkeys((*_MORE, "just over", "well over", "north of"), "more-than"),
        **dict.fromkeys(("just shy of", "south of", "not quite", "not even"), "at-most"),
        **dict.fromkeys((f"{no} {fewer}" for no in _NO for fewer in _FEWER), "at-least"),
        **dict.fromkeys((f"{no} {more}" for no in _NO for more in _MORE), "at-most"),
        **dict.fromkeys(("at least", "at the least", "at the very least", "a minimum of"), "at-least"),
        **dict.fromkeys(("upwards of", "upward of", "as few as", "as little as", "minimum"), "at-least"),
        **dict.fromkeys(("up to", "at most", "at the most", "at the very most", "a maximum of"), "at-most"),
        **dict.fromkeys(("as many as", "as much as", "as high as", "maximum"), "at-most"),
        **dict.fromkeys(("nearly", "almost", "about", "around", "some", "roughly", "close to"), "about"),
        **dict.fromkeys(("approximately", "an estimated", "the estimated", "estimated", "circa"), "about"),
        **dict.fromkeys(("perhaps", "maybe", "in the region of", "something like", "approx", "ca"), "about"),
        **dict.fromkeys(("possibly", "approaching"), "about"),
    }
)
_SIGNS: Mapping[str, Bound] = {
    "≥": "at-least",
    ">": "more-than",
    "≤": "at-most",
    "<": "at-most",
    **dict.fromkeys("~≈±", "about"),
}
_AFTER: Mapping[str, Bound] = {
    **dict.fromkeys(("+", "plus", "or more", "and more", "or above", "and above", "or over"), "at-least"),
    **dict.fromkeys(("and over", "and counting", "or higher", "upwards", "at a minimum"), "at-least"),
    **dict.fromkeys(("at least", "at the least", "at the very least", "minimum"), "at-least"),
    **dict.fromkeys(("or fewer", "or less", "or under", "and under", "at a maximum", "maximum"), "at-most"),
    **dict.fromkeys(("at most", "at the most", "at the very most"), "at-most"),
    **dict.fromkeys(("or so", "odd", "something", "or thereabouts", "give or take"), "about"),
}
# What may come between the bound and the number.
_FILLERS = (
    "another|a further|an additional|a total of|about|around|some|roughly|approximately|nearly|almost"
    "|an estimated"
)
_NUMBER = (
    r"(?:[0-9]|(?:a (?:dozen|hundred|thousand|million)|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|half)\b)"
)
_WINDOW, _LONGEST_WORD = 72, 24


def before(prose: str, start: int) -> tuple[int, Bound | None]:
    """Return where the wording of a bound before a number starts, and the bound."""
    words = clean(prose[max(0, start - _LONGEST_WORD) : start]).rstrip("US$£€¥₹").lower().split()
    likely = bool(words) and (words[-1] in _last_words() or words[-1][-1] in _SIGNS)
    found = _before().search(prose, max(0, start - _WINDOW), start) if likely else None
    if found is None:
        return start, None
    if found["sign"]:
        return found.start(), _SIGNS[found["sign"]]
    return found.start(), _flipped(found) or BOUNDS[clean(found["bound"]).lower()]


def after(prose: str, end: int) -> tuple[int, Bound | None]:
    """Return where the wording of a bound after a number ends, and the bound.

    In "20 people at least" the wording is apart, and the end is the number's own.
    """
    if found := _after().match(prose, end, end + _WINDOW):
        return found.end(), _AFTER[clean(found[found.lastgroup or 0]).lower()]
    apart = _apart().match(prose, end, end + _WINDOW)
    return end, _AFTER[clean(apart["words"]).lower()] if apart else None


def _flipped(found: re.Match[str]) -> Bound | None:
    """Return what "wasn't fewer than" and "hardly more than" say."""
    bound = clean(found["bound"]).lower()
    if not found["negation"]:
        return None
    return "at-least" if bound in _FEWER else "at-most" if bound in _MORE else None


@cache
def _last_words() -> frozenset[str]:
    return frozenset(words.split()[-1] for words in (*BOUNDS, *_FILLERS.split("|"))) | {"ca.", "approx."}


@cache
def _before() -> re.Pattern[str]:
    compared = (*_FEWER, *_MORE)
    denied = {f"{no} {wording}" for no in _NO for wording in compared}
    others = "|".join(sorted(BOUNDS.keys() - denied - {*compared}, key=lambda words: (-len(words), words)))
    bounds = rf"(?:(?:{'|'.join(_NO)}) )?(?:{'|'.join(compared)})|{others}"
    return compiled(
        r"(?:(?<![\w-])(?:(?P<negation>hardly|scarcely|barely|neither|nor|\w+n['’]t) )?"
        rf"(?P<bound>{bounds})\.? "
        rf"(?:(?:{_FILLERS}) )*+|(?P<sign>[≥≤<>~≈±])(?: )?)(?:US)?[$£€¥₹]?\Z",
        {},
        flags=re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    words = _worded("plus", "something")
    return compiled(
        r"(?P<sign>\+)(?!\w)|-(?P<joined>plus|odd|something)\b"
        rf"|,?(?: )(?P<words>{words})\b(?! than\b)(?! {_NUMBER})"
        r"|(?: )(?P<plus>plus)(?= (?:people|[a-z]+s)\b)",
        {},
        flags=re.IGNORECASE,
    )


@cache
def _apart() -> re.Pattern[str]:
    # "Twelve cases confirmed and more expected" bounds nothing.
    words = _worded("plus", "odd", "something", "minimum", "maximum", "and more")
    return compiled(
        rf"(?: [a-z][a-z-]*){{1,2}}?,? (?P<words>{words})\b(?! than\b)(?! {_NUMBER})", {}, flags=re.IGNORECASE
    )


def _worded(*left_out: str) -> str:
    words = (word for word in _AFTER if word != "+" and word not in left_out)
    return "|".join(sorted(words, key=len, reverse=True))
