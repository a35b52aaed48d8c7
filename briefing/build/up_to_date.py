"""Tell whether anything changed since the last build, by one stat per file.

Imports nothing heavy: a build with nothing to do ends here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from briefing.engine import file_state, graph
from briefing.engine.outputs import Folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from briefing.core.settings import Folders, Settings

# Written down of an output folder: the state of all inputs it was built from, and that build's report.
STATE, REPORT = "state", "report"


class Seen(NamedTuple):
    """All that a build reads, as it was at one moment: a digest, and the newest time, in nanoseconds."""

    state: str
    newest: int


def unchanged(settings: Settings, seen: Seen) -> str:
    """Return the last build's report where nothing it read or made has changed since, else an empty text."""
    path = graph_of(settings.folders)
    if not path.exists():
        return ""
    try:
        with graph.opened(path) as known:
            if known.about(STATE) != seen.state:
                return ""
            return "" if Folder(settings.folders.output, known.connection).lost() else known.about(REPORT)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, a build finds out
        return ""


def look(settings: Settings, *, today: date) -> Seen:
    """Look at all that a build reads.

    The date counts: tomorrow a note may no longer be dated too late.
    """
    folders = settings.folders
    files, newest = file_state.state(folders.sources)
    return Seen(hashlib.sha256(repr((files, settings, today)).encode()).hexdigest(), newest)


def graph_of(folders: Folders) -> Path:
    """The store of what an output folder was made from: one for each folder."""
    name = hashlib.sha256(str(folders.output.resolve()).encode()).hexdigest()[:8]
    return folders.store / f"site-{name}.sqlite"
