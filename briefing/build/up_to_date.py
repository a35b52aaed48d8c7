"""Tell whether anything changed since the last build, by one stat per file.

Imports nothing heavy: a build with nothing to do ends here.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.core import program
from briefing.core.settings import Folders, Settings
from briefing.engine import file_state, graph
from briefing.engine.file_state import FileState
from briefing.engine.outputs import Folder

if TYPE_CHECKING:
    from briefing.engine.graph import Graph

# Written down of an output folder: the state of all inputs it was built from, that build's report, and who
# wrote files there that may not be on the disk yet.
STATE, REPORT, UNFLUSHED = "state", "report", "unflushed"
CONTENT = "store.sqlite"
# Held by the one build that is at work; its time is the present by the clock of that file system.
LOCK = "lock"
# Behind the name of a folder's graph: the list of the files that a build has begun to write.
BEGUN = ".begun"


def unchanged(settings: Settings, seen: FileState, *, reread: bool = False) -> str:
    """Return the last build's report if nothing it read or made has changed since, else "".

    `reread` reads all content and all outputs, where else a file in the same state counts as the same.
    """
    folders = settings.folders
    path = graph_of(folders)
    if not path.exists():
        return ""
    try:
        # Another process that has it open is building, and so changing something.
        with graph.opened(path, patience=0) as known:
            if known.about(STATE) != seen.text or known.about(UNFLUSHED):
                return ""
            if reread and not _is_as_read(folders):
                return ""
            lost = output_of(folders, known).look_over(reread=reread).lost
            return "" if lost else known.about(REPORT)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, a build finds out
        return ""


def _is_as_read(folders: Folders) -> bool:
    """Tell whether every file of the content holds what was read of it."""
    from briefing.build import cache_database  # noqa: PLC0415 - with what marks of notes are made by

    with cache_database.opened(folders.store / CONTENT, patience=0) as store:
        return all(
            hashlib.sha256((folders.content / path).read_bytes()).hexdigest() == read.sha256
            for path, read in store.files().items()
        )


def look(settings: Settings, *, today: date) -> FileState:
    """Return the state of everything that a build reads.

    The date counts: tomorrow a note may no longer be dated too late.
    """
    files, rest = file_state.state(settings.folders.sources)
    seen = repr((files, settings, today, program.environment()))
    return FileState(hashlib.sha256(seen.encode()).hexdigest(), rest)


def graph_of(folders: Folders) -> Path:
    """Return the path of the graph of an output folder; each folder has its own."""
    name = hashlib.sha256(str(folders.output.resolve()).encode()).hexdigest()[:8]
    return folders.store / f"site-{name}.sqlite"


def output_of(folders: Folders, known: Graph) -> Folder:
    """The output folder, and what its graph knows of its files."""
    return Folder(folders.output, known.connection, graph_of(folders).with_suffix(BEGUN))
