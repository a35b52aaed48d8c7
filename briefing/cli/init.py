"""The command `init`: lay out the folder of a new campaign."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from briefing.cli import console
from briefing.content import project


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")
    parser.add_argument(
        "--preset",
        default=project.DEFAULT,
        metavar="NAME",
        help=f"measures and units to begin with: {', '.join(project.presets())} (default {project.DEFAULT})",
    )
    parser.add_argument("--title", default="", help="what the site is called (default: the folder's name)")


def run(options: argparse.Namespace) -> int:
    """Write the files and say what comes next."""
    folder = options.folder
    title = " ".join(options.title.split()) or _title(folder)
    project.lay_out(folder, title=title, preset=options.preset)
    way = os.path.relpath(folder)
    lines = (
        f"{folder}: a campaign with the measures and units of the preset {options.preset}; next:",
        *([] if way == "." else [f"  cd {way}"]),
        "  briefing serve      # shows the site and follows every save",
        "  briefing publish    # checks, builds and verifies the site into output/",
    )
    console.say(options, "\n".join(lines))
    return console.FINE


def _title(folder: Path) -> str:
    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    return f"{name[:1].upper()}{name[1:]}" or "A campaign"
