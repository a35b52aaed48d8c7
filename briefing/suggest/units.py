"""Read the unit of the campaign that a figure is given in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.core.registry import COUNT, PERCENT, Measure, Unit

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

_A_TIME = re.compile(
    r"(?:\s\([^()]*\))?\s(?:(?:an?|per|each|every)\s(day|week|month|year)|(?:per|for each)\s([a-z]+))\b"
)
# The same in another unit: "17m crowns (11m pounds)".
_BRACKETS = re.compile(r"\s\([^()]{1,25}\)")


def able(scene: Scene, unit: Unit | None) -> tuple[Measure, ...]:
    """Return the measures that a figure in a unit, or in none, may be one of."""
    return tuple(one for one in scene.cast.measures if not one.is_control and _takes(one, unit))


def _takes(measure: Measure, unit: Unit | None) -> bool:
    return (
        unit.id in measure.units
        if unit
        else not measure.units or COUNT in measure.units or _is_level(measure)
    )


def unsaid(scene: Scene, measure: Measure) -> Unit | None:
    """Return the unit that goes without saying ("the alert level is 5"), or None."""
    return next((one for one in scene.cast.units if _is_level(measure) and one.id == measure.units[0]), None)


def _is_level(measure: Measure) -> bool:
    """Tell whether a measure is a level on a scale of its own, which is told without its unit."""
    return measure.kind == "level" and len(measure.units) == 1 and measure.units[0] not in {COUNT, PERCENT}


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
            return unit, found.end()
    return None, figure.end


def _by_time(scene: Scene, unit: Unit, end: int) -> tuple[Unit, int]:
    """Return the unit of "$6m (£3.9m) a day", where there is one, and where its words end."""
    if time := _A_TIME.match(scene.text, end):
        wanted = f"{unit.plural} a {time[1] or time[2]}"
        return next(((one, time.end()) for one in scene.cast.units if one.plural == wanted), (unit, end))
    return unit, end


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
