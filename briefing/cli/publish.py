"""The command `publish`: check, build, verify, put the site in place and, if told where, deploy it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from briefing.build import cache_database, check, up_to_date
from briefing.build.options import Options
from briefing.cli import build, console, deploy, verify
from briefing.content import urls
from briefing.content.folder import typed
from briefing.core import clock, settings_file
from briefing.core.problems import BriefingError, MisusedError, RefusedError
from briefing.core.settings import Settings
from briefing.engine import lock
from briefing.publish import built_folder, swap
from briefing.publish.repository import Repository

LOCK = "publishing"
# What only makes sense with a target.
OF_TARGET = ("dry_run", "list", "rollback", "adopt", "uncommitted")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    deploy.target_arguments(parser, required=False)
    parser.add_argument("--zip", action="store_true", help="write the site as one file to read from a disk")


def run(options: argparse.Namespace) -> int:
    """Publish; what stops a deployment for certain is found before anything is built."""
    if options.to is None and (given := [name for name in OF_TARGET if getattr(options, name)]):
        raise MisusedError(f"--{given[0].replace('_', '-')} needs --to TARGET")
    if options.list or options.rollback:
        return _deploy(options)
    if options.to is not None:
        _deploy(options, ready=True)
    settings = settings_file.load(options.settings)
    told = "publish: another run is at work here; waiting for it to end"
    waiting = partial(console.progress(quiet=options.quiet), told, 0, 0)
    with lock.held(settings.folders.store / LOCK, waiting=waiting):
        return _published(options, settings)


def _published(options: argparse.Namespace, settings: Settings) -> int:
    """Make the site beside the live one; then show what would change, or put it in place and deploy it."""
    started = time.monotonic()
    live = settings.folders.output
    fresh = live.with_name(f"{live.name}.new")
    swap.settle(fresh, live)
    if told := built_folder.follow(fresh, live):
        console.say(options, f"publish: {told}")
    if not _made(options, settings, fresh):
        print(f"publish: {typed(live)}/ is as it was", file=sys.stderr)
        return console.FAILED
    if options.dry_run:
        _deploy(options, folder=fresh)
        swap.settle(fresh, live)
        return console.FINE
    swap.swap(fresh, live)
    seconds = time.monotonic() - started
    console.say(options, f"publish: {typed(live)}/ holds {_counts(live)}, made in {seconds:.0f} seconds")
    if options.zip:
        target = live.with_name(f"{live.name}.zip")
        count = built_folder.write(live, target)
        way = f"unpack it and open {live.name}/{urls.INDEX}"
        console.say(options, f"publish: {typed(target)} holds {count} files; {way}")
    return console.FINE if options.to is None else _deploy(options, folder=live)


def _made(options: argparse.Namespace, settings: Settings, fresh: Path) -> bool:
    """Build through Pelican into a fresh folder and verify it; with faults, print them and return false."""
    commit = settings.commit or Repository(settings.folders.root).commit_of(
        settings.folders.sources, lambda told: print(f"publish: {told}", file=sys.stderr)
    )
    chosen = replace(settings_file.elsewhere(settings, fresh), commit=commit)
    wanted = Options(clock.today(chosen.timezone), console.progress(quiet=options.quiet), reread=True)
    try:
        console.say(options, str(build.built(options.settings, chosen, wanted, pelican=True)))
    except RefusedError as error:
        console.report(error.problems)
        return _failed("check")
    except BriefingError as error:
        print(error, file=sys.stderr)
        return _failed("build")
    with cache_database.opened(settings.folders.store / up_to_date.CONTENT) as store:
        if told := check.waiting_line(one.waiting for one in store.cards().values()):
            console.say(options, told)
    faults = verify.verified(
        Path(typed(fresh)),
        content=settings.folders.content,
        budgets=settings.word_budgets,
        kept=settings.folders.store / verify.VERDICTS,
    )
    return console.report(faults) == console.FINE or _failed("verification")


def _failed(step: str) -> bool:
    print(f"publish: the {step} failed", file=sys.stderr)
    return False


def _counts(folder: Path) -> str:
    made = json.loads((folder / urls.BUILD).read_text("utf-8"))
    return f"{made['notes']} notes, {made['briefings']} briefings, {made['pages']} pages"


def _deploy(options: argparse.Namespace, *, folder: Path | None = None, ready: bool = False) -> int:
    return deploy.run(argparse.Namespace(**{**vars(options), "folder": folder, "ready": ready}))
