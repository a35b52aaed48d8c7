"""The command `headers`: print the headers to serve the site with, as a server's settings."""

from __future__ import annotations

import argparse

from briefing.cli import console
from briefing.core import settings_file
from briefing.site import headers


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("server", choices=tuple(headers.KINDS), help="whose settings to write")


def run(options: argparse.Namespace) -> int:
    """Print the settings."""
    print(headers.KINDS[options.server](settings_file.load(options.settings).site), end="")
    return console.FINE
