"""The command `completion`: print a script by which a shell completes commands and options."""

from __future__ import annotations

import argparse

import shtab

from briefing.cli import console, main


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="whose completion to write")


def run(options: argparse.Namespace) -> int:
    """Print the script, which the shell is to read when it starts."""
    print(shtab.complete(main.parser(loaded=True), options.shell))
    return console.FINE
