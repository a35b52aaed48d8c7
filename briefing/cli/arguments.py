"""The words of the command line: which commands there are, and what each takes."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

CONF = "pelicanconf.py"
LAST_PORT = 65535
_DASK = re.compile(r"dask://(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}", re.ASCII)
MODES = ("dry-run", "list", "rollback")


def parser() -> argparse.ArgumentParser:
    """Make the parser; the command's name comes out as `command`."""
    made = argparse.ArgumentParser(
        prog="python -m briefing", description="Turns notes on press reports into a static site."
    )
    made.add_argument("--settings", type=Path, default=Path(CONF), help=f"settings file (default {CONF})")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (told, options) in COMMANDS.items():
        found = commands.add_parser(name, help=told, description=told)
        for flag, keywords in options.items():
            found.add_argument(flag, **keywords)
    return made


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read a command's arguments; ends the run with exit code 2 where they cannot be."""
    made = parser()
    options = made.parse_args(arguments)
    if options.command == "keydates" and options.first > options.last:
        made.error(f"--from {options.first} is later than --to {options.last}")
    if (
        options.command == "deploy"
        and len(chosen := [f"--{mode}" for mode in MODES if _given(options, mode)]) > 1
    ):
        made.error(f"{' and '.join(chosen)} cannot be asked for at once")
    return options


def _given(options: argparse.Namespace, mode: str) -> bool:
    return bool(getattr(options, mode.replace("-", "_")))


def count(text: str) -> int:
    """Read a whole number from 1."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count; write a whole number from 1")
    return number


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write YYYY-MM-DD") from error


def port(text: str) -> int:
    """Read the number of a port."""
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; write a number from 0 to {LAST_PORT}")
    return number


def executor(text: str) -> str:
    """Read the name of an executor."""
    if text not in {"serial", "processes"} and _DASK.fullmatch(text) is None:
        allowed = "write serial, processes or dask://HOST:PORT"
        raise argparse.ArgumentTypeError(f"{text!r} is no executor; {allowed}")
    return text


COMMANDS: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "check": (
        "report every fault of every note and of the registry",
        {
            "paths": {"type": Path, "nargs": "*", "metavar": "PATH"},
            "--json": {"action": "store_true", "help": "as JSON"},
        },
    ),
    "new": (
        "write a note to fill in",
        {
            "title": {},
            "--source": {"required": True, "help": "id of the outlet, as in registry/sources.yml"},
            "--date": {"required": True, "help": "when the report appeared, as YYYY-MM-DD or other EDTF"},
        },
    ),
    "analyse": (
        "print keywords, summary, dates and names of notes",
        {
            "paths": {"type": Path, "nargs": "+", "metavar": "PATH"},
            "--json": {"action": "store_true", "help": "as JSON Lines"},
            "--keywords": {"type": count, "default": 10, "metavar": "N"},
            "--sentences": {"type": count, "default": 3, "metavar": "K"},
        },
    ),
    "keydates": (
        "print the days that matter most, and what tells of them",
        {
            "paths": {"type": Path, "nargs": "+", "metavar": "FOLDER"},
            "--dates": {"type": count, "default": 10, "metavar": "N"},
            "--sentences": {"type": count, "default": 2, "metavar": "K", "help": "at most K a day"},
            "--from": {"type": day, "default": date.min, "dest": "first", "metavar": "D"},
            "--to": {"type": day, "default": date.max, "dest": "last", "metavar": "D"},
            "--json": {"action": "store_true", "help": "as JSON"},
        },
    ),
    "suggest": (
        "suggest claims, events, aliases and dates that texts hold and their front matter lacks",
        {
            "paths": {"type": Path, "nargs": "+", "metavar": "PATH"},
            "--write": {
                "action": "store_true",
                "help": "put claims and events into the notes, marked so that check refuses them",
            },
        },
    ),
    "build": (
        "build the site",
        {
            "--output": {"type": Path, "help": "another folder than the settings'"},
            "--drafts": {"action": "store_true", "help": "drafts too"},
            "--force": {"action": "store_true", "help": "even if nothing changed"},
            "--explain": {"action": "store_true", "help": "say of each page made again why"},
            "--executor": {
                "type": executor,
                "default": "processes",
                "help": "where notes are analysed: serial, processes (default) or dask://HOST:PORT",
            },
        },
    ),
    "verify": (
        "check a built site, or what is served of one",
        {
            "folder": {"type": Path, "nargs": "?"},
            "--content": {
                "type": Path,
                "metavar": "FOLDER",
                "help": "what it was made of, whose drafts must not be in it (default: as the settings say)",
            },
            "--live": {
                "default": "",
                "metavar": "URL",
                "help": "compare what is served there with its build.json, or with that of the folder",
            },
        },
    ),
    "changes": (
        "print which pages of a built site are not what they were",
        {
            "folder": {"type": Path},
            "--before": {
                "default": "",
                "metavar": "FOLDER|URL",
                "help": "what to compare with (default: what is live where the site is to stand)",
            },
        },
    ),
    "deploy": (
        "publish a built site in a folder, through rsync or on a git branch",
        {
            "folder": {"type": Path, "nargs": "?", "help": "the built site (default: the settings' output)"},
            "--to": {
                "required": True,
                "metavar": "TARGET",
                "help": "FOLDER, USER@HOST:PATH, ssh://…, rsync://… or git+URL#BRANCH",
            },
            "--ready": {"action": "store_true", "help": "only see whether it could be deployed there"},
            "--dry-run": {"action": "store_true", "help": "only show which pages would change"},
            "--list": {"action": "store_true", "help": "only list what was published there"},
            "--rollback": {
                "type": count,
                "nargs": "?",
                "const": 1,
                "metavar": "N",
                "help": "let the release N before the live one be live again (default 1)",
            },
            "--adopt": {"action": "store_true", "help": "even where something else stands, beside it"},
            "--uncommitted": {"action": "store_true", "help": "even from sources that are not committed"},
            "--patience": {
                "type": count,
                "default": 60,
                "metavar": "SECONDS",
                "help": "after how long without a sign of life another run counts as ended (default 60)",
            },
        },
    ),
    "serve": (
        "preview the site and rebuild it on each save",
        {"--port": {"type": port, "default": 8000, "help": "from which on a free port is looked for"}},
    ),
    "schema": ("write the JSON Schemas for editors' programs", {}),
    "headers": (
        "print the headers to serve the site with",
        {"server": {"choices": ("nginx", "caddy", "netlify"), "help": "whose settings to write"}},
    ),
}
