"""The command `schema`: write the JSON Schemas by which editors' programs complete and check notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.cli import console
from briefing.content import schema
from briefing.core import settings_file

if TYPE_CHECKING:
    import argparse


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: the command takes no arguments."""


def run(options: argparse.Namespace) -> int:
    """Write the schemas and print their paths."""
    for path in schema.write(settings_file.load(options.settings).folders.root):
        print(path)
    return console.FINE
