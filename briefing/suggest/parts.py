"""Read the figures that count a part of those counted before, or others of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.suggest import measures
from briefing.suggest.counted_noun import Counted, CountedFigure

if TYPE_CHECKING:
    from briefing.suggest.scene import Scene
    from briefing.text.figures import Figure

_OTHERS = re.compile(
    r"\s(?:others\b|more\b(?=\s(?:\w+ly\s)?(?:\w+ed|were|was|are|have|had|died|dead|hurt|missing)\b|[.,;]))"
)
_OF_THEM = re.compile(
    r"\sof (?:them|whom|these|those)(?:\s(?:were|are|was))?\s(?P<noun>women|children|men|[a-z]+s)\b"
)
# "Of whom 12 were children."
_OF_WHOM = re.compile(r"\b(?:of|among) (?:them|whom|these|those)\s(?:\w+\s)?\Z")
_WERE = re.compile(r"\s(?:were|are|was)\s(?:\w+\s)?(?P<noun>women|children|men|[a-z]+s)\b")
# "73 of them seriously."
_OF_THEM_SO = re.compile(
    r"\s(?:of (?:them|whom|these|those)\s)?(?:were\s|are\s)?"
    r"(?P<how>\w+ly|in (?:an? )?(?:critical|serious|stable) condition)(?=\s*(?:[.,;]|\Z))"
)
# "60 deaths, three in Norland": the second counts what the first does, unless a verb tells of it.
_LISTED = re.compile(r"(?!.*\b(?:and|or|but|while)\s\w+(?:ed|ing)\s\Z).*")
_IN_PLACE = re.compile(r"(?:\smore)?\sin\s(?:the\s)?[A-Z]")


def part_of(scene: Scene, figure: Figure, last: CountedFigure) -> CountedFigure | None:
    """Read "30 others wounded", "six of them soldiers", "of whom 12 were children", "three in Norland"."""
    people = are_people(last)
    if people and (others := _others(scene, figure, last)):
        return others
    whom = _OF_WHOM.search(scene.text[: figure.start]) and _WERE.match(scene.text, figure.end)
    if people and (part := _OF_THEM.match(scene.text, figure.end) or whom):
        return CountedFigure(figure, _part(scene, last, part["noun"], part.end()), last.kind)
    if last.kind.what == "injured" and (how := _OF_THEM_SO.match(scene.text, figure.end)):
        return CountedFigure(figure, replace(last.counted, subset=how["how"], end=how.end()), last.kind)
    joined = _LISTED.fullmatch(scene.text[last.counted.end : figure.start])
    if joined and not last.counted.unit and _IN_PLACE.match(scene.text, figure.end):
        return CountedFigure(figure, replace(last.counted, subset="", end=figure.end), last.kind)
    return None


def are_people(one: CountedFigure) -> bool:
    """Tell whether a figure counts people or families, not what has a unit."""
    return one.counted.unit in {"", "families"}


def _others(scene: Scene, figure: Figure, last: CountedFigure) -> CountedFigure | None:
    """Read "and 30 others wounded", "wounded 30 others": of those counted before, by their own verb alone."""
    ahead, found = scene.text[: figure.start], _OTHERS.match(scene.text, figure.end)
    if found is None:
        return None
    end = found.end()
    kind = measures.after(scene.text[end:], bare=True)
    if kind is None and not ahead.rstrip().endswith("and"):
        kind = measures.before(ahead)
    return CountedFigure(figure, replace(last.counted, subset="", what=None, end=end), kind) if kind else None


def _part(scene: Scene, last: CountedFigure, noun: str, end: int) -> Counted:
    """Return what "six of them soldiers" counts: whom the noun means, else a part of those before."""
    who = scene.cast.counted_as([noun])[0]
    return replace(last.counted, who=who or last.counted.who, noun=noun, subset="" if who else noun, end=end)
