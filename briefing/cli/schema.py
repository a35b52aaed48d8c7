"""The command `schema`: write the JSON Schemas by which editors' programs complete and check notes."""

from __future__ import annotations

import argparse

from briefing.cli import console
from briefing.content import schema, tree
from briefing.core import settings_file


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: the command takes no arguments."""


def run(options: argparse.Namespace) -> int:
    """Write the schemas and print their paths."""
    folders = settings_file.load(options.settings).folders
    known = tree.read_registry(folders.content)
    for path in schema.write(folders.root, known.measures, known.units):
        console.say(options, str(path))
    return console.FINE
