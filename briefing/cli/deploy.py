"""The command `deploy`: publish a built site, or show or take back what was published."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli import arguments as types
from briefing.cli import console
from briefing.core import settings_file
from briefing.core.problems import MisusedError
from briefing.core.settings import Settings
from briefing.publish import built_folder, deploy, rsync, targets
from briefing.publish.folder_target import FolderTarget
from briefing.publish.local_folder import LocalFolder
from briefing.publish.releases import Choices
from briefing.publish.repository import Repository

if TYPE_CHECKING:
    import argparse

    from briefing.publish.targets import Target


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, nargs="?", help="the built site (default: the settings' output)")
    parser.add_argument("--ready", action="store_true", help="only check whether it could be deployed there")
    target_arguments(parser, required=True)


def target_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add what says where to deploy to, and how."""
    parser.add_argument(
        "--to",
        required=required,
        metavar="TARGET",
        help=f"one of {', '.join(form for form, *_ in targets.KINDS)}",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show which pages would change")
    parser.add_argument("--list", action="store_true", help="only list what was published there")
    parser.add_argument(
        "--rollback",
        type=types.count,
        nargs="?",
        const=1,
        metavar="N",
        help="make the release N before the live one live again (default 1)",
    )
    parser.add_argument(
        "--adopt", action="store_true", help="deploy beside files that no deployment put there"
    )
    parser.add_argument(
        "--uncommitted", action="store_true", help="deploy even if the sources have uncommitted changes"
    )
    parser.add_argument(
        "--patience",
        type=types.count,
        default=60,
        metavar="SECONDS",
        help="after how long without a sign of life another run counts as ended (default 60)",
    )


def run(options: argparse.Namespace) -> int:
    """Do what is asked, and print what was done, or what is at the target."""
    modes = {"--dry-run": options.dry_run, "--list": options.list, "--rollback": options.rollback}
    if len(asked := [mode for mode, chosen in modes.items() if chosen]) > 1:
        raise MisusedError(f"{' and '.join(asked)} cannot be asked for at once")
    with _cleared_up(), rsync.connections() as control:
        announce = partial(print, file=sys.stderr, flush=True)
        choices = Choices(options.adopt, options.patience, control, announce)
        lines = tuple(_done(options, targets.opened(options.to, choices)))
    for line in lines:
        if asked:
            print(line)  # the command asks what is there
        else:
            console.say(options, line)
    return console.FINE


@contextmanager
def _cleared_up() -> Iterator[None]:
    """Treat a signal to end as Ctrl-C, so that the work is cleared up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _done(options: argparse.Namespace, target: Target) -> Iterable[str]:
    """Deploy, or look at or take back what was deployed; say in lines what came of it."""
    published = datetime.now(UTC).isoformat(timespec="seconds")
    if options.list:
        return deploy.listed(target)
    if options.rollback:
        return [deploy.rollback(target, options.rollback, published)]
    settings = settings_file.load(options.settings)
    _refuse_own(target, options, settings)
    if not options.uncommitted and not options.dry_run:
        Repository(settings.folders.root).refuse_uncommitted(settings.folders.sources)
    if options.ready:
        with target.reading():
            target.standing()
        return ()
    built = built_folder.read(options.folder or settings.folders.output)
    if options.dry_run:
        return deploy.preview(target, built)
    return [deploy.deploy(target, built, published)]


def _refuse_own(target: Target, options: argparse.Namespace, settings: Settings) -> None:
    """Refuse a target inside a folder that a build replaces or reads."""
    if not isinstance(target, FolderTarget) or not isinstance(target.folder, LocalFolder):
        return
    folders = settings.folders
    for own in (options.folder or folders.output, folders.output, folders.store, *folders.sources):
        if target.folder.root.resolve().is_relative_to(own.resolve()):
            raise MisusedError(
                f"{target.shown} lies in {own}, which is the build's; name a folder of its own"
            )
