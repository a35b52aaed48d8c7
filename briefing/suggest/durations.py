"""Suggest how long a fight or a hold is said to have lasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from briefing.core.model import Claim
from briefing.suggest.reality import is_not_so
from briefing.text import bounds, figures

if TYPE_CHECKING:
    from briefing.suggest.cast import Cast
    from briefing.suggest.scene import Scene, Suggestion

_UNITS: dict[str, str] = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
_BOUND = "|".join(sorted(bounds.BOUNDS, key=len, reverse=True))
_SPAN = re.compile(
    rf"\b(?:[Ff]or|[Ii]n|[Aa]fter|fought|then|lasted|lasting)\s(?:(?P<bound>{_BOUND})\s)?"
    r"(?P<number>an?|[\w-]+)\s(?P<unit>day|week|month|year)s?\b(?!\s(?:ago|before|earlier|later))"
)
_NEAR = 60  # characters from what lasts to how long
_HOLD = re.compile(r"\b(?:held|hold|holds|retain\w*|kept|clung|cling)\b")
_FIGHT = re.compile(r"\b(?:battle|battles|fight|fighting|fought|offensive|clashes)\b")


def durations(scene: Scene) -> Iterator[Suggestion[Claim]]:
    """Suggest the spans that a sentence gives for holding out, which is the adversary's, or for fighting."""
    for found in _SPAN.finditer(scene.text):
        who = _whose(scene.text[max(0, found.start() - _NEAR) : found.end()], scene.cast)
        number = _number(found["number"])
        dated = any(one.start < found.end() and found.start() < one.end for one in scene.passage.dates)
        if who and number and not dated and not is_not_so(scene.text, found.start(), found.end()):
            told = partial(
                Claim,
                who=who,
                what="duration",
                low=number,
                high=number,
                bound=bounds.BOUNDS[found["bound"]] if found["bound"] else "exactly",
                unit=_UNITS[found["unit"]],
            )
            yield from scene.suggestions(found.start(), told, (("what", found[0]),))


def _whose(text: str, cast: Cast) -> str:
    if _HOLD.search(text):
        return cast.adversary
    return cast.protagonist if _FIGHT.search(text) else ""


def _number(words: str) -> float:
    if words in {"a", "an"}:
        return 1
    found = figures.find(words)
    return found[0].low if found and not found[0].vague else 0
