"""Settings and a date in; whether the last build still stands, out, at the price of a stat a file.

Imports nothing heavy: a build with nothing to do ends here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.store import database, inputs, outputs

if TYPE_CHECKING:
    from datetime import date

    from briefing.settings import Folders, Settings

DATABASE = "store.sqlite"


def unchanged(settings: Settings, *, today: date) -> str:
    """Return the last build's report where nothing it read or made has changed since, else an empty text."""
    path = settings.folders.store / DATABASE
    if not path.exists():
        return ""
    try:
        with database.opened(path) as store:
            known = store.inputs(root(settings.folders))
            if known is None or known[0] != state(settings, today=today)[0]:
                return ""
            return known[1] if outputs.intact(store, settings.folders.output) else ""
    except database.StoreDamagedError:
        return ""


def state(settings: Settings, *, today: date) -> tuple[str, int]:
    """Digest all that a build reads, and say when the newest of it was changed, in nanoseconds.

    The date counts: tomorrow a note may no longer be dated too late.
    """
    folders = settings.folders
    files, newest = inputs.state([folders.content, folders.theme, folders.conf, Path(__file__).parent])
    return hashlib.sha256(repr((files, settings, today)).encode()).hexdigest(), newest


def root(folders: Folders) -> str:
    """The name under which the store knows an output folder."""
    return str(folders.output.resolve())
