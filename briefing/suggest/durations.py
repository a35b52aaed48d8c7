"""A sentence and the cast in; how long a fight or a hold is said to have lasted out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.text import figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.core.model import Bound, Unit
    from briefing.suggest.cast import Cast
    from briefing.suggest.passage import Passage

_UNITS: dict[str, Unit] = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
_BOUND = "|".join(sorted(figures.BOUNDS, key=len, reverse=True))
_SPAN = re.compile(
    rf"\b(?:[Ff]or|[Ii]n|[Aa]fter|fought|then|lasted|lasting)\s(?:(?P<bound>{_BOUND})\s)?"
    r"(?P<number>an?|[\w-]+)\s(?P<unit>day|week|month|year)s?\b(?!\s(?:ago|before|earlier|later))"
)
_HOLD = re.compile(r"\b(?:held|hold|holds|retain\w*|kept|clung|cling)\b")
_FIGHT = re.compile(r"\b(?:battle|battles|fight|fighting|fought|offensive|clashes|siege|campaign)\b")


@dataclass(frozen=True, slots=True)
class Lasting:
    """A fight or hold of somebody has lasted so long; `[start, end)` of the sentence says so."""

    who: str
    number: float
    bound: Bound
    unit: Unit
    start: int
    end: int


def lasting(passage: Passage, cast: Cast) -> Iterator[Lasting]:
    """Yield the spans that a sentence gives for holding out, which is the adversary's, or for fighting."""
    for found in _SPAN.finditer(passage.text):
        number = _number(found["number"])
        who = _whose(passage.text, cast)
        if (
            number
            and who
            and not any(one.start < found.end() and found.start() < one.end for one in passage.dates)
        ):
            bound = figures.BOUNDS[found["bound"]] if found["bound"] else "exactly"
            yield Lasting(who, number, bound, _UNITS[found["unit"]], found.start(), found.end())


def _whose(text: str, cast: Cast) -> str:
    if _HOLD.search(text):
        return cast.adversary
    return cast.protagonist if _FIGHT.search(text) else ""


def _number(words: str) -> float:
    if words in {"a", "an"}:
        return 1
    found = figures.find(words)
    return found[0].low if found and not found[0].vague else 0
