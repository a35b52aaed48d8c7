"""Report which files are saved, as the system notices them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import watchfiles

from briefing.core.problems import BriefingError

TURN = 100  # milliseconds without a change after which the watcher reports so
QUIET, LONGEST = 10, 400  # a save ends after so many milliseconds without a change, or at the latest


def watch(watched: Sequence[Path], ended: threading.Event | None = None) -> Iterator[frozenset[Path]]:
    """Yield as soon as the paths are watched, and the files of each save below one of them after that.

    What is saved in the meantime is told next. It ends when interrupted, or when `ended` is set. Raises
    BriefingError, at once, where a path is missing.
    """
    for path in watched:
        if not path.exists():
            raise BriefingError(f"{path} is missing, so it cannot be watched")
    return _saves(watched, ended)


def _saves(watched: Sequence[Path], ended: threading.Event | None) -> Iterator[frozenset[Path]]:
    changes = watchfiles.watch(
        *watched,
        debounce=LONGEST,
        step=QUIET,
        rust_timeout=TURN,
        yield_on_timeout=True,
        ignore_permission_denied=True,
        stop_event=ended,
    )
    next(changes)  # watched from here on
    yield frozenset()
    for changed in changes:
        if changed:
            yield frozenset(Path(path) for _, path in changed)


class Saves:
    """The files saved below some paths since they were last asked for."""

    def __init__(self, watched: Sequence[Path]) -> None:
        """Raise BriefingError, at once, where a path is missing."""
        self._ended = threading.Event()
        self._changes = watch(watched, self._ended)
        self._saved: frozenset[Path] = frozenset()
        self._some = threading.Condition()

    def is_any(self) -> bool:
        """Tell whether anything was saved since."""
        return bool(self._saved)

    def wait(self) -> frozenset[Path]:
        """Wait for a save; return all that was saved."""
        with self._some:
            self._some.wait_for(self.is_any)
            saved, self._saved = self._saved, frozenset()
        return saved

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch from the beginning of the block to its end."""
        next(self._changes)
        watcher = threading.Thread(target=self._take, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._ended.set()
            watcher.join()

    def _take(self) -> None:
        for saved in self._changes:
            with self._some:
                self._saved |= saved
                self._some.notify_all()
