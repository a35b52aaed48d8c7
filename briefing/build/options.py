"""How to build: what a caller chooses besides the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.core.progress import Progress, silent
from briefing.engine import executors

if TYPE_CHECKING:
    from briefing.build.up_to_date import Seen
    from briefing.engine.executors import Opening


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one build.

    `today` is the day it is. `opening` opens the executor that analyses notes. `explain` has the report say
    why each page was made again. `force` trusts nothing that was kept but the weights of words. `seen` is
    what was seen of all that is to be read, by a caller who has just looked.
    """

    today: date
    progress: Progress = silent
    opening: Opening = executors.processes
    explain: bool = False
    force: bool = False
    seen: Seen | None = None
