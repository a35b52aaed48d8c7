"""The command `check`: report every Problem of the content, or of the files under some paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build import check
from briefing.cli import console
from briefing.core import clock, settings_file
from briefing.core.problems import errors

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> int:
    """Report the Problems: on standard error, or as JSON on standard output."""
    settings = settings_file.load(options.settings)
    today = clock.today(settings.timezone)
    folder, paths = settings.folders.content, list(map(str, options.paths))
    content, problems = check.read(
        folder, today=today, paths=paths, limits=settings.image_limits, site=settings.site.url
    )
    if not options.json:
        code = console.report(problems)
        if waiting := check.waiting(content, folder, paths):
            print(waiting)
        return code
    print(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
    return console.FAILED if errors(problems) else console.FINE
