"""The command `serve`: preview the site, drafts included, and rebuild and reload it on each save."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build.options import Options, OvertakenError
from briefing.build.workshop import Workshop
from briefing.cli import arguments as types
from briefing.cli import build, console
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, Location, Problem, RefusedError
from briefing.desk import server as desk
from briefing.desk.pending import Publication
from briefing.preview import loopback, server
from briefing.publish.repository import Repository
from briefing.suggest.parser import Parser

if TYPE_CHECKING:
    from briefing.preview.state import State


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--port", type=types.port, default=8000, help="the first port to try")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = settings_file.load(options.settings)
    chosen = settings_file.preview(settings)
    folders, port = chosen.folders, options.port and min(options.port + desk.DEPTH, loopback.LAST_PORT)
    today = partial(clock.today, chosen.timezone)
    publication = Publication(settings.publish, settings.folders, Repository(folders.root))
    workshop = Workshop(today)
    # In the folder that `suggest` uses, so that each reuses the parses of the other.
    parser = Parser(settings.folders.store / "parses", settings.model)
    running = partial(desk.running, chosen.site.title, folders, today, port, publication)
    with running(workshop=workshop, parser=parser) as address:
        told = [f"Desk: {address} (opens once)"]

        def announce(text: str) -> None:
            console.say(options, text)
            while told:
                console.say(options, told.pop())

        server.serve(
            output=folders.output,
            watched=[folders.content, *folders.themes, options.settings],
            rebuild=partial(_rebuild, options, workshop),
            foresee=partial(_foreseen, workshop, folders.content),
            port=options.port,
            announce=announce,
        )
    return console.FINE


def _foreseen(workshop: Workshop, content: Path, saved: Collection[Path], page: str) -> bytes | None:
    """Return a page with what was saved; raise BriefingError where only a build can make it."""
    # Files that text editors create for a moment are not saves.
    files = [path for path in saved if path.is_file() or path.suffix in server.TEXTS]
    try:
        drafts = {
            path.relative_to(content).as_posix(): path.read_bytes()
            for path in files
            if not path.name.startswith(".")
        }
    except (OSError, ValueError) as error:
        raise BriefingError("more than texts was saved") from error
    return workshop.page(page, drafts)


def _rebuild(options: argparse.Namespace, workshop: Workshop, state: State) -> tuple[Problem, ...]:
    """Build the preview and return the Problems that stop it; a failure without a place is the settings'."""
    path = options.settings
    try:
        chosen = settings_file.preview(settings_file.load(path))
        progress = console.progress(quiet=options.quiet)
        with workshop.session(state.open, state.pause) as session:
            wanted = Options(clock.today(chosen.timezone), progress, session=session)
            console.say(options, str(build.built(path, chosen, wanted)))
    except RefusedError as error:
        console.report(error.problems)
        return error.problems
    except OvertakenError:
        raise
    except BriefingError as error:
        print(error, file=sys.stderr, flush=True)
        return (Problem(Location(str(path)), "build", str(error)),)
    return ()
