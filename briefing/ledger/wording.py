"""Put figures, measures, units and stances into words, as pages and messages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from briefing.core.model import Bound, Claim, Measure, Stance, Unit

BOUNDS: Mapping[Bound, str] = {
    "exactly": "exactly",
    "at-least": "at least",
    "more-than": "more than",
    "at-most": "at most",
    "about": "about",
}
UNITS: Mapping[Unit, str] = {
    "people": "",
    "families": " families",
    "percent": " per cent",
    "km2": " km²",
    "km": " km",
    "days": " days",
    "weeks": " weeks",
    "months": " months",
    "years": " years",
    "people-a-day": " a day",
}
ONE: Mapping[Unit, str] = {
    "families": " family",
    "days": " day",
    "weeks": " week",
    "months": " month",
    "years": " year",
}
COUNTED_IN: Mapping[Unit, str] = {
    **{unit: words.strip() for unit, words in UNITS.items()},
    "people": "people",
    "people-a-day": "people a day",
}
MEASURES: Mapping[Measure, str] = {
    "killed": "killed",
    "injured": "injured",
    "held": "held",
    "threatened": "threatened with death",
    "trapped": "trapped",
    "fled": "fled or forced from home",
    "strength": "strength",
    "area": "area held",
    "territory": "share of territory held",
    "distance": "distance",
    "duration": "duration",
    "controls": "control",
}


class StanceWords(NamedTuple):
    """A stance in words.

    `extent` tells how far a place is held, `verb` what the claimant does, and `meaning` explains both.
    """

    extent: str
    verb: str
    meaning: str


STANCES: Mapping[Stance, StanceWords] = {
    "asserts": StanceWords("held", "reports", "the claimant says that the group holds the place"),
    "partly": StanceWords(
        "held in part", "reports partial", "the claimant says that the group holds a part of it"
    ),
    "doubts": StanceWords("not surely held", "doubts", "the claimant calls it too early to say so"),
    "denies": StanceWords("not held", "denies", "the claimant denies it"),
}


def figure(claim: Claim) -> str:
    """Write a claim's figure in words, bound first: "at least 900", "dozens of families".

    A position has none: an empty text.
    """
    if claim.words:
        unit = UNITS[claim.unit]
        return f"{claim.words} of{unit}" if unit else claim.words
    if claim.low is None or claim.high is None:
        return ""
    if claim.low == claim.high:
        unit = ONE.get(claim.unit, UNITS[claim.unit]) if claim.low == 1 else UNITS[claim.unit]
        return f"{BOUNDS[claim.bound]} {number(claim.low)}{unit}"
    bound = "" if claim.bound == "exactly" else f"{BOUNDS[claim.bound]} "
    return f"{bound}{number(claim.low)} to {number(claim.high)}{UNITS[claim.unit]}"


def number(value: float) -> str:
    """Write a number with thousands parted: 17,000; 0.5."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
