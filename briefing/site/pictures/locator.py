"""A locator map of the places of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians

from msgspec import Struct
from msgspec.structs import replace

from briefing.content import urls
from briefing.content.basemap import Basemap, Bounds
from briefing.core.registry import Entity, Position
from briefing.site.parts import Link
from briefing.site.pictures import labels
from briefing.site.pictures.labels import Box, Label
from briefing.site.pictures.plane import Course, Name, Plane, courses, names_within, plane_of

# The width of the picture: that of a small phone, so that its letters are as large there as elsewhere.
WIDTH = 360.0
DOT = 3.0
RING = 8.0
# Kilometres in a degree of latitude, and lengths that a scale may have.
DEGREE = 111.2
SCALES = (500, 200, 100, 50, 20, 10, 5, 2, 1)
# A map of one place: how high it is, and how much of the ground's width it shows at least; more than half of
# that is the whole ground. Room is left around what lies nearby.
HEIGHT, LEAST, MOST, ROOM = 230.0, 1 / 14, 1 / 2, 1.7
# The ground, small, in a corner of it.
INSET, EDGE = 108.0, 6.0


class Spot(Struct, frozen=True):
    """A place on the map: a disc where its position is exact, a ring where it is approximate.

    `label` is None where its name finds no room; the list beside the map has it.
    """

    x: float
    y: float
    link: Link
    approximate: bool
    label: Label | None


class Inset(Struct, frozen=True):
    """The whole ground in a corner of a map, at (`x`, `y`); `frame` is what the map shows of it, as a box."""

    x: float
    y: float
    width: float
    height: float
    courses: tuple[Course, ...]
    names: tuple[Name, ...]
    frame: Box


class Locator(Struct, frozen=True):
    """A map `width` by `height` units; `scale` is the length of so many kilometres as `kilometres`.

    An `inset` shows where a part of the ground lies in the whole. `outside` are places beyond its edges,
    `unplaced` those whose position is not known.
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
    inset: Inset | None = None


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


def of_place(basemap: Basemap | None, place: Entity, near: Sequence[Entity] = ()) -> Locator | None:
    """Show one place and what is `near` it; None where there is no map, or the place is not on it."""
    if basemap is None or place.position is None or not _inside(basemap, place.position):
        return None
    beside = [(one, one.position) for one in near if one.position and _inside(basemap, one.position)]
    shown = [(place, place.position), *beside]
    bounds = _part(basemap.bounds, [at for _, at in shown])
    unplaced = _links(one for one in near if not one.position)
    if bounds is None:
        return _map(basemap, shown, unplaced=unplaced)
    return _map(replace(basemap, bounds=bounds), shown, unplaced=unplaced, whole=basemap)


def _part(ground: Bounds, shown: Sequence[Position]) -> Bounds | None:
    """The part of the ground that shows some places; None where that is most of it."""
    west, east = min(at.lon for at in shown), max(at.lon for at in shown)
    south, north = min(at.lat for at in shown), max(at.lat for at in shown)
    narrow = cos(radians((south + north) / 2))
    width = max((east - west) * ROOM, (north - south) * ROOM / narrow * WIDTH / HEIGHT)
    width = max(width, (ground.east - ground.west) * LEAST)
    height = width * narrow * HEIGHT / WIDTH
    if width > (ground.east - ground.west) * MOST or height > (ground.north - ground.south) * MOST:
        return None
    left = min(max((west + east - width) / 2, ground.west), ground.east - width)
    low = min(max((south + north - height) / 2, ground.south), ground.north - height)
    return Bounds(left, low, left + width, low + height)


def _map(
    basemap: Basemap,
    places: Sequence[tuple[Entity, Position]],
    outside: tuple[Link, ...] = (),
    unplaced: tuple[Link, ...] = (),
    whole: Basemap | None = None,
) -> Locator:
    plane, height = plane_of(basemap.bounds, WIDTH)
    kilometres = next((one for one in SCALES if one / DEGREE * plane.down <= WIDTH / 3), SCALES[-1])
    scale = round(kilometres / DEGREE * plane.down, 1)
    names = tuple(names_within(basemap, basemap.bounds, plane))
    frame = Box(2, 2, WIDTH - 2, height - 2)
    # The scale stands in the upper left corner.
    taken = [Box(0, 0, scale + 16, 26), *(_name_box(name) for name in names)]
    inset = _inset(whole, basemap.bounds, height, [plane.at(at.lon, at.lat) for _, at in places])
    if inset:
        taken.append(Box(inset.x, inset.y, inset.x + inset.width, inset.y + inset.height))
    return Locator(
        width=WIDTH,
        height=height,
        courses=tuple(courses(basemap.lines, basemap.bounds, plane)),
        names=names,
        spots=_spots(places, plane, taken, frame),
        scale=scale,
        kilometres=kilometres,
        credit=basemap.credit,
        remark=basemap.remark,
        outside=outside,
        unplaced=unplaced,
        inset=inset,
    )


def _inset(
    whole: Basemap | None, shown: Bounds, height: float, spots: Sequence[tuple[float, float]]
) -> Inset | None:
    """The whole ground, with what is shown of it, in a corner that has no place in it."""
    if whole is None:
        return None
    plane, deep = plane_of(whole.bounds, INSET)
    right, low = WIDTH - INSET - EDGE, height - deep - EDGE
    corners = [(right, EDGE), (right, low), (EDGE, low)]
    free = (
        corner
        for corner in corners
        if not any(labels.around(*spot, RING).meets(_box_at(*corner, deep)) for spot in spots)
    )
    x, y = next(free, corners[0])
    (left, top), (end, bottom) = plane.at(shown.west, shown.north), plane.at(shown.east, shown.south)
    lines = [line for line in whole.lines if line.kind in {"border", "coast"}]
    frame, inside = Box(left, top, end, bottom), Box(0, 0, INSET, deep)
    names = [name for name in names_within(whole, whole.bounds, plane) if _name_box(name).within(inside)]
    return Inset(
        x=round(x, 1),
        y=round(y, 1),
        width=INSET,
        height=deep,
        courses=tuple(courses(lines, whole.bounds, plane)),
        names=tuple(name for name in names if not _name_box(name).meets(frame)),
        frame=frame,
    )


def _box_at(x: float, y: float, deep: float) -> Box:
    return Box(x, y, x + INSET, y + deep)


def _inside(basemap: Basemap, at: Position) -> bool:
    bounds = basemap.bounds
    return bounds.west <= at.lon <= bounds.east and bounds.south <= at.lat <= bounds.north


def _name_box(name: Name) -> Box:
    return labels.box(Label(name.x, name.y, "middle"), name.text)


def _spots(
    places: Sequence[tuple[Entity, Position]], plane: Plane, taken: list[Box], frame: Box
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


def _links(places: Iterable[Entity]) -> tuple[Link, ...]:
    return tuple(_link(place) for place in places)


def _link(place: Entity) -> Link:
    return Link(urls.entity(place.id), place.label)
