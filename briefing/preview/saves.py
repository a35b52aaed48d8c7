"""Tell when files are saved, as the system reports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

from briefing.core.problems import BriefingError

TURN = 100  # milliseconds without a change after which the watcher reports so
QUIET, LONGEST = 30, 400  # a save ends after so many milliseconds without a change, or at the latest


def watch(watched: Sequence[Path]) -> Iterator[None]:
    """Yield as soon as the paths are watched, and after each save below one of them, until interrupted.

    What is saved in the meantime is told next. Raises BriefingError, at once, where a path is missing.
    """
    for path in watched:
        if not path.exists():
            raise BriefingError(f"{path} is missing, so it cannot be watched")
    return _saves(watched)


def _saves(watched: Sequence[Path]) -> Iterator[None]:
    changes = watchfiles.watch(
        *watched,
        debounce=LONGEST,
        step=QUIET,
        rust_timeout=TURN,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    next(changes)  # watched from here on
    yield
    for changed in changes:
        if changed:
            yield
