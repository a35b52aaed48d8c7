"""Read the ground of the campaign's map, registry/map.yml."""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import ListOf, ScalarKind, UnfitError, number, one_of, text
from briefing.content.forms.records import Field, Maker, Record, Values
from briefing.core.problems import Problem

LineKind = Literal["border", "coast", "river", "lake"]

MAP = "registry/map.yml"
MOST_POINTS = 2000
MOST_LINES = 1000

_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?"
_COURSE = re.compile(rf"{_NUMBER},{_NUMBER}(?: {_NUMBER},{_NUMBER})+")


class Bounds(Struct, frozen=True):
    """What a map shows, in degrees (WGS 84); west is less than east."""

    west: float
    south: float
    east: float
    north: float


class MapLine(Struct, frozen=True):
    """A border, coast, river or shore: points as (longitude, latitude)."""

    kind: LineKind
    course: tuple[tuple[float, float], ...]


class MapName(Struct, frozen=True):
    """The name of a country or a water, written across its middle."""

    text: str
    lat: float
    lon: float


class Basemap(Struct, frozen=True):
    """The ground on which places are shown, whose data that is, and what the map leaves out, in words."""

    bounds: Bounds
    credit: str
    lines: tuple[MapLine, ...] = ()
    names: tuple[MapName, ...] = ()
    remark: str = ""


def _course(found: yaml.Scalar) -> tuple[tuple[float, float], ...]:
    text = " ".join(found.text.split())
    points = tuple(_point(pair) for pair in text.split(" ")) if _COURSE.fullmatch(text) else ()
    if not points or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):  # noqa: PLR2004 - degrees
        allowed = 'write longitude,latitude in degrees, two points or more, as in "40.83,34.70 40.96,34.53"'
        raise UnfitError("bad-course", f"{quoted(text)} is not a line of points", allowed)
    if len(points) > MOST_POINTS:
        raise UnfitError(
            "too-long", f"has {len(points):,} points", f"at most {MOST_POINTS:,}; simplify the line"
        )
    return points


def _point(pair: str) -> tuple[float, float]:
    lon, _, lat = pair.partition(",")
    return float(lon), float(lat)


# The points of a line, each as longitude, comma, latitude; a space between two points.
COURSE = ScalarKind(
    "longitude,latitude pairs", _course, {"type": "string", "pattern": f"^{_COURSE.pattern}$"}
)


def _bounds(values: Values, faults: Faults) -> Bounds | None:
    bounds = Bounds(**values.but())
    if bounds.west < bounds.east and bounds.south < bounds.north:
        return bounds
    sides = f"{bounds.west:g} to {bounds.east:g} and {bounds.south:g} to {bounds.north:g}"
    allowed = "write west less than east and south less than north"
    faults.add(values.line, "empty-bounds", f"bounds: {sides} enclose nothing", allowed)
    return None


BOUNDS = Maker(
    Record(
        "bounds",
        (
            Field("west", number(-180, 180), "degrees east (WGS 84) of its left edge", required=True),
            Field("south", number(-85, 85), "degrees north of its lower edge", required=True),
            Field("east", number(-180, 180), "degrees east of its right edge", required=True),
            Field("north", number(-85, 85), "degrees north of its upper edge", required=True),
        ),
    ),
    _bounds,
)
LINE = Maker(
    Record(
        "line",
        (
            Field("kind", one_of(get_args(LineKind)), "what the line is", required=True),
            Field("course", COURSE, "its points: longitude,latitude, with spaces between", required=True),
        ),
    ),
    lambda values, _: MapLine(**values.but()),
)
NAME = Maker(
    Record(
        "name",
        (
            Field("text", text(longest=60), "the name", required=True),
            Field("lat", number(-85, 85), "degrees north of its middle", required=True),
            Field("lon", number(-180, 180), "degrees east of its middle", required=True),
        ),
    ),
    lambda values, _: MapName(**values.but()),
)
BASEMAP = Maker(
    Record(
        "map",
        (
            Field("bounds", BOUNDS, "what it shows", required=True),
            Field("credit", text(), "whose map data this is, as shown on the map", required=True),
            Field("remark", text(), "a further line on the map, such as what it does not show"),
            Field("lines", ListOf(LINE, most=MOST_LINES), "borders, coasts and rivers"),
            Field("names", ListOf(NAME), "names of countries"),
        ),
    ),
    lambda values, _: Basemap(**values.but()),
)


def parse(path: str, content: bytes) -> tuple[Basemap | None, tuple[Problem, ...]]:
    """Read the ground of the map; None where it cannot be drawn."""
    faults = Faults(path)
    text = files.text_of(content, faults)
    node = None if text is None else yaml.read(text, first_line=1, faults=faults)
    return (None if node is None else BASEMAP.read(node, "the map", faults)), faults.problems()
