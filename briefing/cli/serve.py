"""The command `serve`: preview the site, drafts included, and rebuild and reload it on each save."""

from __future__ import annotations

import argparse
import secrets
import sys
from functools import partial
from pathlib import Path

from briefing.build.options import Options
from briefing.cli import arguments as types
from briefing.cli import build, console
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, Location, Problem, RefusedError
from briefing.core.settings import Settings
from briefing.desk import server as desk
from briefing.desk.publication import Publication
from briefing.preview import loopback, server
from briefing.publish.repository import Repository


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "--port", type=types.port, default=8000, help="from which on a free port is looked for"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings, session = settings_file.load(options.settings), secrets.token_hex(8)
    chosen = settings_file.preview(settings)
    folders, port = chosen.folders, options.port and min(options.port + desk.DEPTH, loopback.LAST_PORT)
    today = partial(clock.today, chosen.timezone)
    publication = Publication(settings.publish, settings.folders, Repository(folders.root))
    with desk.running(chosen.site.title, folders, today, port, publication) as address:
        told = [f"Desk: {address} (opens once)"]

        def announce(text: str) -> None:
            console.say(options, text)
            while told:
                console.say(options, told.pop())

        server.serve(
            output=folders.output,
            watched=[folders.content, *folders.themes, options.settings],
            rebuild=lambda: _rebuild(options, session),
            port=options.port,
            announce=announce,
        )
    return console.FINE


def _previewed(path: Path) -> Settings:
    return settings_file.preview(settings_file.load(path))


def _rebuild(options: argparse.Namespace, session: str) -> tuple[Problem, ...]:
    """Build the preview and return the Problems that stop it; a failure without a place is the settings'."""
    path = options.settings
    try:
        chosen = _previewed(path)
        progress = console.progress(quiet=options.quiet)
        wanted = Options(clock.today(chosen.timezone), progress, session=session)
        console.say(options, str(build.built(path, chosen, wanted)))
    except RefusedError as error:
        console.report(error.problems)
        return error.problems
    except BriefingError as error:
        print(error, file=sys.stderr, flush=True)
        return (Problem(Location(str(path)), "build", str(error)),)
    return ()
