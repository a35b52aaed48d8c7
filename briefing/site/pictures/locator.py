"""A locator map of the places of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.site.parts import Link
from briefing.site.pictures import labels
from briefing.site.pictures.labels import Box, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.content.basemap import Basemap, LineKind, MapLine
    from briefing.core.registry import Entity, Position

# The width of the picture: that of a small phone, so that its letters are as large there as elsewhere.
WIDTH = 360.0
DOT = 3.0
RING = 8.0
# Kilometres in a degree of latitude, and the length of the scale.
DEGREE = 111.2
SCALE = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: a disc where its position is exact, a ring where it is approximate.

    `label` is None where its name finds no room; the list beside the map has it.
    """

    x: float
    y: float
    link: Link
    approximate: bool
    label: Label | None


@dataclass(frozen=True, slots=True)
class Course:
    """The lines of one kind, as the `d` of an SVG path."""

    kind: LineKind
    path: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a country or water, around its middle."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Locator:
    """A map `width` by `height` units; `scale` is the length of so many kilometres as `kilometres`.

    `outside` are places that lie beyond its edges, `unplaced` those whose position is not known.
    """

    width: float
    height: float
    courses: tuple[Course, ...]
    names: tuple[Name, ...]
    spots: tuple[Spot, ...]
    scale: float
    kilometres: int
    credit: str
    remark: str
    outside: tuple[Link, ...] = ()
    unplaced: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plane:
    """Degrees to units: as wide as they are at the middle of the map."""

    west: float
    north: float
    across: float
    down: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.across, 1), round((self.north - lat) * self.down, 1)


def overview(basemap: Basemap, places: Sequence[Entity]) -> Locator:
    """Show all places, given in order of weight: where names crowd, the first ones find room."""
    placed = [(one, one.position) for one in places if one.position]
    inside = [(one, at) for one, at in placed if _inside(basemap, at)]
    return _map(
        basemap,
        inside,
        outside=_links(one for one, at in placed if not _inside(basemap, at)),
        unplaced=_links(one for one in places if not one.position),
    )


def of_place(basemap: Basemap | None, place: Entity) -> Locator | None:
    """Show one place; None where there is no map, or the place is not on it."""
    if basemap is None or place.position is None or not _inside(basemap, place.position):
        return None
    return _map(basemap, [(place, place.position)])


def _map(
    basemap: Basemap,
    places: Sequence[tuple[Entity, Position]],
    outside: tuple[Link, ...] = (),
    unplaced: tuple[Link, ...] = (),
) -> Locator:
    plane, height = _plane(basemap)
    scale = round(SCALE / DEGREE * plane.down, 1)
    names = tuple(Name(*plane.at(one.lon, one.lat), one.text.upper()) for one in basemap.names)
    frame = Box(2, 2, WIDTH - 2, height - 2)
    # The scale stands in the upper left corner.
    taken = [Box(0, 0, scale + 16, 26), *(_name_box(name) for name in names)]
    return Locator(
        width=WIDTH,
        height=height,
        courses=tuple(_courses(basemap.lines, plane)),
        names=names,
        spots=_spots(places, plane, taken, frame),
        scale=scale,
        kilometres=SCALE,
        credit=basemap.credit,
        remark=basemap.remark,
        outside=outside,
        unplaced=unplaced,
    )


def _plane(basemap: Basemap) -> tuple[_Plane, float]:
    bounds = basemap.bounds
    across = WIDTH / (bounds.east - bounds.west)
    down = across / cos(radians((bounds.north + bounds.south) / 2))
    return _Plane(bounds.west, bounds.north, across, down), round((bounds.north - bounds.south) * down)


def _inside(basemap: Basemap, at: Position) -> bool:
    bounds = basemap.bounds
    return bounds.west <= at.lon <= bounds.east and bounds.south <= at.lat <= bounds.north


def _name_box(name: Name) -> Box:
    return labels.box(Label(name.x, name.y, "middle"), name.text)


def _spots(
    places: Sequence[tuple[Entity, Position]], plane: _Plane, taken: list[Box], frame: Box
) -> tuple[Spot, ...]:
    at = [plane.at(position.lon, position.lat) for _, position in places]
    taken += [labels.around(x, y, DOT) for x, y in at]
    spots = []
    for (place, position), (x, y) in zip(places, at, strict=True):
        approximate = position.precision == "approximate"
        label = labels.place((x, y), RING if approximate else DOT, place.label, taken, frame)
        if label:
            taken.append(labels.box(label, place.label))
        spots.append(Spot(x, y, _link(place), approximate, label))
    # Rings under discs, so that a disc in a ring can be seen and hit.
    return tuple(sorted(spots, key=lambda spot: not spot.approximate))


def _courses(lines: Iterable[MapLine], plane: _Plane) -> list[Course]:
    paths: dict[LineKind, list[str]] = {}
    for line in lines:
        paths.setdefault(line.kind, []).append(_path([plane.at(*point) for point in line.course]))
    return [Course(kind, "".join(parts)) for kind, parts in paths.items()]


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A line in steps from point to point, which takes fewer digits than places do."""
    (x, y), *rest = points
    steps = []
    for next_x, next_y in rest:
        steps.append(f"{next_x - x:.1f},{next_y - y:.1f}")
        x, y = next_x, next_y
    return f"M{points[0][0]:g},{points[0][1]:g}l{' '.join(steps)}".replace(".0", "")


def _links(places: Iterable[Entity]) -> tuple[Link, ...]:
    return tuple(_link(place) for place in places)


def _link(place: Entity) -> Link:
    return Link(urls.entity(place.id), place.label)
