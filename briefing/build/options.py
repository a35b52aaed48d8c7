"""How to build: what a caller chooses besides the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.core.progress import Progress, silent
from briefing.engine import executors

if TYPE_CHECKING:
    from briefing.engine.executors import Opening
    from briefing.engine.file_state import FileState


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one build.

    `today` is the day it is. `opening` opens the executor that analyses notes. `explain` has the report say
    why each page was made again. `force` trusts nothing that was kept but the weights of words; `reread`
    takes no file of the content or the output for unchanged without reading it. `seen` is what was seen of
    all that is to be read, by a caller who has just looked.

    A process that builds again and again may name itself, as its `session`: it then need not wait for each
    build to be on the disk, as long as no other process builds in between.
    """

    today: date
    progress: Progress = silent
    opening: Opening = executors.processes
    explain: bool = False
    force: bool = False
    reread: bool = False
    seen: FileState | None = None
    session: str = ""
