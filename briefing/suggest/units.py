"""Read the unit of the campaign that a figure is given in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.core.registry import COUNT, Measure, Unit

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

_A_TIME = re.compile(
    r"(?:\s\([^()]*\))?\s(?:(?:an?|per|each|every)\s(day|week|month|year)|(?:per|for each)\s([a-z]+))\b"
)
# "40 tons of tar that leak each day."
_EVERY = re.compile(r"[^.,;:\d]{0,60}?\s(?:each|every|per)\s(day|week|month|year)\b")
# The same in another unit: "17m crowns (11m pounds)".
_BRACKETS = re.compile(r"\s\([^()]{1,25}\)")


def able(scene: Scene, unit: Unit | None) -> tuple[Measure, ...]:
    """Return the measures that a figure in a unit, or in none, may be one of."""
    known = (one for one in scene.cast.measures if not one.is_control)
    if unit:
        return tuple(one for one in known if unit.id in one.units)
    return tuple(one for one in known if not one.units or COUNT in one.units or unsaid(scene, one))


def unsaid(scene: Scene, measure: Measure) -> Unit | None:
    """Return the unit that goes without saying, that of a scale of its own ("alert level 5"), or None."""
    level = measure.kind == "level" and len(measure.units) == 1
    known = (one for one in scene.cast.units if level and one.id == measure.units[0])
    return next((one for one in known if not (one.symbol or one.currency or one.base)), None)


def unit_of(scene: Scene, figure: Figure) -> tuple[Unit | None, int]:
    """Return the unit that a figure is given in and where its words end, brackets behind them included."""
    unit, end = _unit(scene, figure)
    beside = _BRACKETS.match(scene.text, end) if unit else None
    return unit, beside.end() if beside else end


def _unit(scene: Scene, figure: Figure) -> tuple[Unit | None, int]:
    """Return the longest unit that fits behind a figure, or before it, and where its words end."""
    text = scene.text
    for unit, pattern in _patterns(scene.cast.units):
        ahead = text[: figure.start].rstrip()
        signs = tuple(filter(None, (unit.currency, unit.symbol if unit.prefix else "")))
        if signs and (ahead.endswith(signs) or figure.text.startswith(signs)):
            return _by_time(scene, unit, figure.end)
        if found := pattern.match(text, figure.end):
            return _by_time(scene, unit, found.end())
    return None, figure.end


def _by_time(scene: Scene, unit: Unit, end: int) -> tuple[Unit, int]:
    """Return the unit of "$6m (£3.9m) a day", where there is one, and where its words end."""
    near, far = _A_TIME.match(scene.text, end), _EVERY.match(scene.text, end)
    time = (near[1] or near[2]) if near else far[1] if far else ""
    wanted = next((one for one in scene.cast.units if one.plural == f"{unit.plural} a {time}"), None)
    return (wanted, near.end() if near else end) if wanted else (unit, end)


@lru_cache(maxsize=8)
def _patterns(units: tuple[Unit, ...]) -> tuple[tuple[Unit, re.Pattern[str]], ...]:
    """Return how each unit is written behind a figure, the longest first."""
    made: list[tuple[Unit, re.Pattern[str]]] = []
    for unit in sorted(units, key=lambda one: (-len(one.plural), one.id)):
        forms = [re.escape(one) for one in (unit.plural, unit.singular, unit.currency) if one]
        words = "|".join(form.replace(r"\ a\ ", r"\s(?:of\s\w+\s)?(?:a|per|each|every)\s") for form in forms)
        symbol = rf"|\s?{re.escape(unit.symbol)}(?!\w)" if unit.symbol and not unit.prefix else ""
        made.append((unit, re.compile(rf"[\s-](?:more\s)?(?:{words})\b{symbol}")))
    return tuple(made)
