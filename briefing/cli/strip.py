"""The command `strip`: remove from images what gives away more than the picture shows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from briefing.cli import console
from briefing.content.folder import replace
from briefing.content.images import kinds
from briefing.content.images.anatomy import BrokenImageError
from briefing.core.problems import Location, Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Strip the images, and print of each what was taken out; an image that cannot be read is left alone."""
    problems: list[Problem] = []
    for file in options.files:
        try:
            for line in stripped(file):
                print(line)
        except BrokenImageError as error:
            problems.append(Problem(Location(str(file)), "bad-image", str(error), error.allowed))
        except OSError as error:
            problems.append(Problem(Location(str(file)), "unreadable", f"cannot be read: {error.strerror}"))
    return console.report(tuple(problems))


def stripped(file: Path) -> Iterator[str]:
    """Strip an image where anything in it tells more than the picture shows; yield what that was.

    The bytes of the picture stay as they are. Raises BrokenImageError where they cannot be told from others.
    """
    content = file.read_bytes()
    anatomy = kinds.read(file.name, content)
    if not anatomy.tells:
        yield f"{file}: nothing to take out"
        return
    # What a link leads to is what is published.
    replace(file.resolve(), anatomy.stripped)
    yield from (f"{file}: taken out: {tell}" for tell in anatomy.tells)
