"""The command `check`: report every Problem of the content, or of the files under some paths."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from briefing.build import kept_check
from briefing.cli import console
from briefing.cli.formats import FORMATS
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, MisusedError, Problem, count


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    parser.add_argument(
        "--format", choices=tuple(FORMATS), help="also print them to standard output, in this format"
    )
    parser.add_argument("--json", action="store_const", dest="format", const="json", help="as --format json")
    parser.add_argument("--watch", action="store_true", help="check again after each save, until Ctrl-C")


def run(options: argparse.Namespace) -> int:
    """Report the Problems on standard error, and on standard output in a format for programs."""
    if options.watch and options.format:
        raise MisusedError("--watch and --format cannot be asked for at once")
    if options.watch:
        return _watch(options)
    problems, hints = _checked(options)
    code = console.report(problems)
    if options.format:
        print(FORMATS[options.format](problems), end="")
    elif hints:
        console.say(options, hints)
    return code


def _checked(options: argparse.Namespace) -> tuple[tuple[Problem, ...], str]:
    """Return the Problems, and lines on what waits for an editor."""
    settings = settings_file.load(options.settings)
    paths = list(map(str, options.paths))
    return kept_check.read(settings, today=clock.today(settings.timezone), paths=paths)


def _watch(options: argparse.Namespace) -> int:
    """Check now and after each save, until interrupted; say where each check begins and ends."""
    from briefing.preview import saves

    content = settings_file.load(options.settings).folders.content
    try:
        for _ in saves.watch([content, options.settings]):
            _tell("checking")
            try:
                problems, _ = _checked(options)
            except BriefingError as error:
                _tell(str(error), "checked: not all could be read")
            else:
                _tell(*map(str, problems), f"checked: {count(problems) or 'no problem'}")
    except KeyboardInterrupt:
        pass
    return console.FINE


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)
