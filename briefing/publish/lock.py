"""Let one deployment at a time work in a folder that is reached by rsync alone.

A run puts a file there, under a name of its own, and then looks. If there is no file of another run,
it has the lock, since whoever comes later sees its file. Otherwise it removes its file, waits and
tries again. All that this takes is to write, list and remove files, which is all that rsync can do.

A run lets its file grow every few seconds. If another run sees the file stand still for long, it takes
that run for dead and removes the file; no clocks are compared. A run that was only asleep finds its
file gone when it looks again before the swap, and gives up.
"""

from __future__ import annotations

import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish.releases import OWN

if TYPE_CHECKING:
    from briefing.publish.rsync import Rsync

RUNS = f"{OWN}/runs"
BEATS = 6  # signs of life in the time after which a run without one is taken for dead
LONGEST_PAUSE = 2.0
_NAME = re.compile(r"\.?[0-9a-f]{16}(?:\.\w+)?")  # with a dot, rsync's of a transfer that was cut short


class Lock:
    """The lock of a folder."""

    def __init__(self, folder: Rsync) -> None:
        self._folder = folder
        self._patience = folder.choices.patience
        self._name = secrets.token_hex(8)
        self._size = 0
        self._seen: dict[str, tuple[int, float]] = {}

    @contextmanager
    def held(self) -> Iterator[Callable[[], None]]:
        """Wait for the lock, and hold it; yields a function that makes sure that it is still held."""
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=[ended], daemon=True)
        try:
            self._wait()
            beating.start()
            yield self._confirm
        finally:
            ended.set()
            if beating.is_alive():
                beating.join()
            with suppress(BriefingError):  # the next run removes what cannot be removed now
                self._folder.remove(RUNS, [self._name])

    def _announce(self, message: str) -> None:
        self._folder.choices.announce(f"{self._folder.shown}: {message}")

    def _wait(self) -> None:
        self._grow()
        waiting = False
        while self._others():
            if not waiting:
                waiting = True
                self._announce("another deployment is at work there; waiting for it to end")
            self._folder.remove(RUNS, [self._name])
            while self._others():
                time.sleep(min(LONGEST_PAUSE, self._patience / BEATS))
            time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - so that two do not meet again
            self._grow()

    def _sizes(self) -> dict[str, int]:
        return {file.path: file.size for file in self._folder.listed(RUNS) if _NAME.fullmatch(file.path)}

    def _others(self) -> set[str]:
        """Name the files of other runs; those that have stood still for too long are removed first."""
        sizes, seen, now = self._sizes(), self._seen, time.monotonic()
        sizes.pop(self._name, None)
        self._seen = {
            name: seen[name] if name in seen and seen[name][0] == size else (size, now)
            for name, size in sizes.items()
        }
        if silent := {name for name, (_, since) in self._seen.items() if now - since > self._patience}:
            self._announce(f"that deployment has shown no life for {self._patience:g} seconds; going on")
            self._folder.remove(RUNS, silent)
        return sizes.keys() - silent

    def _confirm(self) -> None:
        """Make sure that no other run took this one for dead. Raises BriefingError."""
        if self._name not in self._sizes():
            raise BriefingError(
                "another deployment took this one for dead, since it was silent for too long; run it again"
            )

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._patience / BEATS):
            with suppress(BriefingError):  # the next step of the run itself reports it
                self._grow("--existing", "--inplace")

    def _grow(self, *options: str) -> None:
        self._size += 1
        self._folder.write(RUNS, self._name, b"." * self._size, *options)
