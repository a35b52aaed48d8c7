"""Project the lines and names of a map onto a plane."""

from __future__ import annotations

from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.content.basemap import Basemap, Bounds, LineKind, MapLine

# Bends that are smaller are left out.
STEP = 0.6


class Course(Struct, frozen=True):
    """The lines of one kind, as the `d` of an SVG path."""

    kind: LineKind
    path: str


class Name(Struct, frozen=True):
    """The name of a country or water, around its middle."""

    x: float
    y: float
    text: str


class Plane(Struct, frozen=True):
    """Degrees to units: as wide as they are at the middle of the map."""

    west: float
    north: float
    across: float
    down: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point lies on the plane."""
        return round((lon - self.west) * self.across, 1), round((self.north - lat) * self.down, 1)


def plane_of(bounds: Bounds, width: float) -> tuple[Plane, float]:
    """The plane on which bounds are so wide, and how high they are there."""
    across = width / (bounds.east - bounds.west)
    down = across / cos(radians((bounds.north + bounds.south) / 2))
    return Plane(bounds.west, bounds.north, across, down), round((bounds.north - bounds.south) * down)


def names_within(basemap: Basemap, bounds: Bounds, plane: Plane) -> Iterator[Name]:
    """The names on the ground that lie within bounds."""
    for one in basemap.names:
        if bounds.west <= one.lon <= bounds.east and bounds.south <= one.lat <= bounds.north:
            yield Name(*plane.at(one.lon, one.lat), one.text.upper())


def courses(lines: Iterable[MapLine], bounds: Bounds, plane: Plane) -> list[Course]:
    """The courses of lines, as far as they may be seen within bounds."""
    paths: dict[LineKind, list[str]] = {}
    for line in lines:
        for stretch in _stretches(line.course, bounds):
            path = _path([plane.at(*point) for point in stretch])
            paths.setdefault(line.kind, []).append(path)
    return [Course(kind, "".join(parts)) for kind, parts in paths.items()]


def _stretches(course: Sequence[tuple[float, float]], bounds: Bounds) -> Iterator[list[tuple[float, float]]]:
    """The stretches of a line that may be seen within bounds."""
    stretch: list[tuple[float, float]] = []
    for start, end in pairwise(course):
        (west, east), (south, north) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        if west <= bounds.east and east >= bounds.west and south <= bounds.north and north >= bounds.south:
            stretch = stretch or [start]
            stretch.append(end)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A line in steps from point to point, which takes fewer digits than places do.

    Points that hardly move it are left out.
    """
    (x, y), *rest = points
    steps = []
    for next_x, next_y in rest:
        if abs(next_x - x) + abs(next_y - y) >= STEP or (next_x, next_y) == points[-1]:
            steps.append(f"{next_x - x:.1f},{next_y - y:.1f}")
            x, y = next_x, next_y
    return f"M{points[0][0]:g},{points[0][1]:g}l{' '.join(steps)}".replace(".0", "")
