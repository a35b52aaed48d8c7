"""Let one deployment at a time work in a folder that only rsync reaches.

A run puts a file there, by a name of its own, and then looks. If no other run's file is there, it has
the lock: whoever comes later sees its file. Else it takes its file away, waits and tries again. rsync
needs nothing for that but to write, list and remove.

A run lets its file grow every few seconds. Who sees one stand still for long takes its run for ended
and removes the file, which is no other run's; no clocks are compared. A run that was only asleep
finds its file gone when it asks before the swap, and gives up.
"""

from __future__ import annotations

import random
import re
import secrets
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from briefing.core.problems import BriefingError
from briefing.publish.releases import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.publish.rsync import Rsync

RUNS = f"{OWN}/runs"
BEATS = 6  # in the time after which a file that stands still is removed
LONGEST_PAUSE = 2.0
_NAME = re.compile(r"\.?[0-9a-f]{16}(?:\.\w+)?")  # rsync's own, of a transfer that was cut short, too


class Lock:
    """The lock of a folder. `patience` is for how many seconds another run's file may stand still."""

    def __init__(self, folder: Rsync, patience: float, announce: Callable[[str], None]) -> None:
        """Put no file there yet."""
        self._folder = folder
        self._patience = patience
        self._announce = announce
        self._name = secrets.token_hex(8)
        self._size = 0
        self._seen: dict[str, tuple[int, float]] = {}

    @contextmanager
    def held(self) -> Iterator[Callable[[], None]]:
        """Wait for the lock, and hold it; gives what makes sure that it is still held."""
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

    def _wait(self) -> None:
        self._grow()
        if self._others():
            self._announce("another deployment is at work there; waiting for it to end")
        while self._others():
            self._folder.remove(RUNS, [self._name])
            while self._others():
                time.sleep(min(LONGEST_PAUSE, self._patience / BEATS))
            time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - so that two do not meet again
            self._grow()

    def _sizes(self) -> dict[str, int]:
        return {file.path: file.size for file in self._folder.listed(RUNS) if _NAME.fullmatch(file.path)}

    def _others(self) -> set[str]:
        """Name the files of other runs, but those that have stood still for too long: they are removed."""
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
        """Make sure that nobody took this run for ended. Raises BriefingError."""
        if self._name not in self._sizes():
            raise BriefingError(
                "another deployment took this one for ended, since it stood still for too long; run it again"
            )

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(self._patience / BEATS):
            with suppress(BriefingError):  # what the run itself does next will say so
                self._grow("--existing", "--inplace")

    def _grow(self, *options: str) -> None:
        self._size += 1
        self._folder.write(RUNS, self._name, b"." * self._size, *options)
