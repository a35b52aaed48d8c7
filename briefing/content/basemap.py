"""The bytes of registry/map.yml in; the ground of the campaign's map out, or Problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from briefing.content.forms import files, yaml
from briefing.content.forms.faults import Faults, quoted
from briefing.content.forms.fields import ListOf, Number, OneOf, Text, scalar
from briefing.content.forms.records import Field, Maker, Record

if TYPE_CHECKING:
    from briefing.content.forms.fields import Json
    from briefing.content.forms.records import Values
    from briefing.core.problems import Problem

LineKind = Literal["border", "coast", "river", "lake"]

MAP = "registry/map.yml"
MOST_POINTS = 2000

_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?"
_COURSE = re.compile(rf"{_NUMBER},{_NUMBER}(?: {_NUMBER},{_NUMBER})+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a map shows, in degrees (WGS 84); west is less than east."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class MapLine:
    """A border, coast, river or shore: points as (longitude, latitude)."""

    kind: LineKind
    course: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class MapName:
    """The name of a country or a water, written across its middle."""

    text: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Basemap:
    """The ground on which places are shown, and whose data that is."""

    bounds: Bounds
    credit: str
    lines: tuple[MapLine, ...] = ()
    names: tuple[MapName, ...] = ()


class _Course:
    """The points of a line, each as longitude, comma, latitude; a space between two points."""

    def read(self, node: yaml.YamlNode, name: str, faults: Faults) -> tuple[tuple[float, float], ...] | None:
        found = scalar(node, name, faults, wanted="longitude,latitude pairs")
        if found is None:
            return None
        text = " ".join(found.text.split())
        points = tuple(_point(pair) for pair in text.split(" ")) if _COURSE.fullmatch(text) else ()
        if not points or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):  # noqa: PLR2004 - degrees
            allowed = (
                'write longitude,latitude in degrees, two points or more, as in "40.83,34.70 40.96,34.53"'
            )
            faults.add(found.line, "bad-course", f"{name} {quoted(text)} is not a line of points", allowed)
            return None
        if len(points) > MOST_POINTS:
            what = f"{name} has {len(points):,} points"
            faults.add(found.line, "too-long", what, f"at most {MOST_POINTS:,}; simplify the line")
            return None
        return points

    def schema(self) -> Json:
        return {"type": "string", "pattern": f"^{_COURSE.pattern}$"}


def _point(pair: str) -> tuple[float, float]:
    lon, _, lat = pair.partition(",")
    return float(lon), float(lat)


WEST = Field("west", Number(-180, 180), "degrees east (WGS 84) of its left edge", required=True)
SOUTH = Field("south", Number(-85, 85), "degrees north of its lower edge", required=True)
EAST = Field("east", Number(-180, 180), "degrees east of its right edge", required=True)
NORTH = Field("north", Number(-85, 85), "degrees north of its upper edge", required=True)


def _bounds(values: Values, faults: Faults) -> Bounds | None:
    west, south, east, north = (values.get(field) for field in (WEST, SOUTH, EAST, NORTH))
    if west is None or south is None or east is None or north is None:
        return None
    if west >= east or south >= north:
        what = f"bounds: {west:g} to {east:g} and {south:g} to {north:g} enclose nothing"
        faults.add(values.line, "empty-bounds", what, "write west less than east and south less than north")
        return None
    return Bounds(west, south, east, north)


BOUNDS = Field(
    "bounds", Maker(Record("bounds", (WEST, SOUTH, EAST, NORTH)), _bounds), "what it shows", required=True
)
CREDIT = Field("credit", Text(), "whose map data this is, as the map is to say", required=True)
LINE_KIND: Field[LineKind] = Field("kind", OneOf(get_args(LineKind)), "what the line is", required=True)
COURSE = Field("course", _Course(), "its points: longitude,latitude, with spaces between", required=True)
NAME = Field("text", Text(longest=60), "the name", required=True)
NAME_LAT = Field("lat", Number(-85, 85), "degrees north of its middle", required=True)
NAME_LON = Field("lon", Number(-180, 180), "degrees east of its middle", required=True)


def _line(values: Values, _faults: Faults) -> MapLine | None:
    kind, course = values.get(LINE_KIND), values.get(COURSE)
    return None if kind is None or course is None else MapLine(kind, course)


def _name(values: Values, _faults: Faults) -> MapName | None:
    text, lat, lon = values.get(NAME), values.get(NAME_LAT), values.get(NAME_LON)
    return None if text is None or lat is None or lon is None else MapName(text, lat, lon)


LINES = Field(
    "lines", ListOf(Maker(Record("line", (LINE_KIND, COURSE)), _line)), "borders, coasts and rivers"
)
NAMES = Field("names", ListOf(Maker(Record("name", (NAME, NAME_LAT, NAME_LON)), _name)), "names of countries")


def _basemap(values: Values, _faults: Faults) -> Basemap | None:
    bounds, credit = values.get(BOUNDS), values.get(CREDIT)
    if bounds is None or credit is None:
        return None
    return Basemap(bounds, credit, values.given(LINES, ()), values.given(NAMES, ()))


BASEMAP: Maker[Basemap] = Maker(Record("map", (BOUNDS, CREDIT, LINES, NAMES)), _basemap)


def parse(path: str, content: bytes) -> tuple[Basemap | None, tuple[Problem, ...]]:
    """Read the ground of the map; None where it cannot be drawn."""
    faults = Faults(path)
    text = files.text_of(content, faults)
    node = None if text is None else yaml.read(text, first_line=1, faults=faults)
    return (None if node is None else BASEMAP.read(node, "the map", faults)), faults.problems()
