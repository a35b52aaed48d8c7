"""Put figures, measures, units and stances into words, as pages and messages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from briefing.core.model import Bound, Stance
from briefing.core.registry import PERCENT, Unit

if TYPE_CHECKING:
    from briefing.ledger.statements import Statement

# A number without a bound is exact.
BOUNDS: Mapping[Bound, str] = {
    "exactly": "",
    "at-least": "at least",
    "more-than": "more than",
    "at-most": "at most",
    "about": "about",
}

# The same where there is little room.
IN_BRIEF: Mapping[Bound, str] = {**BOUNDS, "more-than": "over"}


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


# A doubt or denial of a figure, which gives none.
DISPUTES: Mapping[Stance, str] = {"doubts": "doubted", "denies": "denied"}
MILLION = 1_000_000


def figure(statement: Statement) -> str:
    """Write a statement's figure in words, bound first: "at least 900", "dozens of families".

    A position has none: "".
    """
    claim, unit = statement.claim, statement.unit
    if statement.is_position:
        return ""
    if claim.stance:
        return DISPUTES.get(claim.stance, "")
    if claim.words:
        return f"{claim.words} of {unit.plural}" if unit else claim.words
    if claim.low is None or claim.high is None:
        return ""
    share = claim.of or statement.measure.share_of if unit and unit.id == PERCENT else ""
    share = f" of {share}" if share else ""
    bound = f"{BOUNDS[claim.bound]} ".lstrip()
    if claim.low == claim.high:
        return f"{bound}{amount(claim.low, unit)}{share}"
    sign = unit.symbol if unit and unit.prefix else ""
    return f"{bound}{sign}{number(claim.low)} to {amount(claim.high, unit)}{share}"


def in_brief(statement: Statement) -> tuple[str, str]:
    """A figure's bound, empty where it is exact, and its number or words, in brief."""
    claim, unit = statement.claim, statement.unit
    if claim.low is None or claim.high is None:
        return "", claim.words
    told = amount(claim.high, unit)
    return IN_BRIEF[claim.bound], told if claim.low == claim.high else f"{number(claim.low)} to {told}"


def amount(value: float, unit: Unit | None) -> str:
    """Write a number in its unit: 12 barrels a day, $6 million, 50 km²."""
    if unit is None:
        return number(value)
    if unit.prefix:
        return f"{'−' if value < 0 else ''}{unit.symbol}{number(abs(value))}"
    return f"{number(value)} {unit.singular if abs(value) == 1 else unit.plural}"


def number(value: float) -> str:
    """Write a number with thousands parted, millions by name: 17,000; 0.5; 1.5 million."""
    minus, value = ("−" if value < 0 else ""), abs(value)
    for size, name in ((1000 * MILLION, "billion"), (MILLION, "million")):
        if value >= size and value * 1000 % size == 0:
            return f"{minus}{value / size:,g} {name}"
    return f"{minus}{int(value):,}" if value == int(value) else f"{minus}{value:,}"
