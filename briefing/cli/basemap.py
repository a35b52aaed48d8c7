"""The command `basemap`: draw the ground of the map from Natural Earth's data."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing.cli import console
from briefing.content import basemap, natural_earth
from briefing.core import settings_file
from briefing.core.problems import BriefingError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    for side in ("west", "south", "east", "north"):
        parser.add_argument(
            side, type=float, help=f"its {side} edge in degrees, negative in the south and west"
        )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help=f"world_50m.json of the npm package {natural_earth.PACKAGE} (default {natural_earth.FILE})",
    )


def run(options: argparse.Namespace) -> int:
    """Write `registry/map.yml`, which must not be there yet, and print its path."""
    shown = natural_earth.bounds(options.west, options.south, options.east, options.north)
    folders = settings_file.load(options.settings).folders
    path = folders.content / basemap.MAP
    if path.exists():
        raise BriefingError(f"{path} is there already; move it away first")
    ground = natural_earth.read(options.data or folders.root / natural_earth.FILE, shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(natural_earth.write(ground), "utf-8")
    console.say(options, f"{path}: {len(ground.lines)} lines of Natural Earth's")
    return console.FINE
