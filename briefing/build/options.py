"""How to build: the choices of a caller besides the settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.problems import BriefingError
from briefing.core.progress import Progress, silent
from briefing.engine import executors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from briefing.build.ground import Ground
    from briefing.build.stores import Stores
    from briefing.engine.executors import Opening
    from briefing.engine.file_state import FileState


class OvertakenError(BriefingError):
    """A build ended before its time, for there is something newer to build."""


class Session(Struct, frozen=True):
    """A process that builds again and again: it need not wait for each build to be on the disk.

    That holds as long as no other process builds in between, which the `name` tells. `leave` is given
    what pages are made from as soon as the graph is of it too. `first` names the files that are wanted
    before all others. `pause` is called after these and again and again, with the stores in a state that
    lasts; it may raise OvertakenError.
    """

    name: str
    leave: Callable[[Ground], None]
    first: Callable[[], Collection[str]]
    pause: Callable[[Stores], None]


class Options(Struct, frozen=True):
    """The choices of one build.

    `today` is the day it is. `opening` opens the executor that analyses notes. `explain` has the report say
    why each page was made again. `force` trusts nothing that was kept but the weights of words; `reread`
    takes no file of the content or the output for unchanged without reading it. `seen` is what was seen of
    all that is to be read, by a caller who has just looked. `session` is what a build is one of.
    """

    today: date
    progress: Progress = silent
    opening: Opening = executors.processes
    explain: bool = False
    force: bool = False
    reread: bool = False
    seen: FileState | None = None
    session: Session | None = None
