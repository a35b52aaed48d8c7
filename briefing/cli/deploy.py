"""The words of `deploy` in; what was done at the target, or stands there, as lines, out."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

from briefing.core import settings_file
from briefing.core.problems import MisusedError
from briefing.core.program import PACKAGE
from briefing.publish import contents, deploy, rsync, source, targets
from briefing.publish.folder import Folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from briefing.core.settings import Settings
    from briefing.publish.releases import Target


def deploying(
    options: argparse.Namespace, *, published: str, announce: Callable[[str], None]
) -> tuple[str, ...]:
    """Deploy, or look at or take back what was deployed, as the options say.

    `published` is the time, in ISO 8601. Raises MisusedError for what is no target, and BriefingError
    where it cannot be done; what is live is then what it was.
    """
    if threading.current_thread() is threading.main_thread():
        # Ended by a machine, we clear up just as when ended by hand.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with rsync.connections() as control:
        choices = targets.Choices(options.adopt, options.patience, control, announce)
        target = targets.opened(options.to, choices)
        return tuple(_asked(options, target, published, announce))


def _asked(
    options: argparse.Namespace, target: Target, published: str, announce: Callable[[str], None]
) -> Iterable[str]:
    if options.list:
        return deploy.listed(target)
    if options.rollback:
        return [deploy.rollback(target, options.rollback, published=published, announce=announce)]
    settings = settings_file.load(options.settings)
    _refuse_own(target, options, settings)
    if not options.uncommitted and not options.dry_run:
        source.refuse_dirty(settings.folders.root, _sources(settings))
    if options.ready:
        with target.reading():
            target.standing()
        return ()
    made = contents.read(options.folder or settings.folders.output)
    if options.dry_run:
        return deploy.preview(target, made, announce=announce)
    return [deploy.deploy(target, made, published=published, announce=announce)]


def _refuse_own(target: Target, options: argparse.Namespace, settings: Settings) -> None:
    """Refuse a folder in one that a build replaces or reads."""
    folders = settings.folders
    for own in (options.folder or folders.output, folders.output, folders.store, *_sources(settings)):
        if isinstance(target, Folder) and target.root.resolve().is_relative_to(own.resolve()):
            raise MisusedError(
                f"{target.shown} lies in {own}, which is the build's; name a folder of its own"
            )


def _sources(settings: Settings) -> tuple[Path, ...]:
    """What shapes a site: content, theme, settings, and the program."""
    folders = settings.folders
    return (folders.content, folders.theme, folders.conf, PACKAGE)
