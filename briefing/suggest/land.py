"""Tell whose land, distance or time a figure measures that has such a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from briefing.suggest.counted_noun import Counted
from briefing.suggest.scene import UNKNOWN
from briefing.text.figures import TIMES

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

_DIRECTION = r"(?:to the )?(?:north|south|east|west)\w*\sof\b"
_UNITS: Mapping[str, tuple[str, str]] = {
    r"\s?(?:square (?:kilomet(?:re|er)s?|km)|km²|km2|sq\.? ?km)": ("km2", "area"),
    # Where a place lies on the map is no claim.
    rf"[\s-]?(?:kilomet(?:re|er)s?|km)\b(?!\s(?:\([^)]*\)\s)?{_DIRECTION})": ("km", "distance"),
    r"\s?(?:per ?cent\b|percent\b|%)": ("percent", "territory"),
    rf"\s(?:more\s)?(?P<time>{TIMES})\b": ("", "duration"),
}
_LAND = re.compile(
    r"(?:\scontrol)?[^.;]{0,45}?\b(?:territory|land|ground|area|city|town|country|province)\b"
    r"|\scontrol\s(?:for|in|of)\s[A-Z]"
)
_HOLDING = re.compile(
    r"\b(?:hold|holds|held|controls?|controlled|occup(?:y|ies|ied)|captured|ha[sd]|have)\b\s*(?:over\s)?\Z"
)
_AHEAD = re.compile(r"\b(?:will|would|won't|won’t|shall|to be|vowed|predicted|promised)\b")
_WITHIN = re.compile(r"\b(?:[Ww]ithin|[Ii]n under)(?:\s(?:another|the next|some))?\s*\Z")
_LIES = re.compile(r"(?:,\swhich\s|\s)(?:lies|is|lay|stands|sits)\b")


def of_units(scene: Scene, figure: Figure) -> Counted | None:
    """Return what a figure with such a unit measures; None where it has none, or measures something else."""
    after = scene.text[figure.end :]
    for pattern, (unit, measure) in _UNITS.items():
        found = re.match(pattern, after)
        if found:
            end = figure.end + found.end()
            who = _holder(scene, figure, measure, after[found.end() :])
            time = "" if unit else f"{found['time'].removesuffix('s')}s"
            return Counted(who, "", "", unit or time, measure, end) if who else None
    return None


def _holder(scene: Scene, figure: Figure, measure: str, after: str) -> str:
    """Return whose land, distance or time it is; nothing where the unit counts something else."""
    groups = scene.groups(figure.start)
    last = groups[-1] if groups else ""
    if measure == "distance":
        return _lying(scene, figure)
    if measure == "duration":
        ahead = scene.text[: figure.start]
        return scene.cast.adversary if _WITHIN.search(ahead) and _AHEAD.search(scene.text) else ""
    if measure == "territory" and not _LAND.match(after):
        return ""
    return (last if _HOLDING.search(scene.text[: figure.start]) else scene.cast.adversary) or last


def _lying(scene: Scene, figure: Figure) -> str:
    """Return the place that lies somewhere: the last before "lies", or the first of the sentence."""
    mentions = scene.passage.mentions
    verb = _LIES.search(scene.text[: figure.start])
    end = verb.start() + 1 if verb else figure.start
    named = [one.entity for one in mentions if scene.cast.kind(one.entity) == "place" and one.end <= end]
    if named:
        return named[-1] if verb else UNKNOWN
    return ""
