"""The command `new`: write a note to fill in."""

from __future__ import annotations

import argparse
import os

from briefing.cli import console
from briefing.content import scaffold, tree
from briefing.core import clock, edtf, settings_file
from briefing.core.problems import MisusedError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("title")
    parser.add_argument("--source", required=True, help="id of the outlet, as in registry/sources.yml")
    parser.add_argument("--date", required=True, help="when the report appeared, as YYYY-MM-DD or other EDTF")


def run(options: argparse.Namespace) -> int:
    """Write the note and print its path."""
    settings = settings_file.load(options.settings)
    folder, today = settings.folders.content, clock.today(settings.timezone)
    content, _ = tree.read(folder, today=today)
    try:
        date = edtf.parse(options.date)
    except ValueError as error:
        raise MisusedError(f"--date: {error}") from error
    path = scaffold.new(
        folder, options.title, source=options.source, date=date, registry=content.registry, today=today
    )
    print(os.path.relpath(path))
    return console.FINE
