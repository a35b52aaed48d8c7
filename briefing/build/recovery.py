"""Recovery from damaged stores: a build that fails over what was kept runs once more from nothing."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from briefing.build import stores
from briefing.core.problems import BriefingError
from briefing.core.progress import Progress
from briefing.core.settings import Folders

T = TypeVar("T")

DAMAGED = "what earlier builds kept cannot be used; building from nothing"
FAILURE = "failure.txt"
# Faults of the content or of the machine, with which the stores have nothing to do.
_OTHERS = (BriefingError, OSError, MemoryError)


def recovered(build: Callable[[], T], folders: Folders, progress: Progress) -> T:
    """Return what a build returns; where it fails unexpectedly, throw all stores away and build once more.

    Raises BriefingError with what is to be reported where the build from nothing fails too.
    """
    try:
        return build()
    except _OTHERS:
        raise
    except Exception:  # noqa: BLE001 - a store that is damaged may fail in any way
        progress(DAMAGED, 0, 0)
        stores.drop(folders)
    try:
        return build()
    except _OTHERS:
        raise
    except Exception as error:
        file = folders.store / FAILURE
        file.write_text(traceback.format_exc(), "utf-8")
        raise BriefingError(_told(error, file)) from error


def _told(error: Exception, file: Path) -> str:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"{what}; the build fails from nothing too, so this is a fault of Briefing: "
        f"report it where you got Briefing, with {file}"
    )
