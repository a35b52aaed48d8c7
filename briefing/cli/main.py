"""Run the command that the command line names, and end with its exit code."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import briefing
from briefing.cli.console import FAILED, INTERRUPTED, MISUSED
from briefing.core.problems import BriefingError, MisusedError, nearest

CONF = "pelicanconf.py"
# Each command is the module of its name in this folder: `arguments` adds to a parser what the command
# takes, `run` does it and returns the exit code.
COMMANDS = {
    "init": "create the folder of a new campaign",
    "check": "report every fault of every note and of the registry",
    "new": "write a note to fill in",
    "intake": "take in a report from a page, a PDF, a text or a feed, and write the head of its note",
    "analyse": "print keywords, tags, summary, dates and names of notes",
    "keydates": "print the days that matter most, and sentences about them",
    "suggest": "suggest claims, events, aliases and dates that are in texts and not in their front matter",
    "rename": "rename a note, an id of the registry or a tag in all files",
    "migrate": "rewrite content of an earlier version for this one",
    "strip": "remove from images what gives away more than the picture shows",
    "publish": "check, build and verify the site, put it in place, and deploy it if told where",
    "build": "build the site",
    "verify": "check a built site, or a served one",
    "changes": "print which pages of a built site differ from the live ones",
    "deploy": "publish a built site to a folder, to a host by ssh or to a git branch",
    "serve": "preview the site and rebuild it on each save",
    "schema": "write the JSON Schemas for editors' programs",
    "basemap": "draw the ground of the map from Natural Earth's data",
    "headers": "print the headers to serve the site with",
    "completion": "print a script by which a shell completes commands and options",
}
EXITS = (
    "Exit codes: 0 all is done, or there was nothing to do; 1 there are faults, or it could not be done; "
    "2 wrong usage; 130 interrupted."
)
# Commands that build: an interruption loses nothing.
BUILDING = ("build", "publish")


class CommandParser(argparse.ArgumentParser):
    """The parser of one command, which loads the command's module when it has something to parse."""

    def __init__(self, *, command: str, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._command = command

    def load(self) -> None:
        """Load the command and learn its arguments."""
        command = importlib.import_module(f"{__package__}.{self._command}")
        command.arguments(self)
        self.set_defaults(run=command.run)

    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Load the command, learn its arguments, and parse them."""
        self.load()
        return super().parse_known_args(args, namespace)


def parser(*, loaded: bool = False) -> argparse.ArgumentParser:
    """Make the parser; of what it reads, `run` is the command's function and `command` its name.

    If `loaded`, it knows the arguments of all commands before it parses anything.
    """
    made = argparse.ArgumentParser(
        prog="briefing",
        description="Turns notes on press reports into a static site.",
        epilog=EXITS,
        parents=[_shared(Path(CONF), quiet=False)],
    )
    made.add_argument("--version", action="version", version=f"briefing {briefing.__version__}")
    commands = made.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=CommandParser
    )
    # Options of every command, also after its name.
    shared: list[Any] = [_shared(argparse.SUPPRESS, quiet=argparse.SUPPRESS)]
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(
            name, help=purpose, description=purpose, epilog=EXITS, parents=shared, command=name
        )
        if loaded:
            command.load()
    return made


def _shared(settings: object, *, quiet: object) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(add_help=False)
    made.add_argument("--settings", type=Path, default=settings, help=f"settings file (default {CONF})")
    made.add_argument("--quiet", action="store_true", default=quiet, help="print only faults")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; argparse exits with code 2 where it cannot read one."""
    words = sys.argv[1:] if arguments is None else arguments
    if hint := _mistyped(words):
        return _fail(hint, MISUSED)
    options = parser().parse_args(words)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BriefingError as error:
        return _fail(str(error), MISUSED if isinstance(error, MisusedError) else FAILED)
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            print(file=sys.stderr)
        kept = "; what was done is kept, and the next build goes on from there"
        return _fail(f"interrupted{kept if options.command in BUILDING else ''}", INTERRUPTED)
    except OSError as error:
        if error.filename is None:
            # Otherwise Python would fail again, as it flushes what is left when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return FAILED
        return _fail(f"{error.filename or 'standard output'}: {error.strerror}", FAILED)
    return code


def _mistyped(words: Sequence[str]) -> str:
    """Return what to say of an unknown command; "" for a known one, or for none."""
    named = _shared(None, quiet=False)
    named.add_argument("command", nargs="?")
    word = named.parse_known_args(words)[0].command
    if word is None or word in COMMANDS:
        return ""
    near = nearest(word, COMMANDS)
    allowed = f"did you mean {near}?" if near else f"there are {', '.join(COMMANDS)}"
    return f"{word}: there is no such command; {allowed}"


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
